import type { ClusterFacts } from '../../cluster/cluster';
import { listed } from '../../cluster/names';
import type { PlannedClaim } from '../model/plan';
import { classOf } from './claims';

/** Replicated data that no second node of an app is sure to have. */
export interface CopiesApart {
  /** The paths of the data. */
  readonly paths: readonly string[];
  /** Nodes that hold copies, but cannot run the app. */
  readonly elsewhere: readonly string[];
  readonly why: string;
}

/**
 * Whether a pod may find all its data on no other node. Each volume leaves out as many of its storage nodes as have no copy, and at
 * worst others than the volume before: of s storage nodes and c copies, k volumes have at least (s−1) − k·(s−c) other nodes in common.
 */
export function copiesApart(claims: readonly PlannedClaim[], nodes: readonly string[], facts: ClusterFacts): CopiesApart | undefined {
  const replicated = replicatedOf(claims, facts);
  const paths = replicated.map(({ claim }) => claim.volume.path);
  if (paths.length === 0 || nodes.length < 2) return undefined;
  const common = nodes.filter((node) => replicated.every(({ holders }) => holders.has(node)));
  if (common.length - 1 - leftOutOf(claims, facts) >= 1) return undefined;
  const own = new Set(nodes);
  const elsewhere = [...new Set(replicated.flatMap(({ holders }) => [...holders].filter((node) => !own.has(node))))];
  const why =
    paths.length === 1
      ? `the other copies of ${listed(paths)} may be on ${listed(elsewhere)}, where it cannot run`
      : `no other node is sure to have all of ${listed(paths)}`;
  return { paths, elsewhere, why };
}

/** How many of the nodes with copies may, at worst, each lack one of the volumes. */
export function leftOutOf(claims: readonly PlannedClaim[], facts: ClusterFacts): number {
  return replicatedOf(claims, facts).reduce((sum, { copies, holders }) => sum + Math.max(0, holders.size - copies), 0);
}

function replicatedOf(claims: readonly PlannedClaim[], facts: ClusterFacts) {
  return claims
    .map((claim) => ({ claim, storageClass: classOf(facts, claim) }))
    .flatMap(({ claim, storageClass }) =>
      storageClass?.copies === undefined || storageClass.copies < 2 ? [] : [{ claim, copies: storageClass.copies, holders: new Set(storageClass.nodes) }],
    );
}
