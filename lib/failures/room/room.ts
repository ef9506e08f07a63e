import { VolumeTie } from '../../availability/ask/volume/traits';
import { onlyServerAmong } from '../../availability/failure/leader';
import { identity } from '../../availability/model/identity';
import { isDown, OutcomeKind } from '../../availability/model/outcome';
import type { Plan } from '../../availability/model/plan';
import { VolumeRelease } from '../../availability/model/release';
import { amountOf, RESOURCES } from '../../availability/placement/room';
import { grouped } from '../../cluster/grouped';
import { listed } from '../../cluster/names';
import { Place } from '../outcome';
import { graceOf } from '../restart';
import type { Scene } from '../scene';
import type { Subject } from '../subject';
import type { Terrain } from '../terrain';
import type { AnyStart } from './any-start';
import { AnyStarts } from './any-starts';
import { type Loss, lossOf } from './loss';
import { play, startOf } from './play';
import { Board, leastPods, type Pods, podsOf, WIDTH } from './pods';

/** An app that finds no place, for certain or perhaps, and why. */
export interface Missing {
  readonly place: Place.IMPOSSIBLE | Place.UNKNOWN;
  /** `perhaps down until repair, because w1 and w2 then lack 2Gi of memory` */
  readonly why: string;
}

/** Pods of an app that others drive away. */
export interface Sacrifice {
  readonly pods: number;
  /** `it makes room for web/web, which has a higher priority` */
  readonly why: string;
  /** The apps that drive it away, as `namespace/name`. */
  readonly by: readonly string[];
  /** Whether it may run on a node that was lost: if not, a repair alone makes no room for it. */
  readonly mayReturn: boolean;
}

/**
 * Where pods go after a loss, played from one likely start, and who finds no place if the largest come first, or the smallest; and who may
 * find none from another start. Apps as `namespace/name`.
 */
export interface RoomAfter {
  /** If the largest come first. */
  readonly placed: readonly { readonly app: string; readonly node: string }[];
  readonly missing: ReadonlyMap<string, Missing>;
  /** Apps that run elsewhere, and lose pods to one of higher priority. */
  readonly sacrificed: ReadonlyMap<string, Sacrifice>;
  /** Apps that run elsewhere, lose pods to one of higher priority, and find another place for these. */
  readonly displaced: ReadonlyMap<string, Sacrifice>;
  /** How many seconds those who drive others away may wait until these have ended. */
  readonly waits: ReadonlyMap<string, number>;
  /** Those of which a pod may find no place from some start. All others that have to move are sure to find one. */
  readonly unsure: ReadonlySet<string>;
}

export const ENOUGH: RoomAfter = { placed: [], missing: new Map(), sacrificed: new Map(), displaced: new Map(), waits: new Map(), unsure: new Set() };

/** The nodes that are left to some apps, and what these have in total without the pods that are sure to stay there. */
interface Left {
  readonly nodes: readonly number[];
  readonly room: Float64Array;
}

/** The room of a cluster for its pods, asked about one loss after the other. */
export class Rooms {
  private readonly pods: Pods;
  private readonly start: Board;
  /** The pods on each node. */
  private readonly on: readonly (readonly number[])[];
  private readonly doubts = new Map<number, Map<string, string>>();
  private readonly known = new Map<string, RoomAfter>();
  /** Of each contender: whether it stays in its zone. */
  private readonly staysInZone: readonly boolean[];
  /** Of each contender: whether its data or hardware keeps it on its node. */
  private readonly isTied: readonly boolean[];
  /** Of each contender: whether it tolerates a dead node for ever. */
  private readonly staysOnDead: readonly boolean[];
  /** Of each contender: whether its storage moves it. */
  private readonly isMovedByStorage: readonly boolean[];
  /** Of each contender: how many seconds a pod has to end. */
  private readonly graces: readonly number[];
  private readonly anyStarts: AnyStarts;

