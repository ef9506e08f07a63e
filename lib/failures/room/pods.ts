import { isJobClass } from '../../availability/ask/workload';
import { takesPortsOfNode } from '../../availability/classes/highly-available';
import { identity } from '../../availability/model/identity';
import { emptyNodesOf, type Plan } from '../../availability/model/plan';
import { type Contender, contend } from '../../availability/placement/crowd';
import { EACH_ONE } from '../../availability/placement/hard-spreads';
import { RESOURCES, roomOf } from '../../availability/placement/room';
import { numbersOf, type Terrain } from '../terrain';

/** The resources that the scheduler counts, one after the other for each node. */
export const WIDTH = RESOURCES.length;
/** Where they stand in a row: the scheduler scores these two. */
const MEMORY = RESOURCES.indexOf('memory');
const CPU = RESOURCES.indexOf('cpu');

/** Pods that compete for room, by number: those of one app have consecutive numbers. Apps that move together count as one pod. */
export interface Pods {
  readonly contenders: readonly Contender[];
  /** `namespace/name` of each contender. */
  readonly ids: readonly string[];
  /** The nodes that each may use, by number. */
  readonly nodesOf: readonly (readonly number[])[];
  /** Nodes that the spread of each counts, and that are too small for its pods. */
  readonly emptyOf: readonly (readonly number[])[];
  /** How the hard spread of each lets its pods onto nodes. */
  readonly gates: readonly SpreadGate[];
  /** What one of its pods asks for. */
  readonly asks: Float64Array;
  /** The number of its first pod; one more than there are contenders. */
  readonly first: Int32Array;
  /** The contender of each pod. */
  readonly of: Int32Array;
  /** What each node offers. */
  readonly offers: Float64Array;
  /** Its place in the queue where the larger ones come first, as in first-fit decreasing, and where the smaller ones do. */
  readonly largeFirst: Int32Array;
  readonly smallFirst: Int32Array;
}

/** What a hard spread says, for the loop that asks it for each pod. */
export interface SpreadGate {
  /** With fewer open nodes it counts an empty one. */
  readonly minDomains: number;
  /** How many more pods than the emptiest node a node that takes another one may have already. */
  readonly more: number;
}

function gateOf({ spread, ask }: Plan): SpreadGate {
  const hard = spread.value.filter((one) => one.hard);
  // A port of a node is there once, however its pods spread.
  if (takesPortsOfNode(ask)) return { minDomains: EACH_ONE, more: 0 };
  return {
    minDomains: Math.max(0, ...hard.map(({ minDomains = 0 }) => minDomains)),
    more: hard.length === 0 ? 0 : Math.min(...hard.map(({ maxSkew = 1 }) => maxSkew)) - 1,
  };
}

export function podsOf(plans: readonly Plan[], terrain: Terrain): Pods {
  // By name, so that the order of the plans decides nothing.
  const contenders = contend(plans, terrain.facts)
    .apps.map((one) => ({ one, id: identity(one.plan) }))
    .sort((one, other) => (one.id === other.id ? 0 : one.id < other.id ? -1 : 1))
    .map(({ one }) => one);
  const lists = new Map<readonly string[], readonly number[]>();
  const first = new Int32Array(contenders.length + 1);
  for (const [index, { pods }] of contenders.entries()) first[index + 1] = (first[index] ?? 0) + pods;
  const of = new Int32Array(first[contenders.length] ?? 0);
  for (let index = 0; index < contenders.length; index += 1) of.fill(index, first[index], first[index + 1]);
  const rooms = terrain.facts.nodes.map(roomOf);
  const biggest = RESOURCES.map((what) => ({ what, most: Math.max(...rooms.map((room) => room[what]).filter(Number.isFinite)) }));
  const sizes = contenders.map(({ pod }) => Math.max(...biggest.map(({ what, most }) => (most > 0 ? pod[what] / most : 0))));
  return {
    contenders,
    ids: contenders.map(({ plan }) => identity(plan)),
    nodesOf: contenders.map(({ group: { nodes } }) => {
      const known = lists.get(nodes) ?? numbersOf(terrain, nodes);
      lists.set(nodes, known);
      return known;
    }),
    gates: contenders.map(({ plan }) => gateOf(plan)),
    emptyOf: contenders.map(({ plan }) => numbersOf(terrain, emptyNodesOf(plan))),
    asks: Float64Array.from(contenders.flatMap(({ pod }) => RESOURCES.map((what) => pod[what]))),
    first,
    of,
    offers: Float64Array.from(rooms.flatMap((room) => RESOURCES.map((what) => room[what]))),
    largeFirst: ranksOf(contenders, (one, other) => (sizes[other] ?? 0) - (sizes[one] ?? 0)),
    smallFirst: ranksOf(contenders, (one, other) => (sizes[one] ?? 0) - (sizes[other] ?? 0)),
  };
}

