/** The label `job` of what Prometheus asks. */
export const JOB = {
  ALERTMANAGER: 'alertmanager',
  API_SERVER: 'kubernetes-api',
  APPS: 'apps',
  KUBE_STATE_METRICS: 'kube-state-metrics',
  KUBELET: 'kubelet',
  KUBELET_RESOURCES: 'kubelet-resources',
  NODE_EXPORTER: 'node-exporter',
  PROMETHEUS: 'prometheus',
} as const;
