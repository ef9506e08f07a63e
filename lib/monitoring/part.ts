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
 * What an app becomes whose pods an operator makes: it is decided, checked, counted and reported like any other, and only its
 * workload is an object of the operator's. That names the pods as we do, so that budget and policy find them.
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
