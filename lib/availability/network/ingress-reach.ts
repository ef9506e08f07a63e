import { Severity } from '../../cluster/finding';
import type { Said } from '../../cluster/rule';
import type { Route } from '../ask/network/network';
import type { Plan, PlannedClient } from '../model/plan';
import { onFleet } from '../model/rule';

/** Apps that name their clients, and whose web address an ingress controller of the same cluster would lead to in vain. */
export const INGRESS_SHUT_OUT = onFleet({
  code: 'INGRESS-SHUT-OUT',
  severity: Severity.ERROR,
  means: 'clients and an HTTP entry, and the ingress controller of the cluster is in another namespace than the facts say, or on the network of its nodes',
  fix: 'mend `policy.operators.ingressNamespace`; `Client.cidr`',
  concerns: ({ network }) => network.allowFrom !== undefined && network.routes.length > 0,
  *check(plans, facts) {
    const { ingressNamespace, ingressClass } = facts.policy.operators ?? {};
    const controllers = plans.filter(mayServeIngress);
    // Who names no namespace at all is told so at the app.
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
      allowed: `but ${ask.path} serves it from the network of its nodes, whose addresses are of no namespace`,
      fix: 'Add a Client.cidr with the addresses of its nodes, or put it on the pod network.',
    };
  return {
    given,
    allowed: `but ${ask.path} serves it from the namespace ${ask.namespace}, and policy.operators.ingressNamespace is ${ingressNamespace}`,
    fix: 'Name the namespace in which it is.',
  };
}

/** Every ingress controller writes the addresses by which it is reached into the status of the Ingress. */
function mayServeIngress({ ask }: Plan): boolean {
  return (ask.rbac?.clusterRules ?? []).some(({ resources }) => resources?.includes('ingresses/status') === true);
}

/** As far as its arguments say: Traefik and ingress-nginx name the class alike but for a hyphen. */
function serves({ ask }: Plan, ingressClass: string | undefined): boolean {
  const own = (ask.main.args ?? []).flatMap((arg) => /ingress-?class=(.+)$/.exec(arg)?.[1] ?? []);
  return ingressClass === undefined || own.length === 0 || own.includes(ingressClass);
}

/** Which addresses the nodes have no fact says: a range is taken to be theirs. */
function isLetIn({ ask }: Plan, clients: readonly PlannedClient[]): boolean {
  if (ask.network.onHostNetwork) return clients.some(({ cidr }) => cidr !== undefined);
  return clients.some(({ namespace, app }) => namespace === ask.namespace && (app === undefined || app === ask.name));
}
