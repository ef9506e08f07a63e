import { Port } from '../../lib/availability/ask/network/port';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass, Replicas } from '../../lib/availability/ask/workload';
import { amongOthers } from '../../lib/availability/fleet/outcomes';
import { OutcomeKind } from '../../lib/availability/model/outcome';
import type { Plan } from '../../lib/availability/model/plan';
import { priorityOf } from '../../lib/availability/placement/priority';
import { Datastore, Distribution } from '../../lib/cluster/control-plane';
import { NodeRole } from '../../lib/cluster/node';
import { FateKind } from '../../lib/cluster/site';
import { Cpu, Duration, Size } from '../../lib/cluster/units';
import { FailureKind } from '../../lib/failures/failure';
import { Place } from '../../lib/failures/outcome';
import { type AnyAppProps, control, controlPlane, factsOf, facts as labFacts, planOf, systemsOf, worker } from '../support';
import { analysisOf, inWords, outcomeOf } from './support';

const needs = (name: string, gib: number) => ({ name, resources: { cpu: Cpu.millis(100), memory: Size.gib(gib), memoryLimit: Size.gib(gib) } });

/** Workers have 7.4Gi for pods. */
const facts = factsOf([worker('w1'), worker('w2'), worker('w3')], { storage: {} });
const flexible = (name: string, gib: number) => planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, needs(name, gib), facts);

test('a place is proven by a placement', () => {
  const analysis = analysisOf(facts, amongOthers([flexible('one', 3), flexible('two', 3)], facts));
  expect(outcomeOf(analysis, 'node:w1', 'one/one').place).toBe(Place.PROVEN);
  expect(analysis.room.flatMap((room) => room?.placed ?? []).length).toBeGreaterThan(0);
});

test('three apps that each fill a node cannot all run on two', () => {
  const analysis = analysisOf(facts, amongOthers([flexible('one', 5), flexible('two', 5), flexible('three', 5)], facts));
  const { kind, place, why } = outcomeOf(analysis, 'node:w1', 'one/one');
  expect({ kind, place, why }).toMatchInlineSnapshot(`
{
  "kind": "down until repair",
  "place": "unknown",
  "why": "perhaps down until repair, because the pods on w2 and w3 may leave it too little room",
}
`);
});

test('who may drive away all others that are in its way has a proven place, and the plan does not doubt it', () => {
  const web = planOf(AvailabilityClass.HIGHLY_AVAILABLE, { ...needs('web', 3), majority: true, replicas: Replicas.two('a test') }, facts);
  const plans = amongOthers([web, ...['one', 'two', 'three', 'four'].map((name) => flexible(name, 3))], facts);
  const analysis = analysisOf(facts, plans);
  const outcomes = ['w1', 'w2', 'w3'].map((node) => outcomeOf(analysis, `node:${node}`, 'web/web'));
  expect(outcomes.map(({ place }) => place)).toEqual([Place.PROVEN, Place.PROVEN, Place.PROVEN]);
  expect(outcomes.map(inWords)).toMatchInlineSnapshot(`
[
  "fails over in 71 s to 2 min 37 s; at best unaffected",
  "fails over in 71 s to 2 min 37 s; at best unaffected",
  "fails over in 71 s to 2 min 37 s; at best unaffected",
]
`);
  expect(plans[0]?.outcome?.unless).toBeUndefined();
  // Who cannot drive away others is doubted as before.
  expect(plans.slice(1).flatMap(({ outcome }) => outcome?.unless ?? []).length).toBeGreaterThan(0);
});

test('pods of a PriorityClass that nobody knows are in the way of all, and drive away nobody', () => {
  const among = (web: object, others: object) => {
    const plans = [
      planOf(AvailabilityClass.HIGHLY_AVAILABLE, { ...needs('web', 3), majority: true, replicas: Replicas.two('a test'), ...web }, facts),
      ...['one', 'two', 'three', 'four'].map((name) => planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { ...needs(name, 3), ...others }, facts)),
    ];
    return outcomeOf(analysisOf(facts, plans), 'node:w1', 'web/web').place;
  };
  expect([among({}, { priority: 'foreign' }), among({ priority: 'foreign' }, {}), among({}, { priority: 'availability-job' })]).toEqual([
    Place.LIKELY,
    Place.LIKELY,
    Place.PROVEN,
  ]);
});

