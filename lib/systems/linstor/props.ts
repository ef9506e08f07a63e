import { type ClusterFacts, type Node, nodesWithRole } from '../../cluster/cluster';
import { NodeRole } from '../../cluster/node';

/** Whether a write waits for the other copies. */
export enum ReplicationProtocol {
  /** The write does not wait: the copies may lag, and a fail-over may lose the last writes. */
  A = 'A',
  /** The write waits until every connected peer has it on disk: nothing acknowledged is lost. */
  C = 'C',
}

/** DRBD volumes, managed by LINSTOR under the Piraeus operator v2. */
export interface DrbdStorageProps {
  /** The name of the pool that holds replicated volumes on every node with the role storage. */
  readonly pool: string;
  /**
   * Full copies of a replicated volume.
   * @default - 3 if three nodes have the role storage, otherwise 2 and a diskless tiebreaker
   */
  readonly replicas?: number;
  /**
   * What a write waits for.
   * @default - C; with a link of 10 ms or more between storage nodes, set this or `acceptSlowWrites`
   */
  readonly protocol?: ReplicationProtocol;
  /**
   * The reason why writes may wait for a link of 10 ms or more.
   * @default - such links are refused with protocol C
   */
  readonly acceptSlowWrites?: string;
  /**
   * Lets the high-availability controller also move pods that mount volumes it cannot fence (NFS, host paths).
   * The reason says why two such pods at once do no harm.
   * @default - such pods stay where they are until a person acts
   */
  readonly failOverUnsafePods?: string;
  /**
   * Whether the nodes have DRBD 9 from their own packages, so that the operator does not compile it.
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
