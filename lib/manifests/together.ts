import { labelOf } from '../availability/placement/asked';
import type { Node } from '../cluster/cluster';
import { grouped } from '../cluster/grouped';
import { partAt } from '../cluster/parts';
import { type Alone, fewestPlaces } from './alone';
import { countsOwn, mapsAt, type PodTemplate, selectsPods, textAt } from './objects';
import { placesOf, type Skew } from './skew';

/** Required terms of one kind: which other pods have to be where its pods go, or must not. */
export function requiredTerms({ spec }: PodTemplate, kind: 'podAffinity' | 'podAntiAffinity') {
  return mapsAt(spec, 'affinity', kind, 'requiredDuringSchedulingIgnoredDuringExecution');
}

/** Labels that a node must have, because the places that a pod asks for are told apart by them. Source: kubernetes, interpodaffinity/filtering.go, satisfyPodAffinity. */
export function keysOfAffinity(pod: PodTemplate): readonly string[] {
  return requiredTerms(pod, 'podAffinity').flatMap((term) => textAt(term, 'topologyKey') ?? []);
}

/** Labels of nodes of which all its pods have one value: those of the first pod's node. A label that is everywhere the same divides nothing. */
export function keysTogether(pod: PodTemplate, nodes: readonly Node[]): readonly string[] {
  const keys = requiredTerms(pod, 'podAffinity').flatMap((term) => (countsOwn(term, pod) ? (textAt(term, 'topologyKey') ?? []) : []));
  return [...new Set(keys)].filter((key) => new Set(nodes.map((node) => labelOf(node, key))).size > 1);
}

/** Whether its pods start only where those of others are. */
export function followsOthers(pod: PodTemplate): boolean {
  return requiredTerms(pod, 'podAffinity').some((term) => !countsOwn(term, pod));
}

/** Whether its pods start only where those of others are not. */
export function avoidsOthers(pod: PodTemplate): boolean {
  return requiredTerms(pod, 'podAntiAffinity').some((term) => !selectsPods(partAt(term, 'labelSelector'), pod.labels));
}

/** How many pods start if all of them have to be in one place, in that which takes fewest: the first one may choose any. Undefined: nothing limits them. */
export function fewestTogether(keys: readonly string[], alone: readonly Alone[], skews: readonly Skew[], nodes: readonly Node[]): number | undefined {
  const counts = keys.flatMap((key) => {
    const places = grouped(nodes.map((node) => [labelOf(node, key), node] as const));
    return [...places.values()].map((inside) =>
      Math.min(fewestPlaces(alone, inside)?.places.length ?? Number.POSITIVE_INFINITY, ...skews.map((one) => within(one, inside, nodes))),
    );
  });
  const least = Math.min(...counts);
  return Number.isFinite(least) ? Math.max(1, least) : undefined;
}

/** What a hard spread lets onto these nodes while the others stay empty. */
function within({ topologyKey, maxSkew, minDomains, counted }: Skew, inside: readonly Node[], all: readonly Node[]): number {
  const places = placesOf(topologyKey, inside);
  const hasEmpty = [...placesOf(topologyKey, all), ...counted].some((place) => !places.includes(place)) || counted.length < minDomains;
  return hasEmpty ? maxSkew * places.length : Number.POSITIVE_INFINITY;
}
