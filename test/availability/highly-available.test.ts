import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass, Budget, Replicas } from '../../lib/availability/ask/workload';
import { OutcomeKind } from '../../lib/availability/model/outcome';
import { NodeRole } from '../../lib/cluster/node';
import { FateKind } from '../../lib/cluster/site';
import { Cpu, Duration, Size } from '../../lib/cluster/units';
import { type AnyAppProps, controlPlane, facts, factsOf, messagesOf, planOf, planWithoutFacts, worker } from '../support';

const HA = AvailabilityClass.HIGHLY_AVAILABLE;
const HOSTNAME = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';
const REGION = 'topology.kubernetes.io/region';
const TWO = Replicas.two('there are two nodes');
const DATA = Volume.data('/data', { size: Size.gib(1) });

function plan(overrides: Partial<AnyAppProps> = {}, given = facts()) {
  return planOf(HA, overrides, given);
}

/** That many workers without storage, in these zones in turn. */
function workers(count: number, ...zones: string[]) {
  const sites = [{ name: 'home', zones: ['home', ...zones] }];
  const nodes = Array.from({ length: count }, (_, index) => worker(`w${index + 1}`, zones.length === 0 ? {} : { zone: zones[index % zones.length] }));
  return factsOf(nodes, { sites, storage: {} });
}

describe('the pods of a highly available app', () => {
  test('are three, because one may die while another is drained', () => {
    expect(plan().replicas).toEqual({ value: 3, why: 'the class: one pod may die while another is drained' });
  });

  test('are two for a reason, or as many as asked for', () => {
    expect(plan({ replicas: TWO }).replicas).toEqual({ value: 2, why: 'there are two nodes' });
    expect(plan({ replicas: Replicas.of(4) }, workers(4)).replicas).toEqual({ value: 4, why: 'asked for' });
  });

  test('are a Deployment when they keep nothing, else a StatefulSet with a volume for each', () => {
    expect(plan().workload).toEqual({ value: 'Deployment', why: 'its pods are interchangeable' });
    const { workload, claims } = plan({ volumes: [DATA] });
    expect(workload).toEqual({ value: 'StatefulSet', why: 'it replicates its own data, with one volume per pod' });
    expect(claims).toEqual([
      {
        volume: DATA,
        name: 'data',
        perPod: true,
        accessMode: 'ReadWriteOnce',
        storageClass: 'drbd-local',
        why: 'the app replicates its own data, one volume per pod',
      },
    ]);
  });

  test('run on the nodes that have the pool of their local volumes', () => {
    const given = factsOf([worker('w1'), worker('w2'), worker('w3', { roles: [NodeRole.WORKER], pools: [] }), worker('w4')]);
    expect(plan({ volumes: [DATA] }, given).placement.value.nodes).toEqual(['w1', 'w2', 'w4']);
    expect(plan({}, given).placement.value.nodes).toEqual(['w1', 'w2', 'w3', 'w4']);
  });

  test('do not keep away from other apps, and drive lower priorities out', () => {
    const { apart, priority } = plan();
    expect(apart).toEqual({ value: false, why: 'its own pods spread over the nodes instead' });
    expect(priority).toEqual({ value: 'availability-highly-available', why: 'other apps are reached through it, and each node has few of its pods' });
  });
});

