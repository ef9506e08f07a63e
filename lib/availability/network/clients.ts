import type { ClusterFacts } from '../../cluster/cluster';
import { listed } from '../../cluster/names';
import { ClientKind } from '../ask/network/client';
import { ServiceType, TrafficPolicy } from '../ask/network/network';
import type { Ask } from '../ask/workload';
import type { Findings } from '../model/findings';
import type { Decided, PlannedClient } from '../model/plan';
import { checkPeer } from './peers';
import { askedServices, onHostNetwork, openPorts } from './services';

/** Who may connect. Undefined: everybody. */
export function decideClients(ask: Ask, facts: ClusterFacts | undefined): Decided<readonly PlannedClient[] | undefined> {
  if (onHostNetwork(ask)) return { value: undefined, why: "its pods are on the nodes' own network, where no policy reaches them" };
  const { allowFrom: clients, routes: http = [] } = ask.props.network ?? {};
  if (clients === undefined && openPorts(ask).length === 0) return { value: [], why: 'it has no Service' };
  if (clients === undefined) return { value: undefined, why: 'nobody is shut out unless the app names its clients' };
  if (clients.some((client) => client.kind === ClientKind.EVERYBODY)) return { value: undefined, why: 'asked for' };
  const asked = clients.map(({ kind, value, namespace }): PlannedClient => {
    if (kind === ClientKind.CIDR) return { cidr: value };
    if (kind === ClientKind.NAMESPACE) return { namespace: value };
    return { app: value, namespace: namespace ?? (facts === undefined ? ask.namespace : value) };
  });
  const ingress = http.length === 0 ? undefined : facts?.policy.operators?.ingressNamespace;
  if (ingress === undefined) return { value: asked, why: 'asked for' };
  return { value: [...asked, { namespace: ingress }], why: `asked for; and ${ingress}, from where ${listed(http.map((entry) => entry.host))} is served` };
}

/** What is wrong with the clients that an app names. */
export function checkClients(ask: Ask, facts: ClusterFacts | undefined, findings: Findings): void {
  const { network = {} } = ask.props;
  const { allowFrom: clients, routes: http = [] } = network;
  if (clients === undefined) return;
  for (const { kind, value, namespace } of clients) {
    const named = kind === ClientKind.NAMESPACE || kind === ClientKind.APP;
    checkPeer('CLIENT-INVALID', 'client', kind === ClientKind.CIDR ? value : undefined, named ? [value, namespace ?? value] : [], findings);
  }
  if (clients.some((client) => client.kind === ClientKind.EVERYBODY)) return;
  if (onHostNetwork(ask))
    findings.error('CLIENTS-ON-HOST-NETWORK', 'clients', "but no policy reaches pods on the nodes' own network", 'Leave clients out, or use the pod network.');
  if (http.length > 0 && facts !== undefined && facts.policy.operators?.ingressNamespace === undefined)
    findings.error(
      'CLIENTS-WITHOUT-INGRESS',
      `clients, and the web address ${http[0]?.host}`,
      'but nobody says where the ingress controller runs, so it would be shut out',
      'Name the namespace of its pods in policy.operators.ingressNamespace.',
    );
  // A node that passes a connection on puts its own address in, unless it keeps to pods of its own.
  const range = clients.find((client) => client.kind === ClientKind.CIDR)?.value;
  for (const [, { type = ServiceType.CLUSTER_IP, externalTrafficPolicy }] of askedServices(network)) {
    if (range === undefined || type === ServiceType.CLUSTER_IP || externalTrafficPolicy === TrafficPolicy.LOCAL) continue;
    findings.warning(
      'CLIENT-ADDRESS-LOST',
      `the client ${range} behind a ${type}`,
      'but nodes pass its connections on under an address of their own, and the policy does not know the client again',
      'Set externalTrafficPolicy to TrafficPolicy.LOCAL.',
    );
  }
}
