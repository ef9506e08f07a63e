import { gathered } from '../../lib/failures/contribution';
import { FailureKind } from '../../lib/failures/failure';
import { houseContributions } from '../../lib/failures/house';
import { Place } from '../../lib/failures/outcome';
import { play, startOf } from '../../lib/failures/room/play';
import { type Pods, podsOf, WIDTH } from '../../lib/failures/room/pods';
import { type RoomAfter, Rooms } from '../../lib/failures/room/room';
import { sceneOf } from '../../lib/failures/scene';
import { subjectOf } from '../../lib/failures/subject';
import { terrainOf } from '../../lib/failures/terrain';
import { fc, runs } from '../property';
import { AnyScheduler, canBlock } from './any-scheduler';
import { type Crowd, crowdOf, crowds, type Sketch } from './crowds';

/** A loss as the engine sees it. */
interface Case extends Crowd {
  readonly pods: Pods;
  readonly room: RoomAfter;
  /** Those who have to look for another place, by number. */
  readonly moving: readonly number[];
}

const known = new Map<string, Case>();

/** The tests look at the same cases. */
function caseOf(sketch: Sketch): Case {
  const key = JSON.stringify(sketch);
  const found = known.get(key) ?? judged(crowdOf(sketch));
  known.set(key, found);
  return found;
}

function judged({ facts, plans, dead }: Crowd): Case {
  const contributions = gathered([houseContributions(facts, plans)]);
  const terrain = terrainOf(facts, contributions);
  const pods = podsOf(plans, terrain);
  const subjects = plans.map((plan) => subjectOf(plan, terrain, new Map()));
  const lost = { id: 'a loss', kind: FailureKind.PAIR, name: 'a loss', dead: [...dead].map((node) => facts.nodes[node]?.name ?? '') };
  const room = new Rooms(plans, terrain, new Map(subjects.map((one) => [one.id, one]))).after(sceneOf(lost, terrain), [...dead]);
  const isMoving = (nodes: readonly number[] = []) => nodes.some((node) => dead.has(node)) && nodes.some((node) => !dead.has(node));
  return { facts, plans, dead, pods, room, moving: [...pods.contenders.keys()].filter((one) => isMoving(pods.nodesOf[one])) };
}

/** Holds each of these crowds against something. */
function inCrowds(holds: (crowd: Case, sketch: Sketch) => void): void {
  fc.assert(
    fc.property(crowds, (sketch) => holds(caseOf(sketch), sketch)),
    runs(2000),
  );
}

/** The same for each of those who have to look for another place, with its number and its id. */
function forMoving(holds: (crowd: Case, one: number, id: string) => void): void {
  inCrowds((crowd) => {
    for (const one of crowd.moving) holds(crowd, one, crowd.pods.ids[one] ?? '');
  });
}

function isProven({ room }: Case, id: string): boolean {
  return !room.unsure.has(id);
}

function isImpossible({ room }: Case, id: string): boolean {
  return room.missing.get(id)?.place === Place.IMPOSSIBLE;
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
  inCrowds((crowd, sketch) => {
    const { pods } = crowd;
    const board = startOf(pods);
    const before = new Map([...board.nodeOf.entries()].filter(([, node]) => node >= 0));
    expect(isSound(pods, before)).toBe(true);
    const shut = Uint8Array.from(crowd.facts.nodes, (_, node) => Number(crowd.dead.has(node)));
    const lost = [...before].flatMap(([pod, node]) => (crowd.dead.has(node) ? [pod] : []));
    const { placed, waiting, sacrificed } = play(board, lost, {
      shut,
      smallFirst: sketch.seed % 2 === 0,
      zoneFor: () => -1,
      zoneOf: new Int32Array(shut.length),
    });
    const after = new Map(before);
    for (const pod of [...lost, ...waiting, ...sacrificed.map(([one]) => one)]) after.delete(pod);
    for (const [pod, node] of placed) after.set(pod, node);
    expect(isSound(pods, after)).toBe(true);
    expect([...after.values()].some((node) => crowd.dead.has(node))).toBe(false);
    // Nobody is forgotten, and the board is as before.
    expect(after.size + waiting.length + sacrificed.length).toBe(before.size);
    expect([...board.nodeOf.entries()].filter(([, node]) => node >= 0)).toEqual([...before]);
  });
});

test('where a place is proven, the others cannot lie anywhere so that they block it: all ways are tried', () => {
  const found = { proven: 0, not: 0 };
  forMoving((crowd, one, id) => {
    if (!isProven(crowd, id)) found.not += 1;
    else {
      found.proven += 1;
      expect([id, canBlock(crowd.pods, one, crowd.dead)]).toEqual([id, false]);
    }
  });
  expect(Math.min(found.proven, found.not)).toBeGreaterThan(500);
});

test('from any start, in any order and whichever node is preferred, what is proven finds a place, and what is impossible finds none', () => {
  const found = { proven: 0, impossible: 0 };
  inCrowds((crowd, sketch) => {
    const { pods, moving } = crowd;
    let state = sketch.seed;
    const scheduler = new AnyScheduler(pods, (below) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    });
    for (let turn = 0; turn < 5; turn += 1) {
      const start = scheduler.start();
      if (start === undefined) continue;
      const { lost, waiting } = scheduler.lose(start, crowd.dead);
      const has = (some: readonly number[], one: number) => some.some((pod) => pods.of[pod] === one);
      for (const one of moving) {
        const id = pods.ids[one] ?? '';
        if (isProven(crowd, id)) {
          found.proven += 1;
          expect([id, has(waiting, one)]).toEqual([id, false]);
        } else if (isImpossible(crowd, id) && has(lost, one)) {
          found.impossible += 1;
          expect([id, has(waiting, one)]).toEqual([id, true]);
        }
      }
    }
  });
  expect(found.proven).toBeGreaterThan(1000);
  expect(found.impossible).toBeGreaterThan(20);
});

/** Whether these pods fit on the nodes that are left in any way at all. */
function fits(pods: Pods, some: readonly number[], dead: ReadonlySet<number>, placed: readonly (readonly [number, number])[] = []): boolean {
  const [pod, ...others] = some;
  if (pod === undefined) return true;
  return (pods.nodesOf[pods.of[pod] ?? -1] ?? []).some((node) => {
    const next = [...placed, [pod, node] as const];
    return !dead.has(node) && isSound(pods, next) && fits(pods, others, dead, next);
  });
}

test('where a place is impossible, no placement has room for one pod of it beside all that stay before it', () => {
  let found = 0;
  forMoving((crowd, one, id) => {
    if (!isImpossible(crowd, id)) return;
    found += 1;
    const { pods } = crowd;
    const { priority } = pods.contenders[one]?.group ?? { priority: { value: 0, preempts: false } };
    const before = pods.contenders.flatMap(({ group }, other) => {
      const moves = pods.nodesOf[other]?.some((node) => crowd.dead.has(node)) !== false;
      const stays = other !== one && !moves && (!priority.preempts || group.priority.value >= priority.value);
      return stays ? [...pods.of.keys()].filter((pod) => pods.of[pod] === other) : [];
    });
    expect([id, fits(pods, [...before, pods.first[one] ?? -1], crowd.dead)]).toEqual([id, false]);
  });
  expect(found).toBeGreaterThan(20);
});
