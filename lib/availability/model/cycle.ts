/** One cycle of a graph, if there is any; each node is visited once, without recursion. */
export function findCycle<T>(nodes: Iterable<T>, next: (node: T) => readonly T[]): T[] | undefined {
  const done = new Set<T>();
  for (const from of nodes) {
    const trail = new Set<T>();
    const stack: { readonly node: T; readonly leave: boolean }[] = [{ node: from, leave: false }];
    for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
      const { node, leave } = step;
      if (leave) {
        trail.delete(node);
        done.add(node);
        continue;
      }
      if (done.has(node)) continue;
      if (trail.has(node)) return [...trail].slice([...trail].indexOf(node));
      trail.add(node);
      stack.push({ node, leave: true }, ...next(node).map((one) => ({ node: one, leave: false })));
    }
  }
  return undefined;
}