describe('the spread of a highly available app', () => {
  test('is hard over the nodes when there are enough', () => {
    expect(plan().spread).toEqual({
      value: [{ topologyKey: HOSTNAME, hard: true, perRevision: false }],
      why: 'each pod starts on a node with the fewest of them',
    });
  });

  test('is hard with more pods than nodes, too: each takes its share', () => {
    expect(plan({ replicas: Replicas.of(6) }).spread).toEqual({
      value: [{ topologyKey: HOSTNAME, hard: true, perRevision: false }],
      why: 'each pod starts on a node with the fewest of them',
    });
  });

  test('leaves none of two nodes without a pod, also after one of them was away', () => {
    for (const replicas of [Replicas.two('a test'), Replicas.of(3)])
      expect(plan({ replicas }, workers(2)).spread).toEqual({
        value: [{ topologyKey: HOSTNAME, hard: true, perRevision: false, minDomains: 2 }],
        why: 'each pod starts on a node with the fewest of them, and while fewer than 2 nodes are there, each has one at most',
      });
  });

  test('gives each pod of a majority its own node, as long as there are as many', () => {
    const domains = (count: number, nodes: number) => plan({ majority: true, replicas: Replicas.of(count) }, workers(nodes)).spread.value[0]?.minDomains;
    expect([domains(3, 3), domains(3, 5), domains(5, 3)]).toEqual([3, 3, undefined]);
  });

  test('gives each pod with data on its node one of its own, because it never leaves it', () => {
    const domains = (count: number, nodes: number) => {
      const local = { storage: { classes: [{ name: 'local', nodeLocal: true }] } };
      const names = Array.from({ length: nodes }, (_, index) => `w${index + 1}`);
      return plan(
        { volumes: [DATA], replicas: Replicas.of(count) },
        factsOf(
          names.map((name) => worker(name)),
          local,
        ),
      ).spread.value[0]?.minDomains;
    };
    expect([domains(3, 3), domains(3, 5), domains(6, 3)]).toEqual([3, 3, 3]);
  });

  test('is soft when all pods share one node', () => {
    expect(plan({}, workers(1)).spread).toEqual({
      value: [{ topologyKey: HOSTNAME, hard: false, perRevision: true }],
      why: 'preferably over different nodes',
    });
  });

  test('counts each version for itself only where Kubernetes can', () => {
    const nodes = [worker('w1'), worker('w2'), worker('w3')];
    expect(plan({}, factsOf(nodes.slice(0, 1), { storage: {}, controlPlane: controlPlane({ version: '1.26.9' }) })).spread.value).toEqual([
      { topologyKey: HOSTNAME, hard: false, perRevision: false },
    ]);
  });

  test('is soft over zones, when the nodes are in several', () => {
    expect(plan({}, workers(3, 'attic', 'cellar')).spread).toEqual({
      value: [
        { topologyKey: HOSTNAME, hard: true, perRevision: false },
        { topologyKey: ZONE, hard: false, perRevision: true },
      ],
      why: 'each pod starts on a node with the fewest of them, and preferably over the zones attic and cellar',
    });
  });

  test('is soft over regions, when the sites name several', () => {
    const sites = [
      { name: 'home', region: 'north' },
      { name: 'away', region: 'south' },
    ];
    const given = factsOf([worker('w1'), worker('w2'), worker('w3', { site: 'away' })], { sites, storage: {} });
    expect(plan({}, given).spread.value.map(({ topologyKey, hard }) => [topologyKey, hard])).toEqual([
      [HOSTNAME, true],
      [ZONE, false],
      [REGION, false],
    ]);
  });
});

describe('the rollout of a highly available app', () => {
  test('takes an old pod away first when every node has one', () => {
    expect(plan().rollout).toEqual({
      value: { recreate: false, maxSurge: 0, maxUnavailable: 1 },
      why: '3 pods on 3 nodes: an extra one would share a node with another, and might stay there, so an old pod stops first',
    });
  });

  test('starts a new pod first when a node is free', () => {
    expect(plan({}, workers(4)).rollout).toEqual({
      value: { recreate: false, maxSurge: 1, maxUnavailable: 0 },
      why: 'a new pod starts before an old one stops, so there are never fewer pods',
    });
    expect(plan({ replicas: TWO }).rollout.value.maxSurge).toBe(1);
  });

  test('takes an old pod away first when the nodes have several each', () => {
    expect(plan({ replicas: Replicas.of(6) }).rollout).toEqual({
      value: { recreate: false, maxSurge: 0, maxUnavailable: 1 },
      why: '6 pods on 3 nodes: an extra one would share a node with another, and might stay there, so an old pod stops first',
    });
    expect(plan({ replicas: Replicas.of(5) }).rollout.why).toMatch(/^5 pods on 3 nodes: /);
  });

  test('does not count a node that is too small for a pod', () => {
    const given = factsOf([worker('w1'), worker('w2'), worker('w3'), worker('w4', { cpu: Cpu.millis(150) })]);
    expect(plan({}, given).rollout.value).toEqual({ recreate: false, maxSurge: 0, maxUnavailable: 1 });
  });
});

