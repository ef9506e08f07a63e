import { JOB } from '../../alerts/jobs';
import { seconds } from '../../alerts/rule';
import type { EndpointSource, Labels, PodSource, Scrape, ScrapeSource, ServiceSource } from '../../alerts/scrape';
import { SCRAPED_LABEL } from '../../kubernetes/labels';
import { ACCOUNT } from '../names';

const AUTHORIZED = { authorization: { credentials_file: `${ACCOUNT}/token` } };

/** One of the scrape_configs of prometheus.yml. Fields: Prometheus 3.15, config/config.go. */
export function scrapeConfig(scrape: Scrape): unknown {
  const { job, from, path, everySeconds, honorLabels, sampleLimit, keep } = scrape;
  return {
    job_name: job,
    honor_labels: honorLabels === true ? true : undefined,
    scrape_interval: everySeconds === undefined ? undefined : seconds(everySeconds),
    sample_limit: sampleLimit,
    // The default need not be said.
    metrics_path: path === '/metrics' ? undefined : path,
    ...spoken(from),
    ...discovery(from),
    relabel_configs: relabelings(scrape),
    metric_relabel_configs: keep === undefined ? undefined : [{ action: 'keep', source_labels: ['__name__'], regex: keep }],
  };
}

function spoken(from: ScrapeSource): { readonly [field: string]: unknown } {
  switch (from.kind) {
    case 'service':
      // By its name, which its certificate has.
      return from.tls === undefined ? {} : { scheme: 'https', ...AUTHORIZED, tls_config: { ca_file: `${ACCOUNT}/ca.crt` } };
    case 'kubelets':
      return { scheme: 'https', ...AUTHORIZED, tls_config: from.verified ? { ca_file: `${ACCOUNT}/ca.crt` } : { insecure_skip_verify: true } };
    case 'agents': {
      if (from.tls === undefined) return {};
      const { folder, serverName } = from.tls;
      const files = { ca_file: `${folder}/ca.crt`, cert_file: `${folder}/tls.crt`, key_file: `${folder}/tls.key` };
      return { scheme: 'https', tls_config: { ...files, server_name: serverName } };
    }
    case 'addresses':
      return from.https ? { scheme: 'https' } : {};
    case 'endpoint':
      return { ...(from.tokenFile === undefined ? {} : { authorization: { credentials_file: from.tokenFile } }), ...encrypted(from) };
    default:
      return {};
  }
}

function encrypted({ tls }: EndpointSource): { readonly [field: string]: unknown } {
  if (tls === undefined) return {};
  return { scheme: 'https', tls_config: { ca_file: tls.authorityFile, server_name: tls.serverName, insecure_skip_verify: tls.unverified ? true : undefined } };
}

function discovery(from: ScrapeSource): { readonly [field: string]: unknown } {
  switch (from.kind) {
    case 'service':
      return serviceDiscovery(from);
    case 'agents':
    case 'kubelets':
      return { kubernetes_sd_configs: [{ role: 'node' }] };
    case 'pods':
      return { kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: [from.namespace] } }] };
    case 'apps':
      return { kubernetes_sd_configs: [{ role: 'endpointslice' }] };
    case 'endpoint':
      return { kubernetes_sd_configs: [{ role: 'endpointslice', namespaces: { names: [from.namespace] } }] };
    case 'addresses':
      return { static_configs: [{ targets: from.addresses, labels: from.labels }] };
  }
}

export function serviceDiscovery({ host, port, eachPod }: ServiceSource): { readonly [field: string]: unknown } {
  return eachPod === true
    ? { dns_sd_configs: [{ names: [host], type: 'A', port: port.number }] }
    : { static_configs: [{ targets: [`${host}:${port.number}`] }] };
}

function relabelings({ from, honorLabels }: Scrape): readonly unknown[] | undefined {
  switch (from.kind) {
    case 'kubelets':
      return [NODE];
    case 'agents':
      return [NODE, { source_labels: ['__address__'], regex: '(.+):[0-9]+', replacement: `$1:${from.port.number}`, target_label: '__address__' }];
    case 'pods':
      return [...podsWith(from), NODE_OF_POD];
    case 'apps':
      return appRelabelings(honorLabels === true);
    case 'endpoint':
      return endpointRelabelings(from);
    default:
      return undefined;
  }
}

const NODE = { source_labels: ['__meta_kubernetes_node_name'], target_label: 'node' };
const NODE_OF_POD = { source_labels: ['__meta_kubernetes_pod_node_name'], target_label: 'node' };

function podsWith({ labels, portName }: PodSource): readonly unknown[] {
  return [...byLabels('pod', labels), { action: 'keep', source_labels: ['__meta_kubernetes_pod_container_port_name'], regex: portName }];
}

function byLabels(role: string, labels: Labels): readonly unknown[] {
  return Object.entries(labels).map(([name, value]) => ({ action: 'keep', source_labels: [metaLabel(role, name)], regex: value }));
}

/** A label as discovery writes it. */
function metaLabel(role: string, name: string): string {
  return `__meta_kubernetes_${role}_label_${name.replaceAll(/[^A-Za-z0-9]/g, '_')}`;
}

const OF_APP = [
  { source_labels: ['__meta_kubernetes_namespace'], target_label: 'namespace' },
  { source_labels: [metaLabel('service', 'app.kubernetes.io/name')], target_label: 'app' },
  { source_labels: ['__meta_kubernetes_pod_name'], target_label: 'pod' },
  // Pods of a dead node stay targets: by this they are known to be gone with it.
  NODE_OF_POD,
];

/** Apps that have metrics say so on a Service. */
function appRelabelings(honour: boolean): readonly unknown[] {
  const meta = (name: string) => `__meta_kubernetes_service_annotation_prometheus_io_${name}`;
  return [
    // Ours alone: others have such annotations too, K3s' DNS among them, and nobody counted with their series.
    ...byLabels('service', { [SCRAPED_LABEL]: 'true' }),
    { action: honour ? 'keep' : 'drop', source_labels: [meta('honor_labels')], regex: 'true' },
    // Other ports of the pod come along, too.
    { action: 'keepequal', source_labels: [meta('port')], target_label: '__meta_kubernetes_endpointslice_port' },
    { source_labels: [meta('path')], regex: '(.+)', target_label: '__metrics_path__' },
    { source_labels: [meta('interval')], regex: '(.+)', target_label: '__scrape_interval__' },
    // A timeout that is longer than the interval would drop the target.
    { source_labels: [meta('timeout')], regex: '(.+)', target_label: '__scrape_timeout__' },
    ...OF_APP,
  ];
}

/** The job is that of all apps: rules and dashboards know no other. */
function endpointRelabelings({ service, port }: EndpointSource): readonly unknown[] {
  return [
    { action: 'keep', source_labels: ['__meta_kubernetes_service_name'], regex: service },
    { action: 'keep', source_labels: ['__meta_kubernetes_endpointslice_port_name'], regex: port.name },
    { target_label: 'job', replacement: JOB.APPS },
    ...OF_APP,
  ];
}
