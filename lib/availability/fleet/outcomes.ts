import type { ClusterFacts } from '../../cluster/cluster';
import { grouped } from '../../cluster/grouped';
import { isJob } from '../ask/workload';
import { wantedBy } from '../model/dependencies';
import { OutcomeKind, type OutcomeUnless } from '../model/outcome';
import type { Plan } from '../model/plan';
import { shortagesOf } from '../placement/capacity';
import { moves } from '../placement/moves';
import { shortInWords } from '../placement/stranded';
import { withNeeded } from './needed';

/** The plans, with what the other apps of the cluster do to the outcome of each: they may leave no room where it moves, or be needed. */
export function amongOthers(plans: readonly Plan[], facts: ClusterFacts | undefined): readonly Plan[] {
  return withNeeded(withoutRoom(plans, facts), facts);
}

function withoutRoom(plans: readonly Plan[], facts: ClusterFacts | undefined): readonly Plan[] {
  const unless = new Map<Plan, OutcomeUnless[]>();
  const shortages = grouped(shortagesOf(plans, facts).flatMap((short) => (short.doubted ?? short.moving).map((plan) => [plan, short] as const)));
  for (const [plan, all] of shortages) {
    const down = isJob(plan.ask) ? 'no run until repair' : OutcomeKind.DOWN_UNTIL_REPAIR;
    const byNode = [...grouped(all.map((short) => [short.dead, short] as const))];
    unless.set(
      plan,
      byNode.map(([node, some]) => ({
        node,
        kind: OutcomeKind.DOWN_UNTIL_REPAIR,
        brief: `perhaps ${down}`,
        why: `perhaps ${down}, because ${shortInWords(some)}`,
      })),
    );
  }
  return unless.size === 0 ? plans : plans.map((plan) => weakened(plan, unless.get(plan)));
}

/** Whether other apps have a say in its outcome: it needs them, or it moves when its node dies, and so needs room. */
export function dependsOnOthers(plan: Plan): boolean {
  return needsRoom(plan) || wantedBy(plan.ask).length > 0;
}

function needsRoom(plan: Plan): boolean {
  const { outcome } = plan;
  return moves(plan) && outcome !== undefined && outcome.kind !== OutcomeKind.DOWN_UNTIL_REPAIR && outcome.kind !== OutcomeKind.DOWN_UNTIL_ACTION;
}

function weakened(plan: Plan, more: readonly OutcomeUnless[] | undefined): Plan {
  const { outcome } = plan;
  if (more === undefined || outcome === undefined || !needsRoom(plan)) return plan;
  const known = outcome.unless ?? [];
  const unless = [...known, ...more.filter(({ node }) => known.every((one) => one.node !== node))];
  return Object.freeze({ ...plan, outcome: Object.freeze({ ...outcome, unless: Object.freeze(unless) }) });
}