  constructor(
    plans: readonly Plan[],
    private readonly terrain: Terrain,
    subjects: ReadonlyMap<string, Subject>,
  ) {
    this.pods = podsOf(plans, terrain);
    this.staysInZone = this.pods.ids.map((id) => subjects.get(id)?.zonal === true);
    this.isTied = this.pods.ids.map((id) => subjects.get(id)?.question.tie === VolumeTie.LOCAL);
    this.staysOnDead = this.pods.ids.map((id) => subjects.get(id)?.plan.toleration.value === Number.POSITIVE_INFINITY);
    this.isMovedByStorage = this.pods.ids.map((id) => subjects.get(id)?.question.release === VolumeRelease.STORAGE);
    this.graces = this.pods.contenders.map(({ plan }) => graceOf(plan));
    this.anyStarts = new AnyStarts(this.pods, terrain, subjects);
    this.start = startOf(this.pods);
    const on: number[][] = terrain.names.map(() => []);
    for (const [pod, node] of this.start.nodeOf.entries()) if (node >= 0) on[node]?.push(pod);
    this.on = on;
    // What the plans know already: other starts were played for the loss of one node.
    for (const plan of plans)
      for (const { node, kind, why, needs } of plan.outcome?.unless ?? []) {
        const number = terrain.numberOf.get(node) ?? -1;
        // While the only server is down nothing moves, which is no matter of room: a drain of it is none either.
        if (isDown(kind) && needs === undefined && onlyServerAmong(terrain.facts, [node]) === undefined)
          this.doubts.set(number, (this.doubts.get(number) ?? new Map<string, string>()).set(identity(plan), why));
      }
  }

  /** After the loss of these nodes. Pods start again in one part of the network: where the control plane goes on. If it goes on nowhere, none does. */
  after(scene: Scene, away: readonly number[]): RoomAfter {
    const loss = lossOf(scene, away);
    if (loss === undefined || loss.from.length === 0) return ENOUGH;
    const key = `${loss.from.join()} ${loss.shut.join()} ${loss.isStored} ${loss.isPlanned}`;
    const known = this.known.get(key) ?? this.played(loss);
    this.known.set(key, known);
    return known;
  }

  private played({ from: away, shut: gone, isStored, isPlanned }: Loss): RoomAfter {
    const { pods, start, terrain } = this;
    const shut = new Uint8Array(terrain.names.length);
    for (const node of gone) shut[node] = 1;
    const stays = (contender: number) => this.isTied[contender] === true || (!isPlanned && this.staysOnDead[contender] === true);
    const mayMove = (contender: number) =>
      (pods.nodesOf[contender]?.length ?? 0) > 1 && !stays(contender) && (!isStored || this.isMovedByStorage[contender] === true);
    const moving = away.flatMap((node) => this.on[node] ?? []).filter((pod) => mayMove(pods.of[pod] as number));
    const zoneFor = (contender: number, from: number) => (this.staysInZone[contender] === true && from >= 0 ? (terrain.placeOf[from] ?? -1) : -1);
    const isLost = (node: number) => shut[node] === 1;
    const missing = new Map<string, Missing>();
    for (const node of gone) for (const [app, why] of this.doubts.get(node) ?? []) missing.set(app, { place: Place.UNKNOWN, why });
    const sacrificed = new Map<string, Sacrifice>();
    const displaced = new Map<string, Sacrifice>();
    const waits = new Map<string, number>();
    const left = new Map<string, Left>();
    const anyStart = this.anyStarts.after(away, gone);
    const why = (contender: number) => missing.set(pods.ids[contender] ?? '', this.whyMissing(contender, isLost, anyStart, left));
    const playFrom = (board: Board, lost: readonly number[], smallFirst: boolean) => play(board, lost, { shut, zoneFor, zoneOf: terrain.placeOf, smallFirst });
    const orders = this.takesAll(moving, shut) ? [false] : [false, true];
    const [placed] = orders.map((smallFirst) => {
      const played = playFrom(start, moving, smallFirst);
      for (const pod of played.waiting) why(pods.of[pod] as number);
      for (const [driven, known] of [
        [played.sacrificed, sacrificed],
        [played.displaced, displaced],
      ] as const)
        for (const [contender, all] of grouped(driven.map(([pod, by]) => [pods.of[pod] as number, pods.ids[by] ?? ''] as const))) {
          const app = pods.ids[contender] ?? '';
          const mayReturn = (pods.nodesOf[contender] ?? []).some(isLost);
          if (all.length > (known.get(app)?.pods ?? 0)) known.set(app, sacrificeTo(all, mayReturn));
          const grace = this.graces[contender] ?? 0;
          for (const by of all) if (grace > (waits.get(by) ?? 0)) waits.set(by, grace);
        }
      return played.placed;
    });
    // From another start they may have to drive others away, too.
    for (const [app, wait] of anyStart.waits()) waits.set(app, Math.max(wait, waits.get(app) ?? 0));
    // Of who is not there in that start nothing was played yet.
    const there = new Set(moving.map((pod) => pods.of[pod]));
    const isUnplayed = (id: string) => anyStart.unsure.has(id) && !sacrificed.has(id);
    const absent = [...pods.ids.keys()].filter((one) => mayMove(one) && isUnplayed(pods.ids[one] ?? '') && !there.has(one));
    const { board, lost } = this.with(absent, isLost);
    const added = new Set(lost);
    if (lost.length > 0)
      for (const smallFirst of [false, true]) {
        const { waiting, sacrificed: driven } = playFrom(board, [...moving, ...lost], smallFirst);
        for (const pod of [...waiting, ...driven.map(([one]) => one)]) if (added.has(pod)) why(pods.of[pod] as number);
      }
    return {
      // Where a node is not lost, all may be back where they were.
      placed: (placed ?? [])
        .filter(([pod]) => isLost(start.nodeOf[pod] as number))
        .map(([pod, node]) => ({
          app: pods.ids[pods.of[pod] as number] ?? '',
          node: terrain.names[node] ?? '',
        })),
      missing,
      sacrificed,
      displaced,
      waits,
      unsure: anyStart.unsure,
    };
  }

