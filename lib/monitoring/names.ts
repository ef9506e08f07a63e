/** What the parts of monitoring are called, and so their Services. */
export const ALERTMANAGER = 'alertmanager';
export const GRAFANA = 'grafana';
export const KUBE_STATE_METRICS = 'kube-state-metrics';
export const NODE_EXPORTER = 'node-exporter';
export const PROMETHEUS = 'prometheus';

/** Where the certificates for the node exporters lie in the container of Prometheus. */
export const EXPORTER_TLS_FOLDER = '/etc/prometheus/exporter-tls';
/** Where every container finds the token of its ServiceAccount, and the authority of the cluster. */
export const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
