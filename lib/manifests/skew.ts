import { labelOf } from '../availability/placement/asked';
import type { Node } from '../cluster/cluster';
import type { Eligible } from './nodes';
import { listAt, mapsAt, numberAt, type PodTemplate, textAt } from './objects';

/** A hard spread: no place may have more pods than the emptiest of those that it counts, and its skew. */
export interface Skew {
  readonly topologyKey: string;
  readonly maxSkew: number;
  /** With fewer places, it counts one more, which is empty. */
  readonly minDomains: number;
  readonly counted: readonly string[];
  /** Fields that would leave out places where no pod of it may be. */
  readonly policies: readonly string[];
  /** Whether it counts the pods of two versions together. */
  readonly acrossVersions: boolean;
}

/** Source: kubernetes, pkg/scheduler/framework/plugins/podtopologyspread (common.go, filtering.go): a node counts only with the labels of all hard ones. */
export function skewsOf(spec: PodTemplate['spec'], own: readonly unknown[], { nodes, counted }: Eligible): readonly Skew[] {
  const keys = mapsAt(spec, 'topologySpreadConstraints').filter(isHard).map(keyOf);
  return own.filter(isHard).map((one) => {
    const policy = { taints: textAt(one, 'nodeTaintsPolicy') === 'Honor', affinity: textAt(one, 'nodeAffinityPolicy') !== 'Ignore' };
    const all = placesOf(
      keyOf(one),
      counted(policy).filter((node) => keys.every((key) => labelOf(node, key) !== undefined)),
    );
    const usable = placesOf(keyOf(one), nodes);
    const more = all.some((place) => !usable.includes(place));
    return {
      topologyKey: keyOf(one),
      maxSkew: maxSkewOf(one),
      minDomains: numberAt(one, 'minDomains') ?? 1,
      counted: all,
      policies: more ? [...(policy.taints ? [] : ['nodeTaintsPolicy']), ...(policy.affinity ? [] : ['nodeAffinityPolicy'])] : [],
      acrossVersions: listAt(one, 'matchLabelKeys').length === 0,
    };
  });
}

/** The API server refuses what is not a whole number above 0. */
export function maxSkewOf(constraint: unknown): number {
  return Math.max(1, Math.floor(numberAt(constraint, 'maxSkew') ?? 1));
}

/** The default is DoNotSchedule. */
export function isHard(constraint: unknown): boolean {
  return textAt(constraint, 'whenUnsatisfiable') !== 'ScheduleAnyway';
}

export function keyOf(constraint: unknown): string {
  return textAt(constraint, 'topologyKey') ?? '';
}

/** The places in which these nodes are, each once. */
export function placesOf(key: string, nodes: readonly Node[]): readonly string[] {
  return [...new Set(nodes.flatMap((node) => labelOf(node, key) ?? []))];
}

/** Pods that start, and no more, because a place stays empty. */
export interface Ceiling {
  readonly skew: Skew;
  readonly places: readonly string[];
  /** Those that count, and take no pod. */
  readonly empty: readonly string[];
  readonly pods: number;
}

/** Of hard spreads, that which lets fewest pods onto these nodes. Undefined: they take any number. */
export function lowestCeiling(skews: readonly Skew[], nodes: readonly Node[]): Ceiling | undefined {
  const all = skews.flatMap((skew) => {
    const places = placesOf(skew.topologyKey, nodes);
    const empty = skew.counted.filter((place) => !places.includes(place));
    const isBound = places.length > 0 && (empty.length > 0 || skew.counted.length < skew.minDomains);
    return isBound ? [{ skew, places, empty, pods: skew.maxSkew * places.length }] : [];
  });
  return all.sort((one, other) => one.pods - other.pods)[0];
}
