import { hostRange } from '../../../cluster/cidr';
import type { ClusterFacts } from '../../../cluster/cluster';
import { Severity } from '../../../cluster/finding';
import { DestinationKind } from '../../ask/network/destination';
import { DnsPolicy } from '../../ask/pod';
import type { ResolvedApp } from '../../ask/resolved';
import type { Decided, PlannedDestination } from '../../model/plan';
import { concerning, onAsk } from '../../model/rule';
import { peerInvalid, rangeInvalid } from './peers';

/** What is not the internet: private, shared and link-local addresses (RFC 1918, 6598, 3927, 4193, 4291). */
const PRIVATE = {
  '0.0.0.0/0': ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
  '::/0': ['fc00::/7', 'fe80::/10'],
};

/** The namespace of the cluster DNS by convention: CoreDNS of both K3s and kubeadm. */
const DNS_NAMESPACE = 'kube-system';

/** What the app may connect to, besides its own pods. Undefined: anything. */
export function decideDestinations(
  { namespace: own, network, dns }: ResolvedApp,
  facts: ClusterFacts | undefined,
): Decided<readonly PlannedDestination[] | undefined> {
  const { allowTo: destinations } = network;
  if (destinations === undefined) return { value: undefined, why: 'it may connect anywhere unless it names its destinations' };
  const asked = destinations.flatMap(({ kind, value, namespace }): PlannedDestination[] => {
    if (kind === DestinationKind.INTERNET) return Object.entries(PRIVATE).map(([cidr, except]) => ({ cidr, except }));
    if (kind === DestinationKind.CIDR) return [{ cidr: value }];
    if (kind === DestinationKind.NAMESPACE) return [{ namespace: value }];
    return [{ app: value, namespace: namespace ?? (facts === undefined ? own : value) }];
  });
  const servers = dns.nameservers.map((address) => ({ cidr: hostRange(address), dns: true }));
  return { value: [...asked, { namespace: DNS_NAMESPACE, dns: true }, ...servers], why: 'asked for; and the DNS, which it needs to find them' };
}

const DESTINATION_INVALID = onAsk({
  code: 'DESTINATION-INVALID',
  severity: Severity.ERROR,
  means: 'a destination with a name that Kubernetes refuses, an invalid address range, or destinations on the host network',
  fix: 'use its name in the cluster, or a range like `192.168.1.0/24`',
  *check({ network: { allowTo, onHostNetwork } }) {
    if (allowTo === undefined) return;
    for (const { kind, value, namespace } of allowTo) {
      if (kind === DestinationKind.CIDR) yield* rangeInvalid('destination', value);
      else if (kind !== DestinationKind.INTERNET) yield* peerInvalid('destination', value, namespace);
    }
    if (onHostNetwork)
      yield { given: 'destinations', allowed: 'but no policy applies to pods on the host network', fix: 'Leave allowTo out, or use the pod network.' };
  },
});

const DESTINATION_WITHOUT_DNS = onAsk({
  code: 'DESTINATION-WITHOUT-DNS',
  severity: Severity.WARNING,
  means: '`DnsPolicy.DEFAULT`, and destinations that do not include the name servers of the node',
  fix: 'add a `Destination.cidr` with the name servers, or leave the policy out',
  *check({ dns: { policy }, network: { allowTo } }) {
    // The servers in the node's resolv.conf are addresses, which no fact knows. Who connects nowhere asks for no names.
    if (policy !== DnsPolicy.DEFAULT || allowTo === undefined || allowTo.length === 0 || allowTo.some((one) => one.kind === DestinationKind.CIDR)) return;
    yield {
      given: 'DnsPolicy.DEFAULT, and destinations without an address range',
      allowed: 'and then the pod asks the name servers of its node, which only Destination.cidr can let it reach if they are private',
      fix: 'Add a Destination.cidr with their addresses, leave the policy out, or accept it if they are public and Destination.internet() is among the destinations.',
    };
  },
});

const DESTINATION_WITHOUT_API = onAsk({
  code: 'DESTINATION-WITHOUT-API',
  severity: Severity.WARNING,
  means: 'an app with API permissions, and destinations that do not include the API server',
  fix: 'add a `Destination.cidr` with the control nodes, or accept it',
  *check({ hasToken, network: { allowTo } }) {
    // The endpoints of the API server are node addresses, which no selector matches.
    if (!hasToken || allowTo === undefined || allowTo.some((one) => one.kind === DestinationKind.CIDR)) return;
    yield {
      given: 'API permissions, and destinations without an address range',
      allowed: 'and a policy can only match the API server by the addresses of its nodes',
      fix: 'Add a Destination.cidr with these addresses, or accept it if your network plugin always lets pods reach the API server.',
    };
  },
});

/** What is wrong with the destinations that an app names. */
export const DESTINATION_RULES = concerning(
  ({ network }) => network.allowTo !== undefined,
  [DESTINATION_INVALID, DESTINATION_WITHOUT_DNS, DESTINATION_WITHOUT_API],
);
