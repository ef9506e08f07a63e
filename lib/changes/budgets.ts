import { Severity } from '../cluster/finding';
import { grouped } from '../cluster/grouped';
import { isMap } from '../cluster/parts';
import { selects } from '../kubernetes/label-selector';
import type { Manifest } from '../kubernetes/manifest';
import { podTemplateOf } from '../kubernetes/pod-template';
import { wasThere } from './apps';
import { at } from './fields';
import { type ChangeRule, keyOf, type Pair, placeOf } from './model';
import { steps } from './words';

const RUNS_MANY = ['Deployment', 'StatefulSet'] as const;

export const BUDGET_BLOCKS: ChangeRule = {
  code: 'CHANGE-BUDGET-BLOCKS',
  severity: Severity.ERROR,
  means: 'a PodDisruptionBudget that allows no eviction any more: a drain of a node never ends',
  fix: 'let it allow one',
  *check(pair) {
    if (![...pair.after.values()].some(({ object: { kind } }) => kind === 'PodDisruptionBudget' || kind === RUNS_MANY[0] || kind === RUNS_MANY[1])) return;
    const budgets = pair.all('PodDisruptionBudget');
    const workloads = grouped(
      budgets.length === 0 ? [] : RUNS_MANY.flatMap((kind) => pair.all(kind)).map((one) => [one.metadata.namespace ?? '', one] as const),
    );
    for (const budget of budgets) {
      const workload = (workloads.get(budget.metadata.namespace ?? '') ?? []).find((one) => isOf(budget, one));
      const isTouched = [budget, workload].some((object) => object !== undefined && pair.after.has(keyOf(object)));
      if (!isTouched || !wasThere(pair, workload ?? budget)) continue;
      const now = blocks(budget, workload);
      if (now === undefined || blocks(wasThere(pair, budget) ? before(pair, budget) : undefined, workload && before(pair, workload)) !== undefined) continue;
      yield {
        path: placeOf(pair, budget),
        given: `the budget has ${now}`,
        allowed: 'so it allows no eviction: a drain of a node with one of its pods waits for ever, and so do upgrades of nodes. Pods go on running',
        fix: steps(
          'Use maxUnavailable: 1, or more replicas than must be available.',
          'If nobody may drain its nodes without asking, say so to those who do, and accept this change.',
        ),
      };
    }
  },
};

/** An object as it was: one whose text is the same is not among those of before. */
function before(pair: Pair, object: Manifest): Manifest {
  return pair.before.get(keyOf(object))?.object ?? object;
}

function isOf(budget: Manifest, workload: Manifest): boolean {
  const selector = at(budget, 'spec.selector');
  const labels = at(podTemplateOf(workload), 'metadata.labels');
  // Without a selector a budget is for no pod.
  return isMap(selector) && isMap(labels) && selects(selector, labels as { readonly [key: string]: string });
}

/** In words, why a budget allows no eviction. */
function blocks(budget: Manifest | undefined, workload: Manifest | undefined): string | undefined {
  if (budget === undefined) return undefined;
  const [most, least] = [at(budget, 'spec.maxUnavailable'), at(budget, 'spec.minAvailable')];
  if (most === 0 || most === '0' || most === '0%') return `maxUnavailable: ${most}`;
  if (least === '100%') return 'minAvailable: 100%';
  const replicas = at(workload, 'spec.replicas');
  // An autoscaler decides where nothing is said.
  if (typeof replicas !== 'number' || replicas === 0 || least === undefined) return undefined;
  const kept = typeof least === 'string' && least.endsWith('%') ? Math.ceil((Number(least.slice(0, -1)) / 100) * replicas) : Number(least);
  return kept >= replicas ? `minAvailable: ${least} of ${replicas}` : undefined;
}
