import { hardSpreads, mostLost, type Spreading } from '../availability/placement/hard-spreads';
import type { Node } from '../cluster/cluster';

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
  const whole = { ...spreading, spread: spread.map((one) => ({ ...one, countsDead: true })) };
  return {
    places: Math.min(...hardSpreads(whole, nodes).map(({ places }) => places)),
    whileAway: mayGather({ ...spreading, rollout: { ...rollout, maxSurge: 0 } }),
    inRollout: mayGather(whole),
  };
}
