import { AvailabilityClass } from '../availability/ask/workload';
import { Severity } from '../cluster/finding';
import { counted } from '../cluster/names';
import type { ManifestRule } from './manifest-rule';

/** A drain waits for budgets, and for nothing else. Source: Kubernetes, Safely Drain a Node. */
export const WITHOUT_BUDGET: ManifestRule = {
  code: 'MANIFEST-WITHOUT-BUDGET',
  severity: Severity.WARNING,
  means: 'several pods on different nodes that no PodDisruptionBudget keeps: while one node after the other is drained, all may be down at once',
  fix: 'add a PodDisruptionBudget with `maxUnavailable: 1`',
  *check({ availabilityClass, plan, eligible, budgets, started }) {
    const nodes = plan?.placement.value.nodes ?? eligible;
    if (availabilityClass !== AvailabilityClass.HIGHLY_AVAILABLE || nodes.length < 2 || budgets.some(({ room }) => room < started)) return;
    const [budget] = budgets;
    yield {
      given: `${counted(started, 'pod')} ${budget === undefined ? 'without a PodDisruptionBudget' : `of which the budget ${budget.name} lets all go`}`,
      allowed: 'so nothing makes the next drain of an upgrade wait until they serve again, and all may be down at once',
      fix: budget === undefined ? 'Add one with maxUnavailable: 1, or pass it, too, if there is one.' : 'Write maxUnavailable: 1 in it.',
    };
  },
};
