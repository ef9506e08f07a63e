import { type Env, type EnvFrom, EnvKind } from '../availability/ask/container/env';
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

function renderEnvVar(name: string, { kind, value, source, unit, isOptional }: Env[string]): EnvVar {
  const optional = isOptional ? { optional: true } : {};
  switch (kind) {
    case EnvKind.VALUE:
      return { name, value };
    case EnvKind.SECRET:
      return { name, valueFrom: { secretKeyRef: { name: source ?? '', key: value, ...optional } } };
    case EnvKind.CONFIG_MAP:
      return { name, valueFrom: { configMapKeyRef: { name: source ?? '', key: value, ...optional } } };
    case EnvKind.FIELD:
      return { name, valueFrom: { fieldRef: { fieldPath: value } } };
    case EnvKind.RESOURCE:
      return { name, valueFrom: { resourceFieldRef: { resource: value, ...(unit === undefined ? {} : { divisor: unit }) } } };
  }
}

function renderSet({ kind, source, prefix, isOptional }: EnvFrom): EnvFromSource {
  const of = { name: source, ...(isOptional ? { optional: true } : {}) };
  const ref = kind === EnvKind.SECRET ? { secretRef: of } : { configMapRef: of };
  return { ...(prefix === undefined ? {} : { prefix }), ...ref };
}