test('who is critical goes before all classes', () => {
  const { ask } = flexible('one', 1);
  expect(priorityOf({ ...ask, critical: { reason: 'a test' } })).toEqual({ value: 2_000_001_000, preempts: true, isKnown: true });
});

test('what no node that is left can hold beside what is bound there is impossible', () => {
  const bound = ['w2', 'w3'].map((node) =>
    planOf(AvailabilityClass.SINGLE_POD_PINNED, { ...needs(`bound-${node}`, 5), node: { name: node, reason: 'a test' } }, facts),
  );
  const analysis = analysisOf(facts, [flexible('one', 6), ...bound]);
  const { kind, place, why } = outcomeOf(analysis, 'node:w1', 'one/one');
  expect({ kind, place, why }).toMatchInlineSnapshot(`
{
  "kind": "down until repair",
  "place": "impossible",
  "why": "down until repair, because w2 and w3 then lack 1224Mi of memory",
}
`);
});

test('without a control plane nothing starts elsewhere, so nobody is driven away', () => {
  const given = factsOf([worker('w1'), worker('w2'), worker('w3')], {
    storage: {},
    sharedFates: [{ name: 'strip', kind: FateKind.POWER, nodes: ['c1', 'w1'] }],
  });
  // Two pods of 3Gi that may drive others away, and an app that fills the rest of the third node.
  const analysis = analysisOf(given, [
    planOf(AvailabilityClass.HIGHLY_AVAILABLE, { ...needs('web', 3), replicas: Replicas.two('a test') }, given),
    planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, needs('wiki', 5), given),
  ]);
  const after = (failure: string) => analysis.room[analysis.failures.findIndex(({ id }) => id === failure)];
  expect([...(after('node:w1')?.sacrificed.keys() ?? [])]).toEqual(['wiki/wiki']);
  expect(after('fate:strip')).toEqual({ placed: [], missing: new Map(), sacrificed: new Map(), displaced: new Map(), waits: new Map(), unsure: new Set() });
  expect(outcomeOf(analysis, 'fate:strip', 'wiki/wiki').why).toMatchInlineSnapshot(`"the control plane is down, so nothing is moved until it is back"`);
});

test('an upgrade is as bad as the worst of its drains: without room there is no place either', () => {
  const analysis = analysisOf(facts, amongOthers([flexible('one', 5), flexible('two', 5), flexible('three', 5)], facts));
  expect(['drain:w1', 'upgrade:all nodes'].map((failure) => inWords(outcomeOf(analysis, failure, 'one/one')))).toMatchInlineSnapshot(`
[
  "down until repair; at best unaffected",
  "down until repair",
]
`);
  expect(outcomeOf(analysis, 'upgrade:all nodes', 'one/one').place).toBe(Place.UNKNOWN);
});

const many = (name: string, gib: number, props: object = {}) =>
  planOf(AvailabilityClass.HIGHLY_AVAILABLE, { ...needs(name, gib), replicas: Replicas.two('a test'), ...props }, wide);
const wide = factsOf([worker('w1'), worker('w2'), worker('w3'), worker('w4')], { storage: {} });
const onNode = (node: string, gib: number) =>
  planOf(AvailabilityClass.SINGLE_POD_PINNED, { ...needs(`on-${node}`, gib), node: { name: node, reason: 'a test' } }, wide);
const driven = (plans: readonly Plan[], failure = 'node:w1') => {
  const analysis = analysisOf(wide, plans);
  return [...(analysis.room[analysis.failures.findIndex(({ id }) => id === failure)]?.sacrificed ?? [])].map(([app, { why }]) => `${app}: ${why}`);
};

test('the scheduler drives away two pods of a low priority rather than one of a higher one', () => {
  const plans = [many('web', 5), onNode('w3', 5), planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, needs('one', 3), wide)];
  expect(driven([...plans, planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, needs('two', 3), wide)])).toMatchInlineSnapshot(`
[
  "one/one: it makes room for web/web, which has a higher priority",
  "two/two: it makes room for web/web, which has a higher priority",
]
`);
});

