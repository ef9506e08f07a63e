import { isAddress } from '../../../cluster/cidr';
import { Severity } from '../../../cluster/finding';
import { isDnsName, listed } from '../../../cluster/names';
import type { RuleRecord, Said } from '../../../cluster/rule';
import type { Port } from '../../ask/network/port';
import { hostsOf, leadsTo, type Route } from '../../ask/network/route';
import { servedPorts } from '../ports/ports';
import type { ReachedRule } from '../reached';

/** What only something that reads a request could do. */
const OF_REQUESTS: readonly (keyof Route)[] = [
  'paths',
  'exactPaths',
  'implementationSpecificPaths',
  'headers',
  'requestHeaders',
  'responseHeaders',
  'rewrite',
  'redirect',
  'timeout',
  'backendTls',
];

const PASSTHROUGH: ReachedRule = {
  code: 'ROUTE-PASSTHROUGH',
  severity: Severity.ERROR,
  means: 'a route that forwards encrypted requests as they are, and also asks for what only their reader could do; or to a plain HTTP port',
  fix: 'leave the rest out, or let the Gateway have the certificate',
  *check(one, facts) {
    if (facts?.policy.operators?.gateway === undefined) return;
    for (const route of one.network.routes) {
      if (route.tls?.isPassthrough !== true) continue;
      const { host } = route;
      const asked = OF_REQUESTS.filter((key) => route[key] !== undefined);
      if (asked.length > 0)
        yield {
          given: `${listed(asked)} of ${host} with Tls.passthrough()`,
          allowed: 'but a Gateway cannot read what it forwards encrypted',
          fix: 'Leave that out, or let the Gateway have the certificate.',
        };
      const address = hostsOf(route).find(isAddress);
      if (address !== undefined)
        yield { given: `the address ${address} with Tls.passthrough()`, allowed: 'but such a route is chosen by a DNS name', fix: 'Use a host name.' };
      const port = portOf(servedPorts(one), route);
      if (port?.speaksHttp === true && port.appProtocol !== 'https')
        yield {
          given: `Tls.passthrough() of ${host} to the port ${port.name}`,
          allowed: 'but that speaks plain HTTP, and browsers speak TLS',
          fix: "Name the port that speaks TLS, or give this one withAppProtocol('https').",
        };
    }
  },
};

function portOf(ports: readonly Port[], route: Route): Port | undefined {
  return ports.find(leadsTo(route));
}

const WITHOUT_AUTHORITY: ReachedRule = {
  code: 'BACKEND-TLS-WITHOUT-AUTHORITY',
  severity: Severity.ERROR,
  means: 'a Gateway that speaks TLS to an app, without a certificate of the authority that signed for the app',
  fix: 'set `configMapName`, or `publicAuthorities`',
  *check({ network: { routes } }) {
    for (const { host, backendTls } of routes) {
      if (backendTls === undefined) continue;
      const { configMapName, publicAuthorities = false } = backendTls;
      if (configMapName === undefined && !publicAuthorities)
        yield {
          given: `backendTls of ${host} without an authority`,
          allowed: 'but the Gateway could not tell whose certificate it sees, and the API server refuses such a policy',
          fix: 'Set configMapName to a ConfigMap with ca.crt, or publicAuthorities: true.',
        };
      if (configMapName !== undefined && publicAuthorities)
        yield {
          given: `backendTls of ${host} with the ConfigMap ${configMapName} and public authorities`,
          allowed: 'but the API server accepts one of the two',
          fix: 'Leave one out.',
        };
    }
  },
};

const BACKEND_TLS_INVALID: RuleRecord = {
  code: 'BACKEND-TLS-INVALID',
  severity: Severity.ERROR,
  means: 'TLS between a Gateway and an app with an invalid name, or two ways of it for one port',
  fix: 'use the name in the certificate, the same in all routes to the port',
};

const BACKEND_TLS: ReachedRule = {
  ...BACKEND_TLS_INVALID,
  *check(one) {
    const seen = new Map<string, Route>();
    for (const route of one.network.routes) {
      const { backendTls, host } = route;
      if (backendTls !== undefined) yield* namesInvalid(host, backendTls);
      if (route.redirect !== undefined || route.tls?.isPassthrough === true) continue;
      const port = portOf(servedPorts(one), route);
      if (port === undefined) continue;
      const first = seen.get(port.name) ?? route;
      seen.set(port.name, first);
      if (JSON.stringify(sorted(first)) !== JSON.stringify(sorted(route)))
        yield {
          given: `the port ${port.name} with different backendTls for ${first.host} and ${host}`,
          allowed: 'but a port speaks TLS in one way',
          fix: 'Set the same in both routes.',
        };
    }
  },
};

function* namesInvalid(host: string, { hostname, configMapName }: NonNullable<Route['backendTls']>): Iterable<Said> {
  if (!isDnsName(hostname) || isAddress(hostname))
    yield {
      given: `the name "${hostname}" in backendTls of ${host}`,
      allowed: 'but it is a DNS name in lower case',
      fix: 'Use the name in the certificate of the app.',
    };
  if (configMapName !== undefined && !isDnsName(configMapName))
    yield {
      given: `the ConfigMap "${configMapName}" of ${host}`,
      allowed: 'but Kubernetes accepts a-z, 0-9, "-" and "."',
      fix: 'Use its name in the cluster.',
    };
}

function sorted({ backendTls }: Route): readonly unknown[] {
  return [backendTls?.hostname, backendTls?.configMapName, backendTls?.publicAuthorities ?? false];
}

/** Who has the certificate, and who checks it. */
export const ROUTE_TLS_RULES: readonly ReachedRule[] = [PASSTHROUGH, WITHOUT_AUTHORITY, BACKEND_TLS];
