import { hardSpreads, mostLost } from '../availability/placement/hard-spreads';
import type { Node } from '../cluster/cluster';
import { Severity } from '../cluster/finding';
import { counted } from '../cluster/names';
import type { ManifestRule } from './manifest-rule';
import type { ReadSpread } from './spread';

/**
 * Whether all pods may come to be on one node although they are spread: a spread that leaves out a node which is away lets the others take
 * its pods, and Kubernetes moves none back. The number of places that would keep them apart; undefined: they stay apart.
 */
export function gatheringBelow({ spread }: ReadSpread, pods: number, nodes: readonly Node[]): number | undefined {
  const spreads = hardSpreads(spread, nodes);
  if (pods < 2 || nodes.length < 2 || spreads.length === 0) return undefined;
  if (nodes.every(({ name }) => mostLost(spreads, pods, [name]) < pods)) return undefined;
  return Math.min(...spreads.map(({ places }) => places)) + 1;
}

export const GATHERS: ManifestRule = {
  code: 'MANIFEST-SPREAD-GATHERS',
  severity: Severity.WARNING,
  means: 'a hard spread over two places: once one was away all pods are in the other, stay there, and die with it',
  fix: 'write `minDomains: 2`, or let more nodes run them',
  *check({ gathersBelow, started }) {
    if (gathersBelow === undefined) return;
    yield {
      given: `a hard spread of ${counted(started, 'pod')} over ${gathersBelow} places, which leaves out one that is away`,
      allowed: 'so once one was away all pods may be in the other, where they stay when it is back, and its death takes them all',
      fix: `Write minDomains: ${gathersBelow} in it, or let more nodes run them.`,
    };
  },
};
