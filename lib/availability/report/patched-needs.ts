import type { Patch } from '../ask/patch';

/** What a patch refers to. */
export interface Reference {
  readonly kind: string;
  readonly name: string;
  readonly key: string | undefined;
}

/** The fields of a pod that refer to an object. Source: EnvFromSource, EnvVarSource and LocalObjectReference in the API of Kubernetes. */
const REFERENCES: ReadonlyMap<string, string> = new Map([
  ['secretRef', 'Secret'],
  ['secretKeyRef', 'Secret'],
  ['configMapRef', 'ConfigMap'],
  ['configMapKeyRef', 'ConfigMap'],
]);

/** The Secrets and ConfigMaps that patches add and that must exist. Volumes are no matter of patches. */
export function referencesOf({ path, value }: Patch): readonly Reference[] {
  // As part of the object: a patch may end anywhere within a reference.
  const keys = path.split('/').slice(1);
  return [
    ...within(
      keys.reduceRight<unknown>((part, key) => ({ [key]: part }), value),
      undefined,
    ),
  ];
}

function* within(value: unknown, key: string | undefined): Iterable<Reference> {
  if (typeof value !== 'object' || value === null) return;
  const kind = REFERENCES.get(key ?? '');
  if (kind !== undefined) yield* referred(kind, value);
  for (const [name, part] of Object.entries(value)) {
    if (name === 'imagePullSecrets' && typeof part === 'object' && part !== null)
      for (const secret of Object.values(part)) yield* referred('Secret', { ...(secret as object), key: '.dockerconfigjson' });
    else yield* within(part, name);
  }
}

function* referred(
  kind: string,
  { name, key, optional }: { readonly name?: unknown; readonly key?: unknown; readonly optional?: unknown },
): Iterable<Reference> {
  if (typeof name === 'string' && optional !== true) yield { kind, name, key: typeof key === 'string' ? key : undefined };
}
