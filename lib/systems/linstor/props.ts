import { type ClusterFacts, type Node, nodesWithRole } from '../../cluster/cluster';
import { NodeRole } from '../../cluster/node';

/** Whether a write waits for the other copies. */
export enum ReplicationProtocol {
  /** It does not: the copies may lag, and a fail-over may lose the last writes. */
  A = 'A',
  /** It waits until every connected peer has it on disk: nothing acknowledged is lost. */
  C = 'C',
}

/** DRBD volumes, managed by LINSTOR under the Piraeus operator v2. */
export interface DrbdStorageProps {
  /** The name of the pool that holds replicated volumes on every node with the role storage. */
  readonly pool: string;
  /**
   * Full copies of a replicated volume.
   * @default - 3 where three nodes have the role storage, else 2 and a diskless tiebreaker
   */
  readonly replicas?: number;
  /**
   * What a write waits for.
   * @default - C; a link slower than 10 ms between storage nodes must be met by a word, here or in `acceptSlowWrites`
   */
  readonly protocol?: ReplicationProtocol;
  /**
   * Why every write may wait for a link slower than 10 ms.
   * @default - it may not
   */
  readonly acceptSlowWrites?: string;
  /**
   * Lets the high-availability controller also move pods that mount volumes it cannot fence (NFS, host paths).
   * The reason says why two such pods at once, for a while, do no harm.
   * @default - such pods stay where they are until a person acts
   */
  readonly failOverUnsafePods?: string;
  /**
   * The nodes load DRBD 9 from their own packages, so the operator must not compile it.
   * @default false
   */
  readonly kernelModulePreinstalled?: boolean;
  /**
   * The name of the pool for single-replica, node-local volumes.
   * @default - the same as `pool`
   */
  readonly localPool?: string;
}

/** The nodes that hold full copies. */
export function diskfulNodes(facts: ClusterFacts): readonly Node[] {
  return nodesWithRole(facts, NodeRole.STORAGE);
}

/** Full copies of each replicated volume. */
export function replicasOf(props: DrbdStorageProps, facts: ClusterFacts): number {
  return props.replicas ?? (diskfulNodes(facts).length >= 3 ? 3 : 2);
}
