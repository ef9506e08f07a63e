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

/** Exactly what is watched (kube-state-metrics 2.20, examples/standard/cluster-role.yaml). */
export function kubeStateMetricsRules(facts: ClusterFacts): RbacRule[] {
  return [
    { apiGroups: [''], resources: ['nodes', 'persistentvolumeclaims', 'pods'], verbs: WATCH },
    { apiGroups: ['apps'], resources: ['daemonsets', 'deployments', 'statefulsets'], verbs: WATCH },
    { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: WATCH },
    { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: WATCH },
    ...(tellsSnapshots(facts)
      ? [
          { apiGroups: ['k3s.cattle.io'], resources: ['etcdsnapshotfiles'], verbs: WATCH },
          { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: WATCH },
        ]
      : []),
  ];
}

export function kubeStateMetricsArgs(facts: ClusterFacts): string[] {
  return [
    `--resources=${RESOURCES.join(',')}`,
    `--metric-allowlist=${[...KEPT_METRICS, ...(tellsSnapshots(facts) ? [STATE_BACKUP_K3S_METRIC] : [])].join(',')}`,
    ...(tellsSnapshots(facts) ? [`--custom-resource-state-config-file=${SNAPSHOTS_FOLDER}/${SNAPSHOTS_FILE}`] : []),
  ];
}

export const SNAPSHOTS_FOLDER = '/etc/kube-state-metrics';
const SNAPSHOTS_FILE = 'snapshots.yaml';

export function tellsSnapshots(facts: ClusterFacts): boolean {
  return facts.controlPlane.stateBackup?.reportedBy === StateBackupReport.K3S_SNAPSHOTS;
}

/** When each snapshot of etcd was made, as K3s writes it (its CRD: `status.creationTime`). */
export function snapshotsConfig(): { readonly file: string; readonly content: unknown } {
  const [, prefix = '', name = ''] = /^(k3s_etcd_snapshot)_(.+)$/.exec(STATE_BACKUP_K3S_METRIC) ?? [];
  return {
    file: SNAPSHOTS_FILE,
    content: {
      kind: 'CustomResourceStateMetrics',
      spec: {
        resources: [
          {
            groupVersionKind: { group: 'k3s.cattle.io', version: 'v1', kind: 'ETCDSnapshotFile' },
            metricNamePrefix: prefix,
            labelsFromPath: { snapshot: ['metadata', 'name'], node: ['spec', 'nodeName'] },
            metrics: [
              {
                name,
                help: 'When the snapshot was made, in seconds since 1970',
                // A snapshot that failed has no time.
                each: { type: 'Gauge', gauge: { path: ['status', 'creationTime'], nilIsZero: true } },
              },
            ],
          },
        ],
      },
    },
  };
}
