import { hostsOf } from '../../availability/ask/network/route';
import type { Plan, PlannedRoute } from '../../availability/model/plan';
import type { ExternalAsk } from '../../availability/network/external';
import { type Listener, ListenerProtocol, listenerFor, ofWildcard, PLAIN } from '../../availability/network/routes/listeners';
import { gatewaysOf, planRoutes, tlsOf } from '../../availability/network/routes/planned-routes';
import type { ClusterFacts } from '../../cluster/cluster';
import { type GatewayFacts, type GatewayReference, gatewayId } from '../../cluster/gateway';
import type { Duration } from '../../cluster/units';

/** Something with routes: an app, or a machine outside the cluster. */
interface Routed {
  readonly path: string;
  readonly namespace: string;
  readonly routes: readonly PlannedRoute[];
}

/** The certificate of a listener: a Secret, or one that an issuer signs. */
export interface ListenerCertificate {
  /** `namespace/name` */
  readonly secret: string | undefined;
  readonly issuer: string | undefined;
}

/** A listener, and who uses it. */
export interface UsedListener {
  readonly listener: Listener;
  /** In order, each once. */
  readonly namespaces: readonly string[];
  /** Each certificate that somebody asks for, with the path of the first; the Gateway asks for those of its wildcards. One is right. */
  readonly certificates: ReadonlyMap<string, ListenerCertificate & { readonly path: string }>;
}

interface Use {
  readonly listener: Listener;
  readonly namespaces: Set<string>;
  readonly certificates: Map<string, ListenerCertificate & { readonly path: string }>;
}

/**
 * The listeners of a Gateway, by name: for plain HTTP, for its wildcards, and for each further host of its routes.
 *
 * @param own the path of the Gateway
 */
export function listenersOf(
  own: string,
  gateway: GatewayFacts,
  plans: readonly Plan[],
  externals: readonly ExternalAsk[],
  facts: ClusterFacts,
): readonly UsedListener[] {
  const uses = new Map<string, Use>([[PLAIN.name, used(PLAIN)]]);
  for (const wildcard of gateway.wildcards) {
    const use = used(ofWildcard(wildcard));
    uses.set(use.listener.name, use);
    ask(use, own, gateway.namespace, wildcard);
  }
  for (const { path, namespace, routes } of routedBy(plans, externals, facts))
    for (const { route } of routes) {
      if (!gatewaysOf(route, facts).some((one) => gatewayId(one) === gatewayId(gateway))) continue;
      for (const host of hostsOf(route)) {
        const tls = tlsOf(route, host, gateway, facts);
        const listener = listenerFor(gateway, route, host, tls);
        const use = uses.get(listener.name) ?? used(listener);
        uses.set(listener.name, use);
        use.namespaces.add(namespace);
        if (listener.protocol === ListenerProtocol.HTTPS && listener.wildcard === undefined) ask(use, path, namespace, tls);
      }
    }
  return [...uses.values()]
    .map(({ namespaces, ...use }) => ({ ...use, namespaces: [...namespaces].sort() }))
    .sort((one, other) => (one.listener.name < other.listener.name ? -1 : 1));
}

/** A route with a time limit, and the path of its owner. */
export interface TimedRoute {
  readonly path: string;
  readonly host: string;
  readonly timeout: Duration;
}

/** The routes on a Gateway that have a time limit. */
export function timedRoutes(gateway: GatewayReference, plans: readonly Plan[], externals: readonly ExternalAsk[], facts: ClusterFacts): readonly TimedRoute[] {
  return routedBy(plans, externals, facts).flatMap(({ path, routes }) =>
    routes.flatMap(({ route }) => {
      const isHere = gatewaysOf(route, facts).some((one) => gatewayId(one) === gatewayId(gateway));
      return isHere && route.timeout !== undefined ? [{ path, host: route.host, timeout: route.timeout }] : [];
    }),
  );
}

function used(listener: Listener): Use {
  return { listener, namespaces: new Set(), certificates: new Map() };
}

function ask({ certificates }: Use, path: string, namespace: string, { secretName, issuer }: { readonly secretName?: string; readonly issuer?: string }): void {
  const secret = secretName === undefined ? undefined : `${namespace}/${secretName}`;
  const key = `${secret} ${issuer}`;
  if (!certificates.has(key)) certificates.set(key, { secret, issuer, path });
}

function routedBy(plans: readonly Plan[], externals: readonly ExternalAsk[], facts: ClusterFacts): readonly Routed[] {
  return [
    ...plans.map(({ ask: { path, namespace = 'default' }, routes }) => ({ path, namespace, routes })),
    ...externals.map(({ path, namespace = 'default', props }) => ({ path, namespace, routes: planRoutes(props.routes ?? [], facts) })),
  ];
}
