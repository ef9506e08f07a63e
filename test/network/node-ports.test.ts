import { Allow } from '../../lib/availability/ask/container/security';
import { Port } from '../../lib/availability/ask/network/port';
import { ServiceType } from '../../lib/availability/ask/network/service';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { checkApps } from '../../lib/availability/fleet/rules';
import { nodesOfServiceLb } from '../../lib/availability/network/services/services';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import { ApiEndpointKind, Datastore, Distribution } from '../../lib/cluster/control-plane';
import { TaintEffect } from '../../lib/cluster/node';
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

describe('ServiceLB opens the ports of LoadBalancers on its nodes', () => {
  const DNS = balanced(Port.udp(5353, 'dns').exposedAs(53));

  test('which no app there can have', () => {
    expect(said(DNS, onNode(Port.udp(53, 'dns')))).toMatchInlineSnapshot(`
      "HOST-PORT-CLASH  lab/worker/adguard: the port 53/UDP of w1, but ServiceLB opens it there for the LoadBalancer of lab/worker/resolver.
                       Use another port for one of them, or another load balancer, and name it in policy.operators.loadBalancer."
    `);
    expect(said(DNS, onHost(Port.udp(53, 'dns')))).toContain('the port 53/UDP of w1, but ServiceLB opens it');
  });

  test('and not the app itself', () => {
    const given = { ...onNode(Port.udp(53, 'dns')) };
    const service = { type: ServiceType.LOAD_BALANCER };
    expect(alone({ ...given, network: { ...given.network, service } })).toContain('but ServiceLB opens it there for the LoadBalancer of the app itself');
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

  test('which are those whose taints it tolerates, with their effect', () => {
    const names = (key: string, effect: TaintEffect) =>
      nodesOfServiceLb(facts({ nodes: [worker('w1', { taints: [{ key, effect }] }), worker('w2'), control('c1')] }));
    expect(names('node-role.kubernetes.io/control-plane', TaintEffect.NO_SCHEDULE)).toEqual(['c1', 'w1', 'w2']);
    expect(names('node-role.kubernetes.io/control-plane', TaintEffect.NO_EXECUTE)).toEqual(['c1', 'w2']);
    expect(names('node-role.kubernetes.io/master', TaintEffect.NO_EXECUTE)).toEqual(['c1', 'w2']);
    expect(names('CriticalAddonsOnly', TaintEffect.NO_EXECUTE)).toEqual(['c1', 'w1', 'w2']);
    expect(names('example.com/mine', TaintEffect.NO_SCHEDULE)).toEqual(['c1', 'w2']);
    expect(names('example.com/mine', TaintEffect.PREFER_NO_SCHEDULE)).toEqual(['c1', 'w1', 'w2']);
  });
});

describe('the node itself takes ports', () => {
  test('which no app there can have', () => {
    expect(alone(onNode(Port.tcp(10250, 'own')))).toMatchInlineSnapshot(`
      "HOST-PORT-CLASH  lab/worker/adguard: the port 10250/TCP of w1, but the kubelet has it there.
                       Use another port or other nodes, or the pod network."
    `);
  });

  test('for Kubernetes: those of servers on servers only', () => {
    const server = (more: object = {}) =>
      facts({ nodes: [worker('w1'), worker('w2'), worker('w3')], controlPlane: controlPlane({ servers: ['w1'], ...more }) });
    const taken = (given: ClusterFacts) =>
      [6443, 6444, 2379, 2380, 8443, 10248, 10249, 10250, 10256, 10257, 10259].filter((port) =>
        alone(onNode(Port.tcp(port, 'own')), given).startsWith('HOST-PORT-CLASH'),
      );
    expect(taken(facts())).toEqual([6444, 10248, 10250]);
    expect(taken(server())).toEqual([6443, 6444, 10248, 10250, 10257, 10259]);
    expect(taken(server({ datastore: Datastore.EMBEDDED_ETCD }))).toEqual([6443, 6444, 2379, 2380, 10248, 10250, 10257, 10259]);
    expect(taken(server({ distribution: Distribution.OTHER }))).toEqual([10248, 10250]);
    expect(taken(server({ distribution: Distribution.KUBEADM }))).toEqual([6443, 10248, 10250, 10257, 10259]);
    const entry = (kind: ApiEndpointKind) => ({ apiEndpoint: { kind, address: 'api.lab.example', port: 8443 } });
    expect(taken(server(entry(ApiEndpointKind.ONE_SERVER)))).toEqual([6444, 8443, 10248, 10250, 10257, 10259]);
    expect(taken(server(entry(ApiEndpointKind.LOAD_BALANCER)))).toEqual([6443, 6444, 10248, 10250, 10257, 10259]);
  });

  test('for DRBD, where it is on the network of the nodes', () => {
    const taken = (given: ClusterFacts) => [3366, 6999, 7000, 7999, 8000, 9942].filter((port) => alone(onNode(Port.tcp(port, 'own')), given) !== '');
    expect(taken(facts())).toEqual([3366, 7000, 7999, 9942]);
    expect(taken(facts({ storage: {} }))).toEqual([]);
    const apart = facts({ nodes: [worker('w1'), worker('w2'), worker('w3', { site: 'attic' }), control('c1')] });
    expect(taken(apart)).toEqual([]);
    expect(alone(onNode(Port.udp(7359, 'discovery')))).toBe('');
  });

  test('maybe, which is a warning', () => {
    expect(alone(onHost(Port.tcp(7878, 'own')))).toMatchInlineSnapshot(`
      "HOST-PORT-DOUBTFUL  lab/worker/adguard: the port 7878/TCP of w1, and DRBD may take it there, as one of 7000 to 7999.
                          Use another port, or accept it if DRBD does not use it there."
    `);
    expect(alone(onNode(Port.tcp(10256, 'own')))).toMatchInlineSnapshot(`
      "HOST-PORT-DOUBTFUL  lab/worker/adguard: the port 10256/TCP of w1, and kube-proxy may have it there.
                          Use another port, or accept it if kube-proxy does not use it there."
    `);
    expect(alone(onNode(Port.udp(8472, 'own')))).toContain('HOST-PORT-DOUBTFUL');
    expect(alone(onNode(Port.tcp(8472, 'own')))).toBe('');
    const kubeadm = facts({ controlPlane: controlPlane({ distribution: Distribution.KUBEADM }) });
    expect(alone(onNode(Port.udp(8472, 'own')), kubeadm)).toBe('');
  });

  test('which ServiceLB cannot have for a LoadBalancer', () => {
    const props = { nodes: [worker('w1'), worker('w2'), worker('w3')], controlPlane: controlPlane({ servers: ['w1'] }) };
    const given = facts(props);
    const said = (port: number, of: ClusterFacts = given) =>
      messages(checkApps([planOf(SINGLE_POD_FLEXIBLE, { name: 'api', ...balanced(Port.tcp(port, 'own')) }, of)], of));
    expect(said(6443)).toMatchInlineSnapshot(`
      "HOST-PORT-CLASH  lab/worker/api: the port 6443/TCP of a LoadBalancer, which ServiceLB opens on w1, but the API server has it there.
                       Use another port with exposedAs, or another load balancer, and name it in policy.operators.loadBalancer."
    `);
    expect(said(10250)).toContain('which ServiceLB opens on w1, w2 and w3, but the kubelet has it there');
    expect(said(443)).toBe('');
    expect(said(6443, facts({ ...props, policy: { operators: { loadBalancer: LoadBalancer.METALLB } } }))).toBe('');
  });
});
