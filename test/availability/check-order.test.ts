import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass, Replicas } from '../../lib/availability/ask/workload';
import { checkApps } from '../../lib/availability/fleet/rules';
import type { Plan } from '../../lib/availability/model/plan';
import { doubts } from '../../lib/availability/placement/order';
import { nodesWithRoom } from '../../lib/availability/placement/placement';
import { priorityOf } from '../../lib/availability/placement/priority';
import { holds, minus, NOTHING, plus, podRoom, roomOf, times } from '../../lib/availability/placement/room';
import { type Ending, playTrials } from '../../lib/availability/placement/trial';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import { Cpu, Size } from '../../lib/cluster/units';
import { fc, runs } from '../property';
import { type AnyAppProps, agentOf, factsOf, messages, only, planOf, worker } from '../support';

const { SINGLE_POD_FLEXIBLE, SINGLE_POD_PINNED, HIGHLY_AVAILABLE } = AvailabilityClass;
/** Two nodes with 3900m and 7580Mi for pods each. */
const TWO = factsOf([worker('w1'), worker('w2')], { storage: {} });
const FOUR = factsOf([worker('w1'), worker('w2'), worker('w3'), worker('w4')], { storage: {} });
const TWICE = Replicas.two('a test');

function asks(mib: number, millis = 10) {
  return { resources: { cpu: Cpu.millis(millis), memory: Size.mib(mib), memoryLimit: Size.mib(mib) } };
}

function flexible(name: string, mib: number, overrides: Partial<AnyAppProps> = {}, given = TWO): Plan {
  return planOf(SINGLE_POD_FLEXIBLE, { name, ...asks(mib), ...overrides }, given);
}

function pinned(name: string, node: string, mib: number, given = TWO): Plan {
  return planOf(SINGLE_POD_PINNED, { name, ...asks(mib), node: { name: node, reason: 'a test' } }, given);
}

function many(name: string, mib: number, overrides: Partial<AnyAppProps> = {}, given = TWO): Plan {
  return planOf(HIGHLY_AVAILABLE, { name, ...asks(mib), replicas: TWICE, ...overrides }, given);
}

function said(plans: readonly Plan[], given = TWO): string {
  return only('CAPACITY-FRAGMENTED', checkApps(plans, given));
}

describe('an app is safe', () => {
  test('when it is alone', () => {
    expect(said([flexible('one', 7580)])).toBe('');
    expect(said([many('two', 7580)])).toBe('');
    expect(said([pinned('three', 'w1', 7580)])).toBe('');
  });

  test('when the others cannot fill each of its nodes', () => {
    expect(said([flexible('big', 5000), flexible('a', 2580), flexible('b', 2580)])).toBe('');
  });

  test('when one other pod could fill either of two gaps, but not both', () => {
    expect(said([flexible('big', 7000), flexible('other', 1200)])).toBe('');
    expect(said([flexible('big', 7000), flexible('one', 600), flexible('other', 600)])).toContain('for big');
  });

  test('when it is pinned, from flexible ones, which it drives away', () => {
    expect(said([pinned('big', 'w1', 7000), flexible('small', 600)])).toBe('');
  });

  test('when others never come to lie on one node together, as the pods of one highly available app', () => {
    expect(said([pinned('big', 'w1', 6580, FOUR), many('spread', 1000, { replicas: Replicas.of(4) }, FOUR)], FOUR)).toBe('');
  });
});

