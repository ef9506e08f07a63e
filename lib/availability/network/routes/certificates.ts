import { hostsOf } from '../../ask/network/route';
import { oncePer } from '../../model/once';
import type { Plan, PlannedRoute } from '../../model/plan';

/** What has routes in a namespace: an app, or a machine outside the cluster. */
export interface Routed {
  readonly namespace: string | undefined;
  readonly routes: readonly PlannedRoute[];
  /** The names of their objects. */
  readonly nameOf: (index: number) => string;
}

/** The Secret with the certificate of a route that an issuer signs. */
export interface Certificate {
  readonly secretName: string;
  /** Another Ingress asks for it. */
  readonly isShared: boolean;
}

/** The certificates of all routes that an issuer signs. */
export type Certificates = ReadonlyMap<PlannedRoute, Certificate>;

/** The routes of an app. */
export function ofPlan(plan: Plan): Routed {
  const { name, namespace } = plan.ask;
  const { routes } = plan;
  return { namespace, routes, nameOf: (index) => routeName(name, index) };
}

export const NO_CERTIFICATES: Certificates = new Map();

/** Whether its Ingress asks an issuer for a certificate. With a Gateway, the Gateway does. */
export function needsCertificate({ tls, parents }: PlannedRoute): boolean {
  return tls.issuer !== undefined && parents.length === 0;
}

/** The certificates of the routes of all apps. */
export const certificatesOfApps = oncePer((plans: readonly Plan[]): Certificates => certificatesOf(plans.map(ofPlan)));

interface Wanted {
  readonly planned: PlannedRoute;
  readonly name: string;
  readonly hosts: readonly string[];
}

/** The name of the second and further objects for routes has a number, so that the first keeps its name. */
export function routeName(name: string, index: number): string {
  return index === 0 ? name : `${name}-${index + 1}`;
}

/**
 * The certificates of Ingress objects. Those with the same hosts share one within a namespace, beyond which no Ingress reads a
 * Secret: authorities limit how often they sign the same names, and controllers take any of several.
 */
export function certificatesOf(all: Iterable<Routed>): Certificates {
  const alike = new Map<string, Wanted[]>();
  for (const { namespace = '', routes, nameOf } of all)
    for (const [index, planned] of routes.entries()) {
      if (!needsCertificate(planned)) continue;
      const wanted = { planned, name: nameOf(index), hosts: hostsOf(planned.route) };
      for (const host of wanted.hosts) {
        const key = `${namespace}/${planned.tls.issuer}/${host}`;
        const known = alike.get(key);
        if (known === undefined) alike.set(key, [wanted]);
        else known.push(wanted);
      }
    }
  const certificates = new Map<PlannedRoute, Certificate>();
  for (const candidates of alike.values())
    for (const wanted of candidates) {
      if (certificates.has(wanted.planned)) continue;
      const owner = widest(wanted, candidates);
      certificates.set(wanted.planned, { secretName: `${owner.name}-tls`, isShared: owner !== wanted });
    }
  return certificates;
}

/** The first of those with the most hosts whose certificate has all of its hosts. All of them are among the candidates of any of its hosts. */
function widest({ hosts }: Wanted, candidates: readonly Wanted[]): Wanted {
  const covering = candidates.filter((one) => hosts.every((host) => one.hosts.includes(host)));
  return covering.reduce((best, one) => (one.hosts.length > best.hosts.length ? one : best));
}
