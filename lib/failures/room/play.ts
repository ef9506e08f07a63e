import type { Contender } from '../../availability/placement/crowd';
import { Board, type Gate, leastOf, type Pods, WIDTH } from './pods';

/** How a loss was played: where the lost pods go, which find no place, and whom they drive away. */
export interface Played {
  /** Pods that were on lost nodes and found another one: pod, then node. */
  readonly placed: readonly (readonly [pod: number, node: number])[];
  /** Pods that found no place. */
  readonly waiting: readonly number[];
  /** Pods that others drove away, and that found no place again. */
  readonly sacrificed: readonly number[];
}

/** Larger pods first, as in first-fit decreasing; those of higher priority before all others. */
function inOrder(pods: Pods, contenders: readonly number[]): readonly number[] {
  const size = contenders.map((one) => {
    let most = 0;
    for (let what = 0; what < WIDTH; what += 1) {
      const most1 = pods.asks[one * WIDTH + what] as number;
      const offer = pods.offers[(pods.nodesOf[one]?.[0] ?? 0) * WIDTH + what] as number;
      if (Number.isFinite(offer) && offer > 0) most = Math.max(most, most1 / offer);
    }
    return most;
  });
  const rank = new Map(contenders.map((one, index) => [one, [priorityOf(pods.contenders[one]), size[index] ?? 0] as const]));
  const at = (one: number) => rank.get(one) ?? [0, 0];
  return [...contenders].sort((one, other) => at(other)[0] - at(one)[0] || at(other)[1] - at(one)[1] || one - other);
}

function priorityOf(contender: Contender | undefined): number {
  return contender?.group.priority.value ?? 0;
}

/** Where all pods may be before anything fails: one after the other, each on the node that the scheduler likes best. */
export function startOf(pods: Pods): Board {
  const board = new Board(pods);
  const size = pods.offers.length / WIDTH;
  const [shut, own] = [new Uint8Array(size), new Int32Array(size)];
  const all = pods.contenders.map((_, index) => index);
  for (const contender of inOrder(pods, all)) {
    const nodes = pods.nodesOf[contender] ?? [];
    const apart = pods.contenders[contender]?.apart === true;
    own.fill(0);
    let most = apart ? 0 : Number.POSITIVE_INFINITY;
    for (let pod = pods.first[contender] as number; pod < (pods.first[contender + 1] as number); pod += 1) {
      let node = board.best(contender, pod, { shut, own, most });
      if (node < 0 && apart) {
        most = leastOf(nodes, shut, own);
        node = board.best(contender, pod, { shut, own, most });
      }
      if (node < 0) continue;
      board.put(pod, node);
      own[node] = (own[node] as number) + 1;
    }
  }
  return board;
}

/** How one loss is played. */
interface Loss {
  /** 1 for each node where nothing starts. */
  readonly shut: Uint8Array;
  /** The zone in which a pod of that contender has to stay; -1: in any. */
  readonly zoneFor: (contender: number, from: number) => number;
  readonly zoneOf: Int32Array;
}

/**
 * Plays the loss of nodes: their pods look for places in the order of the scheduler's queue, and drive away pods of lower priority
 * where theirs may. The board is changed, and put back afterwards.
 */
export function play(board: Board, lost: readonly number[], loss: Loss): Played {
  const { pods } = board;
  const before = new Map<number, number>();
  const lift = (pod: number) => {
    if (!before.has(pod)) before.set(pod, board.nodeOf[pod] as number);
    board.take(pod);
  };
  for (const pod of lost) lift(pod);
  const driven = new Set<number>();
  const placed = new Map<number, number>();
  let waiting: number[] = [];
  let queue = queueOf(pods, lost);
  while (queue.length > 0) {
    const more: number[] = [];
    for (const pod of queue) {
      const contender = pods.of[pod] as number;
      const gate = gateFor(board, contender, before.get(pod) ?? -1, loss);
      let node = board.best(contender, pod, gate);
      if (node < 0) {
        const [at, victims] = driveAway(board, contender, gate) ?? [-1, []];
        for (const victim of victims) {
          lift(victim);
          placed.delete(victim);
          driven.add(victim);
          more.push(victim);
        }
        node = at;
      }
      if (node < 0) waiting.push(pod);
      else {
        board.put(pod, node);
        placed.set(pod, node);
      }
    }
    // Those who were driven away queue again with all who wait. Only pods of lower priority are, so this ends.
    queue = more.length === 0 ? [] : queueOf(pods, [...more, ...waiting]);
    if (more.length > 0) waiting = [];
  }
  for (const pod of before.keys()) board.take(pod);
  for (const [pod, node] of before) if (node >= 0) board.put(pod, node);
  return { placed: [...placed], waiting: waiting.filter((pod) => !driven.has(pod)), sacrificed: waiting.filter((pod) => driven.has(pod)) };
}

