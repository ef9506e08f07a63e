/** Each one after all that it needs, without recursion. Those of a circle, which a rule refuses, come in some order. */
export function neededFirst<T>(all: Iterable<T>, needs: (one: T) => readonly T[]): ReadonlySet<T> {
  const seen = new Set<T>();
  const order = new Set<T>();
  const stack = [...all].reverse();
  for (let one = stack.at(-1); one !== undefined; one = stack.at(-1)) {
    const open = seen.has(one) ? [] : needs(one).filter((other) => !seen.has(other));
    seen.add(one);
    if (open.length > 0) stack.push(...open);
    else {
      stack.pop();
      order.add(one);
    }
  }
  return order;
}
