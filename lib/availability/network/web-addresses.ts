import { Severity } from '../../cluster/finding';
import type { RuleRecord } from '../../cluster/rule';
import { hostsOf, PathType, pathsOf, type Route } from '../ask/network/route';
import type { Plan } from '../model/plan';

/** One web address of two. */
export const HOST_CLASH: RuleRecord = {
  code: 'HOST-CLASH',
  severity: Severity.ERROR,
  means: 'two HTTP routes with the same web address',
  fix: 'use another host or path',
};

/** Every web address of a route. */
export function addressesOf(route: Route): string[] {
  return hostsOf(route).flatMap((host) => pathsOf(route).map(({ path, pathType }) => addressOf(host, path, pathType)));
}

/** A prefix means the same with or without a slash at its end. An exact path can be next to a prefix, and wins (Kubernetes, Ingress, Multiple matches). */
function addressOf(host: string, path: string, pathType: PathType): string {
  if (pathType === PathType.IMPLEMENTATION_SPECIFIC) return `${host}${path} (as its controller reads it)`;
  return pathType === PathType.EXACT ? `${host}${path} (exactly)` : `${host}${path === '/' ? path : path.replace(/\/$/, '')}`;
}

/** Every web address with the app that has it. */
export function claimedHosts(plans: readonly Plan[]): (readonly [string, Plan])[] {
  return plans.flatMap((plan) => plan.ask.network.routes.flatMap((route) => addressesOf(route).map((address) => [address, plan] as const)));
}
