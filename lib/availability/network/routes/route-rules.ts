import { isLikeAddress } from '../../../cluster/cidr';
import { Severity } from '../../../cluster/finding';
import { isDnsLabel, isDnsName, isHost, listed } from '../../../cluster/names';
import { hostsOf, leadsTo, PathType, pathsOf } from '../../ask/network/route';
import { annotationsInvalid, LABEL_INVALID } from '../../model/metadata';
import { NAME_INVALID } from '../../model/records';
import { servedPorts } from '../ports/ports';
import type { ReachedRule } from '../reached';

export const HOST_INVALID: ReachedRule = {
  code: 'HOST-INVALID',
  severity: Severity.ERROR,
  means: 'an HTTP route with an invalid host or path',
  fix: 'write the host without scheme, port or path',
  *check({ network: { routes } }) {
    for (const route of routes) {
      for (const given of hostsOf(route)) {
        if (isLikeAddress(given))
          yield {
            given: `the host "${given}"`,
            allowed: 'but a host is a name: the API server refuses an address',
            fix: 'Use a DNS name that leads to this address.',
          };
        else if (!isHost(given))
          yield {
            given: `the host "${given}"`,
            allowed: 'but a host is a DNS name in lower case',
            fix: 'Write it without scheme, port or path.',
          };
      }
      for (const { path, pathType } of pathsOf(route)) {
        const given = `the path "${path}" of ${route.host}`;
        if (!path.startsWith('/')) yield { given, allowed: 'but a path starts with "/"', fix: `Use "/${path}".` };
        // Kubernetes, validateHTTPIngressPath.
        else if (pathType !== PathType.IMPLEMENTATION_SPECIFIC && /\/\/|\/\.\.?(\/|$)|%2f/i.test(path))
          yield { given, allowed: 'but Kubernetes refuses "//", "/./", "/../" and "%2f"', fix: 'Write the plain path.' };
      }
    }
  },
};

const ROUTE_WITHOUT_PORT: ReachedRule = {
  code: 'ROUTE-WITHOUT-PORT',
  severity: Severity.ERROR,
  means: 'an HTTP route that leads to no port',
  fix: 'add a `Port.http`, or name one',
  *check(one) {
    const { routes, ports } = one.network;
    if (routes.length === 0) return;
    const served = servedPorts(one);
    for (const route of routes) {
      const { host, port: name, tls } = route;
      const fits = leadsTo(route);
      if (route.redirect !== undefined || served.some(fits)) continue;
      const missing = tls?.isPassthrough === true ? "Give a port withAppProtocol('https'), or name one of them." : 'Add a Port.http, or name one of them.';
      yield {
        given: name === undefined ? host : `${host} on the port ${name}`,
        allowed: `but the ports of the Service are ${listed(served.map((port) => port.name))}`,
        fix: ports.some(fits) ? 'Name it in network.service.ports, or in a Service of network.services.' : missing,
      };
    }
  },
};

const ROUTE_ANNOTATIONS: ReachedRule = {
  ...LABEL_INVALID,
  *check({ network: { routes } }) {
    for (const { annotations } of routes) if (annotations !== undefined) yield* annotationsInvalid(annotations);
  },
};

/** Objects that a route refers to. */
const ROUTE_REFERENCE: ReachedRule = {
  ...NAME_INVALID,
  *check({ network: { routes } }) {
    for (const { ingressClass, gateways = [], tls } of routes) {
      for (const { name, namespace = name, listener } of gateways) {
        if (!isDnsName(name) || !isDnsLabel(namespace))
          yield { given: `the Gateway "${namespace}/${name}"`, allowed: 'but Kubernetes accepts a-z, 0-9 and "-"', fix: 'Use its name in the cluster.' };
        if (listener !== undefined && !isDnsName(listener))
          yield {
            given: `the listener "${listener}" of the Gateway ${namespace}/${name}`,
            allowed: 'but Kubernetes accepts a-z, 0-9, "-" and "."',
            fix: 'Use its name in the Gateway.',
          };
      }
      for (const [what, name] of [
        ['IngressClass', ingressClass],
        ['ClusterIssuer', tls?.issuer],
        ['Secret', tls?.secretName],
      ] as const)
        if (name !== undefined && !isDnsName(name))
          yield { given: `the ${what} "${name}"`, allowed: 'but Kubernetes accepts a-z, 0-9, "-" and "."', fix: 'Use its name in the cluster.' };
    }
  },
};

/** What is wrong with single web addresses. */
export const ROUTE_RULES: readonly ReachedRule[] = [HOST_INVALID, ROUTE_WITHOUT_PORT, ROUTE_ANNOTATIONS, ROUTE_REFERENCE];
