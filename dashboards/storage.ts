import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { DRBD_JOB, LINSTOR_JOB } from '../lib/systems/linstor/scrapes';
import { alertList } from './alerts';
import { alertNames } from './every-alert';
import { frame } from './frame';
import { bands, bars, FEW_WANTED, FILLING, HALF, lines, list, NONE_WANTED, numbers, WHOLE } from './panels';
import { byClaim, count, OF_NODE, of, shareUsed } from './queries';

/** All but the one that says that there is nothing to see here. */
const ALERTS = [...alertNames(({ kind, alert }) => kind === 'storage' && alert !== 'StorageUnwatched'), 'WitnessLost'];

/** Copies that would not do if they were the last; a node that holds none by plan is `Diskless`, and well. */
const STALE = of('drbd_device_state', OF_NODE, 'drbd_device_state!~"UpToDate|Diskless"');
const DISK_LOST = of('drbd_device_unintentionaldiskless', OF_NODE);

export function storageDashboard(): Dashboard {
  return frame({
    uid: 'availability-storage',
    title: 'Storage',
    description: 'Replicated volumes (DRBD and LINSTOR): their copies, their votes, and the space that is left.',
    answers: { up: up(), failing: failing(), slow: slow(), changed: changed() },
  });
}

function up(): Builder<Panel>[] {
  const lost = `label_replace(${DISK_LOST} == 1, "drbd_device_state", "Disk lost", "", "")`;
  return [
    numbers({
      title: 'Wrong now',
      description: 'Zeros are good, except for the first number. Without quorum, nothing can be written.',
      unit: 'none',
      nothing: 'Prometheus does not answer',
      span: WHOLE,
      height: 5,
      of: [
        { name: 'Volumes', expr: count(`count by (cluster, name) (${of('drbd_device_quorum')})`) },
        { name: 'Without quorum', expr: count(`max by (cluster, name) (${of('drbd_device_quorum')}) == 0`), steps: NONE_WANTED },
        { name: 'Copies not up to date', expr: count(`(${STALE} == 1) or (${DISK_LOST} == 1)`), steps: FEW_WANTED },
        { name: 'Nodes not online', expr: count(`max by (cluster, node) (${of('linstor_node_state')}) != 2`), steps: NONE_WANTED },
        { name: 'Silent targets', expr: count(`${of('up', `job=~"${DRBD_JOB}|${LINSTOR_JOB}"`)} == 0`), steps: NONE_WANTED },
        { name: 'Claims without volume', expr: count(`${of('kube_persistentvolumeclaim_status_phase', 'phase!="Bound"')} == 1`), steps: FEW_WANTED },
      ],
    }),
    alertList(ALERTS, [`alertname=~"${ALERTS.join('|')}"`]),
    bands({
      title: 'Nodes, as LINSTOR sees them',
      description: 'While a node is offline, its copies go stale. LINSTOR itself was down where all bands end.',
      unit: 'none',
      nothing: 'LINSTOR does not answer',
      span: HALF,
      height: 7,
      name: '{{node}} {{cluster}}',
      expr: `max by (cluster, node) (${of('linstor_node_state', OF_NODE)}) or label_replace(vector(-1) unless on () ${of('linstor_node_state', OF_NODE)}, "node", "LINSTOR", "", "")`,
      states: {
        [-1]: { text: 'Does not answer', color: 'red' },
        0: { text: 'Offline', color: 'red' },
        1: { text: 'Connected', color: 'orange' },
        2: { text: 'Online', color: 'green' },
      },
    }),
    list({
      title: 'Copies that are not up to date',
      description: 'They catch up by themselves once their node is back. linstor resource list shows the progress.',
      nothing: 'All copies are up to date.',
      span: HALF,
      height: 7,
      exprs: [`max by (cluster, volume, node, drbd_device_state) (${byClaim(`((${STALE} == 1) or (${lost}))`)})`],
      columns: [
        { from: 'volume', title: 'Volume' },
        { from: 'node', title: 'Node' },
        { from: 'drbd_device_state', title: 'Copy' },
        { from: 'cluster', title: 'Cluster' },
      ],
      sortBy: { column: 'Volume' },
    }),
  ];
}