test('who is driven away makes room for the app that did it, not for others that moved too', () => {
  expect(driven([many('web', 5), many('small', 1), onNode('w3', 5), onNode('w4', 4)])).toMatchInlineSnapshot(`
[
  "on-w3/on-w3: it makes room for web/web, which has a higher priority",
]
`);
});

test('an app with four pods that loses one to another serves with the rest', () => {
  const crowd = many('crowd', 2, { replicas: Replicas.of(4), priority: 'availability-job' });
  const outcome = outcomeOf(analysisOf(wide, [crowd, many('web', 5), onNode('w3', 1), onNode('w4', 1)]), 'node:w1', 'crowd/crowd');
  expect([inWords(outcome), outcome.why]).toMatchInlineSnapshot(`
[
  "degraded",
  "at least 1 of 4 pods serve, because it makes room for web/web, which has a higher priority",
]
`);
});

test('a place is proven only if the pods find it whether the largest come first or the smallest', () => {
  const app = (name: string, gib: number) => planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, needs(name, gib), facts);
  const fixed = (node: string, gib: number) =>
    planOf(AvailabilityClass.SINGLE_POD_PINNED, { ...needs(`on-${node}`, gib), node: { name: node, reason: 'a test' } }, facts);
  // Both start on w1. If the small one comes first, it takes the only node with room for the large one.
  const analysis = analysisOf(facts, [fixed('w2', 4), fixed('w3', 5), app('small', 2), app('large', 3)]);
  expect(['small', 'large'].map((name) => outcomeOf(analysis, 'node:w1', `${name}/${name}`).place)).toEqual([Place.PROVEN, Place.UNKNOWN]);
});

test('who makes room and may not run on what is repaired stays down until somebody moves the others back', () => {
  const given = factsOf([worker('w1'), worker('w2'), worker('w3')], { storage: {} });
  const top = planOf(AvailabilityClass.HIGHLY_AVAILABLE, { ...needs('top', 3), replicas: Replicas.two('a test') }, given);
  const wiki = (nodes: readonly string[]) => planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { ...needs('wiki', 5), placement: { nodes: [...nodes] } }, given);
  const ofWiki = (nodes: readonly string[]) => {
    const analysis = analysisOf(given, [top, wiki(nodes)]);
    const failure = analysis.failures.findIndex(({ id }) => id === 'node:w1');
    const app = analysis.apps.indexOf('wiki/wiki');
    return [analysis.outcomes[failure]?.[app]?.why, ...(analysis.explain(failure, app)?.steps ?? []).map(({ text, command }) => `${text} ${command}`)];
  };
  expect(ofWiki(['w2', 'w3'])).toMatchInlineSnapshot(`
[
  "perhaps down until a person acts, because it makes room for top/top, which has a higher priority, and it may not run on what is repaired, so that it stays down until somebody makes room again",
  "Start w1. kubectl get nodes --watch",
  "Once that is back, restart top/top pod by pod, so that its pods may go there and make room. kubectl -n top rollout restart deployment,statefulset -l app.kubernetes.io/name=top --field-manager=flux-client-side-apply",
  "See which pods still wait: kubectl describe says for what. kubectl get pods -A --field-selector=status.phase=Pending",
]
`);
  expect(ofWiki(['w1', 'w2', 'w3'])).toMatchInlineSnapshot(`
[
  "perhaps down until repair, because it makes room for top/top, which has a higher priority",
  "Start w1. kubectl get nodes --watch",
  "See which pods still wait: kubectl describe says for what. kubectl get pods -A --field-selector=status.phase=Pending",
]
`);
});

/** The third node is twice as large, and so liked best. */
const unlike = factsOf([worker('w1'), worker('w2'), worker('w3', { memory: Size.gib(16) })], { storage: {} });
const after = (failure: string, plans: readonly Plan[], app: string, given = unlike) => {
  const { place, why } = outcomeOf(analysisOf(given, plans), failure, app);
  return [place, ...(place === Place.UNKNOWN ? [why] : [])];
};

