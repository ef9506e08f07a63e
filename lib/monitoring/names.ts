/** What the parts of monitoring are called, and so their Services. */
export const ALERTMANAGER = 'alertmanager';
export const GRAFANA = 'grafana';
export const KUBE_STATE_METRICS = 'kube-state-metrics';
export const NODE_EXPORTER = 'node-exporter';
export const PROMETHEUS = 'prometheus';
