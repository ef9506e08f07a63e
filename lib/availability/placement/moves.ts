import { AvailabilityClass, isJob } from '../ask/workload';
import { OutcomeKind } from '../model/outcome';
import { type Plan, WorkloadKind } from '../model/plan';

/** Whether it needs a pod on another node when its own dies. */
export function moves({ ask: { availabilityClass }, outcome }: Plan): boolean {
  if (availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE) return outcome?.kind === OutcomeKind.FAILS_OVER;
  return availabilityClass === AvailabilityClass.SINGLE_POD_FLEXIBLE || isJob({ availabilityClass });
}

/**
 * How many of its pods are not needed elsewhere when one of their nodes is dead. One pod for each node covers for another; more pods than
 * nodes are there for the load, and come back on the other nodes.
 */
export function spareOf(plan: Plan, nodes: readonly string[], count: number): number {
  const { ask, workload, spread, autoscale } = plan;
  if (ask.availabilityClass !== AvailabilityClass.HIGHLY_AVAILABLE) return 0;
  const stays = (workload.value === WorkloadKind.STATEFUL_SET && !moves(plan)) || spread.value.some(({ minDomains }) => minDomains !== undefined);
  return (count > nodes.length || ask.majority === true || autoscale !== undefined) && !stays ? 0 : Math.ceil(count / nodes.length);
}