test('a place is proven if no start takes it, and only likely if an unlucky start does', () => {
  const wiki = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { ...needs('wiki', 3), placement: { nodes: ['w1', 'w2'] } }, unlike);
  const beside = (gib: number) => after('node:w1', [wiki, planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, needs('big', gib), unlike)], 'wiki/wiki');
  // Pods prefer the third node, but nothing keeps them from the second one.
  expect([beside(4), beside(5)]).toEqual([[Place.PROVEN], [Place.LIKELY]]);
});

test('an app that is not there in the start that is played is played there, too', () => {
  const given = factsOf([worker('w1', { memory: Size.gib(16) }), worker('w2', { memory: Size.gib(4) }), worker('w3')], { storage: {} });
  const wiki = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { ...needs('wiki', 2), placement: { nodes: ['w2', 'w3'] } }, given);
  const web = planOf(AvailabilityClass.HIGHLY_AVAILABLE, { ...needs('web', 2), replicas: Replicas.two('a test') }, given);
  // The wiki starts on the second node, and without the third one a pod of web comes there.
  expect(after('node:w3', [wiki, web], 'wiki/wiki', given)).toMatchInlineSnapshot(`
[
  "unknown",
  "perhaps down until repair, because the pods on w2 may leave it too little room",
]
`);
});

test('where copies are on fewer nodes, fewer nodes have to be filled', () => {
  const place = (replicas: number) => {
    const lab = { nodes: [worker('w1'), worker('w2'), worker('w3'), control('c1')], drbd: { pool: 'nvme', replicas } };
    const given = labFacts(lab);
    const wiki = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { ...needs('wiki', 3), volumes: [Volume.data('/db', { size: Size.gib(1) })] }, given);
    const big = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { ...needs('big', 5) }, given);
    return outcomeOf(analysisOf(given, [wiki, big], systemsOf(lab)), 'node:w1', 'wiki/wiki').place;
  };
  expect([place(3), place(2)]).toEqual([Place.PROVEN, Place.LIKELY]);
});

test('a port of the node keeps two pods of an app from one node', () => {
  const given = factsOf([worker('w1'), worker('w2'), worker('w3')], { storage: {} });
  const proxy = (network: AnyAppProps['network']) =>
    planOf(AvailabilityClass.HIGHLY_AVAILABLE, { ...needs('proxy', 1), replicas: Replicas.of(3), network }, given);
  const room = (plan: Plan) => {
    const analysis = analysisOf(given, [plan], [], { kinds: [FailureKind.NODE] });
    return [...(analysis.room[analysis.failures.findIndex(({ id }) => id === 'node:w1')]?.unsure ?? [])];
  };
  const http = Port.http(8080);
  expect([room(proxy({ ports: [http] })), room(proxy({ ports: [http.withHostPort(8080, 'a test')] }))]).toEqual([[], ['proxy/proxy']]);
});

test('a node that is too small is counted by the spread: no other node takes a second pod of a majority', () => {
  const given = factsOf([worker('w1'), worker('w2'), worker('w3', { memory: Size.gib(2) })], { storage: {} });
  const plan = planOf(AvailabilityClass.HIGHLY_AVAILABLE, { ...needs('votes', 3), majority: true, replicas: Replicas.two('a test') }, given);
  const { kind, why } = outcomeOf(analysisOf(given, [plan]), 'node:w1', 'votes/votes');
  expect([kind, plan.outcome?.kind]).toEqual([OutcomeKind.DOWN_UNTIL_REPAIR, OutcomeKind.DOWN_UNTIL_REPAIR]);
  expect([why, plan.outcome?.why]).toMatchInlineSnapshot(`
[
  "it serves only while 2 of its 2 pods run, and none may be left, and the one node that is left takes one at most",
  "it serves only while 2 of its 2 pods run, and each node that is left takes one at most, because the scheduler counts w3, too small for any: down until that node is back",
]
`);
});

