import type { ClusterFacts } from '../../../cluster/cluster';
import { Severity } from '../../../cluster/finding';
import { type GatewayReference, gatewayId } from '../../../cluster/gateway';
import { counted, listed } from '../../../cluster/names';
import type { PlacedSaid, RuleRecord, Said } from '../../../cluster/rule';
import { onFleet } from '../../model/rule';
import { declared } from './planned-routes';
import { type Addressed, addressed } from './web-addresses';

/** Routes that nothing would serve. */
export const GATEWAY_UNKNOWN: RuleRecord = {
  code: 'GATEWAY-UNKNOWN',
  severity: Severity.ERROR,
  means: 'an HTTP route of a Gateway that nothing creates',
  fix: 'add the `Gateway`, or say that it is `external`',
};

/** Gateways that the routes name themselves. */
export function* unknownGateways(all: Iterable<Addressed>, facts: ClusterFacts): Iterable<PlacedSaid> {
  if (facts.policy.operators?.gateway === undefined) return;
  for (const { path, routes } of all)
    for (const { route } of routes)
      for (const gateway of route.gateways ?? [])
        if (isUnknown(gateway, facts)) yield { path, ...unknown(`the web address ${route.host} on the Gateway ${gatewayId(gateway)}`, facts) };
}

/** Likewise, and the Gateway of the cluster, of which one finding is enough. */
export const GATEWAYS_OF_APPS = onFleet({
  ...GATEWAY_UNKNOWN,
  // Outside of a cluster, routes are Ingress objects.
  concerns: () => false,
  *check(plans, facts) {
    const { gateway } = facts.policy.operators ?? {};
    const routed = plans.filter(({ routes }) => routes.some(({ route }) => route.gateways === undefined)).length;
    if (gateway !== undefined && routed > 0 && isUnknown(gateway, facts))
      yield { path: `${facts.name}/policy/operators`, ...unknown(`HTTP routes of ${counted(routed, 'app')} on the Gateway ${gatewayId(gateway)}`, facts) };
    yield* unknownGateways(plans.map(addressed), facts);
  },
});

function isUnknown(gateway: GatewayReference, facts: ClusterFacts): boolean {
  return gateway.external !== true && declared(gateway, facts) === undefined;
}

function unknown(given: string, { gateways }: ClusterFacts): Said {
  return {
    given,
    allowed: gateways.length === 0 ? 'but nothing creates a Gateway' : `but the Gateways of the cluster are ${listed(gateways.map(gatewayId))}`,
    fix: 'Add it with new Gateway(…), or set external: true if somebody else creates it.',
  };
}
