import { type ClusterFacts, type Node, roundTripSeconds } from '../../cluster/cluster';
import { listed } from '../../cluster/names';
import { SYNCHRONOUS_ROUND_TRIP_SECONDS } from '../../cluster/site';
import type { StorageClass, StorageRelease } from '../../cluster/storage';
import { formatSeconds } from '../../cluster/units';
import { type DrbdStorageProps, diskfulNodes, ReplicationProtocol, replicasOf } from './props';
import { hasTiebreaker, isSpreadOverZones } from './zones';

export const LINSTOR = 'LINSTOR';
const REPLICATED_CLASS = 'drbd-replicated';
export const ASYNC_CLASS = 'drbd-async';
const LOCAL_CLASS = 'drbd-local';

/** In seconds: what linstor-controller tolerates (piraeus-operator, pkg/utils/tolerations), and what we give the CSI controller. */
export const CONTROLLER_TOLERATION = 30;
/**
 * In seconds: linstor-controller with its startup probe of 10 s, then the CSI controller, which waits for it (piraeus-operator,
 * pkg/resources/cluster). Not measured.
 */
const CONTROLLERS_START = 45;

/**
 * The Piraeus high-availability controller: DRBD lost its quorum on the dead node, and the controller moves the pod itself.
 * Its earliest eviction is ping-int, status poll and fail-over-timeout (seen: 27 to 35 s), one round is `--reconcile-interval`.
 */
export const HA_CONTROLLER: StorageRelease = {
  by: 'the high-availability controller of DRBD',
  step: 'quorum lost, pod moved, volume freed',
  earliestSeconds: 20,
  roundSeconds: 10,
  controllersSeconds: CONTROLLER_TOLERATION + CONTROLLERS_START,
  seldom: 'rarely 2 min more, when the volume is attached to the dead node again',
  // An objective is judged without it; see `storageRelease` for how often it was seen.
  seldomSeconds: 120,
  // piraeus-ha-controller v1.3.2, IsSafeVolume; claims by their driver
  safeVolumes: ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'projected', 'secret'],
  unsafePods: false,
  // https://github.com/piraeusdatastore/piraeus-ha-controller, README
  exemptAnnotation: 'drbd.linbit.com/ignore-fail-over',
  allowUnsafePods: 'Set failOverUnsafePods of DrbdStorage with the reason why two pods at once do no harm',
};

/** What LINSTOR offers on the nodes with the role storage. */
export function drbdClasses(props: DrbdStorageProps, facts: ClusterFacts): StorageClass[] {
  const copies = replicasOf(props, facts);
  const slow = slowPairs(facts, diskfulNodes(facts));
  const apart = isSpreadOverZones(props, facts) ? ', each in a zone of its own' : '';
  const votes = `${copies} full copies${copies % 2 === 0 ? ' and a diskless tiebreaker' : ''}${apart}`;
  const replicated = {
    nodeLocal: false,
    attachable: true,
    readWriteMany: false,
    // linstor-csi takes every mode for a single node, and piraeus-operator v2 brings newer sidecars than it needs.
    readWriteOncePod: true,
    nodes: diskfulNodes(facts).map((node) => node.name),
    copies,
    pool: props.pool,
    madeBy: LINSTOR,
    release: releaseOf(props, copies, facts),
  };
  const waits: StorageClass = {
    ...replicated,
    name: REPLICATED_CLASS,
    dataLossSeconds: 0,
    why: `${votes}; a write waits for every connected copy${slow.length === 0 ? '' : ` (${props.acceptSlowWrites ?? 'over a slow link'})`}`,
  };
  const lags: StorageClass = {
    ...replicated,
    name: ASYNC_CLASS,
    // The lag is bounded by the send buffer, in bytes: no time can be promised.
    dataLossSeconds: Number.POSITIVE_INFINITY,
    why: `${votes}; a write does not wait for ${slowLinks(slow)}: a fail-over loses the writes still in transit`,
  };
  const local: StorageClass = {
    ...replicated,
    name: LOCAL_CLASS,
    nodeLocal: true,
    nodes: poolHolders(facts, props.localPool ?? props.pool),
    copies: 1,
    pool: props.localPool ?? props.pool,
    dataLossSeconds: Number.POSITIVE_INFINITY,
    release: undefined,
    why: 'one copy, on the node of its pod; if the disk dies, it is lost',
  };
  if (props.protocol === ReplicationProtocol.A) return [lags, ...(props.acceptSlowWrites === undefined ? [] : [waits]), local];
  return [waits, ...(slow.length === 0 ? [] : [lags]), local];
}

/** The controller leaves volumes alone that have no quorum (piraeus-ha-controller v1.3.2, reconcile_failover.go): two copies without a tiebreaker. */
function releaseOf({ failOverUnsafePods }: DrbdStorageProps, copies: number, facts: ClusterFacts): StorageRelease | undefined {
  if (copies === 2 && !hasTiebreaker(copies, facts)) return undefined;
  return { ...HA_CONTROLLER, unsafePods: failOverUnsafePods !== undefined, ...(failOverUnsafePods === undefined ? {} : { unsafeReason: failOverUnsafePods }) };
}

function slowLinks(slow: readonly [Node, Node, number][]): string {
  return slow.length === 0 ? 'its peers' : listed(slow.map(([one, other, seconds]) => `the ${formatSeconds(seconds)} between ${one.name} and ${other.name}`));
}

/** Storage nodes that are further apart than synchronous copies should be, with the round trip in seconds. */
export function slowPairs(facts: ClusterFacts, diskful: readonly Node[]): [Node, Node, number][] {
  return diskful.flatMap((one, index) =>
    diskful.slice(index + 1).flatMap((other): [Node, Node, number][] => {
      const seconds = roundTripSeconds(facts, one.site, other.site) ?? 0;
      return seconds >= SYNCHRONOUS_ROUND_TRIP_SECONDS ? [[one, other, seconds]] : [];
    }),
  );
}

function poolHolders(facts: ClusterFacts, pool: string): string[] {
  // Satellites, and so pools, are only where the role is.
  return diskfulNodes(facts)
    .filter((node) => node.pools.some((one) => one.name === pool))
    .map((node) => node.name);
}
