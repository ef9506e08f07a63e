import type { ClusterFacts } from '../../../cluster/cluster';
import { Severity } from '../../../cluster/finding';
import { gatewayId } from '../../../cluster/gateway';
import { listed } from '../../../cluster/names';
import { ROUTE_NEEDS_INGRESS } from '../../../cluster/rules/route-records';
import type { Route } from '../../ask/network/route';
import type { ReachedRule } from '../reached';

/** What an Ingress has no field for. */
const ONLY_OF_GATEWAYS: readonly (keyof Route)[] = ['gateways', 'headers', 'requestHeaders', 'responseHeaders', 'rewrite', 'redirect', 'timeout', 'backendTls'];

function gatewayOf(facts: ClusterFacts | undefined) {
  return facts?.policy.operators?.gateway;
}

export const ROUTE_NEEDS_GATEWAY: ReachedRule = {
  code: 'ROUTE-NEEDS-GATEWAY',
  severity: Severity.ERROR,
  means: 'an HTTP route that asks for more than an Ingress can say',
  fix: 'set `policy.operators.gateway`, or leave it out',
  *check({ network: { routes } }, facts) {
    if (gatewayOf(facts) !== undefined) return;
    for (const route of routes) {
      const asked: string[] = ONLY_OF_GATEWAYS.filter((key) => route[key] !== undefined);
      if (route.tls?.isPassthrough === true) asked.push('Tls.passthrough()');
      if (asked.length === 0) continue;
      yield {
        given: `${listed(asked)} of ${route.host}`,
        allowed: 'but the facts name no Gateway, and an Ingress cannot say that',
        fix: 'Set policy.operators.gateway, or use annotations of your ingress controller instead.',
      };
    }
  },
};

const CLASS_BESIDE_GATEWAY: ReachedRule = {
  ...ROUTE_NEEDS_INGRESS,
  *check({ network: { routes } }, facts) {
    const gateway = gatewayOf(facts);
    if (gateway === undefined) return;
    for (const { host, ingressClass } of routes)
      if (ingressClass !== undefined)
        yield {
          given: `the ingress class ${ingressClass} of ${host}`,
          allowed: `but routes of this cluster attach to the Gateway ${gatewayId(gateway)}`,
          fix: 'Leave ingressClass out, or use gateways.',
        };
  },
};

const TLS_ELSEWHERE: ReachedRule = {
  code: 'ROUTE-TLS-UNUSED',
  severity: Severity.ERROR,
  means: 'a certificate for an HTTP route of an external Gateway, whose listeners have their own',
  fix: 'leave `tls` out',
  *check({ network: { routes } }, facts) {
    const own = gatewayOf(facts);
    if (own === undefined) return;
    for (const { host, tls, gateways = [own] } of routes) {
      const external = gateways.find((one) => one.external === true);
      if (external === undefined || (tls?.issuer === undefined && tls?.secretName === undefined)) continue;
      yield {
        given: `a certificate for ${host}`,
        allowed: `but the Gateway ${gatewayId(external)} is external, and its listeners have their own`,
        fix: 'Leave tls out, and give the listener the certificate.',
      };
    }
  },
};

/** What a route may ask for, depending on what serves it. */
export const ROUTE_API_RULES: readonly ReachedRule[] = [ROUTE_NEEDS_GATEWAY, CLASS_BESIDE_GATEWAY, TLS_ELSEWHERE];
