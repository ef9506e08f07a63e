import { Allow } from '../../lib/availability/ask/container/security';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass, Budget, Replicas } from '../../lib/availability/ask/workload';
import { Cpu, Size } from '../../lib/cluster/units';
import { type AnyAppProps, facts, factsOf, findingsOf, messagesOf, RESOURCES, worker } from '../support';

const TWO_NODES = factsOf([worker('w1'), worker('w2')], { storage: {} });

function said(overrides: Partial<AnyAppProps>, given = facts()): string {
  return messagesOf(AvailabilityClass.HIGHLY_AVAILABLE, overrides, given);
}

test('nothing is said against three replicas on three nodes, or two for a reason on two', () => {
  expect(said({})).toBe('');
  expect(said({ replicas: Replicas.two('there are two nodes') }, TWO_NODES)).toBe('');
});

test('nothing is said against more replicas than nodes, which share them', () => {
  expect(said({}, TWO_NODES)).toBe('');
  expect(said({ replicas: Replicas.of(5) })).toBe('');
  expect(said({ replicas: Replicas.of(6) })).toBe('');
});

test('refuses three replicas when only two nodes have room for one', () => {
  const given = factsOf([worker('w1'), worker('w2'), worker('w3', { cpu: Cpu.millis(150) })]);
  expect(said({}, given)).toMatchInlineSnapshot(`
"HA-SPREAD-UNSATISFIABLE  lab/worker/blog: 3 replicas, but of the 3 nodes that the scheduler counts only 2 can run it (w1, w2), and none takes a second pod while another has none.
                         Use Replicas.two(reason), give the other nodes all that it needs, or leave them out with placement.nodes."
`);
  expect(said({ placement: { nodes: ['w1', 'w2'] } }, given)).toBe('');
});

test('refuses replicas that a node has no room for its share of', () => {
  const small = (name: string) => worker(name, { cpu: Cpu.millis(250) });
  expect(said({ replicas: Replicas.of(6) }, factsOf([worker('w1'), worker('w2'), small('w3')]))).toMatchInlineSnapshot(`
    "HA-SPREAD-UNSATISFIABLE  lab/worker/blog: 6 replicas on 3 nodes, 2 each, but w3 has no room for 2.
                             Use Replicas.of(3), request less, or make that node bigger."
  `);
  expect(said({ replicas: Replicas.of(5) }, factsOf([worker('w1'), small('w2'), small('w3')]))).toMatchInlineSnapshot(`
    "HA-SPREAD-UNSATISFIABLE  lab/worker/blog: 5 replicas on 3 nodes, up to 2 each, but w2 and w3 have no room for 2.
                             Use Replicas.of(3), request less, or make these nodes bigger."
  `);
  expect(said({ replicas: Replicas.of(5) }, factsOf([worker('w1'), worker('w2'), small('w3')]))).toBe('');
  const uneven = factsOf([worker('w1'), worker('w2'), worker('w3', { memory: Size.gib(4) })]);
  const memory = { cpu: Cpu.millis(10), memory: Size.mib(1900), memoryLimit: Size.mib(1900) };
  expect(said({ replicas: Replicas.of(7), resources: memory }, uneven)).toContain('7 replicas on 3 nodes, up to 3 each, but w3 has no room for 2.');
});

test('refuses more replicas than nodes with their hardware, when another node has the role too', () => {
  const gpu = (name: string) => worker(name, { extendedResources: { 'amd.com/gpu': 2 } });
  const props = { replicas: Replicas.of(4), resources: { ...RESOURCES, extended: { 'amd.com/gpu': 1 } } };
  expect(said(props, factsOf([gpu('w1'), gpu('w2'), worker('w3')]))).toMatchInlineSnapshot(`
"HA-SPREAD-UNSATISFIABLE  lab/worker/blog: 4 replicas, but of the 3 nodes that the scheduler counts only 2 can run it (w1, w2), and none takes a second pod while another has none.
                         Use Replicas.two(reason), give the other nodes all that it needs, or leave them out with placement.nodes."
`);
  expect(said(props, factsOf([gpu('w1'), gpu('w2')]))).toBe('');
});

test('warns when all replicas would be on one node', () => {
  const cramped = factsOf([worker('w1'), worker('w2', { cpu: Cpu.millis(150) })], { storage: {} });
  expect(said({}, cramped)).toContain('3 replicas, but only w1 has room for one (2 nodes have the role worker), so the app goes down with that node.');
  expect(said({}, factsOf([worker('w1')], { storage: {} }))).toMatchInlineSnapshot(`
"HA-ONE-NODE  lab/worker/blog: 3 replicas, but only w1 can run them (1 node has the role worker), so the app goes down with that node.
             Add another node with this role, or accept the risk with a reason."
`);
});

test('refuses pods that are too big for every node', () => {
  expect(said({ resources: { ...RESOURCES, cpu: Cpu.cores(8) } })).toMatchInlineSnapshot(`
    "FIT-NO-NODE  lab/worker/blog: 8 cores and 128Mi of memory, but the nodes have this for pods: w1 3900m and 7580Mi, w2 3900m and 7580Mi, w3 3900m and 7580Mi.
                 Request less, or make a node bigger."
  `);
});

test('refuses one replica', () => {
  expect(said({ replicas: Replicas.of(1) })).toMatchInlineSnapshot(`
    "HA-TOO-FEW-REPLICAS  lab/worker/blog: 1 replica, but the class needs two pods left when one is gone.
                         Leave replicas out for 3, or make the app a SinglePodFlexible."
  `);
  // That a single pod goes down with its node needs no second finding.
  expect(said({ replicas: Replicas.of(1) }, factsOf([worker('w1')], { storage: {} }))).not.toContain('HA-ONE-NODE');
});

