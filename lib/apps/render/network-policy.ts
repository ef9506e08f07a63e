import type { Plan, PlannedDestination } from '../../availability/model/plan';
import { openPorts } from '../../availability/network/ports/ports';
import { selectorLabels } from '../../kubernetes/labels';
import type { Manifest } from '../../kubernetes/manifest';
import type { NetworkPolicyPeer, NetworkPolicySpec } from '../../kubernetes/plain';
import { metadataOf } from './workload';

/**
 * What may connect: clients on the ports of the Services and of the node, the app's own pods on any port. Probes need no rule, because a node always
 * reaches its own pods (Kubernetes, Network Policies). What goes out is open unless the app names its destinations.
 */
export function renderNetworkPolicy(plan: Plan): Manifest[] {
  // A policy that nothing enforces would be misleading.
  if (plan.ask.network.onHostNetwork) return [];
  const ports = openPorts(plan.ask).map(({ number, protocol }) => ({ port: number, protocol }));
  const clients = plan.allowFrom.value;
  // Without `from` a rule allows anyone; without a rule nothing may connect.
  const rules = ports.length === 0 || clients?.length === 0 ? [] : [{ ...(clients === undefined ? {} : { from: clients.map(peer) }), ports }];
  const { letIn, port } = plan.metrics?.value ?? {};
  const scraping =
    letIn === undefined || port === undefined ? [] : [{ from: [peer({ namespace: letIn })], ports: [{ port: port.number, protocol: port.protocol }] }];
  const spec: NetworkPolicySpec = {
    podSelector: { matchLabels: selectorLabels(plan.ask.name) },
    policyTypes: ['Ingress', 'Egress'],
    // The runs of a job do not talk to each other.
    ingress: plan.schedule === undefined ? [...rules, ...scraping, { from: [peer({ app: plan.ask.name })] }] : [],
    egress: renderEgress(plan),
  };
  return [{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: metadataOf(plan), spec }];
}

function renderEgress(plan: Plan): NetworkPolicySpec['egress'] {
  const destinations = plan.allowTo.value;
  if (destinations === undefined) return [{}];
  const names = destinations.filter((one) => one.dns === true);
  const others = destinations.filter((one) => one.dns !== true);
  return [
    { to: [...others, { app: plan.ask.name }].map(peer) },
    ...(names.length === 0
      ? []
      : [
          {
            to: names.map(peer),
            ports: [
              { port: 53, protocol: 'UDP' },
              { port: 53, protocol: 'TCP' },
            ],
          },
        ]),
  ];
}

function peer({ namespace, app, cidr, except }: PlannedDestination): NetworkPolicyPeer {
  if (cidr !== undefined) return { ipBlock: { cidr, ...(except === undefined ? {} : { except: [...except] }) } };
  return {
    // The API server gives every namespace this label.
    ...(namespace === undefined ? {} : { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } }),
    ...(app === undefined ? {} : { podSelector: { matchLabels: selectorLabels(app) } }),
  };
}
