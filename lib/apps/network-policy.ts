import { onHostNetwork } from '../availability/clients';
import type { Plan, PlannedClient } from '../availability/plan';
import { selectorLabels } from '../kubernetes/labels';
import type { Manifest, NetworkPolicyPeer, NetworkPolicySpec } from '../kubernetes/plain';
import { metadataOf } from './workload';

/**
 * What may come in: clients on the ports of the Service, the app's own pods on any. Probes need no rule, for a node always
 * reaches its own pods (Kubernetes, Network Policies). What goes out is open: where an app calls, only its owner knows.
 */
export function renderNetworkPolicy(plan: Plan): Manifest[] {
  // A policy that nothing keeps would only look like one.
  if (onHostNetwork(plan.ask)) return [];
  const ports = (plan.ask.props.network?.ports ?? []).filter((port) => port.exposed).map(({ number, protocol }) => ({ port: number, protocol }));
  const clients = plan.clients.value;
  // Without `from` a rule is for everybody; without a rule nobody comes in.
  const rules = ports.length === 0 || clients?.length === 0 ? [] : [{ ...(clients === undefined ? {} : { from: clients.map(peer) }), ports }];
  const spec: NetworkPolicySpec = {
    podSelector: { matchLabels: selectorLabels(plan.ask.name) },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [...rules, { from: [peer({ app: plan.ask.name })] }],
    egress: [{}],
  };
  return [{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: metadataOf(plan), spec }];
}

function peer({ namespace, app, cidr }: PlannedClient): NetworkPolicyPeer {
  if (cidr !== undefined) return { ipBlock: { cidr } };
  return {
    // The API server gives every namespace this label.
    ...(namespace === undefined ? {} : { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } }),
    ...(app === undefined ? {} : { podSelector: { matchLabels: selectorLabels(app) } }),
  };
}
