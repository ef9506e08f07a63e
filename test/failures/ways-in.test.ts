import { Port } from '../../lib/availability/ask/network/port';
import { ServiceType } from '../../lib/availability/ask/network/service';
import { Image } from '../../lib/availability/ask/reference/image';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass, Replicas } from '../../lib/availability/ask/workload';
import type { Plan } from '../../lib/availability/model/plan';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import { Distribution } from '../../lib/cluster/control-plane';
import { NodeRole } from '../../lib/cluster/node';
import { LoadBalancer } from '../../lib/cluster/policy';
import { Duration, Size } from '../../lib/cluster/units';
import { reportSteps } from '../../lib/report/steps';
import { control, controlPlane, facts, planOf, systemsOf, worker } from '../support';
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

test('in an upgrade it moves it away from each node that restarts, at most once for each', () => {
  const given = facts({ nodes: [...nodes, control('c1')], storage: {}, policy: { operators: { loadBalancer: LoadBalancer.METALLB } } });
  const app = planOf(
    AvailabilityClass.HIGHLY_AVAILABLE,
    { network: { ports: [Port.http(8080)], service: { type: ServiceType.LOAD_BALANCER } }, replicas: Replicas.two('a test') },
    given,
  );
  const outcome = outcomeOf(analysisOf(given, [app]), 'upgrade:all nodes', 'blog/blog');
  expect([inWords(outcome), outcome.turns]).toEqual(['fails over in 0 s to 10 s, because of its way in, blog/blog address; at best unaffected', 4]);
});

test('where addresses lead only to pods of their own node, as many answer as there are pods', () => {
  const given = facts({ nodes: [...nodes, control('c1')], storage: {}, controlPlane: controlPlane({ distribution: Distribution.KUBEADM }) });
  const rbac = { clusterRules: [{ apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] }] };
  const door = (replicas: Replicas) =>
    planOf(AvailabilityClass.HIGHLY_AVAILABLE, { name: 'door', rbac, replicas, network: { ports: [Port.http(8080)] } }, given);
  const lost = (replicas: Replicas) => outcomeOf(analysisOf(given, [door(replicas)]), 'node:w1', 'door/door').degraded?.share;
  expect(lost(Replicas.two('a test'))).toBeCloseTo(1 / 2);
  expect(lost(Replicas.of(3))).toBeCloseTo(1 / 3);
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
  expect(outcomeOf(analysisOf(given, [door, blog]), 'link:away+home', 'blog/blog').why).toMatchInlineSnapshot(
    `"the address of door/door, the way in, at c1 answers nobody here until the network is back, or leaves DNS"`,
  );
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
    "addresses": [
      "w2",
    ],
    "first": {
      "share": 0.625,
      "time": {
        "max": 62,
        "min": 40,
      },
    },
    "share": 0.25,
    "time": {
      "max": Infinity,
      "min": Infinity,
    },
  },
  "door/door is the way in: at least 1 of 2 pods keeps serving, so that 63 % of requests fail for 40 s to 62 s; then the address of the dead node of door/door, the way in, answers nobody until that is back, or leaves DNS",
]
`);
});

test('an app that is back later than its way in still lacks the address of the dead node', () => {
  const given = facts({ nodes: [...nodes, control('c1')], storage: {} });
  const rbac = { clusterRules: [{ apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] }] };
  const network = { ports: [Port.http(8080)], service: { type: ServiceType.LOAD_BALANCER } };
  const door = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { name: 'door', rbac, network }, given);
  const objective = { rideOut: Duration.minutes(5) };
  const blog = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { objective, network: { ports: [Port.http(8080)], routes: [ROUTE] } }, given);
  const { kind, degraded } = outcomeOf(analysisOf(given, [door, blog]), 'node:w2', 'blog/blog');
  expect([kind, degraded?.share]).toEqual(['fails over', 0.25]);
});

describe('an app that is down itself, while its way in is, too', () => {
  const rbac = { clusterRules: [{ apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] }] };
  const given = facts({
    sites: [{ name: 'home' }, { name: 'attic' }],
    links: [{ from: 'attic', to: 'home', roundTrip: Duration.millis(2) }],
    nodes: [worker('w1'), worker('w2'), worker('w3', { site: 'attic' }), control('c1', { site: 'attic', roles: [NodeRole.CONTROL, NodeRole.INGRESS] })],
    drbd: { pool: 'nvme', replicas: 3 },
  });
  const door = (node: string) =>
    planOf(AvailabilityClass.SINGLE_POD_PINNED, { name: 'door', rbac, node: { name: node, reason: 'a test' }, network: { ports: [Port.http(8000)] } }, given);
  const blog = planOf(
    AvailabilityClass.SINGLE_POD_FLEXIBLE,
    { volumes: [Volume.data('/db', { size: Size.gib(1) })], network: { ports: [Port.http(8080)], routes: [ROUTE] } },
    given,
  );
  function advice(failure: string, plans: readonly Plan[], app = 'blog/blog') {
    const analysis = analysisOf(given, plans, systemsOf({ drbd: { pool: 'nvme', replicas: 3 } }));
    const number = analysis.failures.findIndex(({ id }) => id === failure);
    const explanation = analysis.explain(number, analysis.apps.indexOf(app));
    return { fix: explanation?.fix, steps: reportSteps([{ app, explanation }], [], undefined).map(({ text }) => text) };
  }

  test('has the fix of both, and steps that bring back both', () => {
    const { fix, steps } = advice('site:home', [door('w1'), blog]);
    expect([fix, ...steps]).toMatchInlineSnapshot(`
[
  "Put one more vote on its data where this failure does not reach: a third copy, or the tiebreaker. Let door/door, the way in, run on a node that this failure does not reach, too.",
  "Start w1 and w2.",
  "If w1 and w2 never come back, make sure that they stay off, and see which volumes there are: those with the class drbd-replicated, by their name in the column VOLUME.",
  "Only then let the copies that are left go on without a quorum, for each of these, with its name in place of <volume>: writes that only they have are lost.",
  "If w1 and w2 never come back, let door/door, the way in, run on another node: change the program, and apply it. Nobody reaches the apps behind it before.",
  "Once all copies of such a <volume> are there again and in sync, give it its quorum back, or both sides of a cut may write.",
  "See which pods still wait: kubectl describe says for what.",
]
`);
  });

  test('says nothing of a way in that goes on', () => {
    const { fix, steps } = advice('site:home', [door('w3'), blog]);
    expect([fix, ...steps].join()).not.toContain('door');
  });

  test('the way in itself, and who is down because of it alone, have the step once', () => {
    expect(advice('node:w1', [door('w1'), blog], 'door/door').steps).toMatchInlineSnapshot(`
[
  "Start w1.",
  "If w1 never comes back, let door/door, the way in, run on another node: change the program, and apply it. Nobody reaches the apps behind it before.",
  "See which pods still wait: kubectl describe says for what.",
]
`);
    expect(advice('node:w1', [door('w1'), blog]).steps).toEqual(advice('node:w1', [door('w1'), blog], 'door/door').steps);
  });
});
