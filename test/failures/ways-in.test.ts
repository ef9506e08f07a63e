import { Port } from '../../lib/availability/ask/network/port';
import { ServiceType } from '../../lib/availability/ask/network/service';
import { Image } from '../../lib/availability/ask/reference/image';
import { AvailabilityClass, Replicas } from '../../lib/availability/ask/workload';
import type { Plan } from '../../lib/availability/model/plan';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import { Distribution } from '../../lib/cluster/control-plane';
import { NodeRole } from '../../lib/cluster/node';
import { LoadBalancer } from '../../lib/cluster/policy';
import { Duration } from '../../lib/cluster/units';
import { control, controlPlane, facts, planOf, worker } from '../support';
import { analysisOf, inWords, outcomeOf, under } from './support';

const nodes = ['w1', 'w2', 'w3'].map((name) => worker(name, { roles: [NodeRole.WORKER], pools: [] }));
const ROUTE = { host: 'blog.lab.example' };
const crashes = (id: string) => /^node:w/.test(id);

/** An app with an address of its own, which is on w1. */
function reached(given: ClusterFacts): readonly Plan[] {
  return [
    planOf(
      AvailabilityClass.SINGLE_POD_PINNED,
      {
        image: Image.of('ghcr.io/example/blog', '1.2.3'),
        node: { name: 'w1', reason: 'a test' },
        network: { ports: [Port.http(8080)], service: { type: ServiceType.LOAD_BALANCER } },
      },
      given,
    ),
  ];
}
const seen = (given: ClusterFacts) => under(analysisOf(given, reached(given)), 'blog/blog', crashes);

test('ServiceLB has an address on each node, and nothing takes over that of a dead one', () => {
  expect(seen(facts({ nodes: [...nodes, control('c1')], storage: {} }))).toMatchInlineSnapshot(`
"node:w1: down until repair
node:w2: degraded, because of its way in, blog/blog address
node:w3: degraded, because of its way in, blog/blog address"
`);
});

test('a load balancer moves an address to another node', () => {
  expect(seen(facts({ nodes: [...nodes, control('c1')], storage: {}, policy: { operators: { loadBalancer: LoadBalancer.METALLB } } }))).toMatchInlineSnapshot(`
"node:w1: down until repair
node:w2: fails over in 0 s to 10 s, because of its way in, blog/blog address; at best unaffected
node:w3: fails over in 0 s to 10 s, because of its way in, blog/blog address; at best unaffected"
`);
});

test('where no load balancer is known, nothing moves the address of a way in, except at a provider', () => {
  const of = (distribution: Distribution) => {
    const given = facts({ nodes: [...nodes, control('c1')], storage: {}, controlPlane: controlPlane({ distribution }) });
    const rbac = { clusterRules: [{ apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] }] };
    const network = { ports: [Port.http(8080)], service: { type: ServiceType.LOAD_BALANCER } };
    const door = planOf(AvailabilityClass.HIGHLY_AVAILABLE, { name: 'door', rbac, network }, given);
    const { entries } = analysisOf(given, [door]).contributions;
    return entries.map((entry) => `${entry.name} at ${entry.nodes}: ${entry.takeOver}`);
  };
  expect([of(Distribution.KUBEADM), of(Distribution.MANAGED)]).toMatchInlineSnapshot(`
[
  [
    "door/door at w1,w2,w3: none",
  ],
  [
    "door/door at c1,w1,w2,w3: address",
  ],
]
`);
});

test('after a cut an app is seen from where both the traffic and the pods of its way in are', () => {
  const given = facts({
    sites: [{ name: 'home' }, { name: 'away' }],
    links: [{ from: 'home', to: 'away', roundTrip: Duration.millis(5) }],
    nodes: [...nodes, control('c1', { site: 'away' })],
    storage: {},
  });
  const rbac = { clusterRules: [{ apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] }] };
  const network = { ports: [Port.http(8080)], service: { type: ServiceType.LOAD_BALANCER } };
  const door = planOf(AvailabilityClass.HIGHLY_AVAILABLE, { name: 'door', rbac, network }, given);
  const blog = planOf(
    AvailabilityClass.SINGLE_POD_PINNED,
    { node: { name: 'w1', reason: 'a test' }, network: { ports: [Port.http(8080)], routes: [ROUTE] } },
    given,
  );
  expect(outcomeOf(analysisOf(given, [door, blog]), 'link:away+home', 'blog/blog').why).toMatchInlineSnapshot(`"none of its pods is there"`);
});

test('an address that a lease of the API holds is announced by nobody without the control plane', () => {
  const of = (loadBalancer: LoadBalancer) => {
    const given = facts({ nodes: [...nodes, control('c1')], storage: {}, policy: { operators: { loadBalancer } } });
    const analysis = analysisOf(given, reached(given));
    return ['node:c1', 'control-plane:sqlite'].map((id) => inWords(outcomeOf(analysis, id, 'blog/blog')));
  };
  expect([LoadBalancer.KUBE_VIP, LoadBalancer.CILIUM, LoadBalancer.METALLB].map(of)).toMatchInlineSnapshot(`
[
  [
    "down until repair, because of its way in, blog/blog address",
    "down until repair, because of its way in, blog/blog address",
  ],
  [
    "down until repair, because of its way in, blog/blog address",
    "down until repair, because of its way in, blog/blog address",
  ],
  [
    "fails over in 0 s to 10 s, because of its way in, blog/blog address; at best unaffected",
    "unaffected",
  ],
]
`);
});

test('the address of a dead node fails until its repair, also while more of the requests fail for a while', () => {
  const given = facts({ nodes: [...nodes, control('c1')], storage: {} });
  const rbac = { clusterRules: [{ apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] }] };
  const network = { ports: [Port.http(8080)], service: { type: ServiceType.LOAD_BALANCER } };
  const door = planOf(AvailabilityClass.HIGHLY_AVAILABLE, { name: 'door', rbac, network, replicas: Replicas.two('a test') }, given);
  const blog = planOf(
    AvailabilityClass.SINGLE_POD_PINNED,
    { node: { name: 'w1', reason: 'a test' }, network: { ports: [Port.http(8080)], routes: [ROUTE] } },
    given,
  );
  const analysis = analysisOf(given, [door, blog]);
  const { degraded, why } = outcomeOf(analysis, 'node:w2', 'blog/blog');
  expect([degraded, why]).toMatchInlineSnapshot(`
[
  {
    "entry": "door/door",
    "share": 0.25,
    "time": {
      "max": Infinity,
      "min": Infinity,
    },
  },
  "door/door is the way in: at least 1 of 2 pods keeps serving, so that 50 % of requests fail for 40 s to 62 s; then the address of the dead node of door/door, the way in, answers nobody until that is back, or leaves DNS",
]
`);
});
