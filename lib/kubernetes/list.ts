import { isMap } from '../cluster/parts';
import { isPlain } from '../cluster/shape-rules';
import type { Manifest } from './manifest';

/**
 * The objects that kubectl and kustomize make of one: a List, also one of a kind like ConfigMapList, is its items. Those of a kind need not say it.
 * What is no object is as it is.
 *
 * Sources: `inlineAnyEmbeddedLists` in sigs.k8s.io/kustomize/api/resource; `decodeToList` in k8s.io/apimachinery.
 */
export function listedIn(object: Manifest): readonly Manifest[] {
  const { kind, apiVersion, items } = object as Manifest & { readonly items?: unknown };
  if (typeof kind !== 'string' || !kind.endsWith('List') || !Array.isArray(items) || items.length === 0) return [object];
  const own = kind === 'List' ? {} : { apiVersion, kind: kind.slice(0, -'List'.length) };
  return items.flatMap((item: Manifest) => (isMap(item) ? listedIn({ ...own, ...item }) : [item]));
}

/** Whether it has what every object has. */
export function isObject(manifest: Manifest): boolean {
  if (!isMap(manifest)) return false;
  const { apiVersion, kind, metadata } = manifest as Partial<Manifest>;
  return (
    typeof apiVersion === 'string' &&
    typeof kind === 'string' &&
    typeof metadata === 'object' &&
    metadata !== null &&
    isPlain(metadata) &&
    typeof metadata.name === 'string'
  );
}
