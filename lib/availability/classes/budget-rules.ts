import type { ClusterFacts } from '../../cluster/cluster';
import { Severity } from '../../cluster/finding';
import { AvailabilityClass, type Budget } from '../ask/workload';
import { mostPods } from '../model/autoscale';
import type { Plan } from '../model/plan';
import { onPlan, type Said } from '../model/rule';
import { servingPods } from '../placement/shares';
import { stuckInDrain } from './drain';

/** How many pods a budget lets a drain evict at once. */
function roomOf({ ask, replicas }: Plan): { readonly budget: Budget; readonly room: number } | undefined {
  const { budget } = ask;
  if (ask.availabilityClass !== AvailabilityClass.HIGHLY_AVAILABLE || budget === undefined) return undefined;
  return { budget, room: budget.minAvailable === undefined ? (budget.maxUnavailable ?? 0) : replicas.value - budget.minAvailable };
}

const BUDGET_BLOCKS_DRAINS = onPlan({
  code: 'HA-BUDGET-BLOCKS-DRAINS',
  severity: Severity.ERROR,
  means: 'a budget that never allows a drain',
  fix: 'leave `budget` out',
  *check(plan, facts) {
    const { budget, room = 1 } = roomOf(plan) ?? {};
    if (budget === undefined) return;
    if (!Number.isInteger(room))
      yield { given: 'a budget with a fraction of a pod', allowed: 'but a drain evicts whole pods', fix: 'Leave budget out, or use a whole number.' };
    else if (room < 1)
      yield {
        given:
          budget.minAvailable === undefined ? `maxUnavailable: ${budget.maxUnavailable}` : `minAvailable: ${budget.minAvailable} of ${plan.replicas.value}`,
        allowed: 'but then no node with one of the pods can ever be drained',
        fix: leaveOut(plan),
      };
    else if (room < stoppedByDrain(plan, budget, facts))
      yield {
        given: `a budget that lets a drain evict ${room} of ${plan.replicas.value} pods`,
        allowed: `but one of ${plan.fitting?.length === 2 ? 'two nodes' : 'its nodes'} has up to ${stoppedByDrain(plan, budget, facts)}, and while it is drained the other${plan.fitting?.length === 2 ? ' takes none' : 's cannot take all'} of them`,
        fix: 'Leave budget out.',
      };
  },
});

const BUDGET_KEEPS_NOTHING = onPlan({
  code: 'HA-BUDGET-KEEPS-NOTHING',
  severity: Severity.ERROR,
  means: 'a budget that lets a drain stop all pods, or the majority that the app needs',
  fix: 'leave `budget` out',
  *check(plan) {
    const { room = 0 } = roomOf(plan) ?? {};
    const replicas = plan.replicas.value;
    const needed = Math.min(servingPods(replicas, plan.ask.majority), replicas - 1);
    if (!Number.isInteger(room) || room < 1 || replicas - room >= needed) return;
    const allowed = needed === 1 ? 'but the class always keeps one' : `but the app serves only while ${needed} run`;
    yield { given: `a budget that lets a drain evict ${room} of ${replicas} pods`, allowed, fix: leaveOut(plan) };
  },
});

/** How many pods must stop for a drain to end, because no other node takes them. */
function stoppedByDrain(plan: Plan, { minAvailable }: Budget, facts: ClusterFacts | undefined): number {
  // Of what must stay, least is left over when there are few pods; of what may go, there is least when there are many.
  return stuckInDrain(plan, minAvailable === undefined ? mostPods(plan) : plan.replicas.value, facts);
}

function leaveOut({ replicas }: Plan): Said['fix'] {
  return `Leave budget out, or use Budget.minAvailable(${Math.max(1, replicas.value - 1)}).`;
}

/** Rules about what a drain may evict. */
export const BUDGET_RULES = [BUDGET_BLOCKS_DRAINS, BUDGET_KEEPS_NOTHING];
