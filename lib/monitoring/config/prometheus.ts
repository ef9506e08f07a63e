import { JOB } from '../../alerts/jobs';
import type { ClusterFacts } from '../../cluster/cluster';
import { Distribution } from '../../cluster/control-plane';
import { SCRAPED_LABEL } from '../../kubernetes/labels';
import { ALERTMANAGER, KUBE_STATE_METRICS, NODE_EXPORTER } from '../names';
import type { ScrapeTarget } from '../props';

/** Where the files lie in its container. */
export const CONFIG_FOLDER = '/etc/prometheus/config';
const RULES_FOLDER = '/etc/prometheus/rules';
export const EXPORTER_TLS_FOLDER = '/etc/prometheus/exporter-tls';
/** Prometheus fills it in from its environment. */
const POD_NAME = `$\{POD_NAME}`;
const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The label of a Service that is asked, as discovery writes it. */
const SCRAPED = `__meta_kubernetes_service_label_${SCRAPED_LABEL.replaceAll(/[^A-Za-z0-9]/g, '_')}`;
/** Ten times what an app is counted with. */
const SAMPLE_LIMIT = 10_000;

/** LINSTOR's controller and satellites under the Piraeus operator: names and ports of its manifests. */
const PIRAEUS = 'piraeus-datastore';

/** What the configuration follows from. */
export interface PrometheusConfig {
  readonly facts: ClusterFacts;
  readonly namespace: string;
  readonly clusterLabel: string;
  readonly scrapeSeconds: number;
  readonly retentionSeconds: number;
  /** What blocks and log may take, in bytes. */
  readonly retentionBytes: number;
  readonly highlyAvailable: boolean;
  readonly exporterTls: boolean;
  /** What else is asked. */
  readonly targets: readonly ScrapeTarget[];
  /** Rule files by name, in folders that each fit into a ConfigMap. */
  readonly rules: readonly { readonly [file: string]: string }[];
}

/** Where the rules of one ConfigMap lie, the first is 0. */
export function rulesFolder(index: number): string {
  return `${RULES_FOLDER}/${index + 1}`;
}

/** prometheus.yml as data. Fields: Prometheus 3.15, config/config.go. */
export function prometheusConfig(given: PrometheusConfig): unknown {
  const { scrapeSeconds, clusterLabel, highlyAvailable, namespace, retentionSeconds, retentionBytes } = given;
  const every = `${scrapeSeconds}s`;
  return {
    global: {
      scrape_interval: every,
      scrape_timeout: `${Math.min(10, scrapeSeconds)}s`,
      evaluation_interval: every,
      // Two that ask the same are told apart by their pods, and alerts of both are one.
      external_labels: { cluster: clusterLabel, ...(highlyAvailable ? { replica: POD_NAME } : {}) },
    },
    storage: { tsdb: { retention: { time: `${Math.round(retentionSeconds / 3600)}h`, size: `${Math.floor(retentionBytes / 1024 ** 2)}MB` } } },
    // A pattern may have a star in its last part only (config/config.go, patRulePath).
    rule_files: given.rules.map((_, index) => `${rulesFolder(index)}/*.yaml`),
    alerting: {
      ...(highlyAvailable ? { alert_relabel_configs: [{ action: 'labeldrop', regex: 'replica' }] } : {}),
      alertmanagers: [
        highlyAvailable
          ? { dns_sd_configs: [{ names: [`${ALERTMANAGER}-pods.${namespace}.svc`], type: 'A', port: 9093 }] }
          : { static_configs: [{ targets: [`${ALERTMANAGER}.${namespace}.svc:9093`] }] },
      ],
    },
    scrape_configs: [
      { job_name: JOB.PROMETHEUS, static_configs: [{ targets: ['localhost:9090'] }] },
      alertmanagers(given),
      nodeExporters(given),
      { job_name: JOB.KUBE_STATE_METRICS, honor_labels: true, static_configs: [{ targets: [`${KUBE_STATE_METRICS}.${namespace}.svc:8080`] }] },
      ...kubelets(given),
      apiServer(),
      ...apps(),
      ...storage(given),
      ...given.targets.map(target),
    ],
  };
}

function alertmanagers({ highlyAvailable, namespace }: PrometheusConfig): unknown {
  return {
    job_name: JOB.ALERTMANAGER,
    ...(highlyAvailable
      ? { dns_sd_configs: [{ names: [`${ALERTMANAGER}-pods.${namespace}.svc`], type: 'A', port: 9093 }] }
      : { static_configs: [{ targets: [`${ALERTMANAGER}.${namespace}.svc:9093`] }] }),
  };
}

const NODES = { kubernetes_sd_configs: [{ role: 'node' }] };
const NODE_LABEL = { source_labels: ['__meta_kubernetes_node_name'], target_label: 'node' };

/** Nodes, not pods: where the exporter does not run, that is to be seen. */
function nodeExporters({ exporterTls }: PrometheusConfig): unknown {
  return {
    job_name: JOB.NODE_EXPORTER,
    ...(exporterTls
      ? {
          scheme: 'https',
          tls_config: {
            ca_file: `${EXPORTER_TLS_FOLDER}/ca.crt`,
            cert_file: `${EXPORTER_TLS_FOLDER}/tls.crt`,
            key_file: `${EXPORTER_TLS_FOLDER}/tls.key`,
            // Nodes are asked by address; the certificate has one name for all of them.
            server_name: NODE_EXPORTER,
          },
        }
      : {}),
    ...NODES,
    relabel_configs: [NODE_LABEL, { source_labels: ['__address__'], regex: '(.+):[0-9]+', replacement: '$1:9100', target_label: '__address__' }],
  };
}

