import { eviction } from '../availability/failure/timing';
import { type Interval, slowest } from '../availability/model/interval';
import type { Node } from '../cluster/cluster';
import { type DataSet, VoteRule } from './contribution';
import { type Failure, FailureKind } from './failure';
import { numbersOf, type Terrain } from './terrain';
import { hasQuorum } from './votes';

/** Not in any part: it is dead. */
export const GONE = -1;
/** The control plane is outside of the nodes, and sees every part. */
export const EVERYWHERE = -2;

/** What a failure leaves: nodes that see each other, in parts, and where the control plane goes on. */
export interface Scene {
  readonly failure: Failure;
  readonly terrain: Terrain;
  /** For each node its part, or GONE. */
  readonly partOf: Int8Array;
  readonly parts: number;
  readonly dead: readonly number[];
  /** Alive, but out of reach of the control plane. */
  readonly cut: readonly number[];
  /** The part in which the control plane goes on; undefined: nowhere. */
  readonly controlPlane: number | undefined;
  /** The servers out of reach that have, or may have, the only address of the API that nodes know. */
  readonly unaddressed: readonly number[];
  /** Whether the active controller manager may be lost. */
  readonly leaderLost: boolean;
  /** The part with the most nodes. */
  readonly largest: number;
  /** From NotReady until the taint that evicts, for the nodes of a zone. */
  readonly evictionIn: (zone: number) => Interval;
  /** For each dead node the same as for all whose crash is alike to an app that may run there, whatever else they do. Left out: more than two crash, or something else fails. */
  readonly sorts?: readonly string[];
  /** What is left of data sets, as far as it was asked: by the part where a pod was, then by the one where it is to run. */
  readonly copies: Map<DataSet, CopiesLeft[]>;
}

/** What is left of the copies of a volume, over all ways in which they may lie. */
export interface CopiesLeft {
  /** Whether a part has a copy and may write it: in every case, in some, in none. */
  readonly writable: 'always' | 'sometimes' | 'never';
  /** Where it may not: whether a copy still lives somewhere, in some case. */
  readonly alive: boolean;
  /** Whether no copy lives anywhere, in some case. */
  readonly lost: boolean;
  /** The group that votes on it. */
  readonly votes: string | undefined;
}

/** @param partOf reused between scenes: only the last one is valid */
export function sceneOf(failure: Failure, terrain: Terrain, partOf = new Int8Array(terrain.names.length)): Scene {
  const { names, facts, controlVotes: votes } = terrain;
  const dead = numbersOf(terrain, failure.dead);
  partOf.fill(0);
  const { parts = [] } = failure;
  for (const [part, inside] of parts.entries()) for (const node of numbersOf(terrain, inside)) partOf[node] = part;
  for (const node of dead) partOf[node] = GONE;
  const count = Math.max(1, parts.length);
  const controlPlane = failure.kind === FailureKind.CONTROL_PLANE ? undefined : controlPlaneIn(terrain, partOf, count);
  const reached = (node: number) => controlPlane === EVERYWHERE || partOf[node] === controlPlane;
  const cut =
    count > 1 && controlPlane !== undefined && controlPlane !== EVERYWHERE
      ? names.flatMap((_, node) => (partOf[node] !== GONE && !reached(node) ? [node] : []))
      : [];
  const silent = [...dead, ...cut];
  const servers = votes?.rule === VoteRule.EXTERNAL ? [] : numbersOf(terrain, facts.controlPlane.servers);
  const leaderLost = servers.length > 1 && servers.some((server) => silent.includes(server));
  const evictionIn = evictions(terrain, silent);
  const alike = count === 1 && dead.length > 0 && dead.length <= 2;
  return {
    failure,
    terrain,
    partOf,
    parts: count,
    dead,
    cut,
    controlPlane,
    // Without power nothing runs that could be evicted.
    unaddressed: failure.kind === FailureKind.POWER ? [] : terrain.addressed.filter((server) => silent.includes(server)),
    leaderLost,
    largest: parts.reduce((best, part, index) => (part.length > (parts[best]?.length ?? 0) ? index : best), 0),
    evictionIn,
    ...(alike && { sorts: dead.map((node) => sortOf(controlPlane, leaderLost, evictionIn(terrain.zoneOf[node] ?? 0), facts.nodes[node])) }),
    copies: new Map(),
  };
}

function controlPlaneIn(terrain: Terrain, partOf: Int8Array, parts: number): number | undefined {
  const { controlVotes: votes } = terrain;
  if (votes === undefined || votes.rule === VoteRule.EXTERNAL) return EVERYWHERE;
  const voters = numbersOf(
    terrain,
    votes.voters.map(({ node }) => node),
  );
  for (let part = 0; part < parts; part += 1) {
    const here = voters.filter((node) => partOf[node] === part).length;
    if (hasQuorum(votes.rule, { here, all: voters.length, tiebreakersHere: 0, tiebreakers: 0, had: true })) return part;
  }
  return undefined;
}

/** Each node of a zone may be the last of those that are silent there. */
function evictions({ zoneOf, zoneSizes, facts: { timing } }: Terrain, silent: readonly number[]): Scene['evictionIn'] {
  const gone = new Map<number, number>();
  for (const node of silent) gone.set(zoneOf[node] ?? 0, (gone.get(zoneOf[node] ?? 0) ?? 0) + 1);
  const everyZone = gone.size === zoneSizes.length && zoneSizes.every((size, zone) => gone.get(zone) === size);
  const known = new Map<number, Interval>();
  return (zone) => {
    const before = known.get(zone);
    if (before !== undefined) return before;
    const [size, dead] = [zoneSizes[zone] ?? 1, Math.max(1, gone.get(zone) ?? 0)];
    const first = eviction(timing, size, dead, 1, everyZone);
    const last = eviction(timing, size, dead, dead, everyZone);
    const time = { min: first.min, max: slowest(first, last).max };
    known.set(zone, time);
    return time;
  };
}

/** From NotReady until the taint that evicts, wherever among these silent nodes a pod is. */
export function evictedFrom({ terrain, evictionIn }: Scene, from: readonly number[]): Interval {
  if (from.length === 1) return evictionIn(terrain.zoneOf[from[0] ?? 0] ?? 0);
  let [min, max] = [Number.POSITIVE_INFINITY, 0];
  for (const node of from) {
    const time = evictionIn(terrain.zoneOf[node] ?? 0);
    min = Math.min(min, time.min);
    max = Math.max(max, time.max);
  }
  return { min, max };
}

/** Whether the control plane acts on what is in that part. */
export function isSeen({ controlPlane }: Scene, part: number): boolean {
  return controlPlane === part || controlPlane === EVERYWHERE;
}

/** The nodes that the control plane does not hear of. */
export function silentIn({ dead, cut }: Scene): readonly number[] {
  return cut.length === 0 ? dead : [...dead, ...cut];
}

function sortOf(controlPlane: number | undefined, leaderLost: boolean, { min, max }: Interval, node: Node | undefined): string {
  return ['crash', controlPlane, leaderLost, min, max, node?.fencing.automatedWithin?.seconds].join(' ');
}