describe('an app is warned of', () => {
  test('when the others may leave too little on each node, although all fit in sum', () => {
    expect(said([flexible('big', 5000), flexible('a', 2581), flexible('b', 2581)])).toMatchInlineSnapshot(`
      "CAPACITY-FRAGMENTED  lab/nodes/w1,w2: 10m cores and 5000Mi of memory on one node for big, but pods that start earlier may leave less on each of w1 and w2, and Kubernetes does not move them.
                           Request less, make a node bigger, or accept it with a reason: in total everything fits."
    `);
  });

  test('when what is short is the disk of nodes, or their number of pods', () => {
    const disk = (gib: number) => ({ resources: { ...asks(10).resources, ephemeralStorage: Size.gib(gib) } });
    const small = factsOf([worker('w1', { ephemeralStorage: Size.gib(10) }), worker('w2', { ephemeralStorage: Size.gib(10) })], { storage: {} });
    const onDisk = (gib: number) =>
      said([flexible('big', 10, disk(6), small), flexible('a', 10, disk(gib), small), flexible('b', 10, disk(gib), small)], small);
    expect(onDisk(4)).toBe('');
    expect(onDisk(5)).toMatchInlineSnapshot(`
      "CAPACITY-FRAGMENTED  lab/nodes/w1,w2: 10m cores, 10Mi of memory and 6Gi of disk on one node for big, but pods that start earlier may leave less on each of w1 and w2, and Kubernetes does not move them.
                           Request less, make a node bigger, or accept it with a reason: in total everything fits."
    `);
    const few = factsOf([worker('w1', { maxPods: 1 }), worker('w2', { maxPods: 3 })], { storage: {} });
    const free = ['a', 'b', 'c'].map((name) => flexible(name, 10, {}, few));
    expect(said(free, few)).toBe('');
    expect(said([pinned('stick', 'w1', 10, few), many('twice', 10, {}, few)], few)).toMatchInlineSnapshot(`
      "CAPACITY-FRAGMENTED  lab/nodes/w1: 10m cores, 10Mi of memory and a place among its pods on one node for stick, but pods that start earlier may leave less on w1, and Kubernetes does not move them.
                           Request less, make a node bigger, or accept it with a reason: in total everything fits."
    `);
  });

  test('together with those that have the same nodes', () => {
    expect(said(['a', 'b', 'c'].map((name) => flexible(name, 5000)))).toMatchInlineSnapshot(`
      "CAPACITY-FRAGMENTED  lab/nodes/w1,w2: 10m cores and 5000Mi of memory on one node for a, and similar for 2 apps more, but pods that start earlier may leave less on each of w1 and w2, and Kubernetes does not move them.
                           Request less, make a node bigger, or accept it with a reason: in total everything fits."
    `);
  });

  test('with the needs of the biggest of them, and only of what its own nodes declare and may run out of', () => {
    expect(said([flexible('a', 4900), flexible('b', 5000), flexible('c', 4950)])).toContain(': 10m cores and 5000Mi of memory on one node for b, and similar');
    const limited = (maxPods: number) =>
      factsOf([worker('w1', { maxPods }), worker('w2'), worker('w3', { ephemeralStorage: Size.gib(10), maxPods: 1 })], { storage: {} });
    const three = (given: ClusterFacts) =>
      said(
        [5000, 2581, 2581].map((mib) => flexible(`of-${mib}`, mib, { placement: { nodes: ['w1', 'w2'] } }, given)),
        given,
      );
    expect(three(limited(3))).toContain(': 10m cores and 5000Mi of memory on one node for of-5000,');
    expect(three(limited(2))).toContain(': 10m cores, 5000Mi of memory and a place among its pods on one node for of-5000,');
  });

  test('not when its own pods alone lack room: that is said by itself', () => {
    const given = factsOf([worker('w1'), worker('w2', { memory: Size.gib(4) })], { storage: {} });
    const four = many('four', 2500, { replicas: Replicas.of(4) }, given);
    expect(said([four, flexible('small', 100, {}, given)], given)).toBe('');
  });

  test('when it is pinned, and highly available ones may come first', () => {
    expect(said([pinned('big', 'w1', 7000, FOUR), many('first', 600, {}, FOUR)], FOUR)).toContain('leave less on w1,');
  });

  test('when its pods keep apart, and one of the nodes that are left for the last may be full', () => {
    expect(said([many('apart', 4000), flexible('other', 4000)])).toContain('for other');
    const given = factsOf([worker('w1'), worker('w2'), worker('w3')], { storage: {} });
    const all = many('all', 4500, { replicas: Replicas.of(3) }, given);
    expect(said([all, many('two', 3500, {}, given)], given)).toContain('for all, and similar for 1 app more');
    expect(said([all, many('two', 3000, {}, given)], given)).toBe('');
  });

  test('when its pods keep apart, and others may fill the one node that ends a round of them', () => {
    const given = factsOf([worker('w1', { memory: Size.gib(16) }), worker('w2', { memory: Size.gib(4) }), worker('w3', { memory: Size.gib(16) })], {
      storage: {},
    });
    const rounds = (pods: number) => many('rounds', 815, { replicas: Replicas.of(pods) }, given);
    const other = flexible('other', 2670, {}, given);
    expect(said([rounds(4), other], given)).toBe('');
    expect(said([rounds(4), many('other', 2670, {}, given)], given)).toMatchInlineSnapshot(`
      "CAPACITY-FRAGMENTED  lab/nodes/w1,w2,w3: 10m cores and 815Mi of memory on one node for rounds, but pods that start earlier may leave less on each of w1, w2 and w3, and Kubernetes does not move them.
                           Request less, make a node bigger, or accept it with a reason: in total everything fits."
    `);
  });

  test('when a pinned one has taken a node, and others may fill the one that is left', () => {
    expect(said([pinned('on1', 'w1', 3000), flexible('big', 5000), flexible('small', 2600)])).toContain('for big');
    expect(said([pinned('on1', 'w1', 3000), flexible('big', 5000), flexible('small', 2580)])).toBe('');
  });

  test('when small ones start first, each on the emptiest node, and when big ones do', () => {
    const given = factsOf([worker('w1', { memory: Size.gib(4) }), worker('w2'), worker('w3')], { storage: {} });
    const busy = planOf(SINGLE_POD_PINNED, { name: 'busy', ...asks(2500, 3000), node: { name: 'w2', reason: 'a test' } }, given);
    const small = [pinned('on1', 'w1', 3000, given), busy];
    // Were the second to start first, it would be on w2.
    expect(said([flexible('other', 4500, {}, given), ...small, flexible('big', 7000, asks(7000, 2000), given)], given)).toContain('for big');
    // Were the first to start last, w1 would be the emptiest for the second.
    expect(said([pinned('on1', 'w1', 4500), flexible('other', 1500), flexible('big', 6500, asks(6500, 3000))])).toContain('for big');
  });

  test('when others fill the emptiest nodes, although each node has few pods', () => {
    const given = factsOf([worker('w1'), worker('w2', { memory: Size.gib(4) }), worker('w3'), worker('w4', { memory: Size.gib(4) })], { storage: {} });
    const bound = [pinned('on3', 'w3', 6500, given), pinned('on1', 'w1', 1500, given)];
    const free = [1000, 1500, 5000].map((mib) => flexible(`of-${mib}`, mib, {}, given));
    expect(said([...bound, ...free], given)).toContain('for of-5000');
  });

  test('when others may prefer the only node that it has, although a different one is emptier', () => {
    const given = factsOf([worker('w1'), worker('w2'), worker('w3')], { storage: {} });
    expect(said([pinned('stick', 'w3', 7000, given), many('front', 5000, asks(5000, 2000), given)], given)).toContain('for stick');
    expect(said([pinned('stick', 'w3', 2500, given), many('front', 5000, asks(5000, 2000), given)], given)).toBe('');
  });

  test('when some nodes may be full of memory, and others of CPU', () => {
    const memory = flexible('memory', 7000);
    const cpu = flexible('cpu', 10, asks(10, 3800));
    expect(said([memory, cpu, flexible('last', 600, asks(600, 200))])).toContain('leave less on each of w1 and w2');
    expect(said([memory, cpu, flexible('last', 500, asks(500, 50))])).toBe('');
  });

  test('when it may be driven away from nodes where its volumes are', () => {
    const given = factsOf(
      ['w1', 'w2', 'w3', 'w4', 'w5'].map((name) => worker(name)),
      { drbd: { pool: 'nvme', replicas: 2 } },
    );
    const others = [pinned('on1', 'w1', 6000, given), pinned('on2', 'w2', 6000, given)];
    const data = flexible('data', 2000, { volumes: [Volume.data('/data', { size: Size.gib(1) })] }, given);
    expect(said([...others, data], given)).toContain('for data');
    expect(said([...others, flexible('free', 2000, {}, given)], given)).toBe('');
    expect(said([pinned('on1', 'w1', 5000, given), data], given)).toBe('');
  });

  test('when an agent takes room on every node', () => {
    const plans = [flexible('big', 5000), flexible('a', 2560), flexible('b', 2560)];
    expect(said(plans)).toBe('');
    const exporter = agentOf({ name: 'exporter', resources: { cpu: Cpu.millis(20), memory: Size.mib(32), memoryLimit: Size.mib(96) } }, TWO);
    expect(only('CAPACITY-FRAGMENTED', checkApps([...plans, exporter], TWO))).toContain('for big');
    expect(messages(checkApps([pinned('all', 'w1', 7580), exporter], TWO))).toMatchInlineSnapshot(`
      "CAPACITY-EXCEEDED  lab/nodes/w1: 7612Mi of memory requested by 2 apps, but w1 has 7580Mi for pods.
                         Request less, make the nodes bigger, or let apps use other nodes."
    `);
  });
});

