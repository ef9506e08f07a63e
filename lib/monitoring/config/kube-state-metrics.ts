import { STATE_BACKUP_K3S_METRIC } from '../../alerts/control-plane';
import type { RbacRule } from '../../availability/ask/access';
import type { ClusterFacts } from '../../cluster/cluster';
import { StateBackupReport } from '../../cluster/control-plane';

/** What is kept: that which alerts and dashboards ask for. Everything else would cost memory on a small node. */
export const KEPT_METRICS = [
  'kube_cronjob_next_schedule_time',
  'kube_cronjob_status_last_successful_time',
  'kube_daemonset_status_desired_number_scheduled',
  'kube_daemonset_status_number_available',
  'kube_deployment_spec_replicas',
  'kube_deployment_status_observed_generation',
  'kube_deployment_status_replicas_available',
  'kube_job_failed',
  'kube_job_status_start_time',
  'kube_node_info',
  'kube_node_spec_unschedulable',
  'kube_node_status_allocatable',
  'kube_node_status_condition',
  'kube_persistentvolumeclaim_info',
  'kube_persistentvolumeclaim_status_phase',
  'kube_pod_container_resource_requests',
  'kube_pod_container_status_restarts_total',
  'kube_pod_container_status_waiting_reason',
  'kube_pod_created',
  'kube_pod_info',
  'kube_pod_status_phase',
  'kube_pod_status_ready',
  'kube_poddisruptionbudget_status_pod_disruptions_allowed',
  'kube_statefulset_replicas',
  'kube_statefulset_status_observed_generation',
  'kube_statefulset_status_replicas_available',
] as const;

const RESOURCES = ['cronjobs', 'daemonsets', 'deployments', 'jobs', 'nodes', 'persistentvolumeclaims', 'poddisruptionbudgets', 'pods', 'statefulsets'];

const WATCH = ['list', 'watch'];

/** A moment that objects of a kind tell, as a metric: Kubernetes does not know the kind, so the program is told how to read it. */
export interface CustomMetric {
  readonly metric: string;
  readonly help: string;
  /** The part of its name that metrics of the kind share. */
  readonly prefix: string;
  readonly kind: { readonly group: string; readonly version: string; readonly kind: string };
  readonly resource: string;
  readonly labels: { readonly [label: string]: readonly string[] };
  readonly path: readonly string[];
}

/** Whoever has such metrics. */
const CONTRIBUTIONS: readonly ((facts: ClusterFacts) => readonly CustomMetric[])[] = [etcdSnapshots];

export function customMetrics(facts: ClusterFacts): readonly CustomMetric[] {
  return CONTRIBUTIONS.flatMap((contribution) => contribution(facts));
}

/** When each snapshot of etcd was made, as K3s writes it (its CRD: `status.creationTime`). */
function etcdSnapshots({ controlPlane }: ClusterFacts): readonly CustomMetric[] {
  if (controlPlane.stateBackup?.reportedBy !== StateBackupReport.K3S_SNAPSHOTS) return [];
  return [
    {
      metric: STATE_BACKUP_K3S_METRIC,
      help: 'When the snapshot was made, in seconds since 1970',
      prefix: 'k3s_etcd_snapshot',
      kind: { group: 'k3s.cattle.io', version: 'v1', kind: 'ETCDSnapshotFile' },
      resource: 'etcdsnapshotfiles',
      labels: { snapshot: ['metadata', 'name'], node: ['spec', 'nodeName'] },
      path: ['status', 'creationTime'],
    },
  ];
}

/** Exactly what is watched (kube-state-metrics 2.20, examples/standard/cluster-role.yaml). */
export function kubeStateMetricsRules(custom: readonly CustomMetric[]): RbacRule[] {
  return [
    { apiGroups: [''], resources: ['nodes', 'persistentvolumeclaims', 'pods'], verbs: WATCH },
    { apiGroups: ['apps'], resources: ['daemonsets', 'deployments', 'statefulsets'], verbs: WATCH },
    { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: WATCH },
    { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: WATCH },
    ...custom.map(({ kind, resource }) => ({ apiGroups: [kind.group], resources: [resource], verbs: WATCH })),
    ...(custom.length === 0 ? [] : [{ apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: WATCH }]),
  ];
}

export function kubeStateMetricsArgs(custom: readonly CustomMetric[]): string[] {
  return [
    `--resources=${RESOURCES.join(',')}`,
    `--metric-allowlist=${[...KEPT_METRICS, ...custom.map(({ metric }) => metric)].join(',')}`,
    ...(custom.length === 0 ? [] : [`--custom-resource-state-config-file=${CUSTOM_FOLDER}/${CUSTOM_FILE}`]),
  ];
}

export const CUSTOM_FOLDER = '/etc/kube-state-metrics';
export const CUSTOM_FILE = 'snapshots.yaml';

/** Fields: kube-state-metrics 2.20, docs/metrics/extend/customresourcestate-metrics.md. */
export function customConfig(custom: readonly CustomMetric[]): unknown {
  return { kind: 'CustomResourceStateMetrics', spec: { resources: custom.map(customResource) } };
}

function customResource({ metric, help, prefix, kind, labels, path }: CustomMetric): unknown {
  return {
    groupVersionKind: kind,
    metricNamePrefix: prefix,
    labelsFromPath: labels,
    metrics: [
      {
        name: metric.slice(prefix.length + 1),
        help,
        // What has not come so far has no time: a snapshot that failed.
        each: { type: 'Gauge', gauge: { path, nilIsZero: true } },
      },
    ],
  };
}