describe('the budget of a highly available app', () => {
  test('lets one pod go at a time', () => {
    expect(plan().budget).toEqual({ value: { maxUnavailable: 1 }, why: 'drains stop one pod at a time' });
    expect(plan({ replicas: Replicas.two('a test') }, workers(2)).budget).toEqual({ value: { maxUnavailable: 1 }, why: 'drains stop one pod at a time' });
  });

  test('lets all pods of one of two nodes go, because the other takes none of them', () => {
    expect(plan({}, workers(2)).budget).toEqual({
      value: { maxUnavailable: 2 },
      why: 'a drain stops all pods of a node: while it is away, no other takes them',
    });
    expect(messagesOf(HA, { budget: Budget.minAvailable(2) }, workers(2))).toMatchInlineSnapshot(`
      "HA-BUDGET-BLOCKS-DRAINS  lab/worker/blog: a budget that lets a drain evict 1 of 3 pods, but one of two nodes has up to 2, and while it is drained the other takes none of them.
                               Leave budget out."
    `);
    expect(messagesOf(HA, { budget: Budget.minAvailable(1) }, workers(2))).toBe('');
  });

  test('is what was asked for', () => {
    expect(plan({ budget: Budget.maxUnavailable(2) }).budget).toEqual({ value: { maxUnavailable: 2 }, why: 'asked for' });
    expect(plan({ budget: Budget.minAvailable(2) }).budget).toEqual({ value: { minAvailable: 2 }, why: 'asked for' });
    // Where other nodes take the pods of a drained one, one at a time is enough for any number.
    expect(messagesOf(HA, { replicas: Replicas.of(6), budget: Budget.maxUnavailable(1) }, workers(3))).toBe('');
  });
});

describe('the death of a node of a highly available app', () => {
  test('takes nothing down, but some connections go to the dead pod until it is found out', () => {
    expect(plan().outcome).toEqual({
      kind: OutcomeKind.DEGRADED,
      why: 'the pods on other nodes keep serving; for 40 s to 62 s some new connections still go to dead pods',
    });
    expect(plan().toleration).toEqual({ value: 30, why: 'the other pods keep serving; long enough for a reboot' });
  });

  test('leaves what the fullest node does not have', () => {
    expect(plan({ replicas: Replicas.of(6) }).outcome?.why).toBe(
      // When another node was away before, each of the other two has three.
      'at least 3 of 6 pods keep serving; for 40 s to 62 s some new connections still go to dead pods',
    );
    expect(plan({}, workers(2)).outcome?.why).toMatch(/^at least 1 of 3 pods keeps serving; /);
  });

  test('takes all down when all pods are on one node', () => {
    expect(plan({}, workers(1)).outcome).toEqual({ kind: OutcomeKind.DOWN_UNTIL_REPAIR, why: 'all its pods are on one node: down until that node is back' });
  });
});

test('a highly available app without a cluster spreads softly and rolls without a gap', () => {
  const free = planWithoutFacts(HA);
  expect(free.spread).toEqual({
    value: [{ topologyKey: HOSTNAME, hard: false, perRevision: false }],
    why: 'preferably over different nodes: without facts the number of nodes is unknown',
  });
  expect(free.rollout.value).toEqual({ recreate: false, maxSurge: 1, maxUnavailable: 0 });
  expect(free.outcome).toBeUndefined();
});

test('a number of replicas that is none is refused, before anything is counted with it', () => {
  const said = (count: number) => messagesOf(HA, { replicas: Replicas.of(count), volumes: [Volume.data('/data', { size: Size.gib(1) })] }, workers(3));
  expect([said(Number.NaN), said(2.5), said(-1), said(5e9)].join('\n')).toMatchInlineSnapshot(`
    "HA-TOO-FEW-REPLICAS  lab/worker/blog: NaN replicas, but the class needs two pods left when one is gone.
                         Leave replicas out for 3, or make the app a SinglePodFlexible.
    HA-TOO-FEW-REPLICAS  lab/worker/blog: 2.5 replicas, but the class needs two pods left when one is gone.
                         Leave replicas out for 3, or make the app a SinglePodFlexible.
    HA-TOO-FEW-REPLICAS  lab/worker/blog: -1 replicas, but the class needs two pods left when one is gone.
                         Leave replicas out for 3, or make the app a SinglePodFlexible.
    HA-MAX-REPLICAS  lab/worker/blog: 5000000000 replicas, but a cluster has at most 150000 pods.
                     Use fewer replicas."
  `);
});

test('no budget holds back the drain of the only node that can run it', () => {
  const props = { replicas: Replicas.two('a test'), budget: Budget.maxUnavailable(1) };
  expect(planOf(AvailabilityClass.HIGHLY_AVAILABLE, props, factsOf([worker('w1')], { storage: {} })).budget).toEqual({
    value: undefined,
    why: 'a drain of its only node stops it anyway, and must not be blocked',
  });
});