/** A pod that has no place yet, or has one. */
interface Pod {
  readonly plan: Plan;
  node?: string;
}

/**
 * Schedules the pods in the worst order that chance finds. The next pod is any of them, on any node with room. A pod that preempts evicts
 * every pod of lower priority on its node. Kubernetes evicts as few as it can, but whatever finds room after that one also finds it after fewer.
 */
function unplaced(plans: readonly Plan[], facts: ClusterFacts, luck: (below: number) => number): string[] {
  const pods = plans.flatMap((plan) => Array.from({ length: plan.replicas.value }, (): Pod => ({ plan })));
  const rank = ({ plan }: Pod) => priorityOf(plan.ask);
  const fits = (pod: Pod, node: string, beside: readonly Pod[]) => {
    const own = (name: string) => pods.filter((other) => other.plan === pod.plan && other.node === name).length;
    const least = () => Math.min(...(pod.plan.placement.value.nodes ?? []).map(own));
    if (pod.plan.spread.value.some((one) => one.hard) && own(node) > least()) return false;
    const all = [...beside, pod].map((other) => podRoom(other.plan.ask));
    return facts.nodes.some((one) => one.name === node && holds(roomOf(one), all.reduce(plus)));
  };
  const waiting = [...pods];
  const stuck: Pod[] = [];
  for (let tries = 0; waiting.length > 0 && tries < 1000; tries += 1) {
    const [pod] = waiting.splice(luck(waiting.length), 1);
    if (pod === undefined) break;
    const nodes = nodesWithRoom(facts, pod.plan.placement.value.nodes ?? [], podRoom(pod.plan.ask));
    const on = (node: string) => pods.filter((other) => other.node === node);
    const free = nodes.filter((node) => fits(pod, node, on(node)));
    const lower = (other: Pod) => rank(other).value < rank(pod).value;
    const withEvictions = (node: string) =>
      fits(
        pod,
        node,
        on(node).filter((other) => !lower(other)),
      );
    const taken = rank(pod).preempts ? nodes.filter(withEvictions) : [];
    const chosen = free.length > 0 ? free[luck(free.length)] : taken[luck(Math.max(1, taken.length))];
    if (chosen === undefined) {
      stuck.push(pod);
      continue;
    }
    for (const other of free.length > 0 ? [] : on(chosen).filter(lower)) {
      delete other.node;
      waiting.push(other);
    }
    pod.node = chosen;
    // Somebody may have gone from where it waited for.
    waiting.push(...stuck.splice(0));
  }
  return [...stuck, ...waiting].map((pod) => pod.plan.ask.name);
}

