/** How much the scheduler minds to drive away some pods: the highest of their priorities, the sum of them, and how many there are. */
export type Cost = readonly [highest: number, sum: number, count: number];

/** Makes all priorities positive, so that of two nodes with the same highest one that with fewer pods costs less, as in the scheduler. */
const OFFSET = 2 ** 31;

export function costOf(priorities: readonly number[]): Cost {
  return [Math.max(...priorities), priorities.reduce((sum, one) => sum + one + OFFSET, 0), priorities.length];
}

/**
 * Whether the scheduler would rather take the first node (kube-scheduler, framework/preemption, pickOneNodeForPreemption). Before these
 * it compares how many disruption budgets are violated, and after them the times of starts, which nobody knows here.
 */
export function isCheaper(one: Cost, other: Cost): boolean {
  const at = one.findIndex((part, index) => part !== other[index]);
  return at >= 0 && (one[at] as number) < (other[at] as number);
}