test('refuses two replicas without a reason', () => {
  const text = [
    'HA-TOO-FEW-REPLICAS  lab/worker/blog: 2 replicas without a reason, but with two, a drain during a failure stops the app.',
    '                     Use Replicas.two(reason), or three replicas.',
  ].join('\n');
  expect(said({ replicas: Replicas.of(2) })).toBe(text);
  expect(said({ replicas: Replicas.two(' ') })).toBe(text);
});

test('refuses more replicas than the app bears', () => {
  const given = factsOf(['w1', 'w2', 'w3', 'w4', 'w5'].map((name) => worker(name)));
  expect(said({ maxReplicas: 4, replicas: Replicas.of(5) }, given)).toMatchInlineSnapshot(`
    "HA-MAX-REPLICAS  lab/worker/blog: 5 replicas, but the app supports at most 4.
                     Use Replicas.of(4)."
  `);
  expect(said({ maxReplicas: 3 }, given)).toBe('');
});

test('refuses an app that bears only one pod', () => {
  expect(said({ maxReplicas: 1 })).toMatchInlineSnapshot(`
    "HA-MAX-REPLICAS  lab/worker/blog: maxReplicas: 1, but a highly available app runs at least two pods.
                     Make it a SinglePodFlexible."
  `);
});

test('refuses a budget that never lets a pod go', () => {
  expect(said({ budget: Budget.maxUnavailable(0) })).toMatchInlineSnapshot(`
    "HA-BUDGET-BLOCKS-DRAINS  lab/worker/blog: maxUnavailable: 0, but then no node with one of the pods can ever be drained.
                             Leave budget out, or use Budget.minAvailable(2)."
  `);
});

test('refuses a budget that keeps every pod', () => {
  expect(said({ budget: Budget.minAvailable(3) })).toMatchInlineSnapshot(`
    "HA-BUDGET-BLOCKS-DRAINS  lab/worker/blog: minAvailable: 3 of 3, but then no node with one of the pods can ever be drained.
                             Leave budget out, or use Budget.minAvailable(2)."
  `);
});

test('refuses a budget that keeps more pods than there are', () => {
  expect(findingsOf(AvailabilityClass.HIGHLY_AVAILABLE, { budget: Budget.minAvailable(4) }).map(({ code }) => code)).toEqual(['HA-BUDGET-BLOCKS-DRAINS']);
});

test('refuses a budget that lets every pod go', () => {
  expect(said({ budget: Budget.maxUnavailable(3) })).toMatchInlineSnapshot(`
    "HA-BUDGET-KEEPS-NOTHING  lab/worker/blog: a budget that lets a drain evict 3 of 3 pods, but the class always keeps one.
                             Leave budget out, or use Budget.minAvailable(2)."
  `);
  expect(said({ budget: Budget.minAvailable(0) })).toMatchInlineSnapshot(`
    "HA-BUDGET-KEEPS-NOTHING  lab/worker/blog: a budget that lets a drain evict 3 of 3 pods, but the class always keeps one.
                             Leave budget out, or use Budget.minAvailable(2)."
  `);
});

test('takes a budget that leaves room for one drain and keeps a pod', () => {
  for (const budget of [Budget.maxUnavailable(1), Budget.maxUnavailable(2), Budget.minAvailable(1), Budget.minAvailable(2)]) expect(said({ budget })).toBe('');
});

test('refuses a claim for one writer under several pods', () => {
  expect(said({ volumes: [Volume.claim('/data', { claimName: 'shared' })] })).toMatchInlineSnapshot(`
    "CLAIM-TWO-WRITERS  lab/worker/blog: the claim shared for several pods, but ReadWriteOnce allows only one node.
                       Set readWriteMany if several nodes may mount the claim, use Volume.data for a volume per pod, or make the app a SinglePodFlexible."
  `);
});

test('refuses it even if they only read: nodes attach it, not writers', () => {
  expect(said({ volumes: [Volume.claim('/data', { claimName: 'shared', readOnly: true })] })).toContain('the claim shared for several pods');
  expect(said({ volumes: [Volume.claim('/data', { claimName: 'shared', readOnly: true, readWriteMany: true })] })).toBe('');
});

test('takes a claim that many may write, and data of each pod', () => {
  expect(said({ volumes: [Volume.claim('/data', { claimName: 'shared', readWriteMany: true })] })).toBe('');
  expect(said({ volumes: [Volume.data('/data', { size: Size.gib(1) })] })).toBe('');
});

test('refuses a host path', () => {
  expect(said({ volumes: [Volume.hostPath('/srv')] })).toMatchInlineSnapshot(`
    "HA-BOUND-TO-NODE  lab/worker/blog: /srv of a node, but the pods of a highly available app run on several nodes.
                      Remove it, say in onEveryNode why it is the same everywhere, or make the app a SinglePodPinned."
  `);
});

test('refuses a device', () => {
  const given = factsOf([worker('w1', { devices: [{ name: 'stick', path: '/dev/stick', group: 20 }] }), worker('w2'), worker('w3')]);
  expect(said({ volumes: [Volume.device('stick')], security: { allow: [Allow.privileged('opens it')] } }, given)).toMatchInlineSnapshot(`
    "HA-BOUND-TO-NODE  lab/worker/blog: stick of a node, but the pods of a highly available app run on several nodes.
                      Remove it, or make the app a SinglePodPinned."
  `);
});
