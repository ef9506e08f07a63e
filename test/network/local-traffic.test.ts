import { Port } from '../../lib/availability/ask/network/port';
import { type ServiceProps, ServiceType, TrafficPolicy } from '../../lib/availability/ask/network/service';
import { AvailabilityClass, Replicas } from '../../lib/availability/ask/workload';
import { NodeRole } from '../../lib/cluster/node';
import { LoadBalancer } from '../../lib/cluster/policy';
import { control, facts, findingsOf, type LabProps, only, worker } from '../support';

const { HIGHLY_AVAILABLE, SINGLE_POD_FLEXIBLE } = AvailabilityClass;

function said(availabilityClass: AvailabilityClass, service: ServiceProps = {}, replicas?: Replicas, lab: LabProps = {}, loadBalancer = LoadBalancer.CILIUM) {
  const network = { ports: [Port.tcp(25, 'smtp')], service: { type: ServiceType.LOAD_BALANCER, externalTrafficPolicy: TrafficPolicy.LOCAL, ...service } };
  const given = facts({ policy: { operators: { loadBalancer } }, ...lab });
  return only('LOCAL-TRAFFIC-LOST', findingsOf(availabilityClass, { network, replicas }, given));
}

const two = Replicas.two('mail is little');
const THREE = { nodes: ['w1', 'w2', 'w3'].map((name) => worker(name, { roles: [NodeRole.WORKER, NodeRole.STORAGE, NodeRole.CONTROL] })) };

test('LOCAL is lost where Cilium announces from a node without a pod', () => {
  expect(said(HIGHLY_AVAILABLE, {}, two, THREE)).toMatchInlineSnapshot(`
    "LOCAL-TRAFFIC-LOST  lab/worker/blog: TrafficPolicy.LOCAL for the Service, but the L2 announcements of Cilium may lead to a node without a pod, which drops all traffic (3 of 3 nodes may have none).
                        Leave externalTrafficPolicy out, or run a pod on every node that announces (those with the role ingress, if there are any). Accept it if Cilium announces by BGP."
  `);
  expect(said(SINGLE_POD_FLEXIBLE, {}, two, THREE)).toContain('(3 of 3 nodes may have none)');
  // The pods may be on any two of three workers, and c1 has none.
  expect(said(HIGHLY_AVAILABLE, {}, undefined)).toContain('(1 of 4 nodes may have none)');
});

test('LOCAL is kept where every node that announces has a pod', () => {
  expect(said(HIGHLY_AVAILABLE, {}, undefined, THREE)).toBe('');
  const ingress = [NodeRole.WORKER, NodeRole.INGRESS];
  const nodes = [worker('w1', { roles: ingress }), worker('w2', { roles: ingress }), worker('w3'), control('c1')];
  expect(said(HIGHLY_AVAILABLE, {}, undefined, { nodes, storage: {} })).toBe('');
  expect(said(HIGHLY_AVAILABLE, {}, two, { nodes, storage: {} })).toContain('(2 of 2 nodes may have none)');
  expect(said(SINGLE_POD_FLEXIBLE, {}, two, { nodes: [worker('w1', { roles: [NodeRole.WORKER, NodeRole.CONTROL] })], storage: {} })).toBe('');
});

test('LOCAL is kept by what looks for pods', () => {
  for (const loadBalancer of [LoadBalancer.METALLB, LoadBalancer.SERVICE_LB, LoadBalancer.KUBE_VIP, LoadBalancer.OTHER])
    expect(said(HIGHLY_AVAILABLE, {}, two, THREE, loadBalancer)).toBe('');
  for (const loadBalancerClass of ['io.cilium/bgp-control-plane', 'io.cilium/node', 'metallb'])
    expect(said(HIGHLY_AVAILABLE, { loadBalancerClass }, two, THREE)).toBe('');
  expect(said(HIGHLY_AVAILABLE, { loadBalancerClass: 'io.cilium/l2-announcer' }, two, THREE, LoadBalancer.OTHER)).not.toBe('');
  expect(said(HIGHLY_AVAILABLE, { externalTrafficPolicy: TrafficPolicy.CLUSTER }, two, THREE)).toBe('');
});
