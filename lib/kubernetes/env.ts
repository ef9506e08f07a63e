import { type EnvFrom, EnvKind, type EnvValue } from '../availability/ask/container/env';
import type { Container, EnvFromSource, EnvVar } from './plain';

/** The environment of a container: whole sets first, then single variables, each in the order given. */
export function renderEnv(app: string, env: readonly (readonly [string, EnvValue])[], sets: readonly EnvFrom[]): Pick<Container, 'env' | 'envFrom'> {
  return {
    ...(env.length === 0 ? {} : { env: env.map(([name, value]) => renderEnvVar(name, value)) }),
    ...(sets.length === 0 ? {} : { envFrom: sets.map((set) => renderSet(app, set)) }),
  };
}

function renderEnvVar(name: string, { kind, value, source, unit, isOptional }: EnvValue): EnvVar {
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

/** The ConfigMap behind a set of the app's own. */
export function envConfigName(app: string, { source }: EnvFrom): string {
  return `${app}-${source}`;
}

function renderSet(app: string, set: EnvFrom): EnvFromSource {
  const { kind, source, prefix, isOptional } = set;
  const of = { name: kind === EnvKind.VALUE ? envConfigName(app, set) : source, ...(isOptional ? { optional: true } : {}) };
  const ref = kind === EnvKind.SECRET ? { secretRef: of } : { configMapRef: of };
  return { ...(prefix === undefined ? {} : { prefix }), ...ref };
}
