import type { Contender } from '../../availability/placement/crowd';
import { type Cost, costOf, isCheaper } from '../../availability/placement/preemption';
import { Board, type Gate, leastOf, type Pods, WIDTH } from './pods';

/** How a loss was played: where the lost pods go, which find no place, and whom they drive away. */
interface Played {
  /** Pods that were on lost nodes and found another one: pod, then node. */
  readonly placed: readonly (readonly [pod: number, node: number])[];
  /** Pods that found no place. */
  readonly waiting: readonly number[];
  /** Pods that others drove away, and that found no place again, each with the contender that did. */
  readonly sacrificed: readonly (readonly [pod: number, by: number])[];
  /** Pods that others drove away, and that found another place, each with the contender that did. */
  readonly displaced: readonly (readonly [pod: number, by: number])[];
}

function priorityOf(contender: Contender | undefined): number {
  return contender?.group.priority.value ?? 0;
}

/** Where all pods may be before anything fails: one after the other, each on the node that the scheduler likes best. */
export function startOf(pods: Pods): Board {
  const board = new Board(pods);
  const size = pods.offers.length / WIDTH;
  const [shut, own] = [new Uint8Array(size), new Int32Array(size)];
  const queue = [...pods.contenders.keys()].sort((one, other) => (pods.largeFirst[one] as number) - (pods.largeFirst[other] as number));
  for (const contender of queue) {
    const nodes = pods.nodesOf[contender] ?? [];
    const apart = pods.contenders[contender]?.apart === true;
    own.fill(0);
    let most = apart ? 0 : Number.POSITIVE_INFINITY;
    for (let pod = pods.first[contender] as number; pod < (pods.first[contender + 1] as number); pod += 1) {
      let node = board.best(contender, pod, { shut, own, most });
      if (node < 0 && apart && pods.emptyOf[contender]?.length === 0) {
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
  /** The scheduler's queue has the highest priority first, and then the longest wait, which nobody knows: an order has to be chosen. */
  readonly smallFirst: boolean;
}

/**
 * Plays the loss of nodes in one order: their pods look for places, and drive away pods of lower priority where theirs may. The board is
 * changed, and put back afterwards.
 */
export function play(board: Board, lost: readonly number[], loss: Loss): Played {
  const { pods } = board;
  const before = new Map<number, number>();
  const lift = (pod: number) => {
    if (!before.has(pod)) before.set(pod, board.nodeOf[pod] as number);
    board.take(pod);
  };
  const isLost = new Set(lost);
  for (const pod of lost) lift(pod);
  const own = new Int32Array(loss.shut.length);
  const driven = new Map<number, number>();
  const placed = new Map<number, number>();
  let waiting: number[] = [];
  let queue = queueOf(pods, lost, loss);
  while (queue.length > 0) {
    const more: number[] = [];
    for (const pod of queue) {
      const contender = pods.of[pod] as number;
      const gate = gateFor(board, contender, before.get(pod) ?? -1, loss, own);
      let node = board.best(contender, pod, gate);
      if (node < 0) {
        const [at, victims] = driveAway(board, contender, gate) ?? [-1, []];
        for (const victim of victims) {
          lift(victim);
          placed.delete(victim);
          driven.set(victim, contender);
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
    queue = more.length === 0 ? [] : queueOf(pods, [...more, ...waiting], loss);
    if (more.length > 0) waiting = [];
  }
  for (const pod of before.keys()) board.take(pod);
  for (const [pod, node] of before) if (node >= 0) board.put(pod, node);
  return {
    placed: [...placed],
    waiting: waiting.filter((pod) => !driven.has(pod)),
    sacrificed: waiting.flatMap((pod) => {
      const by = driven.get(pod);
      return by === undefined ? [] : [[pod, by] as const];
    }),
    displaced: [...driven].filter(([pod]) => placed.has(pod) && !isLost.has(pod)),
  };
}

function queueOf({ of, largeFirst, smallFirst }: Pods, some: readonly number[], loss: Loss): number[] {
  const rank = loss.smallFirst ? smallFirst : largeFirst;
  return [...some].sort((one, other) => (rank[of[one] as number] as number) - (rank[of[other] as number] as number) || one - other);
}

/**
 * Where one more pod may start: its spread never lets a node have two more than another.
 *
 * @param own reused, because it is asked for each pod
 */
function gateFor({ pods, nodeOf }: Board, contender: number, from: number, { shut, zoneFor, zoneOf }: Loss, own: Int32Array): Gate {
  const one = pods.contenders[contender];
  const zone = zoneFor(contender, from);
  const closed = zone < 0 ? shut : shut.map((is, node) => (zoneOf[node] === zone ? is : 1));
  own.fill(0);
  if (one?.apart !== true) return { shut: closed, own, most: Number.POSITIVE_INFINITY };
  for (let pod = pods.first[contender] as number; pod < (pods.first[contender + 1] as number); pod += 1) {
    const node = nodeOf[pod] as number;
    if (node >= 0) own[node] = (own[node] as number) + 1;
  }
  const nodes = pods.nodesOf[contender] ?? [];
  const { minDomains = 0, more = 0 } = pods.gates[contender] ?? {};
  const hasEmpty = pods.emptyOf[contender]?.some((node) => closed[node] === 0) === true;
  return { shut: closed, own, most: more + (hasEmpty || hasFewer(nodes, closed, minDomains) ? 0 : leastOf(nodes, closed, own)) };
}

/** Whether fewer nodes than that are open. */
function hasFewer(nodes: readonly number[], shut: Uint8Array, than: number): boolean {
  if (nodes.length < than) return true;
  let open = 0;
  for (let at = 0; at < nodes.length && open < than; at += 1) if (shut[nodes[at] as number] === 0) open += 1;
  return open < than;
}

/** The node where the scheduler minds it least to drive away pods of lower priority, and these pods. Undefined: none, or it preempts nobody. */
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
  let best: { readonly node: number; readonly victims: readonly number[]; readonly cost: Cost } | undefined;
  for (const node of pods.nodesOf[contender] ?? []) {
    const victims = fewest(board, contender, node, lower.get(node) ?? []);
    if (victims === undefined) continue;
    const cost = costOf(victims.map((pod) => priorityOf(pods.contenders[pods.of[pod] as number])));
    if (best === undefined || isCheaper(cost, best.cost)) best = { node, victims, cost };
  }
  return best && [best.node, best.victims];
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
