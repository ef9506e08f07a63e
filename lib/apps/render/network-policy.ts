import type { Port } from '../../availability/ask/network/port';
import type { Plan, PlannedClient, PlannedDestination } from '../../availability/model/plan';
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
  const rules = ingressRules(openPorts(plan.ask), plan.allowFrom.value ?? [{ anyone: true }]);
  const { letIn, endpoints = [] } = plan.metrics?.value ?? {};
  const scraped = [...new Set(endpoints.map(({ port }) => port))].map(policyPort);
  const scraping = letIn === undefined ? [] : [{ from: [peer({ namespace: letIn })], ports: scraped }];
  const spec: NetworkPolicySpec = {
    podSelector: { matchLabels: selectorLabels(plan.ask.name) },
    policyTypes: ['Ingress', 'Egress'],
    // The runs of a job do not talk to each other.
    ingress: plan.schedule === undefined ? [...rules, ...scraping, { from: [peer({ app: plan.ask.name })] }] : [],
    egress: renderEgress(plan),
  };
  return [{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: metadataOf(plan), spec }];
}

/** A rule for each choice of ports. Without `from` it allows anyone; without a rule nothing may connect. */
function ingressRules(open: readonly Port[], clients: readonly PlannedClient[]): NonNullable<NetworkPolicySpec['ingress']> {
  if (open.length === 0) return [];
  const rules = new Map<string, { readonly ports: readonly Port[]; readonly clients: PlannedClient[] }>();
  for (const client of clients) {
    const { ports = open, anyone = false } = client;
    const key = `${anyone} ${ports.map(({ name }) => name).join()}`;
    const rule = rules.get(key) ?? { ports, clients: [] };
    rule.clients.push(client);
    rules.set(key, rule);
  }
  return [...rules.values()].map((rule) => {
    const ports = rule.ports.map(policyPort);
    return rule.clients.some(({ anyone }) => anyone === true) ? { ports } : { from: rule.clients.map(peer), ports };
  });
}

function policyPort({ number, protocol }: Port): { readonly port: number; readonly protocol: string } {
  return { port: number, protocol };
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

function peer({ namespace, app, labels, cidr, except }: PlannedDestination): NetworkPolicyPeer {
  if (cidr !== undefined) return { ipBlock: { cidr, ...(except === undefined ? {} : { except: [...except] }) } };
  return {
    // The API server gives every namespace this label.
    ...(namespace === undefined ? {} : { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } }),
    ...(app === undefined ? {} : { podSelector: { matchLabels: selectorLabels(app) } }),
    ...(labels === undefined ? {} : { podSelector: { matchLabels: { ...labels } } }),
  };
}
