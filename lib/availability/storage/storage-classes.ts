import { ASYNC_CLASS, LOCAL_CLASS, REPLICATED_CLASS, replicasOf, slowPairs } from '../../cluster/check-storage';
import type { ClusterFacts, Node } from '../../cluster/cluster';
import { nodesWithRole } from '../../cluster/cluster';
import { listed } from '../../cluster/names';
import { NodeRole } from '../../cluster/node';
import { ReplicationProtocol } from '../../cluster/storage';
import { formatSeconds } from '../../cluster/units';

/** What the storage promises, as apps need to know it. */
export interface StorageClass {
  readonly name: string;
  /** A copy on one node only, and only that node can read it. */
  readonly nodeLocal: boolean;
  readonly attachable: boolean;
  readonly readWriteMany: boolean;
  /** Nodes whose pods can use it; undefined means all of them. */
  readonly nodes: readonly string[] | undefined;
  /** Acknowledged writes that the death of a node can lose, in seconds. */
  readonly dataLossSeconds: number;
  /** The storage itself takes the volume away from a node that lost it. */
  readonly movesPods: boolean;
  /** Also pods with volumes that it cannot fence. */
  readonly movesUnsafePods: boolean;
  /** Set for classes that this library emits. */
  readonly linstor?: LinstorClass;
}

/** What LINSTOR has to be told for one class. */
export interface LinstorClass {
  readonly pool: string;
  readonly replicas: number;
  readonly protocol: ReplicationProtocol;
  readonly why: string;
}

const known = new WeakMap<ClusterFacts, readonly StorageClass[]>();

/** The storage classes of a cluster: those that follow from the facts, and those that it has already. */
export function storageClasses(facts: ClusterFacts): readonly StorageClass[] {
  const before = known.get(facts);
  if (before !== undefined) return before;
  const classes = [...linstorClasses(facts), ...foreignClasses(facts)];
  known.set(facts, classes);
  return classes;
}

/** The class that holds data which must outlive its node. */
export function defaultReplicated(facts: ClusterFacts): string | undefined {
  const wanted = facts.storage.linstor?.protocol === ReplicationProtocol.A ? ASYNC_CLASS : REPLICATED_CLASS;
  return facts.storage.defaultReplicated ?? (facts.storage.linstor === undefined ? storageClasses(facts).find((one) => !one.nodeLocal)?.name : wanted);
}

/** The class for data that stays with its node. */
export function defaultLocal(facts: ClusterFacts): string | undefined {
  return facts.storage.defaultLocal ?? storageClasses(facts).find((one) => one.nodeLocal)?.name;
}

function linstorClasses(facts: ClusterFacts): StorageClass[] {
  const linstor = facts.storage.linstor;
  if (linstor === undefined) return [];
  const diskful = nodesWithRole(facts, NodeRole.STORAGE);
  const replicas = replicasOf(linstor, diskful);
  const slow = slowPairs(facts, diskful);
  const names = diskful.map((node) => node.name);
  const votes = replicas % 2 === 0 ? `${replicas} full copies and a diskless tiebreaker` : `${replicas} full copies`;
  const common = { attachable: true, readWriteMany: false, nodes: names, movesUnsafePods: linstor.failOverUnsafePods !== undefined };
  const classes: StorageClass[] = [];
  const asynchronous = linstor.protocol === ReplicationProtocol.A;
  if (!asynchronous || linstor.acceptSlowWrites !== undefined) {
    classes.push({
      ...common,
      name: REPLICATED_CLASS,
      nodeLocal: false,
      dataLossSeconds: 0,
      movesPods: true,
      linstor: {
        pool: linstor.pool,
        replicas,
        protocol: ReplicationProtocol.C,
        why: `${votes}; a write waits for every copy${slow.length === 0 ? '' : ` (${linstor.acceptSlowWrites ?? 'over a slow link'})`}`,
      },
    });
  }
  if (asynchronous || slow.length > 0) {
    classes.push({
      ...common,
      name: ASYNC_CLASS,
      nodeLocal: false,
      // The lag is bounded by the send buffer, in bytes: no time can be promised.
      dataLossSeconds: Number.POSITIVE_INFINITY,
      movesPods: true,
      linstor: {
        pool: linstor.pool,
        replicas,
        protocol: ReplicationProtocol.A,
        why: `${votes}; a write does not wait for ${slowLinks(slow)}: a fail-over loses what was still on the way`,
      },
    });
  }
  classes.push({
    ...common,
    name: LOCAL_CLASS,
    nodes: poolHolders(facts, linstor.localPool ?? linstor.pool),
    nodeLocal: true,
    dataLossSeconds: Number.POSITIVE_INFINITY,
    movesPods: false,
    linstor: {
      pool: linstor.localPool ?? linstor.pool,
      replicas: 1,
      protocol: ReplicationProtocol.C,
      why: 'one copy, on the node of its pod; it is gone with the disk',
    },
  });
  return classes;
}

function slowLinks(slow: readonly [Node, Node, number][]): string {
  return slow.length === 0 ? 'its peers' : listed(slow.map(([one, other, seconds]) => `the ${formatSeconds(seconds)} between ${one.name} and ${other.name}`));
}

function poolHolders(facts: ClusterFacts, pool: string): string[] {
  // Satellites, and so pools, are only where the role is.
  return nodesWithRole(facts, NodeRole.STORAGE)
    .filter((node) => node.pools.some((one) => one.name === pool))
    .map((node) => node.name);
}

function foreignClasses(facts: ClusterFacts): StorageClass[] {
  return (facts.storage.classes ?? []).map((one) => ({
    name: one.name,
    nodeLocal: one.nodeLocal,
    attachable: one.attachable ?? true,
    readWriteMany: one.readWriteMany ?? false,
    nodes: undefined,
    dataLossSeconds: one.nodeLocal ? Number.POSITIVE_INFINITY : (one.dataLoss?.seconds ?? 0),
    movesPods: false,
    movesUnsafePods: false,
  }));
}
