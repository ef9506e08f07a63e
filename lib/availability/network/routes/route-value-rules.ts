import type { ClusterFacts } from '../../../cluster/cluster';
import { Severity } from '../../../cluster/finding';
import { gatewayId } from '../../../cluster/gateway';
import { isDnsName } from '../../../cluster/names';
import type { Said } from '../../../cluster/rule';
import { hostsOf, PathType, pathsOf, type Route } from '../../ask/network/route';
import type { HeaderChanges, Rewrite } from '../../ask/network/route-changes';
import type { ReachedRule } from '../reached';
import { planRoute } from './planned-routes';
import { HOST_INVALID } from './route-rules';

/** Limits and patterns: the CRDs HTTPRoute and TLSRoute of Gateway API 1.7. */
const MOST = { hosts: 16, passedHosts: 1024, parents: 32, paths: 64, changedPaths: 16, headers: 16, pathLength: 1024 };
const HEADER = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]{1,256}$/;
const PATH = /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})*$/;
const REDIRECTS = [301, 302, 303, 307, 308];
/** Five digits (GEP-2257). */
const LONGEST_SECONDS = 99999;

const ROUTE_INVALID: ReachedRule = {
  code: 'ROUTE-INVALID',
  severity: Severity.ERROR,
  means: 'a route with more hosts, listeners, paths or headers than the API server accepts, or with an invalid header, change or timeout',
  fix: 'use several routes, or correct the value',
  *check({ network: { routes } }, facts) {
    if (facts?.policy.operators?.gateway === undefined) return;
    for (const route of routes) {
      yield* tooMany(route);
      yield* parentsInvalid(route, facts);
      yield* headersInvalid(route);
      yield* changesInvalid(route);
      const seconds = route.timeout?.seconds ?? 0;
      if (!(seconds >= 0 && seconds <= LONGEST_SECONDS))
        yield {
          given: `the timeout ${seconds} s of ${route.host}`,
          allowed: `but the API server accepts 0 to ${LONGEST_SECONDS} s`,
          fix: 'Use a shorter one.',
        };
    }
  },
};

function* tooMany(route: Route): Iterable<Said> {
  const { host } = route;
  const hosts = hostsOf(route).length;
  const [kind, mostHosts] = route.tls?.isPassthrough === true ? ['a TLSRoute', MOST.passedHosts] : ['an HTTPRoute', MOST.hosts];
  if (hosts > mostHosts) yield { given: `${hosts} hosts in the route of ${host}`, allowed: `but ${kind} has at most ${mostHosts}`, fix: 'Use several routes.' };
  const paths = pathsOf(route);
  const prefix = prefixOf(route);
  const most = prefix === undefined ? MOST.paths : MOST.changedPaths;
  if (paths.length > most)
    yield { given: `${paths.length} paths in the route of ${host}`, allowed: `but an HTTPRoute has at most ${most} of them`, fix: 'Use several routes.' };
  for (const { path, pathType } of paths)
    if (prefix !== undefined && pathType !== PathType.PREFIX)
      yield {
        given: `the prefix ${prefix} instead of ${path} of ${host}`,
        allowed: 'but only a path prefix can be replaced by another',
        fix: 'Use a route of its own for that path, with path instead of prefix.',
      };
}

/** The listeners that a route attaches to. */
function* parentsInvalid(route: Route, facts: ClusterFacts): Iterable<Said> {
  const { parents } = planRoute(route, facts);
  if (parents.length > MOST.parents)
    yield {
      given: `${parents.length} listeners for the route of ${route.host}, one for each host on each Gateway`,
      allowed: `but a route attaches to at most ${MOST.parents}`,
      fix: 'Use several routes.',
    };
  const twice = parents.find((one, index) =>
    parents.slice(0, index).some((other) => gatewayId(one) === gatewayId(other) && (one.listener === other.listener || !one.listener || !other.listener)),
  );
  if (twice !== undefined)
    yield {
      given: `the Gateway ${gatewayId(twice)} twice for the route of ${route.host}`,
      allowed: 'but a route attaches to a Gateway once, or to different listeners',
      fix: 'Name the Gateway once.',
    };
}

function prefixOf({ redirect, rewrite }: Route): string | undefined {
  return redirect?.prefix ?? rewrite?.prefix;
}