test('who is driven to another node starts again, and who drives it waits for that', () => {
  const given = factsOf([worker('w1'), worker('w2'), worker('w3'), worker('w4', { roles: [NodeRole.INGRESS, NodeRole.MONITORING] })], { storage: {} });
  const web = planOf(AvailabilityClass.HIGHLY_AVAILABLE, { ...needs('web', 5), majority: true, replicas: Replicas.two('a test') }, given);
  const low = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { ...needs('low', 4), terminationGrace: Duration.minutes(10) }, given);
  const both = { ...low, fitting: ['w3', 'w4'], placement: { ...low.placement, value: { ...low.placement.value, nodes: ['w3', 'w4'] } } };
  const analysis = analysisOf(given, [web, both]);
  const said = ['w1', 'w2'].map((node) => ['web/web', 'low/low'].map((app) => inWords(outcomeOf(analysis, `node:${node}`, app))));
  expect(said).toMatchInlineSnapshot(`
[
  [
    "fails over in 71 s to 12 min 7 s; at best unaffected",
    "fails over in 1 s to 37 s; at best unaffected",
  ],
  [
    "fails over in 71 s to 12 min 7 s; at best unaffected",
    "fails over in 1 s to 37 s; at best unaffected",
  ],
]
`);
});

describe('where no node is lost', () => {
  const kubeadm = (sizes: readonly number[]) => {
    const given = factsOf([worker('w1'), worker('w2'), worker('w3')], { storage: {}, controlPlane: controlPlane({ distribution: Distribution.KUBEADM }) });
    const plans = sizes.map((gib, index) => planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, needs(`app${index}`, gib), given));
    const analysis = analysisOf(given, amongOthers(plans, given));
    return plans.map((_, index) => {
      const { place, kind } = outcomeOf(analysis, 'api:c1.lab.example', `app${index}/app${index}`);
      return `${place}: ${kind}`;
    });
  };

  test('those evicted while the API had no address are sure of a place where the others cannot fill all nodes', () => {
    expect([kubeadm([3, 3, 3]), kubeadm([5, 5, 2, 2, 2])]).toMatchInlineSnapshot(`
[
  [
    "proven: fails over",
    "proven: fails over",
    "proven: fails over",
  ],
  [
    "likely: fails over",
    "likely: fails over",
    "proven: fails over",
    "proven: fails over",
    "proven: fails over",
  ],
]
`);
  });

  test('a cut of which the control plane sees both sides moves only what its storage moves, with a proven place', () => {
    const drbd = { pool: 'nvme' };
    const nodes = [
      worker('a1', { site: 'a' }),
      worker('b1', { site: 'b' }),
      worker('b2', { site: 'b' }),
      worker('b3', { site: 'b', roles: [NodeRole.WORKER] }),
    ];
    const managed = labFacts({
      nodes,
      drbd,
      links: [{ from: 'a', to: 'b', roundTrip: Duration.millis(2) }],
      controlPlane: controlPlane({ distribution: Distribution.MANAGED, servers: [], datastore: Datastore.EXTERNAL }),
    });
    const data = (name: string, gib: number) =>
      planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { ...needs(name, gib), volumes: [Volume.data('/data', { size: Size.gib(1) })] }, managed);
    const onceCut = (plans: readonly Plan[]) => {
      const analysis = analysisOf(managed, plans, systemsOf({ drbd }));
      return plans.map(({ ask: { name } }) => {
        const outcome = outcomeOf(analysis, 'link:a+b', `${name}/${name}`);
        return `${name}: ${inWords(outcome)}, ${outcome.place}`;
      });
    };
    const plain = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, needs('plain', 3), managed);
    expect([onceCut([data('one', 3), plain]), onceCut([data('one', 3), data('two', 5), data('three', 5)])]).toMatchInlineSnapshot(`
[
  [
    "one: fails over in 22 s to 3 min 7 s; at best unaffected, proven",
    "plain: unaffected, not needed",
  ],
  [
    "one: down until repair; at best unaffected, unknown",
    "two: down until repair; at best unaffected, unknown",
    "three: down until repair; at best unaffected, unknown",
  ],
]
`);
  });
});
