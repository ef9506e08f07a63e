import type { Node } from '../../cluster/cluster';
import { HOSTNAME } from '../../cluster/node';
import { type Rollout, WorkloadKind } from '../model/plan';
import type { Spread } from '../model/spread';
import { labelOf } from './asked';
import { mostWithin } from './shares';

/** More places than any cluster has: where so many are wanted, each has no more pods than its skew. */
export const EACH_ONE = Number.MAX_SAFE_INTEGER;

/** Pods, and what spreads them, also in a rollout. */
export interface Spreading {
  readonly spread: readonly Spread[];
  readonly rollout: Rollout;
  readonly pods: number;
}

/** A hard spread over the places in which some nodes are. */
export interface HardSpread {
  /** The place of each of these nodes. Undefined: each node is one. */
  readonly placeOf: ReadonlyMap<string, string> | undefined;
  /** Over how many of them its pods are spread for certain, also after one was away, because Kubernetes moves no pod back. */
  readonly places: number;
  readonly skew: number;
  /** The most that one of them may have after a rollout: a new pod that starts beside an old one stays there when that is gone. */
  readonly afterRollout: number;
}

export function hardSpreads({ spread, rollout: { recreate, maxSurge }, pods }: Spreading, nodes: readonly Node[]): readonly HardSpread[] {
  const crowd = recreate || maxSurge === 0 ? 0 : pods + maxSurge;
  return spread.filter(({ hard }) => hard).map((one) => hardSpread(one, nodes, crowd));
}

/** What decides when the next pod starts. */
interface Successor {
  readonly workload: WorkloadKind;
  readonly spread: readonly Spread[];
  readonly followsItself?: boolean;
}

/**
 * Whether the next pod waits until the last one is deleted: it has its name, asks to be on its node, or is kept from the whole place in which the last one is, also
 * while that ends (kubernetes/kubernetes#111793).
 */
export function waitsForDeletion({ workload, spread, followsItself = false }: Successor): boolean {
  return (
    followsItself || workload === WorkloadKind.STATEFUL_SET || spread.some(({ topologyKey, minDomains }) => minDomains === EACH_ONE && topologyKey !== HOSTNAME)
  );
}

function hardSpread(
  { topologyKey, minDomains = 1, maxSkew: skew = 1, countsDead = false, perRevision }: Spread,
  nodes: readonly Node[],
  crowd: number,
): HardSpread {
  const isEach = topologyKey === HOSTNAME;
  // In a large cluster each app may run on thousands of nodes: these are counted, not gathered.
  const inPlaces = isEach
    ? []
    : nodes.flatMap((node) => {
        const place = labelOf(node, topologyKey);
        return place === undefined ? [] : [[place, node.name] as const];
      });
  const count = isEach ? nodes.length : new Set(inPlaces.map(([place]) => place)).size;
  const mayVanish = !countsDead && minDomains < count;
  return {
    placeOf: isEach ? undefined : new Map(inPlaces.map(([place, name]) => [name, place])),
    places: minDomains > count ? minDomains : Math.max(1, mayVanish ? count - 1 : count),
    skew,
    // Each was let onto it while all that were there at once were spread.
    afterRollout: perRevision ? 0 : mostWithin(1, crowd, Math.max(count, minDomains), skew),
  };
}

/** The most of its pods that so many, or these, of its nodes may have together. */
export function mostLost(spreads: readonly HardSpread[], pods: number, lost: readonly string[]): number {
  return spreads.reduce((most, { placeOf, places, skew, afterRollout }) => {
    const some = placeOf === undefined ? lost.length : new Set(lost.flatMap((name) => placeOf.get(name) ?? [])).size;
    return Math.min(most, Math.max(mostWithin(some, pods, places, skew), some * afterRollout));
  }, pods);
}
