import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass, Replicas } from '../../lib/availability/ask/workload';
import type { PlannedBudget } from '../../lib/availability/model/plan';
import { Cpu, Size } from '../../lib/cluster/units';
import { minutesDown } from '../../lib/failures/year';
import { control, facts, planOf, worker } from '../support';
import { analysisOf, inWords, outcomeOf } from './support';

type Props = NonNullable<Parameters<typeof planOf>[1]>;

const THREE = [worker('w1'), worker('w2'), worker('w3'), control('c1')];
const TWO = [worker('w1'), worker('w2'), control('c1')];
/** Of two such pods a node has room for one. */
const BIG: Props = { resources: { cpu: Cpu.millis(100), memory: Size.gib(5), memoryLimit: Size.gib(5) } };
const LOCAL: Props = { volumes: [Volume.data('/db', { size: Size.gib(1), storageClass: 'local' })] };
const storage = { classes: [{ name: 'local', nodeLocal: true }] };

/** What a drain of one node, and of one after the other, do to an app of two pods with another budget than that of its class; undefined: it has none. */
function planned(budget: PlannedBudget | undefined, props: Props = {}, nodes = THREE) {
  const given = facts({ nodes, storage });
  const plan = planOf(AvailabilityClass.HIGHLY_AVAILABLE, { replicas: Replicas.of(2), ...props }, given);
  const analysis = analysisOf(given, [{ ...plan, budget: { value: budget, why: 'a test' } }]);
  return ['drain:w1', 'upgrade:all nodes'].map((id) => {
    const outcome = outcomeOf(analysis, id, 'blog/blog');
    return `${id}: ${inWords(outcome)} (${outcome.why}; place ${outcome.place})`;
  });
}

describe('while all nodes are drained, one after the other, several pods', () => {
  test('without a budget may all start at once, because nothing keeps the next drain waiting until they serve', () => {
    expect(planned(undefined)).toMatchInlineSnapshot(`
[
  "drain:w1: unaffected (its pods on other nodes serve; place not needed)",
  "upgrade:all nodes: fails over in 1 s to 37 s; at best unaffected (no budget makes the next drain wait until enough of its pods serve again: start 1 s to 37 s; place proven)",
]
`);
  });

  test('that found no other node start when theirs is back, and the next drain may take the last one that serves', () => {
    expect(planned(undefined, BIG, TWO)).toMatchInlineSnapshot(`
[
  "drain:w1: unaffected (its pods on other nodes serve; place not needed)",
  "upgrade:all nodes: fails over in 1 s to 37 s; at best unaffected (no budget makes the next drain wait until enough of its pods serve again: start 1 s to 37 s; place likely)",
]
`);
  });

  test('that wait for the volume of their node do so, too', () => {
    expect(planned(undefined, LOCAL)).toMatchInlineSnapshot(`
[
  "drain:w1: unaffected (its pods on other nodes serve; place not needed)",
  "upgrade:all nodes: fails over in 1 s to 67 s; at best unaffected (no budget makes the next drain wait until enough of its pods serve again: stop 0 s to 30 s, start 1 s to 37 s; place proven)",
]
`);
  });

  test('with a budget that lets all go have none', () => {
    for (const budget of [{ maxUnavailable: 2 }, { minAvailable: 0 }]) expect(planned(budget)[1]).toBe(planned(undefined)[1]);
  });

  test('with a budget that keeps one serve all the time: the next drain waits for it', () => {
    for (const budget of [{ maxUnavailable: 1 }, { minAvailable: 1 }])
      expect(planned(budget, BIG, TWO).every((one) => one.includes(': unaffected'))).toBe(true);
  });

  test('of a majority need a budget that keeps it', () => {
    const majority = { majority: true, replicas: Replicas.of(3) };
    expect([planned({ maxUnavailable: 1 }, majority)[1], planned({ maxUnavailable: 2 }, majority)[1]]).toMatchInlineSnapshot(`
[
  "upgrade:all nodes: unaffected (its budget keeps enough of its pods; place not needed)",
  "upgrade:all nodes: fails over in 1 s to 37 s; at best unaffected (no budget makes the next drain wait until enough of its pods serve again: start 1 s to 37 s; place likely)",
]
`);
  });
});

test('of an upgrade, the year counts a break for each node that an app may be on, and none more for one that stays', () => {
  const given = facts({ nodes: THREE, storage });
  const alone = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { name: 'alone' }, given);
  const local = planOf(AvailabilityClass.SINGLE_POD_PINNED, { name: 'local', node: { name: 'w1', reason: 'a test' } }, given);
  const analysis = analysisOf(given, [alone, local]);
  const [moves, stays] = [outcomeOf(analysis, 'upgrade:all nodes', 'alone/alone'), outcomeOf(analysis, 'upgrade:all nodes', 'local/local')];
  expect(minutesDown(moves, 10)).toBeCloseTo((3 * moves.rto.max) / 60);
  expect(minutesDown(stays, 10)).toBe(10);
});
