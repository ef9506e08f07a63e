import { Allow } from '../../lib/availability/ask/container/security';
import { Port } from '../../lib/availability/ask/network/port';
import { ServiceType } from '../../lib/availability/ask/network/service';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { checkApps } from '../../lib/availability/fleet/rules';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import { ApiEndpointKind, Datastore, Distribution } from '../../lib/cluster/control-plane';
import { LoadBalancer } from '../../lib/cluster/policy';
import { type AnyAppProps, control, controlPlane, facts, messages, planOf, worker } from '../support';

const { SINGLE_POD_FLEXIBLE, SINGLE_POD_PINNED } = AvailabilityClass;
const balanced = (port: Port, loadBalancerClass?: string): Partial<AnyAppProps> => ({
  network: { ports: [port], service: { type: ServiceType.LOAD_BALANCER, loadBalancerClass } },
});
const onNode = (port: Port, node = 'w1'): Partial<AnyAppProps> => ({
  network: { ports: [port.withHostPort(port.number, 'the router asks the node')] },
  node: { name: node, reason: 'it is the quiet one' },
});
const onHost = (port: Port): Partial<AnyAppProps> => ({
  network: { ports: [port] },
  security: { allow: [Allow.hostNetwork('it answers broadcasts')] },
  node: { name: 'w1', reason: 'it is the quiet one' },
});

/** What is said of a LoadBalancer beside an app on its node. */
function said(served: Partial<AnyAppProps>, own: Partial<AnyAppProps>, given: ClusterFacts = facts()): string {
  const plans = [planOf(SINGLE_POD_FLEXIBLE, { name: 'resolver', ...served }, given), planOf(SINGLE_POD_PINNED, { name: 'adguard', ...own }, given)];
  return messages(checkApps(plans, given));
}

/** What is said of one app on its node. */
function alone(own: Partial<AnyAppProps>, given: ClusterFacts = facts()): string {
  return messages(checkApps([planOf(SINGLE_POD_PINNED, { name: 'adguard', ...own }, given)], given));
}

describe('ServiceLB opens the ports of LoadBalancers on every node', () => {
  const DNS = balanced(Port.udp(5353, 'dns').exposedAs(53));

  test('which no app there can have', () => {
    expect(said(DNS, onNode(Port.udp(53, 'dns')))).toMatchInlineSnapshot(`
      "HOST-PORT-CLASH  lab/worker/adguard: the port 53/UDP of w1, but ServiceLB opens it on every node for the LoadBalancer of lab/worker/resolver.
                       Use another port for one of them, or another load balancer, and name it in policy.operators.loadBalancer."
    `);
    expect(said(DNS, onHost(Port.udp(53, 'dns')))).toContain('the port 53/UDP of w1, but ServiceLB opens it');
  });

  test('and not the app itself', () => {
    const given = { ...onNode(Port.udp(53, 'dns')) };
    const service = { type: ServiceType.LOAD_BALANCER };
    expect(alone({ ...given, network: { ...given.network, service } })).toContain(
      'but ServiceLB opens it on every node for the LoadBalancer of the app itself',
    );
  });

  test('but not where another load balancer is named, or the distribution has none', () => {
    const own = onNode(Port.udp(53, 'dns'));
    for (const loadBalancer of [LoadBalancer.METALLB, LoadBalancer.KUBE_VIP, LoadBalancer.CILIUM, LoadBalancer.OTHER])
      expect(said(DNS, own, facts({ policy: { operators: { loadBalancer } } }))).toBe('');
    expect(said(DNS, own, facts({ controlPlane: controlPlane({ distribution: Distribution.KUBEADM }) }))).toBe('');
    expect(said(balanced(Port.udp(53, 'dns'), 'metallb'), own)).toBe('');
  });

  test('with the same number and protocol only', () => {
    expect(said(DNS, onNode(Port.tcp(53, 'dns')))).toBe('');
    expect(said(DNS, onNode(Port.udp(5353, 'dns')))).toBe('');
  });

  test('but only on nodes that it may use', () => {
    const nodes = (w1: object, w2: object) => facts({ nodes: [worker('w1', w1), worker('w2', w2), worker('w3'), control('c1')] });
    const labelled = { labels: { 'svccontroller.k3s.cattle.io/enablelb': 'true' } };
    expect(said(DNS, onNode(Port.udp(53, 'dns')), nodes({}, labelled))).toBe('');
    expect(said(DNS, onNode(Port.udp(53, 'dns')), nodes(labelled, {}))).toContain('HOST-PORT-CLASH');
  });
});

describe('the node itself takes ports', () => {
  test('which no app there can have', () => {
    expect(alone(onNode(Port.tcp(10250, 'own')))).toMatchInlineSnapshot(`
      "HOST-PORT-CLASH  lab/worker/adguard: the port 10250/TCP of w1, but the kubelet has it there.
                       Use another port or other nodes, or the pod network."
    `);
    expect(alone(onHost(Port.tcp(7789, 'own')))).toMatchInlineSnapshot(`
      "HOST-PORT-CLASH  lab/worker/adguard: the port 7789/TCP of w1, but DRBD has 7000 to 7999 there.
                       Use another port or other nodes, or the pod network."
    `);
  });

  test('for Kubernetes: those of servers on servers only', () => {
    const server = (more: object = {}) =>
      facts({ nodes: [worker('w1'), worker('w2'), worker('w3')], controlPlane: controlPlane({ servers: ['w1'], ...more }) });
    const taken = (given: ClusterFacts) =>
      [6443, 2379, 2380, 8443, 10249, 10250, 10256, 10257, 10259].filter((port) => alone(onNode(Port.tcp(port, 'own')), given) !== '');
    expect(taken(facts())).toEqual([10249, 10250, 10256]);
    expect(taken(server())).toEqual([6443, 10249, 10250, 10256, 10257, 10259]);
    expect(taken(server({ datastore: Datastore.EMBEDDED_ETCD }))).toEqual([6443, 2379, 2380, 10249, 10250, 10256, 10257, 10259]);
    expect(taken(server({ distribution: Distribution.OTHER }))).toEqual([10250]);
    const entry = (kind: ApiEndpointKind) => ({ apiEndpoint: { kind, address: 'api.lab.example', port: 8443 } });
    expect(taken(server(entry(ApiEndpointKind.ONE_SERVER)))).toEqual([8443, 10249, 10250, 10256, 10257, 10259]);
    expect(taken(server(entry(ApiEndpointKind.LOAD_BALANCER)))).toEqual([6443, 10249, 10250, 10256, 10257, 10259]);
    expect(taken(facts({ policy: { operators: { loadBalancer: LoadBalancer.CILIUM } } }))).toEqual([10250]);
  });

  test('for DRBD, where it is on the network of the nodes', () => {
    const taken = (given: ClusterFacts) => [3366, 6999, 7000, 7999, 8000, 9942].filter((port) => alone(onNode(Port.tcp(port, 'own')), given) !== '');
    expect(taken(facts())).toEqual([3366, 7000, 7999, 9942]);
    expect(taken(facts({ storage: {} }))).toEqual([]);
    const apart = facts({ nodes: [worker('w1'), worker('w2'), worker('w3', { site: 'attic' }), control('c1')] });
    expect(taken(apart)).toEqual([]);
    expect(alone(onNode(Port.udp(7359, 'discovery')))).toBe('');
  });
});
