import { hardSpreads, mostLost, type Spreading } from '../availability/placement/hard-spreads';
import type { Node } from '../cluster/cluster';
import { Severity } from '../cluster/finding';
import { listed } from '../cluster/names';
import type { ManifestRule } from './manifest-rule';

/**
 * Why all pods may come to be on one node although they are spread: Kubernetes moves none back. Where a spread leaves out a place that is
 * away, the others take its pods; and a pod that a rollout starts beside an old one stays there when that is gone.
 */
export interface Gathering {
  readonly places: number;
  readonly whileAway: boolean;
  readonly inRollout: boolean;
}

/** Undefined: they stay apart. */
export function gatheringOf(spreading: Spreading, nodes: readonly Node[]): Gathering | undefined {
  const { pods, spread, rollout } = spreading;
  const mayGather = (one: Spreading) => {
    const spreads = hardSpreads(one, nodes);
    return spreads.length > 0 && nodes.some(({ name }) => mostLost(spreads, pods, [name]) === pods);
  };
  if (pods < 2 || nodes.length < 2 || !mayGather(spreading)) return undefined;
  const places = Math.min(...hardSpreads(spreading, nodes).map((one) => one.places)) + 1;
  return {
    places,
    whileAway: mayGather({ ...spreading, rollout: { ...rollout, maxSurge: 0 } }),
    inRollout: mayGather({ ...spreading, spread: spread.map((one) => ({ ...one, countsDead: true })) }),
  };
}

export const GATHERS: ManifestRule = {
  code: 'MANIFEST-SPREAD-GATHERS',
  severity: Severity.WARNING,
  means: 'a hard spread over two places: after one was away, or after a rollout, all pods may be in one, stay there, and die with it',
  fix: 'write `minDomains: 2` and `matchLabelKeys: [pod-template-hash]`, or let more nodes run them',
  *check({ gathering, started }) {
    if (gathering === undefined) return;
    const { places, whileAway, inRollout } = gathering;
    const causes = [...(whileAway ? ['leaves out a place that is away'] : []), ...(inRollout ? ['lets a new pod start beside an old one in a rollout'] : [])];
    const fields = [...(whileAway ? [`minDomains: ${places}`] : []), ...(inRollout ? ['matchLabelKeys: [pod-template-hash]'] : [])];
    yield {
      given: `a hard spread of ${started} pods over ${places} places, which ${listed(causes)}`,
      allowed: 'so all pods may come to be in one place, where they stay, and its death takes them all',
      fix: `Write ${listed(fields)} in it, or let more nodes run them.`,
    };
  },
};
