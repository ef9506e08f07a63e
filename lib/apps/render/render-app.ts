import type { Plan } from '../../availability/model/plan';
import { type Certificates, certificatesOf, ofPlan } from '../../availability/network/routes/certificates';
import type { Manifest } from '../../kubernetes/manifest';
import { renderAccess } from './access';
import { renderConfig } from './config';
import { renderDeviceClaims } from './device-claims';
import { renderMonitor } from './metrics';
import { renderEntries, renderServices } from './network';
import { renderNetworkPolicy } from './network-policy';
import { renderAutoscaler, renderBudget, renderClaims, renderWorkload } from './workload';

/**
 * All objects of an app, in reading order.
 *
 * @param certificates those of all apps; left out: no other app has its hosts
 */
export function renderApp(plan: Plan, certificates: Certificates = certificatesOf([ofPlan(plan)])): Manifest[] {
  return [
    ...renderAccess(plan),
    ...renderConfig(plan),
    ...renderClaims(plan),
    ...renderDeviceClaims(plan),
    renderWorkload(plan),
    ...renderAutoscaler(plan),
    ...renderBudget(plan),
    ...renderServices(plan),
    ...renderNetworkPolicy(plan),
    ...renderEntries(plan, certificates),
    ...renderMonitor(plan),
  ];
}
