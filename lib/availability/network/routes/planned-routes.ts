import type { ClusterFacts } from '../../../cluster/cluster';
import { type GatewayFacts, type GatewayReference, gatewayId } from '../../../cluster/gateway';
import { hostsOf, type Route, Tls } from '../../ask/network/route';
import { type Decided, type PlannedParent, type PlannedRoute, RouteApi } from '../../model/plan';
import { certificateOf, listenerFor } from './listeners';

/** Chosen once for the cluster: two ways in would have two addresses. */
export function decideRouteApi(facts: ClusterFacts | undefined): Decided<RouteApi> {
  const gateway = facts?.policy.operators?.gateway;
  if (gateway === undefined) return { value: RouteApi.INGRESS, why: 'every ingress controller supports it' };
  return { value: RouteApi.GATEWAY, why: `the facts name the Gateway ${gatewayId(gateway)}` };
}

/** Routes with everything that they leave to the cluster filled in. */
export function planRoutes(routes: readonly Route[], facts: ClusterFacts | undefined): readonly PlannedRoute[] {
  return routes.map((route) => planRoute(route, facts));
}

/** A route with everything that it leaves to the cluster filled in. */
export function planRoute(route: Route, facts: ClusterFacts | undefined): PlannedRoute {
  const gateways = gatewaysOf(route, facts);
  return {
    route,
    tls: tlsOf(route, route.host, declared(gateways[0], facts), facts),
    ingressClass: gateways.length > 0 ? undefined : (route.ingressClass ?? facts?.policy.operators?.ingressClass),
    parents: gateways.flatMap((gateway) => parentsIn(gateway, route, facts)),
  };
}

/** The Gateways that a route attaches to. */
export function gatewaysOf({ gateways }: Route, facts: ClusterFacts | undefined): readonly GatewayReference[] {
  const own = facts?.policy.operators?.gateway;
  return own === undefined ? [] : (gateways ?? [own]);
}

/** The certificate of a host: the route's own, that of its domain, or one from the issuer of the cluster. */
export function tlsOf({ tls }: Route, host: string, gateway: GatewayFacts | undefined, facts: ClusterFacts | undefined): Tls {
  if (tls !== undefined) return tls;
  const wildcard = certificateOf(gateway, host);
  if (wildcard?.secretName !== undefined) return Tls.secret(wildcard.secretName);
  const issuer = wildcard?.issuer ?? facts?.policy.operators?.clusterIssuer;
  return issuer === undefined ? Tls.none() : Tls.clusterIssuer(issuer);
}

/** Whether browsers use HTTPS. Listeners of an external Gateway have certificates that nothing here says. */
export function isEncrypted(route: Route, facts: ClusterFacts | undefined): boolean {
  const [gateway] = gatewaysOf(route, facts);
  return planRoute(route, facts).tls.isEncrypted || (gateway?.external === true && route.tls === undefined);
}

/** The Gateway of the program with that name; undefined: somebody else creates it. */
export function declared(gateway: GatewayReference | undefined, facts: ClusterFacts | undefined): GatewayFacts | undefined {
  return gateway === undefined ? undefined : facts?.gateways.find((one) => gatewayId(one) === gatewayId(gateway));
}

/** A listener for each host: the same hosts on others are not for this route. */
function parentsIn(gateway: GatewayReference, route: Route, facts: ClusterFacts | undefined): readonly PlannedParent[] {
  const { name, namespace = name, listener } = gateway;
  const own = declared(gateway, facts);
  if (own === undefined) return [{ name, namespace, listener }];
  const listeners = hostsOf(route).map((host) => listenerFor(own, route, host, tlsOf(route, host, own, facts)).name);
  return [...new Set(listeners)].map((one) => ({ name, namespace, listener: one }));
}