function* headersInvalid({ host, headers = {}, requestHeaders = {}, responseHeaders = {} }: Route): Iterable<Said> {
  const lists = (changes: HeaderChanges) => [changes.set ?? {}, changes.add ?? {}];
  const given = [headers, ...[requestHeaders, responseHeaders].flatMap(lists)];
  const names = [...given.map((values) => Object.keys(values)), ...[requestHeaders, responseHeaders].map(({ remove = [] }) => remove)];
  for (const { length } of names)
    if (length > MOST.headers)
      yield { given: `${length} headers of ${host}`, allowed: `but an HTTPRoute has at most ${MOST.headers} of a kind`, fix: 'Use fewer.' };
  for (const [name, value] of given.flatMap((values) => Object.entries(values)))
    if (value === '' || value.length > 4096)
      yield { given: `the header ${name} of ${host}`, allowed: 'but its value has 1 to 4096 characters', fix: 'Correct the value.' };
  for (const name of names.flat())
    if (!HEADER.test(name))
      yield { given: `the header "${name}" of ${host}`, allowed: 'but a header name has letters, digits and "-"', fix: 'Write the name without a colon.' };
  for (const [what, { set = {}, add = {}, remove = [] }] of Object.entries({ requestHeaders, responseHeaders })) {
    const all = [...Object.keys(set), ...Object.keys(add), ...remove].map((name) => name.toLowerCase());
    const twice = all.find((name, index) => all.indexOf(name) !== index);
    if (twice !== undefined)
      yield { given: `two changes of the header ${twice} in ${what} of ${host}`, allowed: 'but only one of them counts', fix: 'Leave one out.' };
  }
}

function* changesInvalid({ host, redirect, rewrite }: Route): Iterable<Said> {
  if (redirect !== undefined && rewrite !== undefined)
    yield { given: `a redirect and a rewrite of ${host}`, allowed: 'but a redirected request never reaches the app', fix: 'Leave one of the two out.' };
  for (const [what, change] of Object.entries({ redirect, rewrite } as { readonly [what: string]: Rewrite | undefined })) {
    if (change === undefined) continue;
    const given = `the ${what} of ${host}`;
    if (Object.values(change).every((value) => value === undefined))
      yield { given, allowed: 'but it changes nothing', fix: 'Say what changes, or leave it out.' };
    if (change.path !== undefined && change.prefix !== undefined)
      yield { given: `${given} with a path and a prefix`, allowed: 'but only one of them can be the new path', fix: 'Leave one of the two out.' };
    if (change.host !== undefined && !isDnsName(change.host))
      yield {
        given: `${given} to the host "${change.host}"`,
        allowed: 'but a host is a DNS name in lower case',
        fix: 'Write it without scheme, port or path.',
      };
    for (const path of [change.path, change.prefix]) {
      if (path === undefined) continue;
      if (!path.startsWith('/')) yield { given: `${given} to "${path}"`, allowed: 'but a path starts with "/"', fix: `Use "/${path}".` };
      if (path.length > MOST.pathLength)
        yield { given: `${given} to a path of ${path.length} characters`, allowed: `but a path has at most ${MOST.pathLength}`, fix: 'Use a shorter one.' };
    }
  }
  const { scheme, port = 1, statusCode = 302 } = redirect ?? {};
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https')
    yield { given: `the redirect of ${host} to the scheme "${scheme}"`, allowed: 'but it must be http or https', fix: 'Use one of them.' };
  if (!REDIRECTS.includes(statusCode))
    yield { given: `the status code ${statusCode} of the redirect of ${host}`, allowed: 'but it must be 301, 302, 303, 307 or 308', fix: 'Use one of them.' };
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    yield { given: `the port ${port} of the redirect of ${host}`, allowed: 'but ports are 1 to 65535', fix: 'Use another number.' };
}

const PATH_INVALID: ReachedRule = {
  ...HOST_INVALID,
  *check({ network: { routes } }, facts) {
    if (facts?.policy.operators?.gateway === undefined) return;
    for (const route of routes)
      for (const { path, pathType } of pathsOf(route)) {
        if (path.length > MOST.pathLength)
          yield {
            given: `a path of ${path.length} characters of ${route.host}`,
            allowed: `but a path has at most ${MOST.pathLength}`,
            fix: 'Use a shorter one.',
          };
        if (pathType !== PathType.IMPLEMENTATION_SPECIFIC && !PATH.test(path))
          yield {
            given: `the path "${path}" of ${route.host}`,
            allowed: 'but all characters of a path are as in a URL',
            fix: 'Write other characters as % and two digits.',
          };
      }
  },
};

/** What the API server refuses of an HTTPRoute. */
export const ROUTE_VALUE_RULES: readonly ReachedRule[] = [ROUTE_INVALID, PATH_INVALID];
