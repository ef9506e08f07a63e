import type { ClusterFacts } from '../../cluster/cluster';

/** A function that remembers its result for a key until the key or the facts change. */
export function oncePer<K extends object, T>(compute: (key: K, facts: ClusterFacts | undefined) => T): (key: K, facts: ClusterFacts | undefined) => T {
  const known = new WeakMap<K, { readonly facts: ClusterFacts | undefined; readonly value: T }>();
  return (key, facts) => {
    const before = known.get(key);
    if (before !== undefined && before.facts === facts) return before.value;
    const value = compute(key, facts);
    known.set(key, { facts, value });
    return value;
  };
}
