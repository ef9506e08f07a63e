import { Severity } from '../../../cluster/finding';
import type { RuleRecord } from '../../../cluster/rule';
import { hostsOf, PathType, pathsOf, type Route } from '../../ask/network/route';
import type { Plan, PlannedParent, PlannedRoute } from '../../model/plan';
import { PLAIN } from './listeners';

/** One web address of two. */
export const HOST_CLASH: RuleRecord = {
  code: 'HOST-CLASH',
  severity: Severity.ERROR,
  means: 'two HTTP routes with the same web address',
  fix: 'use another host or path',
};

/** What has web addresses: an app, or a machine outside the cluster. */
export interface Addressed {
  readonly path: string;
  readonly routes: readonly PlannedRoute[];
}

export function addressed(plan: Plan): Addressed {
  return { path: plan.ask.path, routes: plan.routes };
}

/** A web address that two have: the second gets no request. */
export interface AddressClash {
  readonly address: string;
  readonly first: string;
  readonly second: string;
}

interface Claim {
  readonly path: string;
  readonly headers: ReadonlyMap<string, string>;
}

/** Web addresses that others already have. On different Gateways, one address leads to different places. */
export function* addressClashes(all: Iterable<Addressed>): Iterable<AddressClash> {
  const claims = new Map<string, Claim[]>();
  const whole = new Map<string, string>();
  const encrypted = new Map<string, string>();
  for (const { path, routes } of all)
    for (const { route, tls, parents } of routes) {
      const claim = { path, headers: headersOf(route) };
      for (const gateway of new Set(parents.length === 0 ? [''] : parents.map(wayIn))) {
        const addresses = tls.isPassthrough ? hostsOf(route) : addressesOf(route);
        for (const address of addresses) {
          const key = `${gateway}${tls.isPassthrough ? 'TLS ' : ''}${address}`;
          const known = claims.get(key) ?? [];
          const other = known.find((one) => overlap(one, claim));
          if (other !== undefined) yield { address, first: other.path, second: path };
          else claims.set(key, [...known, claim]);
        }
        // What is forwarded as it is has no paths: it takes all of its host.
        if (tls.isEncrypted)
          for (const host of hostsOf(route)) {
            const [own, others] = tls.isPassthrough ? [whole, encrypted] : [encrypted, whole];
            const first = others.get(gateway + host);
            if (first !== undefined) yield { address: host, first, second: path };
            if (!own.has(gateway + host)) own.set(gateway + host, path);
          }
      }
    }
}

/** A Gateway, and whether it is for plain HTTP: an address may lead elsewhere without a certificate. */
function wayIn({ name, namespace, listener }: PlannedParent): string {
  return `${namespace}/${name} ${listener === PLAIN.name ? 'http ' : ''}`;
}

/** Whether some request is for both, and neither asks for more: the one with more headers wins (HTTPRouteRule, matches). */
function overlap(one: Claim, other: Claim): boolean {
  if (one.headers.size !== other.headers.size) return false;
  return [...one.headers].every(([name, value]) => (other.headers.get(name) ?? value) === value);
}

/** Names of headers are the same in any case. */
function headersOf({ headers = {} }: Route): ReadonlyMap<string, string> {
  return new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Every web address of a route. */
function addressesOf(route: Route): string[] {
  return hostsOf(route).flatMap((host) => pathsOf(route).map(({ path, pathType }) => addressOf(host, path, pathType)));
}

/** A prefix means the same with or without a slash at its end. An exact path can be next to a prefix, and wins (Kubernetes, Ingress, Multiple matches). */
function addressOf(host: string, path: string, pathType: PathType): string {
  if (pathType === PathType.IMPLEMENTATION_SPECIFIC) return `${host}${path} (as its controller reads it)`;
  return pathType === PathType.EXACT ? `${host}${path} (exactly)` : `${host}${path === '/' ? path : path.replace(/\/$/, '')}`;
}
