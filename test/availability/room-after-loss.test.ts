import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass, Replicas } from '../../lib/availability/ask/workload';
import { checkApps } from '../../lib/availability/fleet/rules';
import type { Plan } from '../../lib/availability/model/plan';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import { Cpu, Duration, Size } from '../../lib/cluster/units';
import { type AnyAppProps, agentOf, factsOf, messages, only, planOf, worker } from '../support';

const { SINGLE_POD_FLEXIBLE, SINGLE_POD_PINNED, HIGHLY_AVAILABLE } = AvailabilityClass;
/** Three nodes with 3900m and 7580Mi for pods each. */
const THREE = factsOf([worker('w1'), worker('w2'), worker('w3')]);

function asks(mib: number, millis = 10) {
  return { resources: { cpu: Cpu.millis(millis), memory: Size.mib(mib), memoryLimit: Size.mib(mib) } };
}
const flexible = (name: string, mib: number, overrides: Partial<AnyAppProps> = {}) => planOf(SINGLE_POD_FLEXIBLE, { name, ...asks(mib), ...overrides }, THREE);
const many = (mib: number, overrides: Partial<AnyAppProps> = {}) => planOf(HIGHLY_AVAILABLE, { name: 'ha', ...asks(mib), ...overrides }, THREE);
const pinned = (name: string, node: string, mib: number) => planOf(SINGLE_POD_PINNED, { name, ...asks(mib), node: { name: node, reason: 'a test' } }, THREE);

/** `w1: w2 and w3 then lack 1Gi of memory`, for each node after whose death there is too little room. */
function lacks(...plans: Plan[]): string[] {
  return checkApps(plans, THREE)
    .filter(({ code }) => code === 'CAPACITY-ON-LOSS')
    .map(({ path, allowed }) => `${path.split('/').at(-1)}: ${allowed.replace(/^but (.*) for all of them, so some stay down$/, '$1')}`);
}

