import type { ClusterFacts } from '../../cluster/cluster';
import { OtherWorkload } from '../ask/workload';
import { OutcomeKind, type OutcomeUnless } from '../model/outcome';
import type { Plan } from '../model/plan';
import { shortagesOf } from '../placement/capacity';
import { lack } from '../placement/capacity-rules';

/** The plans, with what the other apps of the cluster do to the outcome of each: they may leave no room where it moves. */
export function amongOthers(plans: readonly Plan[], facts: ClusterFacts | undefined): readonly Plan[] {
  const unless = new Map<Plan, OutcomeUnless[]>();
  for (const { dead, left, lacking, moving } of shortagesOf(plans, facts))
    for (const plan of moving) {
      const down = plan.ask.availabilityClass === OtherWorkload.SCHEDULED_JOB ? 'no run until repair' : OutcomeKind.DOWN_UNTIL_REPAIR;
      const one = { node: dead, kind: OutcomeKind.DOWN_UNTIL_REPAIR, why: `perhaps ${down}, because ${lack(left, lacking)} of memory` };
      unless.set(plan, [...(unless.get(plan) ?? []), one]);
    }
  return unless.size === 0 ? plans : plans.map((plan) => weakened(plan, unless.get(plan)));
}

function weakened(plan: Plan, more: readonly OutcomeUnless[] | undefined): Plan {
  const { outcome } = plan;
  const isDown = outcome?.kind === OutcomeKind.DOWN_UNTIL_REPAIR || outcome?.kind === OutcomeKind.DOWN_UNTIL_ACTION;
  if (more === undefined || outcome === undefined || isDown) return plan;
  const known = outcome.unless ?? [];
  const unless = [...known, ...more.filter(({ node }) => known.every((one) => one.node !== node))];
  return Object.freeze({ ...plan, outcome: Object.freeze({ ...outcome, unless: Object.freeze(unless) }) });
}
