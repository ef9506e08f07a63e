import type { ClusterFactsProps } from '../../cluster/cluster';
import { Distribution } from '../../cluster/control-plane';
import type { Units } from '../../delivery/run';
import type { Change } from './change';
import { clusterDnsCandidates } from './cluster-dns';
import { flagCandidates } from './flags';
import { nodeCandidates } from './nodes';
import { serverCandidates } from './servers';

/** Changes of one fact each, made from the facts that are there. */
export function candidatesOf(facts: ClusterFactsProps, units: Units): readonly Change[] {
  const { distribution } = facts.controlPlane;
  return [
    ...nodeCandidates(facts, units),
    ...clusterDnsCandidates(facts),
    // The flags and servers of a provider are not the user's.
    ...(distribution === Distribution.MANAGED ? [] : [...flagCandidates(facts, units), ...serverCandidates(facts)]),
  ];
}