function failing(): Builder<Panel>[] {
  const pools = `max by (cluster, node, storage_pool) (${shareUsed(of('linstor_storage_pool_capacity_free_bytes', OF_NODE), of('linstor_storage_pool_capacity_total_bytes', OF_NODE))})`;
  const [free, total] = [of('kubelet_volume_stats_available_bytes'), of('kubelet_volume_stats_capacity_bytes')];
  // At the pace of the last six hours; a volume that is nearly empty has time.
  const fullIn = `${free} / -(deriv(${free}[6h]) < 0) < 604800 and ${free} / ${total} < 0.5`;
  const name = '{{storage_pool}} on {{node}} {{cluster}}';
  return [
    bars({
      title: 'Pools, used',
      description: 'An alert fires at 80 %. When a thin pool is full, all its volumes fail at once.',
      unit: 'percentunit',
      nothing: 'LINSTOR does not answer',
      span: HALF,
      height: 8,
      name,
      expr: pools,
      steps: [
        { from: 0.7, color: 'orange' },
        { from: 0.8, color: 'red' },
      ],
      full: 1,
    }),
    lines({
      title: 'Pools, used over time',
      description: 'Select a longer time to see the trend.',
      unit: 'percentunit',
      nothing: 'LINSTOR does not answer',
      span: HALF,
      height: 8,
      of: [{ name, expr: pools }],
      steps: [{ from: 0.8, color: 'red' }],
      max: 1,
    }),
    bars({
      title: 'Fullest volumes',
      description: 'The top ten of those whose driver reports usage. An alert fires at 90 %.',
      unit: 'percentunit',
      nothing: 'No volume reports its usage',
      span: HALF,
      height: 10,
      name: '{{namespace}}/{{persistentvolumeclaim}} {{cluster}}',
      expr: `topk(10, max by (cluster, namespace, persistentvolumeclaim) (${shareUsed(free, total)}))`,
      steps: FILLING,
      full: 1,
    }),
    list({
      title: 'Volumes that will be full within a week',
      description: 'At the rate of the last six hours, if less than half is free.',
      nothing: 'None, at this pace.',
      span: HALF,
      height: 10,
      exprs: [`min by (cluster, namespace, persistentvolumeclaim) (${fullIn})`],
      columns: [
        { from: 'namespace', title: 'Namespace' },
        { from: 'persistentvolumeclaim', title: 'Claim' },
        { from: 'Value', title: 'Full in', unit: 's', width: 110 },
        { from: 'cluster', title: 'Cluster' },
      ],
      sortBy: { column: 'Full in' },
    }),
  ];
}

function slow(): Builder<Panel>[] {
  const rate = (metric: string, devices: string) => `rate(${of(metric, OF_NODE, devices)}[$__rate_interval])`;
  const write = (devices: string) =>
    `max by (cluster, node) (${rate('node_disk_write_time_seconds_total', devices)} / (${rate('node_disk_writes_completed_total', devices)} > 0))`;
  return [
    lines({
      title: 'Write latency of replicated volumes',
      description: 'The slowest volume of each node. A write waits for the copies on other nodes, so this includes the network.',
      unit: 's',
      nothing: 'Nothing was written',
      span: HALF,
      height: 8,
      of: [{ name: '{{node}} {{cluster}}', expr: write('device=~"drbd.+"') }],
    }),
    lines({
      title: 'Write latency of disks',
      description: 'The slowest disk of each node.',
      unit: 's',
      nothing: 'Nothing was written',
      span: HALF,
      height: 8,
      of: [{ name: '{{node}} {{cluster}}', expr: write('device!~"(drbd|dm-|zd|sr).*"') }],
    }),
    lines({
      title: 'Not yet copied',
      description: 'What copies on other nodes still lack. It is zero, except after a node was down.',
      unit: 'bytes',
      nothing: 'No volume has a copy on another node',
      span: WHOLE,
      height: 8,
      of: [{ name: 'to {{conn_name}} {{cluster}}', expr: `sum by (cluster, conn_name) (${of('drbd_peerdevice_outofsync_bytes', OF_NODE)})` }],
    }),
  ];
}

function changed(): Builder<Panel>[] {
  const moves = `sum by (cluster, name) (changes(${of('drbd_resource_role', OF_NODE, 'drbd_resource_role="Primary"')}[$__range])) > 0`;
  const cuts = `sum by (cluster, node, conn_name) (changes(${of('drbd_connection_state', OF_NODE, 'drbd_connection_state="Connected"')}[$__range])) > 0`;
  return [
    list({
      title: 'Moved volumes',
      description: 'They moved between nodes, or their pod restarted, in the selected time.',
      nothing: 'No volume moved.',
      span: HALF,
      height: 8,
      exprs: [`max by (cluster, volume) (${byClaim(moves)})`],
      columns: [
        { from: 'volume', title: 'Volume' },
        { from: 'Value', title: 'Changes', width: 100 },
        { from: 'cluster', title: 'Cluster' },
      ],
      sortBy: { column: 'Changes', desc: true },
    }),
    list({
      title: 'Connections that broke or came back',
      description: 'Between copies, in the selected time. Many without a reboot point to the network.',
      nothing: 'All connections held.',
      span: HALF,
      height: 8,
      exprs: [cuts],
      columns: [
        { from: 'node', title: 'Node' },
        { from: 'conn_name', title: 'Peer' },
        { from: 'Value', title: 'Changes', width: 100 },
        { from: 'cluster', title: 'Cluster' },
      ],
      sortBy: { column: 'Changes', desc: true },
    }),
    numbers({
      title: 'New error reports of LINSTOR',
      description: 'In the selected time. linstor error-reports list shows them.',
      unit: 'none',
      nothing: 'LINSTOR does not answer',
      span: WHOLE,
      height: 3,
      of: [{ name: 'reports', expr: `round(sum(delta(${of('linstor_error_reports_count', 'hostname!=""')}[$__range]))) or vector(0)`, steps: FEW_WANTED }],
    }),
  ];
}