describe('after the death of a node', () => {
  const between = { placement: { nodes: ['w1', 'w2'] } };

  test('there may be room to the last bit', () => {
    expect(lacks(flexible('a', 3790, between), flexible('b', 3790, between))).toEqual([]);
    expect(lacks(flexible('a', 3790, between), flexible('b', 3791, between))).toEqual(['w1: w2 then lacks 1Mi of memory', 'w2: w1 then lacks 1Mi of memory']);
  });

  test('pods of which two fit on no node need one each', () => {
    const three = (mib: number, millis = 10) => lacks(...['a', 'b', 'c'].map((name) => flexible(name, mib, asks(mib, millis))));
    expect(three(3790)).toEqual([]);
    expect(three(3791)).toEqual([
      'w1: w2 and w3 then lack room for 3 pods, each with more than half the memory of a node',
      'w2: w1 and w3 then lack room for 3 pods, each with more than half the memory of a node',
      'w3: w1 and w2 then lack room for 3 pods, each with more than half the memory of a node',
    ]);
    expect(three(10, 1950)).toEqual([]);
    expect(three(10, 1951)[0]).toBe('w1: w2 and w3 then lack room for 3 pods, each with more than half the cores of a node');
    expect(lacks(flexible('a', 3791), flexible('b', 3791))).toEqual([]);
  });

  test('all that is lacking is told, not what is found first', () => {
    const three = ['a', 'b', 'c'].map((name) => flexible(name, 5100, asks(5100, 2000)));
    expect(lacks(...three)).toMatchInlineSnapshot(`
[
  "w1: w2 and w3 then lack room for 3 pods, each with more than half the memory of a node",
  "w2: w1 and w3 then lack room for 3 pods, each with more than half the memory of a node",
  "w3: w1 and w2 then lack room for 3 pods, each with more than half the memory of a node",
]
`);
    expect(lacks(flexible('a', 3791, { ...between, ...asks(3791, 1951) }), flexible('b', 3791, { ...between, ...asks(3791, 1951) }))).toMatchInlineSnapshot(`
[
  "w1: w2 then lacks 2Mi of memory and 2m cores",
  "w2: w1 then lacks 2Mi of memory and 2m cores",
]
`);
  });

  test('room must be on one node: what runs does not move to make it', () => {
    const apps = (count: number, mib: number) => Array.from({ length: count }, (_, index) => flexible(`app-${index}`, mib));
    // Two nodes have room for two of them each.
    expect(lacks(...apps(4, 3000))).toEqual([]);
    expect(lacks(...apps(5, 3000))).toMatchInlineSnapshot(`
      [
        "w1: w2 and w3 then lack 1420Mi of memory on one node",
        "w2: w1 and w3 then lack 1420Mi of memory on one node",
        "w3: w1 and w2 then lack 1420Mi of memory on one node",
      ]
    `);
    // All would fit, if the small ones were together.
    expect(lacks(flexible('big', 5000), ...apps(4, 2500))).toMatchInlineSnapshot(`
      [
        "w2: w1 and w3 then lack 2420Mi of memory on one node",
      ]
    `);
    expect(lacks(flexible('big', 5000), ...apps(2, 2500))).toEqual([]);
  });

  test('room is also that of the hardware which apps request', () => {
    const gpu = 'gpu.intel.com/i915';
    const given = (...counts: number[]) =>
      factsOf(counts.map((count, index) => worker(`w${index + 1}`, count === 0 ? {} : { extendedResources: { [gpu]: count } })));
    const app = (name: string, facts: ClusterFacts) =>
      planOf(SINGLE_POD_FLEXIBLE, { name, resources: { ...asks(10).resources, extended: { [gpu]: 1 } }, objective: { rto: Duration.minutes(5) } }, facts);
    const said = (facts: ClusterFacts) => messages(checkApps([app('a', facts), app('b', facts)], facts));
    expect(said(given(1, 1, 0))).toMatchInlineSnapshot(`
      "CAPACITY-ON-LOSS  lab/nodes/w1: apps that move when w1 dies, but w2 then lacks 1 gpu.intel.com/i915 for all of them, so some stay down.
                        Request less, make the other nodes bigger, or accept it with a reason. Priorities decide which apps start first.

      CAPACITY-ON-LOSS  lab/nodes/w2: apps that move when w2 dies, but w1 then lacks 1 gpu.intel.com/i915 for all of them, so some stay down.
                        Request less, make the other nodes bigger, or accept it with a reason. Priorities decide which apps start first.

      OBJECTIVE-WITHOUT-ROOM  lab/worker/a: back within 5 min, but when w1 dies, w2 then lacks 1 gpu.intel.com/i915 for all apps that move, and it may be one that stays down, whatever its priority.
                              Request less, make the other nodes bigger, or leave the objective out.

      OBJECTIVE-WITHOUT-ROOM  lab/worker/b: back within 5 min, but when w1 dies, w2 then lacks 1 gpu.intel.com/i915 for all apps that move, and it may be one that stays down, whatever its priority.
                              Request less, make the other nodes bigger, or leave the objective out."
    `);
    expect(said(given(1, 1, 1))).toBe('');
    expect(said(given(2, 2, 0))).toBe('');
    // The pod of an agent ends with its node.
    const both = given(2, 2, 0);
    const agent = agentOf({ name: 'agent', resources: { ...asks(10).resources, extended: { [gpu]: 1 } } }, both);
    expect(only('CAPACITY-ON-LOSS', checkApps([app('a', both), agent], both))).toBe('');
    expect(only('CAPACITY-ON-LOSS', checkApps([app('a', both), app('b', both), agent], both))).toContain('w2 then lacks 1 gpu.intel.com/i915');
  });

  test('what was pinned there needs no room elsewhere, and what is pinned elsewhere takes it', () => {
    expect(lacks(pinned('bound', 'w1', 5000), flexible('a', 5000, between))).toEqual(['w2: w1 then lacks 2420Mi of memory']);
    expect(lacks(pinned('bound', 'w3', 5000), flexible('a', 5000, between))).toEqual([]);
    expect(lacks(pinned('one', 'w1', 5000), pinned('two', 'w2', 5000))).toEqual([]);
  });

  test('an agent needs none either: its pods belong to their nodes', () => {
    const agent = (mib: number) => agentOf({ name: 'agent', ...asks(mib) }, THREE);
    expect(lacks(agent(3790), flexible('a', 3790, between))).toEqual([]);
    expect(lacks(agent(3791), flexible('a', 3790, between))).toEqual(['w1: w2 then lacks 1Mi of memory', 'w2: w1 then lacks 1Mi of memory']);
  });

  test('the pod of a highly available app that was there is not needed, but those for the load are, unless their volumes hold them', () => {
    const six = { replicas: Replicas.of(6) };
    const data = { volumes: [Volume.data('/data', { size: Size.gib(1) })] };
    expect(lacks(many(5000), flexible('a', 2000))).toEqual([]);
    expect(lacks(many(2400, six), flexible('a', 4096))[0]).toBe('w1: w2 and w3 then lack 3336Mi of memory');
    expect(lacks(many(2400, { ...six, ...data }), flexible('a', 4096))).toEqual([]);
    expect(lacks(many(5000, data), flexible('a', 2000))).toEqual([]);
  });

  test('nothing moves where only highly available apps are', () => {
    expect(lacks(many(2600, { replicas: Replicas.of(6) }))).toEqual([]);
  });

  test('an objective is refused only of the app that moves and has one, once', () => {
    const rto = { objective: { rto: Duration.minutes(5) } };
    const refused = (...plans: Plan[]) => only('OBJECTIVE-WITHOUT-ROOM', checkApps(plans, THREE));
    expect(refused(flexible('a', 3791, { ...between, ...rto }), flexible('b', 3791, between))).toMatchInlineSnapshot(`
      "OBJECTIVE-WITHOUT-ROOM  lab/worker/a: back within 5 min, but when w1 dies, w2 then lacks 2Mi of memory for all apps that move, and it may be one that stays down, whatever its priority.
                              Request less, make the other nodes bigger, or leave the objective out."
    `);
    expect(refused(flexible('a', 3791, between), flexible('b', 3791, between))).toBe('');
    expect(refused(flexible('a', 3790, { ...between, ...rto }), flexible('b', 3790, between))).toBe('');
  });
});