const AUTHORIZED = { authorization: { credentials_file: `${ACCOUNT}/token` } };

/**
 * Volumes and what containers use. K3s has the kubelet's certificate signed by the authority that pods are given (k3s,
 * pkg/server/handlers, ServingKubeletCert); elsewhere the kubelet signs its own (kubernetes, cmd/kubelet, InitializeTLS).
 * Of /metrics, in which K3s has all of its parts, nothing else is kept.
 */
function kubelets({ facts }: PrometheusConfig): unknown[] {
  const verified = facts.controlPlane.distribution === Distribution.K3S;
  const common = {
    scheme: 'https',
    ...AUTHORIZED,
    tls_config: verified ? { ca_file: `${ACCOUNT}/ca.crt` } : { insecure_skip_verify: true },
    ...NODES,
    relabel_configs: [NODE_LABEL],
  };
  const keep = (regex: string) => [{ action: 'keep', source_labels: ['__name__'], regex }];
  return [
    { job_name: JOB.KUBELET, scrape_interval: '1m', ...common, metric_relabel_configs: keep('kubelet_volume_stats_(available|capacity)_bytes') },
    {
      job_name: JOB.KUBELET_RESOURCES,
      metrics_path: '/metrics/resource',
      ...common,
      metric_relabel_configs: keep('container_(cpu_usage_seconds_total|memory_working_set_bytes)'),
    },
  ];
}

/** Its health checks alone: they are few, where /metrics are thousands. GA since Kubernetes 1.32 (ComponentSLIs). */
function apiServer(): unknown {
  return {
    job_name: JOB.API_SERVER,
    metrics_path: '/metrics/slis',
    scheme: 'https',
    ...AUTHORIZED,
    tls_config: { ca_file: `${ACCOUNT}/ca.crt` },
    static_configs: [{ targets: ['kubernetes.default.svc:443'] }],
  };
}

/** Apps that have metrics say so on a Service. One look-out for all of them: each would have watches of its own. */
function apps(): unknown[] {
  const meta = (name: string) => `__meta_kubernetes_service_annotation_prometheus_io_${name}`;
  const job = (name: string, honour: boolean) => ({
    job_name: name,
    ...(honour ? { honor_labels: true } : {}),
    // One app that goes wild must not take Prometheus along.
    sample_limit: SAMPLE_LIMIT,
    kubernetes_sd_configs: [{ role: 'endpointslice' }],
    relabel_configs: [
      // Ours alone: others have such annotations too, K3s' DNS among them, and nobody counted with their series.
      { action: 'keep', source_labels: [SCRAPED], regex: 'true' },
      { action: honour ? 'keep' : 'drop', source_labels: [meta('honor_labels')], regex: 'true' },
      // Other ports of the pod come along, too.
      { action: 'keepequal', source_labels: [meta('port')], target_label: '__meta_kubernetes_endpointslice_port' },
      { source_labels: [meta('path')], regex: '(.+)', target_label: '__metrics_path__' },
      { source_labels: [meta('interval')], regex: '(.+)', target_label: '__scrape_interval__' },
      // A timeout that is longer than the interval would drop the target.
      { source_labels: [meta('timeout')], regex: '(.+)', target_label: '__scrape_timeout__' },
      { source_labels: ['__meta_kubernetes_namespace'], target_label: 'namespace' },
      { source_labels: ['__meta_kubernetes_service_label_app_kubernetes_io_name'], target_label: 'app' },
      { source_labels: ['__meta_kubernetes_pod_name'], target_label: 'pod' },
      // Pods of a dead node stay targets: by this they are known to be gone with it.
      { source_labels: ['__meta_kubernetes_pod_node_name'], target_label: 'node' },
    ],
  });
  return [job(JOB.APPS, false), job(`${JOB.APPS}-honoring-labels`, true)];
}

function target({ job, addresses, path, https, labels }: ScrapeTarget): unknown {
  return {
    job_name: job,
    ...(path === undefined ? {} : { metrics_path: path }),
    ...(https === true ? { scheme: 'https' } : {}),
    static_configs: [{ targets: addresses, ...(labels === undefined ? {} : { labels }) }],
  };
}

function storage({ facts }: PrometheusConfig): unknown[] {
  if (facts.storage.linstor === undefined) return [];
  return [
    {
      job_name: JOB.DRBD,
      kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: [PIRAEUS] } }],
      relabel_configs: [
        { action: 'keep', source_labels: ['__meta_kubernetes_pod_label_app_kubernetes_io_component'], regex: 'linstor-satellite' },
        { action: 'keep', source_labels: ['__meta_kubernetes_pod_container_port_name'], regex: 'prometheus' },
        { source_labels: ['__meta_kubernetes_pod_node_name'], target_label: 'node' },
      ],
    },
    { job_name: JOB.LINSTOR, honor_labels: true, static_configs: [{ targets: [`linstor-controller.${PIRAEUS}.svc:3370`] }] },
  ];
}
