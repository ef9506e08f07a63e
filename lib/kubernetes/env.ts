import { type Env, type EnvFrom, EnvKind } from '../availability/app/env';
import type { Container, EnvFromSource, EnvVar } from './plain';

/** The environment of a container: whole sets first, then single variables, each in the order given. */
export function renderEnv(env: Env | undefined, sets: readonly EnvFrom[] | undefined): Pick<Container, 'env' | 'envFrom'> {
  // In the order given: a value may refer to one before it.
  const entries = Object.entries(env ?? {});
  return {
    ...(entries.length === 0 ? {} : { env: entries.map(([name, value]) => renderEnvVar(name, value)) }),
    ...(sets === undefined || sets.length === 0 ? {} : { envFrom: sets.map(renderSet) }),
  };
}

function renderEnvVar(name: string, { kind, value, source, unit }: Env[string]): EnvVar {
  switch (kind) {
    case EnvKind.VALUE:
      return { name, value };
    case EnvKind.SECRET:
      return { name, valueFrom: { secretKeyRef: { name: source ?? '', key: value } } };
    case EnvKind.CONFIG_MAP:
      return { name, valueFrom: { configMapKeyRef: { name: source ?? '', key: value } } };
    case EnvKind.FIELD:
      return { name, valueFrom: { fieldRef: { fieldPath: value } } };
    case EnvKind.RESOURCE:
      return { name, valueFrom: { resourceFieldRef: { resource: value, ...(unit === undefined ? {} : { divisor: unit }) } } };
  }
}

function renderSet({ kind, source, prefix }: EnvFrom): EnvFromSource {
  const ref = kind === EnvKind.SECRET ? { secretRef: { name: source } } : { configMapRef: { name: source } };
  return { ...(prefix === undefined ? {} : { prefix }), ...ref };
}
