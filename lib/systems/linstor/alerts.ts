import { nodeUp } from '../../alerts/nodes';
import { type Alert, AlertSeverity, type RuleGroup, series } from '../../alerts/rule';
import type { ClusterFacts, Node } from '../../cluster/cluster';
import { NodeRole } from '../../cluster/node';
import { DRBD_JOB } from './scrapes';
import { LINSTOR } from './storage-classes';

const NO_QUORUM_SECONDS = 60;
/** A peer that rebooted has caught up by then, unless there is much to copy. */
const DEGRADED_SECONDS = 15 * 60;
const POOL_SHARE_LEFT = 0.2;
const WITNESS_LOST_SECONDS = 5 * 60;

/** LINSTOR: `linstor_node_state` 2 is ONLINE (linstor-server, Metrics). */
const ONLINE = 2;

/** Rules of replicated volumes. Names: drbd-reactor (src/plugin/prometheus.rs) and the LINSTOR controller's /metrics. */
export function drbdRules(facts: ClusterFacts): RuleGroup[] {
  const upToDate = 'sum by (name) (drbd_device_state{drbd_device_state="UpToDate"})';
  const copies = Math.min(...facts.storage.classes.flatMap((one) => (one.madeBy === LINSTOR && one.copies > 1 ? [one.copies] : [])));
  // Volumes with one copy have no connections.
  const replicated = 'count by (name) (drbd_connection_state)';
  const pool = 'linstor_storage_pool_capacity_free_bytes / linstor_storage_pool_capacity_total_bytes';
  return [
    {
      kind: 'storage',
      name: 'storage/drbd',
      rules: [
        {
          alert: 'VolumeWithoutQuorum',
          expr: 'max by (name) (drbd_device_quorum) == 0',
          forSeconds: NO_QUORUM_SECONDS,
          severity: AlertSeverity.CRITICAL,
          labels: {},
          summary: 'The volume {{ $labels.name }} has no quorum anywhere.',
          promise: 'Broken: data stays writable while one node is down. Writes of the app that uses the volume hang or fail.',
          wellWhile: { query: 'drbd_device_quorum{name="%s"} == 1', of: ['name'] },
          cause: 'Two of its nodes are down or cut off from each other.',
          command: 'kubectl -n piraeus-datastore exec deploy/linstor-controller -- linstor resource list --resources {{ $labels.name }}',
        },
        {
          alert: 'VolumeDegraded',
          expr: `(${upToDate} < ${copies}) and on (name) ${replicated}`,
          forSeconds: DEGRADED_SECONDS,
          severity: AlertSeverity.WARNING,
          labels: {},
          summary: 'The volume {{ $labels.name }} has too few up-to-date copies: {{ $value }}.',
          promise: 'At risk: another node always has a copy. If the node with the last copy dies, data is lost.',
          wellWhile: { query: `sum(drbd_device_state{name="%s",drbd_device_state="UpToDate"}) >= ${copies}`, of: ['name'] },
          cause: 'A storage node is down, its disk failed, or it is still catching up.',
          command: 'kubectl -n piraeus-datastore exec deploy/linstor-controller -- linstor resource list --resources {{ $labels.name }}',
        },
        {
          alert: 'StorageUnwatched',
          expr: `max(absent(${series('up', { job: DRBD_JOB })}))`,
          forSeconds: DEGRADED_SECONDS,
          severity: AlertSeverity.WARNING,
          labels: {},
          summary: 'No node reports the state of its replicated volumes.',
          promise: 'Broken: failures raise alerts. Those of volumes do not.',
          wellWhile: `count(${series('up', { job: DRBD_JOB })}) > 0`,
          cause: 'LINSTOR runs no satellites, or Prometheus has no permission to discover them.',
          command: 'kubectl -n piraeus-datastore get pods -o wide',
        },
        {
          alert: 'StoragePoolFilling',
          expr: `(${pool} < ${POOL_SHARE_LEFT}) and on (node, storage_pool) (linstor_storage_pool_capacity_total_bytes > 0)`,
          forSeconds: DEGRADED_SECONDS,
          severity: AlertSeverity.WARNING,
          labels: {},
          summary: 'The pool {{ $labels.storage_pool }} of {{ $labels.node }} has {{ $value | humanizePercentage }} left.',
          promise: 'Not broken yet: when a thin pool is full, all its volumes fail at once.',
          wellWhile: {
            query: `linstor_storage_pool_capacity_free_bytes{node="%s",storage_pool="%s"} / linstor_storage_pool_capacity_total_bytes >= ${POOL_SHARE_LEFT}`,
            of: ['node', 'storage_pool'],
          },
          cause: 'Volumes hold more data, or snapshots take up space.',
          command: 'kubectl -n piraeus-datastore exec deploy/linstor-controller -- linstor storage-pool list',
        },
      ],
    },
  ];
}

/** A witness has nothing but its vote. */
export function witnessAlerts(node: Node): Alert[] {
  return node.roles.includes(NodeRole.WITNESS) ? [witnessLost(node)] : [];
}

function witnessLost(node: Node): Alert {
  const satellite = series('linstor_node_state', { node: node.name });
  return {
    alert: 'WitnessLost',
    expr: `${nodeUp(node)} == 0 or on () max(${satellite}) != ${ONLINE}`,
    forSeconds: WITNESS_LOST_SECONDS,
    severity: AlertSeverity.WARNING,
    labels: { node: node.name },
    summary: `The witness ${node.name} no longer votes on volumes.`,
    promise: 'At risk: data stays writable when one storage node dies. Without the witness, one death takes the quorum from volumes with two copies.',
    wellWhile: `${nodeUp(node)} == 1 and on () max(${satellite}) == ${ONLINE}`,
    cause: 'The node is down, its LINSTOR satellite is not running, or the storage nodes cannot reach it.',
    command: `kubectl -n piraeus-datastore exec deploy/linstor-controller -- linstor node list`,
  };
}
