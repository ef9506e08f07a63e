import type { ClusterFacts } from '../../cluster/cluster';
import { type Finding, Severity } from '../../cluster/finding';
import { AllowKind } from '../ask/container/security';
import { DestinationKind } from '../ask/network/destination';
import type { Ask } from '../ask/workload';
import type { Findings } from '../model/findings';
import type { Decided, Plan, PlannedDestination } from '../model/plan';
import { checkPeer } from './peers';
import { onHostNetwork } from './services';

/** What is not the internet: private, shared and link-local addresses (RFC 1918, 6598, 3927, 4193, 4291). */
const PRIVATE = {
  '0.0.0.0/0': ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
  '::/0': ['fc00::/7', 'fe80::/10'],
};

/** Where the DNS of the cluster is, by Kubernetes' own custom: CoreDNS of K3s and kubeadm alike. */
const DNS_NAMESPACE = 'kube-system';

/** Whom the app may connect to, its own pods aside. Undefined: everybody. */
export function decideDestinations(ask: Ask, facts: ClusterFacts | undefined): Decided<readonly PlannedDestination[] | undefined> {
  const { allowTo: destinations } = ask.props.network ?? {};
  if (destinations === undefined) return { value: undefined, why: 'it may call everybody unless it names whom' };
  const asked = destinations.flatMap(({ kind, value, namespace }): PlannedDestination[] => {
    if (kind === DestinationKind.INTERNET) return Object.entries(PRIVATE).map(([cidr, except]) => ({ cidr, except }));
    if (kind === DestinationKind.CIDR) return [{ cidr: value }];
    if (kind === DestinationKind.NAMESPACE) return [{ namespace: value }];
    return [{ app: value, namespace: namespace ?? (facts === undefined ? ask.namespace : value) }];
  });
  const servers = (ask.props.dns?.nameservers ?? []).map((address) => ({ cidr: `${address}/${address.includes(':') ? 128 : 32}`, dns: true }));
  return { value: [...asked, { namespace: DNS_NAMESPACE, dns: true }, ...servers], why: 'asked for; and the DNS, without which it finds nobody' };
}

/** What is wrong with the destinations that an app names. */
export function checkDestinations(ask: Ask, findings: Findings): void {
  const { allowTo: destinations } = ask.props.network ?? {};
  if (destinations === undefined) return;
  for (const { kind, value, namespace } of destinations) {
    const named = kind === DestinationKind.NAMESPACE || kind === DestinationKind.APP;
    checkPeer('DESTINATION-INVALID', 'destination', kind === DestinationKind.CIDR ? value : undefined, named ? [value, namespace ?? value] : [], findings);
  }
  if (onHostNetwork(ask))
    findings.error(
      'DESTINATION-INVALID',
      'destinations',
      "but no policy reaches pods on the nodes' own network",
      'Leave destinations out, or use the pod network.',
    );
  const callsApi = ask.props.rbac !== undefined || (ask.props.security?.allow ?? []).some((one) => one.kind === AllowKind.API_TOKEN);
  // Behind its Service the API server has the addresses of its nodes, which no selector finds.
  if (callsApi && !destinations.some((one) => one.kind === DestinationKind.CIDR))
    findings.warning(
      'DESTINATION-WITHOUT-API',
      'rights in the cluster, and destinations without a range of addresses',
      'and the API server is found by the addresses of its nodes alone',
      'Add Destination.cidr with these, or accept it if your network plugin lets pods reach the API server in any case.',
    );
}

/** A destination that is misspelt would be out of reach, and nobody would say so. */
export function checkDestinationApps(plans: readonly Plan[]): Finding[] {
  const byIdentity = new Map(plans.map((plan) => [`${plan.ask.namespace ?? 'default'}/${plan.ask.name}`, plan]));
  return plans.flatMap((plan) =>
    (plan.allowTo.value ?? []).flatMap(({ app, namespace }) => {
      if (app === undefined) return [];
      const other = byIdentity.get(`${namespace ?? 'default'}/${app}`);
      if (other !== undefined && !onHostNetwork(other.ask)) return [];
      return [
        {
          code: 'DESTINATION-UNKNOWN',
          severity: Severity.ERROR,
          path: plan.ask.path,
          given: `the destination ${namespace ?? 'default'}/${app}`,
          allowed: other === undefined ? 'but no app of the cluster has that name' : 'but it listens under the address of its node',
          fix: other === undefined ? 'Name its namespace too, or use Destination.namespace.' : 'Use Destination.cidr with the addresses of its nodes.',
        },
      ];
    }),
  );
}