function queueOf(pods: Pods, some: readonly number[]): number[] {
  const contenders = inOrder(pods, [...new Set(some.map((pod) => pods.of[pod] as number))]);
  const rank = new Map(contenders.map((one, index) => [one, index]));
  return [...some].sort((one, other) => (rank.get(pods.of[one] as number) ?? 0) - (rank.get(pods.of[other] as number) ?? 0) || one - other);
}

/** Reused, because it is asked for each pod. */
const OWN = new WeakMap<Pods, Int32Array>();

/** Where one more pod may start: its spread never lets a node have two more than another. */
function gateFor({ pods, nodeOf }: Board, contender: number, from: number, { shut, zoneFor, zoneOf }: Loss): Gate {
  const one = pods.contenders[contender];
  const zone = zoneFor(contender, from);
  const closed = zone < 0 ? shut : shut.map((is, node) => (zoneOf[node] === zone ? is : 1));
  const own = OWN.get(pods) ?? new Int32Array(shut.length);
  OWN.set(pods, own);
  own.fill(0);
  if (one?.apart !== true) return { shut: closed, own, most: Number.POSITIVE_INFINITY };
  for (let pod = pods.first[contender] as number; pod < (pods.first[contender + 1] as number); pod += 1) {
    const node = nodeOf[pod] as number;
    if (node >= 0) own[node] = (own[node] as number) + 1;
  }
  const nodes = pods.nodesOf[contender] ?? [];
  const domains = Math.max(0, ...one.plan.spread.value.map(({ minDomains = 0 }) => minDomains));
  const fewer = domains > 0 && nodes.filter((node) => closed[node] === 0).length < domains;
  return { shut: closed, own, most: fewer ? 0 : leastOf(nodes, closed, own) };
}

/** The node with the fewest pods of lower priority to drive away, and these pods. Undefined: none, or it preempts nobody. */
function driveAway(board: Board, contender: number, { shut, own, most }: Gate): readonly [node: number, victims: readonly number[]] | undefined {
  const { pods, nodeOf } = board;
  const { priority } = pods.contenders[contender]?.group ?? { priority: { value: 0, preempts: false } };
  if (!priority.preempts) return undefined;
  const lower = new Map<number, number[]>();
  for (let pod = 0; pod < pods.of.length; pod += 1) {
    const node = nodeOf[pod] as number;
    if (node < 0 || shut[node] === 1 || (own[node] as number) > most || priorityOf(pods.contenders[pods.of[pod] as number]) >= priority.value) continue;
    lower.set(node, [...(lower.get(node) ?? []), pod]);
  }
  let best: readonly [number, readonly number[]] | undefined;
  for (const node of pods.nodesOf[contender] ?? []) {
    const victims = fewest(board, contender, node, lower.get(node) ?? []);
    if (victims !== undefined && (best === undefined || victims.length < best[1].length)) best = [node, victims];
  }
  return best;
}

/** Those of the pods on a node that have to leave; the highest priorities stay if they can. */
function fewest(board: Board, contender: number, node: number, lower: readonly number[]): readonly number[] | undefined {
  if (lower.length === 0) return undefined;
  const { pods } = board;
  for (const pod of lower) board.take(pod);
  const fits = board.holds(node, contender);
  const gone: number[] = [];
  const byRank = [...lower].sort(
    (one, other) => priorityOf(pods.contenders[pods.of[other] as number]) - priorityOf(pods.contenders[pods.of[one] as number]) || one - other,
  );
  for (const pod of byRank) {
    board.put(pod, node);
    if (fits && !board.holds(node, contender)) {
      board.take(pod);
      gone.push(pod);
    }
  }
  for (const pod of gone) board.put(pod, node);
  return fits ? gone : undefined;
}
