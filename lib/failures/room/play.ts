import type { Contender } from '../../availability/placement/crowd';
import { Board, type Pods, WIDTH } from './pods';

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
  const own = new Int32Array(pods.offers.length / WIDTH);
  for (const contender of inOrder(
    pods,
    pods.contenders.map((_, index) => index),
  )) {
    const nodes = pods.nodesOf[contender] ?? [];
    const apart = pods.contenders[contender]?.apart === true;
    for (const node of nodes) own[node] = 0;
    for (let pod = pods.first[contender] as number; pod < (pods.first[contender + 1] as number); pod += 1) {
      const least = apart ? leastOf(nodes, own, () => true) : 0;
      const node = board.best(contender, (one) => !apart || (own[one] as number) <= least);
      if (node < 0) continue;
      board.put(pod, node);
      own[node] = (own[node] as number) + 1;
    }
  }
  return board;
}

function leastOf(nodes: readonly number[], own: Int32Array, isOpen: (node: number) => boolean): number {
  let least = Number.POSITIVE_INFINITY;
  for (const node of nodes) if (isOpen(node) && (own[node] as number) < least) least = own[node] as number;
  return least;
}

/** How one loss is played. */
interface Loss {
  readonly isLost: (node: number) => boolean;
  /** Whether a pod of that contender, from that node, may start on another one, whatever room there is. */
  readonly mayUse: (contender: number, from: number, node: number) => boolean;
}

/**
 * Plays the loss of nodes: their pods look for places in the order of the scheduler's queue, and drive away pods of lower priority
 * where theirs may. The board is changed, and put back afterwards.
 */
export function play(board: Board, lost: readonly number[], { isLost, mayUse }: Loss): Played {
  const { pods } = board;
  const before = new Map<number, number>();
  const lift = (pod: number) => {
    if (!before.has(pod)) before.set(pod, board.nodeOf[pod] as number);
    board.take(pod);
  };
  for (const pod of lost) lift(pod);
  const wasOn = (pod: number) => before.get(pod) ?? -1;
  const driven = new Set<number>();
  const placed = new Map<number, number>();
  let waiting: number[] = [];
  let queue = queueOf(pods, lost);
  while (queue.length > 0) {
    const more: number[] = [];
    for (const pod of queue) {
      const contender = pods.of[pod] as number;
      const isOpen = openTo(board, contender, (node) => !isLost(node) && mayUse(contender, wasOn(pod), node));
      let node = board.best(contender, isOpen);
      if (node < 0) {
        const [at, victims] = driveAway(board, contender, isOpen) ?? [-1, []];
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
        if (!before.has(pod)) before.set(pod, -1);
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
  return {
    placed: [...placed].filter(([pod]) => !driven.has(pod) || placed.has(pod)),
    waiting: waiting.filter((pod) => !driven.has(pod)),
    sacrificed: waiting.filter((pod) => driven.has(pod)),
  };
}

function queueOf(pods: Pods, some: readonly number[]): number[] {
  const contenders = inOrder(pods, [...new Set(some.map((pod) => pods.of[pod] as number))]);
  const rank = new Map(contenders.map((one, index) => [one, index]));
  return [...some].sort((one, other) => (rank.get(pods.of[one] as number) ?? 0) - (rank.get(pods.of[other] as number) ?? 0) || one - other);
}

/** How many pods of one app are on each node: reused, because it is asked for each pod. */
const OWN = new WeakMap<Pods, Int32Array>();

/** Where the spread of its own pods lets one more start: never two more on a node than on another. */
function openTo({ pods, nodeOf }: Board, contender: number, isUsable: (node: number) => boolean): (node: number) => boolean {
  const one = pods.contenders[contender];
  if (one?.apart !== true) return isUsable;
  const nodes = pods.nodesOf[contender] ?? [];
  const own = OWN.get(pods) ?? new Int32Array(pods.offers.length / WIDTH);
  OWN.set(pods, own);
  for (const node of nodes) own[node] = 0;
  for (let pod = pods.first[contender] as number; pod < (pods.first[contender + 1] as number); pod += 1) {
    const node = nodeOf[pod] as number;
    if (node >= 0) own[node] = (own[node] as number) + 1;
  }
  let [least, usable] = [Number.POSITIVE_INFINITY, 0];
  for (const node of nodes) {
    if (!isUsable(node)) continue;
    usable += 1;
    if ((own[node] as number) < least) least = own[node] as number;
  }
  if (one.plan.spread.value.some(({ minDomains = 0 }) => minDomains > usable)) least = 0;
  return (node) => isUsable(node) && (own[node] as number) <= least;
}

/** The node with the fewest pods of lower priority to drive away, and these pods. Undefined: none, or it preempts nobody. */
function driveAway(board: Board, contender: number, isOpen: (node: number) => boolean): readonly [node: number, victims: readonly number[]] | undefined {
  const { pods, nodeOf } = board;
  const { priority } = pods.contenders[contender]?.group ?? { priority: { value: 0, preempts: false } };
  if (!priority.preempts) return undefined;
  const lower = new Map<number, number[]>();
  for (let pod = 0; pod < pods.of.length; pod += 1) {
    const node = nodeOf[pod] as number;
    if (node < 0 || !isOpen(node) || priorityOf(pods.contenders[pods.of[pod] as number]) >= priority.value) continue;
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