const sizes = fc.integer({ min: 200, max: 6000 });
const cores = fc.integer({ min: 10, max: 3000 });
const limits = fc.record({
  gib: fc.constantFrom(4, 8, 16),
  disk: fc.option(fc.integer({ min: 1, max: 4 })),
  most: fc.option(fc.integer({ min: 1, max: 5 })),
});

interface Fleet {
  readonly given: ClusterFacts;
  readonly plans: readonly Plan[];
}

/** Up to five nodes and eight apps, none of which is too big for the nodes. */
const fleets: fc.Arbitrary<Fleet> = fc
  .tuple(
    fc.array(limits, { minLength: 2, maxLength: 5 }),
    fc.array(fc.record({ kind: fc.nat(4), mib: sizes, millis: cores, at: fc.nat(4) }), { minLength: 1, maxLength: 8 }),
  )
  .map(([machines, wanted]) => {
    const given = factsOf(
      machines.map(({ gib, disk, most }, index) => {
        const limited = { ...(disk === null ? {} : { ephemeralStorage: Size.gib(disk) }), ...(most === null ? {} : { maxPods: most }) };
        return worker(`w${index + 1}`, { memory: Size.gib(gib), ...limited });
      }),
      { storage: {} },
    );
    const plans = wanted.map(({ kind, mib, millis, at }, index) => {
      const overrides = asks(mib, millis);
      if (kind === 0)
        return planOf(SINGLE_POD_PINNED, { name: `p${index}`, ...overrides, node: { name: `w${(at % machines.length) + 1}`, reason: 'a test' } }, given);
      if (kind === 1) return many(`h${index}`, mib, overrides, given);
      if (kind === 4) return many(`m${index}`, mib, { ...overrides, replicas: Replicas.of(3 + at) }, given);
      return flexible(`f${index}`, mib, overrides, given);
    });
    return { given, plans };
  })
  .filter(({ given, plans }) =>
    plans.every((plan) => {
      const { nodes = [] } = plan.placement.value;
      const most = Math.ceil(plan.replicas.value / nodes.length);
      return nodesWithRoom(given, nodes, times(podRoom(plan.ask), most)).length >= Math.min(plan.replicas.value, nodes.length);
    }),
  );