/** How many of its pods are there at any time: none of a job, and no more of what scales than it starts with. */
export function leastPods({ plan, pods }: Contender): number {
  if (isJobClass(plan.ask.availabilityClass)) return 0;
  return plan.autoscale === undefined ? pods : Math.min(pods, plan.replicas.value);
}

/** Those of higher priority first. */
function ranksOf(contenders: readonly Contender[], bySize: (one: number, other: number) => number): Int32Array {
  const priorities = contenders.map(({ group }) => group.priority.value);
  const order = [...contenders.keys()].sort((one, other) => (priorities[other] ?? 0) - (priorities[one] ?? 0) || bySize(one, other) || one - other);
  const ranks = new Int32Array(order.length);
  for (const [rank, contender] of order.entries()) ranks[contender] = rank;
  return ranks;
}

/** Nodes with what is left on each, and the pods there. */
export class Board {
  /** The node of each pod, or -1. */
  readonly nodeOf: Int32Array;
  readonly left: Float64Array;

  constructor(
    readonly pods: Pods,
    from?: Board,
  ) {
    this.nodeOf = from === undefined ? new Int32Array(pods.of.length).fill(-1) : from.nodeOf.slice();
    this.left = from === undefined ? pods.offers.slice() : from.left.slice();
  }

  holds(node: number, contender: number): boolean {
    return this.hasLeft(node, this.pods.asks, contender * WIDTH);
  }

  /** @param from where in the list the amounts begin */
  hasLeft(node: number, amounts: Float64Array, from: number): boolean {
    for (let what = 0; what < WIDTH; what += 1) if ((amounts[from + what] as number) > (this.left[node * WIDTH + what] as number)) return false;
    return true;
  }

  put(pod: number, node: number): void {
    this.nodeOf[pod] = node;
    this.change(pod, node, -1);
  }

  take(pod: number): void {
    const node = this.nodeOf[pod] as number;
    if (node < 0) return;
    this.change(pod, node, 1);
    this.nodeOf[pod] = -1;
  }

  private change(pod: number, node: number, sign: number): void {
    const contender = this.pods.of[pod] as number;
    for (let what = 0; what < WIDTH; what += 1) {
      const at = node * WIDTH + what;
      this.left[at] = (this.left[at] as number) + sign * (this.pods.asks[contender * WIDTH + what] as number);
    }
  }

  /**
   * The open node that the scheduler likes best; -1: none has room. Its rating is the default of kube-scheduler, LeastAllocated of the
   * plugin NodeResourcesFit. This is the loop in which large clusters spend their time.
   */
  best(contender: number, pod: number, { shut, own, most }: Gate): number {
    const { asks, offers, nodesOf } = this.pods;
    const { left } = this;
    const [ask, nodes] = [contender * WIDTH, nodesOf[contender] ?? []];
    const enough = looksAt(nodes.length);
    // Which node it looks at first depends on all pods before; here, on the number of the pod, so that the same program gives the same.
    const from = enough < nodes.length ? (pod * STRIDE) % nodes.length : 0;
    let best = -1;
    let rating = Number.NEGATIVE_INFINITY;
    let found = 0;
    for (let at = 0; at < nodes.length && found < enough; at += 1) {
      const node = nodes[from + at < nodes.length ? from + at : from + at - nodes.length] as number;
      if (shut[node] === 1 || (own[node] as number) > most) continue;
      const row = node * WIDTH;
      if (!this.hasLeft(node, asks, ask)) continue;
      found += 1;
      const cpu = ((left[row + CPU] as number) - (asks[ask + CPU] as number)) / (offers[row + CPU] as number);
      const mine = cpu + ((left[row + MEMORY] as number) - (asks[ask + MEMORY] as number)) / (offers[row + MEMORY] as number);
      if (mine > rating) {
        best = node;
        rating = mine;
      }
    }
    return best;
  }
}

/** A prime, so that pods begin at different nodes. */
const STRIDE = 7919;

/** How many nodes with room the scheduler compares: all of 100, then fewer and fewer, at least 5 % (kube-scheduler, numFeasibleNodesToFind). */
function looksAt(nodes: number): number {
  if (nodes < 100) return nodes;
  return Math.max(100, Math.floor((nodes * Math.max(5, 50 - nodes / 125)) / 100));
}

/** Which nodes are open to one more pod, by number. */
export interface Gate {
  /** 1: it is lost, or no place for that pod. */
  readonly shut: Uint8Array;
  /** Pods of the same app on it. */
  readonly own: Int32Array;
  /** With more of them it takes none. */
  readonly most: number;
}

/** The fewest pods of an app that an open node has. */
export function leastOf(nodes: readonly number[], shut: Uint8Array, own: Int32Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at < nodes.length; at += 1) {
    const node = nodes[at] as number;
    if (shut[node] === 0 && (own[node] as number) < least) least = own[node] as number;
    if (least === 0) break;
  }
  return least;
}
