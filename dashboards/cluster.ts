import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { STATE_BACKUP_FILE_METRIC, STATE_BACKUP_K3S_METRIC } from '../lib/alerts/control-plane';
import { JOB } from '../lib/alerts/jobs';
import { NODE_UP } from '../lib/alerts/nodes';
import { AvailabilityClass } from '../lib/availability/ask/workload';
import { alertList, firing, WHAT_TO_DO } from './alerts';
import { uidOf } from './classes';
import { frame, linkTo } from './frame';
import { bands, bars, FEW_WANTED, FILLING, HALF, lines, list, NONE_WANTED, numbers, WHOLE } from './panels';
import { available, changes, count, memoryAsked, memoryFree, OF_NODE, of, shareUsed } from './queries';

export function clusterDashboard(): Dashboard {
  return frame({
    uid: 'availability-cluster',
    title: 'Cluster',
    description: 'Nodes, apps of all classes, and firing alerts.',
    answers: { up: up(), failing: failing(), slow: slow(), changed: changed() },
  });
}

function up() {
  return [
    numbers({
      title: 'Wrong now',
      description: 'Zeros are good. While targets are silent, other numbers may be stale.',
      unit: 'none',
      nothing: 'Prometheus does not answer',
      span: WHOLE,
      height: 5,
      of: [
        { name: 'Pages', expr: count(firing('severity="critical"')), steps: NONE_WANTED },
        { name: 'Warnings', expr: count(firing('severity="warning"')), steps: FEW_WANTED },
        { name: 'Nodes down', expr: count(`${of(NODE_UP)} == 0`), steps: NONE_WANTED },
        { name: 'Apps down', expr: count(`${available(undefined)} < 1`), steps: NONE_WANTED },
        { name: 'Silent targets', expr: count(`${of('up')} == 0`), steps: NONE_WANTED },
        { name: 'Cordoned nodes', expr: `sum(${of('kube_node_spec_unschedulable')}) or vector(0)`, steps: FEW_WANTED },
      ],
    }),
    alertList(Object.keys(WHAT_TO_DO), []),
    numbers({
      title: 'Apps up, by class',
      description: 'Tap a number for the dashboard of its class. Apps that are down are counted above, not here.',
      unit: 'none',
      nothing: 'No app is known',
      span: HALF,
      height: 6,
      of: Object.values(AvailabilityClass).map((name) => ({
        name,
        expr: count(`${available(name)} >= 1`),
        link: { title: `Apps: ${name}`, url: linkTo(uidOf(name)) },
      })),
    }),
    bands({
      title: 'Nodes',
      description: 'Up: the control plane hears from the node, and its exporter answers.',
      unit: 'none',
      nothing: 'No node is known',
      span: HALF,
      height: 6,
      name: '{{node}} {{cluster}}',
      expr: of(NODE_UP, OF_NODE),
      states: { 0: { text: 'Down', color: 'red' }, 1: { text: 'Up', color: 'green' } },
    }),
  ];
}

function failing() {
  const root = (metric: string) => of(metric, OF_NODE, 'mountpoint="/"');
  return [
    bars({
      title: 'Disks of nodes, used',
      description: 'An alert fires at 90 %, or if the disk will be full within a day. Below 10 % free, the kubelet evicts pods.',
      unit: 'percentunit',
      nothing: 'No node exporter answers',
      span: HALF,
      height: 7,
      name: '{{node}} {{cluster}}',
      expr: `max by (cluster, node) (${shareUsed(root('node_filesystem_avail_bytes'), root('node_filesystem_size_bytes'))})`,
      steps: FILLING,
      full: 1,
    }),
    bars({
      title: 'Memory of nodes, used',
      description: 'An alert fires at 90 %.',
      unit: 'percentunit',
      nothing: 'No node exporter answers',
      span: HALF,
      height: 7,
      name: '{{node}} {{cluster}}',
      expr: `max by (cluster, node) (${shareUsed(memoryFree(), of('node_memory_MemTotal_bytes', OF_NODE))})`,
      steps: FILLING,
      full: 1,
    }),
    bars({
      title: 'Memory of nodes, requested by pods',
      description: 'A full node cannot take over pods from a dead one.',
      unit: 'percentunit',
      nothing: 'kube-state-metrics does not answer',
      span: HALF,
      height: 7,
      name: '{{node}} {{cluster}}',
      expr: `${memoryAsked()} / max by (cluster, node) (${of('kube_node_status_allocatable', OF_NODE, 'resource="memory"')})`,
      steps: [{ from: 0.95, color: 'orange' }],
      full: 1,
    }),
    bars({
      title: 'Fullest volumes',
      description: 'The top eight of those whose driver reports usage. An alert fires at 90 %.',
      unit: 'percentunit',
      nothing: 'No volume reports its usage',
      span: HALF,
      height: 7,
      name: '{{namespace}}/{{persistentvolumeclaim}} {{cluster}}',
      expr: `topk(8, max by (cluster, namespace, persistentvolumeclaim) (${shareUsed(of('kubelet_volume_stats_available_bytes'), of('kubelet_volume_stats_capacity_bytes'))}))`,
      steps: FILLING,
      full: 1,
    }),
    numbers({
      title: 'Last backup of the cluster state',
      description: 'How long ago. The facts say how old it may get; an alert fires when two were missed.',
      unit: 's',
      nothing: 'Nothing reports backups',
      span: WHOLE,
      height: 3,
      of: [{ name: 'ago', expr: `time() - max(${of(STATE_BACKUP_FILE_METRIC)} or ${of(STATE_BACKUP_K3S_METRIC)})` }],
    }),
  ];
}

