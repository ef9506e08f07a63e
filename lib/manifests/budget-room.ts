import { grouped } from '../cluster/grouped';
import type { ReadBudget } from './beside';
import { PodMaker } from './objects';
import type { Reading } from './reading';
import { podsUp } from './rollout';

/** How many pods each budget lets a drain evict at once: it counts those of all workloads that it selects, and of these the ones that run. */
export function withRoom(readings: readonly Reading[]): readonly Reading[] {
  const counted = grouped(readings.flatMap((one) => one.budgets.map(({ name }) => [`${one.object.metadata.namespace}/${name}`, one] as const)));
  return readings.map((one) => {
    const budgets = one.budgets.map((budget) => ({ ...budget, room: roomIn(budget, counted.get(`${one.object.metadata.namespace}/${budget.name}`) ?? []) }));
    return budgets.length === 0 ? one : { ...one, budgets };
  });
}

/** Sources: kubernetes, pkg/controller/disruption (getExpectedPodCount): of a Pod of its own nobody says how many there are to be. */
function roomIn({ planned: { minAvailable, maxUnavailable } }: ReadBudget, all: readonly Reading[]): number {
  const sum = (of: (one: Reading) => number) => all.reduce((pods, one) => pods + of(one), 0);
  const expected = sum(({ replicas }) => replicas);
  const isScaled = typeof minAvailable === 'string' || maxUnavailable !== undefined;
  if (isScaled && all.some(({ maker }) => maker === PodMaker.POD)) return 0;
  const wanted = maxUnavailable === undefined ? podsUp(minAvailable ?? 0, expected) : expected - podsUp(maxUnavailable, expected);
  return Math.max(0, sum(({ started }) => started) - wanted);
}
