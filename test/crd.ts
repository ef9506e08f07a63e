import type { Manifest } from '../lib/kubernetes/manifest';

export interface CrdOptions {
  readonly group?: string;
  readonly scope?: 'Namespaced' | 'Cluster';
  /** The version in which objects are stored. @default v1 */
  readonly stored?: string;
  readonly description?: string;
}

/** A kind that nothing knows of, with its versions. Its objects may have any fields. */
export function crdOf(kind: string, versions: readonly string[] = ['v1'], options: CrdOptions = {}): Manifest {
  const { group = 'wiki.example', scope = 'Namespaced', stored = 'v1', description } = options;
  const singular = kind.toLowerCase();
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, ...(description === undefined ? {} : { description }) } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${singular}s.${group}` },
    spec: {
      group,
      names: { kind, plural: `${singular}s`, singular, listKind: `${kind}List` },
      scope,
      versions: versions.map((name) => ({ name, served: true, storage: name === stored, schema })),
    },
  };
}