describe('an app that needs a majority of its pods', () => {
  const quorum = (nodes: number, replicas: Replicas, more: Partial<AnyAppProps> = {}) => plan({ majority: true, replicas, ...more }, workers(nodes));

  test('goes on when one of three nodes dies, and not when one of two does', () => {
    expect(quorum(3, Replicas.of(3)).outcome).toMatchObject({ kind: OutcomeKind.DEGRADED });
    expect(quorum(2, TWO).outcome).toMatchObject({
      kind: OutcomeKind.FAILS_OVER,
      why: 'it serves only while 2 of its 2 pods run, and lost ones start elsewhere: detection 40 s to 60 s, eviction 0 s, toleration 30 s, start 1 s to 37 s',
    });
    const own = { volumes: [Volume.data('/data', { size: Size.gib(1) })] };
    expect(quorum(2, TWO, own).outcome).toMatchObject({
      kind: OutcomeKind.DOWN_UNTIL_ACTION,
      why: 'it serves only while 2 of its 2 pods run, and none may be left: down until that node is back, or a person says that it is off',
    });
    expect(quorum(2, Replicas.of(5)).outcome).toMatchObject({ kind: OutcomeKind.FAILS_OVER });
    // Once another was away, two nodes have them all.
    expect(quorum(3, Replicas.of(5)).outcome).toMatchObject({ kind: OutcomeKind.FAILS_OVER });
    expect(quorum(5, Replicas.of(5)).outcome).toMatchObject({ kind: OutcomeKind.DEGRADED });
  });

  test('is refused an objective that the loss of its majority breaks', () => {
    expect(messagesOf(HA, { majority: true, replicas: TWO, objective: { rto: Duration.minutes(2) } }, workers(2))).toMatchInlineSnapshot(`
"HA-MAJORITY-LOST  lab/worker/blog: 2 replicas on 2 nodes, of which 2 must run, but one node may take 2 once another was away, and the app is then down until its pods run elsewhere.
                  Use an odd number of replicas, three or more, on as many nodes, or accept it with a reason.

OBJECTIVE-UNREACHABLE  lab/worker/blog: back within 2 min, but it serves only while 2 of its 2 pods run, and lost ones start elsewhere: detection 40 s to 60 s, eviction 0 s, toleration 30 s, start 1 s to 37 s.
                       Use at least three replicas on three nodes, raise the objective, or leave it out."
`);
    expect(messagesOf(HA, { majority: true, replicas: TWO, objective: { rto: Duration.minutes(2) }, volumes: [DATA] }, workers(2))).toMatchInlineSnapshot(`
"HA-MAJORITY-LOST  lab/worker/blog: 2 replicas on 2 nodes, of which 2 must run, but one node may take 2 once another was away, and the app is then down until it is back, or a person says that it is off.
                  Use an odd number of replicas, three or more, on as many nodes, or accept it with a reason.

OBJECTIVE-UNREACHABLE  lab/worker/blog: back within 2 min, but it serves only while 2 of its 2 pods run, and none may be left: down until that node is back, or a person says that it is off.
                       Use at least three replicas on three nodes, or leave the objective out."
`);
  });

  test('keeps its majority during a drain, and its pods depend on no one thing', () => {
    expect(messagesOf(HA, { majority: true, budget: Budget.maxUnavailable(2) }, workers(3))).toMatchInlineSnapshot(`
      "HA-BUDGET-KEEPS-NOTHING  lab/worker/blog: a budget that lets a drain evict 2 of 3 pods, but the app serves only while 2 run.
                               Leave budget out, or use Budget.minAvailable(2)."
    `);
    // Of two, a drain has to stop one.
    expect(messagesOf(HA, { majority: true, replicas: TWO, budget: Budget.maxUnavailable(1) }, workers(3))).not.toContain('HA-BUDGET');
    const rack = { name: 'rack', kind: FateKind.POWER, nodes: ['w1', 'w2'] };
    expect(messagesOf(HA, { majority: true }, { ...workers(3), sharedFates: [rack] })).toMatchInlineSnapshot(`
      "HA-SHARED-FATE  lab/worker/blog: 2 of 3 pods that may all depend on rack (power: w1 and w2), but when that fails, a highly available app is to keep serving, and this one needs 2.
                      Add a node that stands apart, or accept it with a reason."
    `);
    expect(messagesOf(HA, {}, { ...workers(3), sharedFates: [rack] })).toBe('');
  });
});
