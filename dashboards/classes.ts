import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { AvailabilityClass } from '../lib/availability/ask/workload';
import { alertList, firing } from './alerts';
import { alertNames } from './every-alert';
import { frame } from './frame';
import { bands, bars, FEW_WANTED, FILLING, HALF, lines, list, NONE_WANTED, numbers, type States, WHOLE } from './panels';
import { available, byPod, changes, count, of, ofClass, podsOf, shareUsed, wanted } from './queries';
import { risks } from './risks';

const { SINGLE_POD_FLEXIBLE, SINGLE_POD_PINNED, HIGHLY_AVAILABLE } = AvailabilityClass;

const UIDS: { readonly [availabilityClass in AvailabilityClass]: string } = {
  [SINGLE_POD_FLEXIBLE]: 'availability-single-pod-flexible',
  [SINGLE_POD_PINNED]: 'availability-single-pod-pinned',
  [HIGHLY_AVAILABLE]: 'availability-highly-available',
};

export function uidOf(availabilityClass: AvailabilityClass): string {
  return UIDS[availabilityClass];
}

const PROMISES: { readonly [availabilityClass in AvailabilityClass]: string } = {
  [SINGLE_POD_FLEXIBLE]: 'Apps with one pod that moves to another node when its node dies.',
  [SINGLE_POD_PINNED]: 'Apps with one pod on one node: they are down while that node is.',
  [HIGHLY_AVAILABLE]: 'Apps with several pods that no single node takes down.',
};

/** What can make an app of the class fail, besides the app itself. */
const NOT_ITSELF = ['NodeDown', 'ApiServerDown'];

function alertsOf(availabilityClass: AvailabilityClass): readonly string[] {
  return [...alertNames(({ labels }) => labels.availability_class === availabilityClass), ...NOT_ITSELF];
}

const STATES: States = { 0: { text: 'Down', color: 'red' }, 1: { text: 'Not all pods', color: 'orange' }, 2: { text: 'Up', color: 'green' } };

export function classDashboard(availabilityClass: AvailabilityClass): Dashboard {
  return frame({
    uid: uidOf(availabilityClass),
    title: `Apps: ${availabilityClass}`,
    description: `${PROMISES[availabilityClass]} The node filter applies to pods, not apps: an app that is down has no node.`,
    answers: {
      up: up(availabilityClass),
      failing: [...risks(availabilityClass), ...failing(availabilityClass)],
      slow: slow(availabilityClass),
      changed: changed(availabilityClass),
    },
  });
}

function up(availabilityClass: AvailabilityClass): Builder<Panel>[] {
  const serving = available(availabilityClass);
  const all = wanted(availabilityClass);
  const several = availabilityClass === HIGHLY_AVAILABLE;
  const state = several ? `(${serving} >= bool 1) + (${serving} >= bool ${all})` : `2 * (${serving} >= bool 1)`;
  // A time in which it was not whole, up to the end of what is looked at: the same apps at each of its moments.
  const atEnd = (series: string) => `${series}[$__range] @ end()`;
  const least = `min_over_time(${atEnd(available(availabilityClass))})`;
  const failed = several ? `${least} < max_over_time(${atEnd(all)})` : `${least} < 1`;
  return [
    numbers({
      title: 'Apps',
      description: PROMISES[availabilityClass],
      unit: 'none',
      nothing: 'Prometheus does not answer',
      span: WHOLE,
      height: 4,
      of: [
        { name: 'Up', expr: count(`${serving} >= 1`) },
        { name: 'Down', expr: count(`${serving} < 1`), steps: NONE_WANTED },
        ...(several ? [{ name: 'Up, but not all pods', expr: count(`${serving} >= 1 < ${all}`), steps: FEW_WANTED }] : []),
        { name: 'Alerts', expr: count(firing(...ofClass(availabilityClass))), steps: FEW_WANTED },
      ],
    }),
    alertList(alertsOf(availabilityClass), ofClass(availabilityClass), [`alertname=~"${NOT_ITSELF.join('|')}"`]),
    bands({
      title: several ? 'Apps that lacked a pod' : 'Apps that were down',
      description: 'At some point in the selected time. All others were up throughout.',
      unit: 'none',
      nothing: 'Prometheus does not answer',
      span: WHOLE,
      height: 7,
      name: '{{app}} {{cluster}}',
      expr: `((${state}) and on (cluster, namespace, app) (${failed})) or label_replace(vector(2) unless on () (${failed}), "app", "none of them", "", "")`,
      states: STATES,
    }),
    list({
      title: 'Where they run',
      description: 'Pods that are ready, by app and node.',
      nothing: 'No pod of this class is ready.',
      span: WHOLE,
      height: 9,
      exprs: [
        `count by (cluster, namespace, app, node) (${podsOf(availabilityClass)} and on (cluster, namespace, pod) (${of('kube_pod_status_ready', 'condition="true"')} == 1))`,
      ],
      columns: [
        { from: 'app', title: 'App' },
        { from: 'node', title: 'Node' },
        { from: 'Value', title: 'Pods', width: 80 },
        { from: 'namespace', title: 'Namespace' },
        { from: 'cluster', title: 'Cluster' },
      ],
      sortBy: { column: 'App' },
    }),
  ];
}