function slow() {
  const waiting = (what: string) => `max by (cluster, node) (rate(${of(`node_pressure_${what}_waiting_seconds_total`, OF_NODE)}[$__rate_interval]))`;
  const pressure = (title: string, what: string) =>
    lines({
      title,
      description: 'The share of time in which some process on the node was stalled.',
      unit: 'percentunit',
      nothing: 'No kernel counts it (psi=1)',
      span: HALF,
      height: 8,
      of: [{ name: '{{node}} {{cluster}}', expr: waiting(what) }],
    });
  return [
    pressure('Waiting for the disk', 'io'),
    pressure('Waiting for the CPU', 'cpu'),
    pressure('Waiting for memory', 'memory'),
    lines({
      title: 'Latency of the Kubernetes API',
      description: 'Of its health endpoint, as Prometheus scrapes it: usually a few hundredths of a second.',
      unit: 's',
      nothing: 'The API does not answer',
      span: HALF,
      height: 8,
      of: [{ name: 'API {{cluster}}', expr: `max by (cluster) (${of('scrape_duration_seconds', `job="${JOB.API_SERVER}"`)})` }],
    }),
  ];
}

function changed() {
  const versions = `max by (cluster, node, kubelet_version, kernel_version) (${of('kube_node_info', OF_NODE)})`;
  return [
    list({
      title: 'Changed apps',
      description: 'Deployments and StatefulSets whose spec changed in the selected time, through Flux or by hand.',
      nothing: 'No app changed.',
      span: HALF,
      height: 8,
      exprs: [changes(undefined)],
      columns: [
        { from: 'namespace', title: 'Namespace' },
        { from: 'app', title: 'App' },
        { from: 'Value', title: 'Changes' },
        { from: 'cluster', title: 'Cluster' },
      ],
      sortBy: { column: 'Changes', desc: true },
    }),
    list({
      title: 'Restarted pods',
      description: 'The ten with the most container restarts in the selected time.',
      nothing: 'No container restarted.',
      span: HALF,
      height: 8,
      exprs: [`topk(10, sum by (cluster, namespace, pod) (round(increase(${of('kube_pod_container_status_restarts_total')}[$__range]))) > 0)`],
      columns: [
        { from: 'namespace', title: 'Namespace' },
        { from: 'pod', title: 'Pod' },
        { from: 'Value', title: 'Restarts' },
        { from: 'cluster', title: 'Cluster' },
      ],
      sortBy: { column: 'Restarts', desc: true },
    }),
    list({
      title: 'Nodes, most recently booted first',
      description: 'With their versions.',
      nothing: 'No node exporter answers.',
      span: WHOLE,
      height: 7,
      exprs: [`1000 * ${versions} * on (cluster, node) group_left () max by (cluster, node) (${of('node_boot_time_seconds', OF_NODE)})`],
      columns: [
        { from: 'node', title: 'Node' },
        { from: 'Value', title: 'Booted', unit: 'dateTimeFromNow' },
        { from: 'kubelet_version', title: 'Kubelet' },
        { from: 'kernel_version', title: 'Kernel' },
        { from: 'cluster', title: 'Cluster' },
      ],
      sortBy: { column: 'Booted', desc: true },
    }),
  ];
}
