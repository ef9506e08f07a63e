import { Severity } from '../../cluster/finding';
import type { Said } from '../../cluster/rule';
import type { Route } from '../ask/network/route';
import type { Plan, PlannedClient } from '../model/plan';
import { onFleet } from '../model/rule';

/** Apps whose list of clients shuts out the ingress controller that serves their web address. */
export const INGRESS_SHUT_OUT = onFleet({
  code: 'INGRESS-SHUT-OUT',
  severity: Severity.ERROR,
  means: 'an app with clients and an HTTP route, while the ingress controller runs in another namespace than the facts say, or on the host network',
  fix: 'correct `policy.operators.ingressNamespace`, or add a `Client.cidr`',
  concerns: ({ network }) => network.allowFrom !== undefined && network.routes.length > 0,
  *check(plans, facts) {
    const { ingressNamespace, ingressClass } = facts.policy.operators ?? {};
    const controllers = plans.filter(mayServeIngress);
    // Another rule reports, at the app, that no namespace is set.
    if (ingressNamespace === undefined || controllers.length === 0) return;
    for (const { ask, allowFrom } of plans) {
      const clients = allowFrom.value;
      if (clients === undefined) continue;
      for (const entry of ask.network.routes) {
        const serving = controllers.filter((one) => serves(one, entry.ingressClass ?? ingressClass));
        if (serving.length === 0 || serving.some((one) => isLetIn(one, clients))) continue;
        yield { path: ask.path, ...shutOut(entry, serving[0] as Plan, ingressNamespace) };
        break;
      }
    }
  },
});

function shutOut({ host }: Route, { ask }: Plan, ingressNamespace: string): Said {
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

/** Every ingress controller writes its own addresses into the status of the Ingress. */
function mayServeIngress({ ask }: Plan): boolean {
  return (ask.rbac?.clusterRules ?? []).some(({ resources }) => resources?.includes('ingresses/status') === true);
}

/** Read from its arguments: Traefik and ingress-nginx name the class the same way, except for a hyphen. */
function serves({ ask }: Plan, ingressClass: string | undefined): boolean {
  const own = (ask.main.args ?? []).flatMap((arg) => /ingress-?class=(.+)$/.exec(arg)?.[1] ?? []);
  return ingressClass === undefined || own.length === 0 || own.includes(ingressClass);
}

/** No fact says which addresses the nodes have, so any range counts as theirs. */
function isLetIn({ ask }: Plan, clients: readonly PlannedClient[]): boolean {
  if (ask.network.onHostNetwork) return clients.some(({ cidr }) => cidr !== undefined);
  return clients.some(({ namespace, app }) => namespace === ask.namespace && (app === undefined || app === ask.name));
}