function failing(availabilityClass: AvailabilityClass): Builder<Panel>[] {
  const used = `sum by (cluster, namespace, app) (${byPod(`sum by (cluster, namespace, pod) (${of('container_memory_working_set_bytes')})`, availabilityClass)})`;
  const asked = `sum by (cluster, namespace, app) (${byPod(`sum by (cluster, namespace, pod) (${of('kube_pod_container_resource_requests', 'resource="memory"')})`, availabilityClass)})`;
  const waiting = byPod(`max by (cluster, namespace, pod, reason) (${of('kube_pod_container_status_waiting_reason')} == 1)`, availabilityClass);
  const volumes = shareUsed(of('kubelet_volume_stats_available_bytes'), of('kubelet_volume_stats_capacity_bytes'));
  return [
    list({
      title: 'Pods that fail to start',
      description: 'What the kubelet is waiting for. See the events: kubectl -n NAMESPACE describe pod POD',
      nothing: 'Every pod has started.',
      span: HALF,
      height: 8,
      exprs: [`max by (cluster, namespace, pod, node, reason) (${waiting})`],
      columns: [
        { from: 'pod', title: 'Pod' },
        { from: 'reason', title: 'Waits' },
        { from: 'node', title: 'Node' },
        { from: 'namespace', title: 'Namespace' },
        { from: 'cluster', title: 'Cluster' },
      ],
      sortBy: { column: 'Pod' },
    }),
    bars({
      title: 'Memory used, of the request',
      description: 'The eight highest. Above 100 %, an app is evicted first when its node runs short.',
      unit: 'percentunit',
      nothing: 'No pod of this class, or no kubelet answers',
      span: HALF,
      height: 9,
      name: '{{namespace}}/{{app}} {{cluster}}',
      expr: `topk(8, ${used} / ${asked})`,
      steps: [{ from: 1, color: 'orange' }],
    }),
    bars({
      title: 'Fullest volumes in their namespaces',
      description: 'The top eight of those whose driver reports usage. An alert fires at 90 %.',
      unit: 'percentunit',
      nothing: 'No volume there reports its usage',
      span: HALF,
      height: 9,
      name: '{{namespace}}/{{persistentvolumeclaim}} {{cluster}}',
      expr: `topk(8, max by (cluster, namespace, persistentvolumeclaim) (${volumes}) and on (cluster, namespace) ${available(availabilityClass)})`,
      steps: FILLING,
      full: 1,
    }),
  ];
}

function slow(availabilityClass: AvailabilityClass): Builder<Panel>[] {
  const cpu = (at: string) =>
    `sum by (cluster, namespace, app) (${byPod(`sum by (cluster, namespace, pod) (rate(${of('container_cpu_usage_seconds_total')}[$__rate_interval]${at}))`, availabilityClass, at)})`;
  // Traefik calls a service NAMESPACE-SERVICE-PORT@kubernetes, and the main Service of an app is called as the app.
  const requests = `label_replace(rate(${of('traefik_service_request_duration_seconds_bucket')}[$__rate_interval]), "at", "$1", "service", "(.+)-[^-]+@kubernetes")`;
  const theirs = `label_join(${available(availabilityClass)}, "at", "-", "namespace", "app")`;
  return [
    lines({
      title: 'Latency of web requests',
      description: 'The 95th percentile, as Traefik measures it.',
      unit: 's',
      nothing: 'No Traefik reports it, or there were no requests',
      span: HALF,
      height: 9,
      of: [{ name: '{{at}} {{cluster}}', expr: `histogram_quantile(0.95, sum by (cluster, at, le) (${requests} and on (cluster, at) ${theirs})) >= 0` }],
    }),
    lines({
      title: 'CPU used',
      description: 'The eight apps that use most at the end of the selected time.',
      unit: 'none',
      nothing: 'No pod of this class, or no kubelet answers',
      span: HALF,
      height: 9,
      of: [{ name: '{{app}} {{cluster}}', expr: `${cpu('')} and on (cluster, namespace, app) topk(8, ${cpu(' @ end()')})` }],
    }),
  ];
}

function changed(availabilityClass: AvailabilityClass): Builder<Panel>[] {
  const created = byPod(`max by (cluster, namespace, pod) (${of('kube_pod_created')} > time() - $__range_s)`, availabilityClass);
  const restarts = byPod(`sum by (cluster, namespace, pod) (round(increase(${of('kube_pod_container_status_restarts_total')}[$__range])))`, availabilityClass);
  return [
    list({
      title: 'Changed apps',
      description: 'Their spec changed in the selected time, through Flux or by hand.',
      nothing: 'No app changed.',
      span: HALF,
      height: 8,
      exprs: [changes(availabilityClass)],
      columns: [
        { from: 'app', title: 'App' },
        { from: 'Value', title: 'Changes', width: 90 },
        { from: 'namespace', title: 'Namespace' },
        { from: 'cluster', title: 'Cluster' },
      ],
      sortBy: { column: 'Changes', desc: true },
    }),
    list({
      title: 'Restarted containers',
      description: 'In the selected time.',
      nothing: 'No container restarted.',
      span: HALF,
      height: 8,
      exprs: [`sum by (cluster, namespace, app) (${restarts}) > 0`],
      columns: [
        { from: 'app', title: 'App' },
        { from: 'Value', title: 'Restarts', width: 90 },
        { from: 'namespace', title: 'Namespace' },
        { from: 'cluster', title: 'Cluster' },
      ],
      sortBy: { column: 'Restarts', desc: true },
    }),
    list({
      title: 'New pods',
      description: 'Created in the selected time: after a change, or because they moved.',
      nothing: 'No new pods.',
      span: WHOLE,
      height: 8,
      exprs: [`1000 * max by (cluster, namespace, pod, node) (${created})`],
      columns: [
        { from: 'pod', title: 'Pod' },
        { from: 'node', title: 'Node' },
        { from: 'Value', title: 'Created', unit: 'dateTimeFromNow', width: 140 },
        { from: 'namespace', title: 'Namespace' },
        { from: 'cluster', title: 'Cluster' },
      ],
      sortBy: { column: 'Made', desc: true },
    }),
  ];
}