  /** The same start, but with a pod of each of these on a node that is lost, and these pods. */
  private with(some: readonly number[], isLost: (node: number) => boolean): { readonly board: Board; readonly lost: readonly number[] } {
    const { pods, start } = this;
    const board = some.length === 0 ? start : new Board(pods, start);
    const lost = some.map((contender) => {
      const pod = pods.first[contender] as number;
      board.take(pod);
      board.put(pod, (pods.nodesOf[contender] ?? []).find(isLost) ?? -1);
      return pod;
    });
    return { board, lost };
  }

  /** Whether each node that is left to some of these pods has room for all of them: then their order decides nothing. */
  private takesAll(some: readonly number[], shut: Uint8Array): boolean {
    const { pods, start } = this;
    const sum = new Float64Array(WIDTH);
    for (const pod of some)
      for (let what = 0; what < WIDTH; what += 1) sum[what] = (sum[what] as number) + (pods.asks[(pods.of[pod] as number) * WIDTH + what] as number);
    const lists = new Set(some.map((pod) => pods.nodesOf[pods.of[pod] as number] ?? []));
    return [...lists].every((nodes) => nodes.every((node) => shut[node] === 1 || start.hasLeft(node, sum, 0)));
  }

  /** Impossible, if what is sure to be on the nodes that are left leaves too little in total; otherwise some other start may leave enough. */
  private whyMissing(contender: number, isLost: (node: number) => boolean, anyStart: AnyStart, left: Map<string, Left>): Missing {
    const { pods, terrain } = this;
    const key = (pods.nodesOf[contender] ?? []).join();
    const { nodes, room } = left.get(key) ?? this.leftFor(contender, isLost, anyStart);
    left.set(key, { nodes, room });
    const sum = room.map((what, index) => what - (pods.asks[contender * WIDTH + index] as number));
    const lacking = RESOURCES.flatMap((what, index) => ((sum[index] as number) < 0 ? [amountOf(what, -(sum[index] as number))] : []));
    const names = listed(nodes.map((node) => terrain.names[node] ?? ''));
    if (lacking.length > 0)
      return {
        place: Place.IMPOSSIBLE,
        why: `${OutcomeKind.DOWN_UNTIL_REPAIR}, because ${names} then ${nodes.length === 1 ? 'lacks' : 'lack'} ${listed(lacking)}`,
      };
    return { place: Place.UNKNOWN, why: `perhaps ${OutcomeKind.DOWN_UNTIL_REPAIR}, because the pods on ${names} may leave it too little room` };
  }

  /** What the nodes that are left have in total for an app like this one, without the pods that are sure to stay there. */
  private leftFor(contender: number, isLost: (node: number) => boolean, anyStart: AnyStart): Left {
    const { pods } = this;
    const nodes = (pods.nodesOf[contender] ?? []).filter((node) => !isLost(node));
    const inside = new Set(nodes);
    const room = new Float64Array(WIDTH);
    for (const node of nodes) for (let what = 0; what < WIDTH; what += 1) room[what] = (room[what] as number) + (pods.offers[node * WIDTH + what] as number);
    for (const [one, list] of pods.nodesOf.entries()) {
      const other = pods.contenders[one];
      if (other === undefined || list.length === 0 || !list.every((node) => inside.has(node)) || anyStart.mayBeDriven(other)) continue;
      for (let what = 0; what < WIDTH; what += 1) room[what] = (room[what] as number) - leastPods(other) * (pods.asks[one * WIDTH + what] as number);
    }
    return { nodes, room };
  }
}

/** @param drivers for each lost pod the app that drove it away */
function sacrificeTo(drivers: readonly string[], mayReturn: boolean): Sacrifice {
  const by = [...new Set(drivers)];
  return { pods: drivers.length, why: `it makes room for ${listed(by)}, which ${by.length === 1 ? 'has' : 'have'} a higher priority`, by, mayReturn };
}
