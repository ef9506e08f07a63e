import type { Node } from '../../cluster/cluster';
import { grouped } from '../../cluster/grouped';
import { HOSTNAME } from '../../cluster/node';
import type { Spread } from '../model/plan';
import { labelOf } from './asked';
import { mostWithin } from './shares';

/** More places than any cluster has: where so many are wanted, each has no more pods than its skew. */
export const EACH_ONE = Number.MAX_SAFE_INTEGER;

/** A hard spread over the places in which some nodes are. */
export interface HardSpread {
  /** The place of each of these nodes. Undefined: each node is one. */
  readonly placeOf: ReadonlyMap<string, string> | undefined;
  /** Over how many of them its pods are spread for certain, also after a node was away, because Kubernetes moves no pod back. */
  readonly places: number;
  readonly skew: number;
}

export function hardSpreads(spread: readonly Spread[], nodes: readonly Node[]): readonly HardSpread[] {
  return spread.filter(({ hard }) => hard).map((one) => hardSpread(one, nodes));
}

function hardSpread({ topologyKey, minDomains = 1, maxSkew: skew = 1, countsDead = false }: Spread, nodes: readonly Node[]): HardSpread {
  const inPlaces = nodes.flatMap((node) => {
    const place = labelOf(node, topologyKey);
    return place === undefined ? [] : [[place, node.name] as const];
  });
  const all = grouped(inPlaces);
  const [count, isEach] = [all.size, topologyKey === HOSTNAME];
  const mayVanish = !countsDead && minDomains < count && [...all.values()].some((inside) => inside.length === 1);
  return {
    placeOf: isEach ? undefined : new Map(inPlaces.map(([place, name]) => [name, place])),
    places: minDomains > count ? minDomains : Math.max(1, mayVanish ? count - 1 : count),
    skew,
  };
}

/** The most of its pods that so many, or these, of its nodes may have together. */
export function mostLost(spreads: readonly HardSpread[], pods: number, lost: readonly string[]): number {
  return spreads.reduce((most, { placeOf, places, skew }) => {
    const some = placeOf === undefined ? lost.length : new Set(lost.flatMap((name) => placeOf.get(name) ?? [])).size;
    return Math.min(most, mostWithin(some, pods, places, skew));
  }, pods);
}