/** Says of an ending that no node is too full, and none has room for a pod that waits. */
function expectProof({ waiting, placed }: Ending, given: ClusterFacts): void {
  const leftOn = (name: string, below = 0) => {
    const node = given.nodes.find((one) => one.name === name);
    const beside = (placed.get(name) ?? []).filter(({ group }) => group.priority.value >= below).map(({ pod }) => pod);
    return minus(node === undefined ? NOTHING : roomOf(node), beside.reduce(plus, NOTHING));
  };
  for (const node of placed.keys()) expect(holds(leftOn(node), NOTHING)).toBe(true);
  for (const app of waiting) {
    const { nodes, priority } = app.group;
    const own = (name: string) => (placed.get(name) ?? []).filter((one) => one === app).length;
    const open = app.apart ? nodes.filter((name) => own(name) === Math.min(...nodes.map(own))) : nodes;
    expect(open.filter((name) => holds(leftOn(name, priority.preempts ? priority.value : 0), app.pod))).toEqual([]);
  }
}

test('apps beyond doubt are placed in every order, and one that is warned of waits in an order that can be checked', () => {
  const count = { beyondDoubt: 0, warned: 0 };
  fc.assert(
    fc.property(fleets, fc.infiniteStream(fc.nat(1_000_000)), ({ given, plans }, chance) => {
      const codes = new Set(checkApps(plans, given).map(({ code }) => code));
      if (codes.has('CAPACITY-EXCEEDED')) return;
      const { apps, doubtful } = doubts(plans, given);
      if (doubtful.size === 0) {
        count.beyondDoubt += 1;
        expect(codes).not.toContain('CAPACITY-FRAGMENTED');
        expect(unplaced(plans, given, (below) => (chance.next().value as number) % below)).toEqual([]);
        return;
      }
      const endings = playTrials(apps, doubtful, given);
      expect(endings.some(({ waiting }) => waiting.length > 0)).toBe(codes.has('CAPACITY-FRAGMENTED'));
      if (codes.has('CAPACITY-FRAGMENTED')) count.warned += 1;
      for (const ending of endings) expectProof(ending, given);
    }),
    runs(500),
  );
  expect(count.beyondDoubt).toBeGreaterThan(50);
  expect(count.warned).toBeGreaterThan(25);
});
