import { AvailabilityClass, Replicas } from '../../lib/availability/ask/workload';
import type { Plan } from '../../lib/availability/model/plan';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import { Cpu, Size } from '../../lib/cluster/units';
import { gathered } from '../../lib/failures/contribution';
import { FailureKind } from '../../lib/failures/failure';
import { houseContributions } from '../../lib/failures/house';
import { Place } from '../../lib/failures/outcome';
import { play, startOf } from '../../lib/failures/room/play';
import { type Pods, podsOf, WIDTH } from '../../lib/failures/room/pods';
import { terrainOf } from '../../lib/failures/terrain';
import { fc, runs } from '../property';
import { factsOf, planOf, worker } from '../support';
import { analysisOf } from './support';

interface Crowd {
  readonly facts: ClusterFacts;
  readonly plans: readonly Plan[];
}

/** Three or four nodes that a few apps of all classes fill. */
const crowds: fc.Arbitrary<Crowd> = fc
  .record({
    count: fc.integer({ min: 3, max: 4 }),
    apps: fc.array(
      fc.record({ kind: fc.constantFrom('flexible', 'pinned', 'pinned', 'many'), gib: fc.integer({ min: 1, max: 6 }), node: fc.integer({ min: 1, max: 3 }) }),
      {
        minLength: 2,
        maxLength: 6,
      },
    ),
  })
  .map(({ count, apps }) => {
    const facts = factsOf(
      Array.from({ length: count }, (_, index) => worker(`w${index + 1}`)),
      { storage: {} },
    );
    const plans = apps.map(({ kind, gib, node }, index) => {
      const memory = Size.gib(gib);
      const needs = { name: `app${index}`, resources: { cpu: Cpu.millis(100), memory, memoryLimit: memory } };
      if (kind === 'pinned') return planOf(AvailabilityClass.SINGLE_POD_PINNED, { ...needs, node: { name: `w${node}`, reason: 'a test' } }, facts);
      if (kind === 'many') return planOf(AvailabilityClass.HIGHLY_AVAILABLE, { ...needs, replicas: Replicas.two('a test') }, facts);
      return planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, needs, facts);
    });
    return { facts, plans };
  });

function roomOf({ facts, plans }: Crowd): Pods {
  return podsOf(plans, terrainOf(facts, gathered([houseContributions(facts, plans)])));
}

/** What these pods ask of each node, and whether that is more than it has, or a place that a pod may not use. */
function isSound({ asks, of, offers, nodesOf }: Pods, placed: Iterable<readonly [pod: number, node: number]>): boolean {
  const left = [...offers];
  for (const [pod, node] of placed) {
    const contender = of[pod] ?? -1;
    if (nodesOf[contender]?.includes(node) !== true) return false;
    for (let what = 0; what < WIDTH; what += 1) left[node * WIDTH + what] = (left[node * WIDTH + what] ?? 0) - (asks[contender * WIDTH + what] ?? 0);
  }
  return left.every((rest) => rest >= 0);
}

test('where lost pods found a place, they, those that they moved and those that stayed fit together', () => {
  fc.assert(
    fc.property(crowds, fc.boolean(), (crowd, smallFirst) => {
      const pods = roomOf(crowd);
      const board = startOf(pods);
      const before = new Map([...board.nodeOf.entries()].filter(([, node]) => node >= 0));
      expect(isSound(pods, before)).toBe(true);
      const shut = new Uint8Array(crowd.facts.nodes.length);
      for (const dead of shut.keys()) {
        shut.fill(0)[dead] = 1;
        const lost = [...before].flatMap(([pod, node]) => (node === dead ? [pod] : []));
        const { placed, waiting, sacrificed } = play(board, lost, { shut, smallFirst, zoneFor: () => -1, zoneOf: new Int32Array(shut.length) });
        const after = new Map(before);
        for (const pod of [...lost, ...waiting, ...sacrificed.map(([one]) => one)]) after.delete(pod);
        for (const [pod, node] of placed) after.set(pod, node);
        expect(isSound(pods, after)).toBe(true);
        expect([...after.values()]).not.toContain(dead);
        // Nobody is forgotten, and the board is as before.
        expect(after.size + waiting.length + sacrificed.length).toBe(before.size);
        expect([...board.nodeOf.entries()].filter(([, node]) => node >= 0)).toEqual([...before]);
      }
    }),
    runs(100),
  );
});

/** Whether these pods fit on the nodes that are left in any way at all. */
function fits(pods: Pods, some: readonly number[], dead: number, placed: readonly (readonly [number, number])[] = []): boolean {
  const [pod, ...others] = some;
  if (pod === undefined) return true;
  return (pods.nodesOf[pods.of[pod] ?? -1] ?? []).some((node) => {
    const next = [...placed, [pod, node] as const];
    return node !== dead && isSound(pods, next) && fits(pods, others, dead, next);
  });
}

test('where a place is impossible, no placement has room for one pod of it beside all that stay before it', () => {
  let found = 0;
  fc.assert(
    fc.property(crowds, (crowd) => {
      const pods = roomOf(crowd);
      const analysis = analysisOf(crowd.facts, crowd.plans, [], { kinds: [FailureKind.NODE] });
      for (const [at, failure] of analysis.failures.entries()) {
        const dead = crowd.facts.nodes.findIndex(({ name }) => name === failure.name);
        for (const [app, { place }] of analysis.room[at]?.missing ?? []) {
          if (place !== Place.IMPOSSIBLE) continue;
          found += 1;
          const own = pods.ids.indexOf(app);
          const { priority } = pods.contenders[own]?.group ?? { priority: { value: 0, preempts: false } };
          const before = pods.contenders.flatMap(({ group }, other) => {
            const stays = other !== own && pods.nodesOf[other]?.includes(dead) === false && (!priority.preempts || group.priority.value >= priority.value);
            return stays ? [...pods.of.keys()].filter((pod) => pods.of[pod] === other) : [];
          });
          expect([app, fits(pods, [...before, pods.first[own] ?? -1], dead)]).toEqual([app, false]);
        }
      }
    }),
    runs(150),
  );
  expect(found).toBeGreaterThan(5);
});
