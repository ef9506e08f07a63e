import { Severity } from '../../../cluster/finding';
import { counted } from '../../../cluster/names';
import type { Said } from '../../../cluster/rule';
import { AvailabilityClass } from '../../ask/workload';
import { type Plan, type PlannedClient, type PlannedRoute, RouteApi } from '../../model/plan';
import { onFleet } from '../../model/rule';
import { isAmongPods } from '../policy/clients';
import { decideRouteApi } from './planned-routes';

/** Apps whose list of clients shuts out the ingress controller that serves their web address. */
export const INGRESS_SHUT_OUT = onFleet({
  code: 'INGRESS-SHUT-OUT',
  severity: Severity.ERROR,
  means: 'an app with clients and an HTTP route, while the ingress controller runs in another namespace than the facts say, or on the host network',
  fix: 'correct `policy.operators.ingressNamespace`, or add a `Client.cidr`',
  concerns: ({ network }) => network.allowFrom !== undefined && network.routes.length > 0,
  *check(plans, facts) {
    const { ingressNamespace } = facts.policy.operators ?? {};
    const controllers = plans.filter((plan) => mayServe(plan, decideRouteApi(facts).value));
    // Another rule reports, at the app, that no namespace is set.
    if (ingressNamespace === undefined || controllers.length === 0) return;
    for (const { ask, allowFrom, routes } of plans) {
      const clients = allowFrom.value;
      if (clients === undefined) continue;
      for (const entry of routes) {
        const serving = controllers.filter((one) => serves(one, entry.ingressClass));
        if (serving.length === 0 || serving.some((one) => isLetIn(one, clients))) continue;
        yield { path: ask.path, ...shutOut(entry, serving[0] as Plan, ingressNamespace) };
        break;
      }
    }
  },
});

export const INGRESS_SINGLE_POD = onFleet({
  code: 'INGRESS-SINGLE-POD',
  severity: Severity.WARNING,
  means: 'an ingress controller of one pod, with which all web addresses are down',
  fix: 'make it a HighlyAvailable app, or accept it',
  concerns: () => false,
  *check(plans, facts) {
    for (const plan of plans) {
      const { ask } = plan;
      const isSingle = ask.availabilityClass === AvailabilityClass.SINGLE_POD_FLEXIBLE || ask.availabilityClass === AvailabilityClass.SINGLE_POD_PINNED;
      if (!isSingle || !mayServe(plan, decideRouteApi(facts).value)) continue;
      const served = plans.flatMap(({ routes }) => routes.filter((one) => serves(plan, one.ingressClass)));
      const hosts = new Set(served.map(({ route }) => route.host));
      if (hosts.size === 0) continue;
      yield {
        path: ask.path,
        given: `one pod that serves web addresses (${counted(hosts.size, 'host')})`,
        allowed: 'and all of them are down whenever it is, also during each rollout and drain',
        fix: 'Make it a HighlyAvailable app, or accept it with a reason.',
      };
    }
  },
});

function shutOut({ route: { host } }: PlannedRoute, { ask }: Plan, ingressNamespace: string): Said {
  const given = `clients, and the web address ${host}`;
  if (ask.network.onHostNetwork)
    return {
      given,
      allowed: `but ${ask.path} serves it from the host network, and node addresses belong to no namespace`,
      fix: 'Add a Client.cidr with the addresses of its nodes, or move the controller to the pod network.',
    };
  return {
    given,
    allowed: `but ${ask.path} serves it from the namespace ${ask.namespace}, and policy.operators.ingressNamespace is ${ingressNamespace}`,
    fix: 'Set ingressNamespace to the namespace where it runs.',
  };
}

/** Every controller writes its own addresses into the status of an Ingress, or of a Gateway. */
const STATUS: { readonly [api in RouteApi]: string } = { [RouteApi.INGRESS]: 'ingresses/status', [RouteApi.GATEWAY]: 'gateways/status' };

/** Whether an app serves web addresses of others. */
export function mayServe(plan: Plan, api: RouteApi): boolean {
  return (plan.ask.rbac?.clusterRules ?? []).some(({ resources }) => resources?.includes(STATUS[api]) === true);
}

/** Read from its arguments: Traefik and ingress-nginx name the class the same way, except for a hyphen. */
export function serves({ ask }: Plan, ingressClass: string | undefined): boolean {
  const own = (ask.main.args ?? []).flatMap((arg) => /ingress-?class=(.+)$/.exec(arg)?.[1] ?? []);
  return ingressClass === undefined || own.length === 0 || own.includes(ingressClass);
}

/** No fact says which addresses the nodes have, so any range counts as theirs. */
function isLetIn({ ask }: Plan, clients: readonly PlannedClient[]): boolean {
  if (ask.network.onHostNetwork) return clients.some(({ cidr, anyone }) => cidr !== undefined || anyone === true);
  return clients.some((client) => client.anyone === true || (client.namespace === ask.namespace && isAmongPods(client, ask)));
}
