import { seconds } from '../../alerts/rule';
import type { AddressSource, AgentSource, Labels, Scrape } from '../../alerts/scrape';
import { MANAGED_BY } from '../../kubernetes/labels';
import type { Manifest } from '../../kubernetes/manifest';
import { ACCOUNT } from '../names';

/** Where the operator's objects are, and what it finds them by. */
export interface Monitored {
  readonly namespace: string;
  readonly labels: Labels;
}

/**
 * The objects by which the operator lets Prometheus ask the same as prometheus.yml says without it. Fields: prometheus-operator
 * 0.94.1. Apps bring their own.
 */
export function monitorObjects(monitored: Monitored, scrapes: readonly Scrape[]): Manifest[] {
  return scrapes.flatMap((scrape) => monitorObject(monitored, scrape) ?? []);
}

/** A file of rules for each kind of thing that is watched. */
export function ruleObjects(monitored: Monitored, files: ReadonlyMap<string, readonly unknown[]>): Manifest[] {
  return [...files].map(([name, groups]) => object(monitored, 'PrometheusRule', `availability-${name}`, { groups }));
}

function object({ namespace, labels }: Monitored, kind: string, name: string, spec: unknown): Manifest {
  return {
    apiVersion: `monitoring.coreos.com/${kind === 'ScrapeConfig' ? 'v1alpha1' : 'v1'}`,
    kind,
    metadata: { name, namespace, labels: { ...labels, 'app.kubernetes.io/managed-by': MANAGED_BY } },
    spec,
  };
}

function monitorObject(monitored: Monitored, scrape: Scrape): Manifest | undefined {
  const { job, from } = scrape;
  switch (from.kind) {
    case 'service':
      return object(monitored, 'ServiceMonitor', job, {
        ...chosen(monitored, scrape, from),
        endpoints: [{ ...endpoint(scrape), port: from.port.name, ...(from.tls === undefined ? {} : ofKubernetes({ caFile: CA, ...from.tls })) }],
      });
    case 'kubelets':
      return object(monitored, 'ServiceMonitor', job, {
        ...chosen(monitored, scrape, KUBELET_SERVICE),
        endpoints: [
          {
            ...endpoint(scrape, NODE_OF_KUBELET),
            // Targets have the labels of that Service, where Prometheus alone asks nodes, which have none.
            honorLabels: true,
            port: 'https-metrics',
            ...ofKubernetes(from.verified ? { caFile: CA } : { insecureSkipVerify: true }),
          },
        ],
      });
    case 'pods':
      return object(monitored, 'PodMonitor', job, {
        ...chosen(monitored, scrape, from),
        podMetricsEndpoints: [{ ...endpoint(scrape, NODE_OF_POD), port: from.portName }],
      });
    case 'agents':
      return object(monitored, 'PodMonitor', job, {
        ...chosen(monitored, scrape, from),
        podMetricsEndpoints: [{ ...endpoint(scrape, NODE_OF_POD), port: from.port.name, ...mutual(from) }],
      });
    case 'addresses':
      return object(monitored, 'ScrapeConfig', job, addressed(scrape, from));
    // Each app brings its own.
    case 'endpoint':
    case 'apps':
      return undefined;
  }
}

const CA = `${ACCOUNT}/ca.crt`;
const NODE_OF_POD = { sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'node' };
const NODE_OF_KUBELET = { sourceLabels: ['__meta_kubernetes_endpointslice_address_target_name'], targetLabel: 'node' };

interface Where {
  readonly namespace: string;
  readonly labels: Labels;
}

/** The operator keeps a Service for all kubelets: `--kubelet-service=kube-system/kubelet`, as its bundle and its charts have it. */
const KUBELET_SERVICE: Where = { namespace: 'kube-system', labels: { 'app.kubernetes.io/name': 'kubelet', 'k8s-app': 'kubelet' } };

function chosen(monitored: Monitored, { sampleLimit }: Scrape, { namespace, labels }: Where): { readonly [field: string]: unknown } {
  return {
    sampleLimit,
    namespaceSelector: namespace === monitored.namespace ? undefined : { matchNames: [namespace] },
    selector: { matchLabels: labels },
  };
}

function endpoint(scrape: Scrape, ...relabelings: readonly unknown[]): { readonly [field: string]: unknown } {
  return { ...asked(scrape), path: scrape.path, interval: interval(scrape), relabelings: [named(scrape.job), ...relabelings] };
}

/** What monitors and ScrapeConfigs call alike. */
function asked({ honorLabels, keep }: Scrape): { readonly [field: string]: unknown } {
  return {
    honorLabels: honorLabels === true ? true : undefined,
    metricRelabelings: keep === undefined ? undefined : [{ action: 'keep', sourceLabels: ['__name__'], regex: keep }],
  };
}

function interval({ everySeconds }: Scrape): string | undefined {
  return everySeconds === undefined ? undefined : seconds(everySeconds);
}

/** The label `job` as rules and dashboards know it: the operator puts its own name there. */
function named(job: string): unknown {
  return { targetLabel: 'job', replacement: job };
}

function ofKubernetes(tlsConfig: unknown): { readonly [field: string]: unknown } {
  return { scheme: 'https', bearerTokenFile: `${ACCOUNT}/token`, tlsConfig };
}

/** Secrets are looked for beside the monitor. */
function mutual({ tls }: AgentSource): { readonly [field: string]: unknown } {
  if (tls === undefined) return {};
  const key = (name: string) => ({ name: tls.secretName, key: name });
  return {
    scheme: 'https',
    tlsConfig: { ca: { secret: key('ca.crt') }, cert: { secret: key('tls.crt') }, keySecret: key('tls.key'), serverName: tls.serverName },
  };
}

function addressed(scrape: Scrape, { addresses, https, labels }: AddressSource): unknown {
  return {
    ...asked(scrape),
    jobName: scrape.job,
    scrapeInterval: interval(scrape),
    sampleLimit: scrape.sampleLimit,
    metricsPath: scrape.path,
    scheme: https ? 'https' : undefined,
    staticConfigs: [{ targets: addresses, labels }],
    relabelings: [named(scrape.job)],
  };
}
