import { type DataSet, type VoteGroup, VoteRule, VoteStops } from './contribution';
import { FailureKind } from './failure';
import { type CopiesLeft, GONE, type Scene } from './scene';
import type { Subject } from './subject';
import { hasQuorum } from './votes';

/** Nothing that could be lost. */
const ALL_LEFT: CopiesLeft = { writable: 'always', alive: true, lost: false, votes: undefined };

/** How many nodes of a group are in one part, or dead. */
interface Cell {
  readonly part: number;
  /** Nodes, or zones, that may hold a copy. */
  readonly holders: number;
  /** Nodes, or zones, that may hold a copy or break a tie. */
  readonly voters: number;
}

/** What all data of an app together leave. */
export function dataLeft({ held }: Subject, scene: Scene, start: number, target: number): CopiesLeft {
  let worst = ALL_LEFT;
  let lost = false;
  for (const { set, votes } of held) {
    const left = copiesLeft(set, votes, scene, start, target);
    if (left.writable === 'always') continue;
    lost ||= left.lost;
    // Without any one of them it does not run.
    if (worst === ALL_LEFT || (worst.alive && !left.alive)) worst = left;
  }
  return lost && !worst.lost ? { ...worst, lost } : worst;
}

/** Where no copy lives in any case in which it may not be written. */
export function noCopy(writable: CopiesLeft['writable']): string {
  return writable === 'never' ? 'no copy of its data is left' : 'no copy of its data is sure to be left';
}

/**
 * What is left for a pod that was in one part, or on a dead node, in the part where it is to run.
 *
 * @param start where its node is: there is a copy
 */
export function copiesLeft(data: DataSet, votes: VoteGroup | undefined, scene: Scene, start: number, target: number): CopiesLeft {
  const { holders } = data;
  if (holders === undefined) return ALL_LEFT;
  const known = scene.copies.get(data) ?? [];
  const way = (start - GONE) * scene.parts + target;
  const left = known[way] ?? counted(data, holders, votes, scene, start, target);
  known[way] = left;
  scene.copies.set(data, known);
  return left;
}

function counted(data: DataSet, holders: readonly string[], votes: VoteGroup | undefined, scene: Scene, start: number, target: number): CopiesLeft {
  const group: VoteGroup = votes ?? { name: '', rule: VoteRule.ONE, stops: VoteStops.WRITES, voters: holders.map((node) => ({ node })), copies: data.copies };
  const cells = cellsOf(group, scene);
  const diskful = cells.reduce((sum, cell) => sum + cell.holders, 0);
  const copies = Math.min(group.copies ?? diskful, diskful);
  let [some, none, alive, lost] = [false, false, false, false];
  for (const held of layouts(cells, copies)) {
    const at = (part: number) => held[cells.findIndex((cell) => cell.part === part)] ?? 0;
    if (copies > 0 && at(start) === 0) continue;
    const places = group.tiebreaker === true ? cells.filter((cell, index) => cell.voters > (held[index] ?? 0)) : [];
    for (const tie of places.length === 0 ? [undefined] : places) {
      const count = {
        here: at(target),
        all: copies,
        tiebreakersHere: tie?.part === target ? 1 : 0,
        tiebreakers: tie === undefined ? 0 : 1,
        had: scene.failure.kind !== FailureKind.POWER,
      };
      if (at(target) > 0 && hasQuorum(group.rule, count)) some = true;
      else {
        none = true;
        const lives = cells.some(({ part }, index) => part !== GONE && (held[index] ?? 0) > 0);
        alive ||= lives;
        lost ||= !lives;
      }
    }
  }
  return { writable: none ? (some ? 'sometimes' : 'never') : 'always', alive, lost, votes: votes?.name };
}

function cellsOf({ voters, zonesApart = false }: VoteGroup, { partOf, terrain }: Scene): readonly Cell[] {
  const cells = new Map<number, { readonly holders: Set<number>; readonly voters: Set<number> }>();
  for (const { node, diskful = true } of voters) {
    const number = terrain.numberOf.get(node);
    if (number === undefined) continue;
    const part = partOf[number] ?? GONE;
    const cell = cells.get(part) ?? { holders: new Set(), voters: new Set() };
    cells.set(part, cell);
    const place = zonesApart ? (terrain.zoneOf[number] ?? 0) : number;
    cell.voters.add(place);
    if (diskful) cell.holders.add(place);
  }
  return [...cells].map(([part, cell]) => ({ part, holders: cell.holders.size, voters: cell.voters.size }));
}

/** Every way to share that many copies out to the cells. */
function* layouts(cells: readonly Cell[], copies: number): Iterable<readonly number[]> {
  const [first, ...rest] = cells;
  if (first === undefined) {
    if (copies === 0) yield [];
    return;
  }
  for (let here = 0; here <= Math.min(first.holders, copies); here += 1) for (const others of layouts(rest, copies - here)) yield [here, ...others];
}
