import type { ClusterFacts } from '../../../cluster/cluster';
import { Severity } from '../../../cluster/finding';
import { DestinationKind } from '../../ask/network/destination';
import type { ResolvedApp } from '../../ask/resolved';
import type { Decided, PlannedDestination } from '../../model/plan';
import { onAsk } from '../../model/rule';
import { peerInvalid, rangeInvalid } from './peers';

/** What is not the internet: private, shared and link-local addresses (RFC 1918, 6598, 3927, 4193, 4291). */
const PRIVATE = {
  '0.0.0.0/0': ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
  '::/0': ['fc00::/7', 'fe80::/10'],
};

/** Where the DNS of the cluster is, by Kubernetes' own custom: CoreDNS of K3s and kubeadm alike. */
const DNS_NAMESPACE = 'kube-system';

/** Whom the app may connect to, its own pods aside. Undefined: everybody. */
export function decideDestinations(
  { namespace: own, network, dns }: ResolvedApp,
  facts: ClusterFacts | undefined,
): Decided<readonly PlannedDestination[] | undefined> {
  const { allowTo: destinations } = network;
  if (destinations === undefined) return { value: undefined, why: 'it may call everybody unless it names whom' };
  const asked = destinations.flatMap(({ kind, value, namespace }): PlannedDestination[] => {
    if (kind === DestinationKind.INTERNET) return Object.entries(PRIVATE).map(([cidr, except]) => ({ cidr, except }));
    if (kind === DestinationKind.CIDR) return [{ cidr: value }];
    if (kind === DestinationKind.NAMESPACE) return [{ namespace: value }];
    return [{ app: value, namespace: namespace ?? (facts === undefined ? own : value) }];
  });
  const servers = dns.nameservers.map((address) => ({ cidr: `${address}/${address.includes(':') ? 128 : 32}`, dns: true }));
  return { value: [...asked, { namespace: DNS_NAMESPACE, dns: true }, ...servers], why: 'asked for; and the DNS, without which it finds nobody' };
}

const DESTINATION_INVALID = onAsk({
  code: 'DESTINATION-INVALID',
  severity: Severity.ERROR,
  means: "a destination whose name Kubernetes refuses, a range of addresses that is none, or destinations on the nodes' own network",
  fix: 'the name in the cluster; `192.168.1.0/24`',
  *check({ network: { allowTo, onHostNetwork } }) {
    if (allowTo === undefined) return;
    for (const { kind, value, namespace } of allowTo) {
      if (kind === DestinationKind.CIDR) yield* rangeInvalid('destination', value);
      else if (kind !== DestinationKind.INTERNET) yield* peerInvalid('destination', value, namespace);
    }
    if (onHostNetwork)
      yield { given: 'destinations', allowed: "but no policy reaches pods on the nodes' own network", fix: 'Leave destinations out, or use the pod network.' };
  },
});

const DESTINATION_WITHOUT_API = onAsk({
  code: 'DESTINATION-WITHOUT-API',
  severity: Severity.WARNING,
  means: 'rights in the cluster, and destinations that do not lead to its API server',
  fix: '`Destination.cidr` with the control nodes, or accept it',
  *check({ hasToken, network: { allowTo } }) {
    // Behind its Service the API server has the addresses of its nodes, which no selector finds.
    if (!hasToken || allowTo === undefined || allowTo.some((one) => one.kind === DestinationKind.CIDR)) return;
    yield {
      given: 'rights in the cluster, and destinations without a range of addresses',
      allowed: 'and the API server is found by the addresses of its nodes alone',
      fix: 'Add Destination.cidr with these, or accept it if your network plugin lets pods reach the API server in any case.',
    };
  },
});

/** What is wrong with the destinations that an app names. */
export const DESTINATION_RULES = [DESTINATION_INVALID, DESTINATION_WITHOUT_API];
