import { AppConstruct } from '../apps/app-construct';
import { renderAccess } from '../apps/render/access';
import { renderConfig } from '../apps/render/config';
import { renderServices } from '../apps/render/network';
import { renderNetworkPolicy } from '../apps/render/network-policy';
import { renderBudget } from '../apps/render/workload';
import type { Plan } from '../availability/model/plan';
import type { Manifest } from '../kubernetes/manifest';

/** An app whose size and contents follow from all others. */
export class Part extends AppConstruct {}

/**
 * An app whose pods an operator creates: it is decided, checked, counted and reported like any other; only its workload is an
 * object of the operator. Its pods have our labels, so that budget and policy select them.
 */
export function renderOperated(plan: Plan, workload: readonly Manifest[]): Manifest[] {
  return [
    ...renderAccess(plan),
    ...renderConfig(plan),
    ...workload,
    ...renderBudget(plan),
    // Its own is headless: who asks it jumps between pods.
    ...renderServices(plan).filter(({ metadata }) => metadata.name === plan.ask.name),
    ...renderNetworkPolicy(plan),
  ];
}
