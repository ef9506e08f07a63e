/** All values of each key, both in the order of their first appearance. */
export function grouped<K, T>(entries: Iterable<readonly [K, T]>): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const [key, one] of entries) {
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [one]);
    else known.push(one);
  }
  return groups;
}
