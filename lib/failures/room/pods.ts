import { identity } from '../../availability/model/identity';
import type { Plan } from '../../availability/model/plan';
import { type Contender, contend } from '../../availability/placement/crowd';
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
  /** What one of its pods asks for. */
  readonly asks: Float64Array;
  /** The number of its first pod; one more than there are contenders. */
  readonly first: Int32Array;
  /** The contender of each pod. */
  readonly of: Int32Array;
  /** What each node offers. */
  readonly offers: Float64Array;
}

export function podsOf(plans: readonly Plan[], terrain: Terrain): Pods {
  const { apps: contenders } = contend(plans, terrain.facts);
  const lists = new Map<readonly string[], readonly number[]>();
  const first = new Int32Array(contenders.length + 1);
  for (const [index, { pods }] of contenders.entries()) first[index + 1] = (first[index] ?? 0) + pods;
  const of = new Int32Array(first[contenders.length] ?? 0);
  for (let index = 0; index < contenders.length; index += 1) of.fill(index, first[index], first[index + 1]);
  return {
    contenders,
    ids: contenders.map(({ plan }) => identity(plan)),
    nodesOf: contenders.map(({ group: { nodes } }) => {
      const known = lists.get(nodes) ?? numbersOf(terrain, nodes);
      lists.set(nodes, known);
      return known;
    }),
    asks: Float64Array.from(contenders.flatMap(({ pod }) => RESOURCES.map((what) => pod[what]))),
    first,
    of,
    offers: Float64Array.from(terrain.facts.nodes.map(roomOf).flatMap((room) => RESOURCES.map((what) => room[what]))),
  };
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
    const { asks } = this.pods;
    for (let what = 0; what < WIDTH; what += 1) if ((asks[contender * WIDTH + what] as number) > (this.left[node * WIDTH + what] as number)) return false;
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

  /** The default of kube-scheduler: LeastAllocated of the plugin NodeResourcesFit. */
  private rating(node: number, contender: number): number {
    const { asks, offers } = this.pods;
    const [row, asked] = [node * WIDTH, contender * WIDTH];
    const cpu = ((this.left[row + CPU] as number) - (asks[asked + CPU] as number)) / (offers[row + CPU] as number);
    return cpu + ((this.left[row + MEMORY] as number) - (asks[asked + MEMORY] as number)) / (offers[row + MEMORY] as number);
  }

  /** The node that the scheduler likes best; -1: none has room. */
  best(contender: number, isOpen: (node: number) => boolean): number {
    let [best, most] = [-1, Number.NEGATIVE_INFINITY];
    for (const node of this.pods.nodesOf[contender] ?? []) {
      if (!isOpen(node) || !this.holds(node, contender)) continue;
      const rating = this.rating(node, contender);
      if (rating > most) [best, most] = [node, rating];
    }
    return best;
  }
}
