import { JOB } from '../../alerts/jobs';
import type { ClusterFacts } from '../../cluster/cluster';
import { Distribution } from '../../cluster/control-plane';
import { MANAGED_BY, selectorLabels } from '../../kubernetes/labels';
import type { Manifest } from '../../kubernetes/plain';
import { KUBE_STATE_METRICS, NODE_EXPORTER } from '../names';
import type { ScrapeTarget } from '../props';
import type { Labels } from './workloads';

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
const PIRAEUS = 'piraeus-datastore';

/** What the monitors follow from. */
export interface Monitored {
  readonly facts: ClusterFacts;
  readonly namespace: string;
  readonly labels: Labels;
  readonly exporterTlsSecret: string | undefined;
  readonly targets: readonly ScrapeTarget[];
}

/** What Prometheus asks, as ServiceMonitors and PodMonitors: the same as prometheus.yml says without an operator. Apps bring their own. */
export function monitorObjects(monitored: Monitored): Manifest[] {
  return [
    nodeExporters(monitored),
    service(monitored, JOB.KUBE_STATE_METRICS, monitored.namespace, selectorLabels(KUBE_STATE_METRICS), [{ port: 'http', honorLabels: true }]),
    // The operator's own Services, in front of what it runs.
    service(monitored, JOB.PROMETHEUS, monitored.namespace, { 'operated-prometheus': 'true' }, [{ port: 'web' }]),
    service(monitored, JOB.ALERTMANAGER, monitored.namespace, { 'operated-alertmanager': 'true' }, [{ port: 'web' }]),
    apiServer(monitored),
    ...kubelets(monitored),
    ...drbd(monitored),
    ...monitored.targets.map((target) => scrapeConfig(monitored, target)),
  ];
}

/** A file of rules for each kind of thing that is watched. */
export function ruleObjects({ namespace, labels }: Monitored, files: ReadonlyMap<string, readonly unknown[]>): Manifest[] {
  return [...files].map(([name, groups]) => ({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: metadata(`availability-${name}`, namespace, labels),
    spec: { groups },
  }));
}

function metadata(name: string, namespace: string, labels: Labels): Manifest['metadata'] {
  return { name, namespace, labels: { ...labels, 'app.kubernetes.io/managed-by': MANAGED_BY } };
}

/** The label `job` as rules and dashboards know it. */
function named(job: string): unknown {
  return { targetLabel: 'job', replacement: job };
}

const NODE_OF_POD = { sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'node' };

function service(
  { namespace, labels }: Monitored,
  job: string,
  where: string,
  found: Labels,
  endpoints: readonly { readonly [field: string]: unknown }[],
): Manifest {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: metadata(job, namespace, labels),
    spec: {
      ...(where === namespace ? {} : { namespaceSelector: { matchNames: [where] } }),
      selector: { matchLabels: found },
      endpoints: endpoints.map((endpoint) => ({ ...endpoint, relabelings: [named(job), ...((endpoint.relabelings as readonly unknown[] | undefined) ?? [])] })),
    },
  };
}

function nodeExporters({ namespace, labels, exporterTlsSecret }: Monitored): Manifest {
  const key = (name: string) => ({ name: exporterTlsSecret, key: name });
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    // Secrets are looked for beside the monitor.
    metadata: metadata(JOB.NODE_EXPORTER, namespace, labels),
    spec: {
      namespaceSelector: { matchNames: [NODE_EXPORTER] },
      selector: { matchLabels: selectorLabels(NODE_EXPORTER) },
      podMetricsEndpoints: [
        {
          port: 'metrics',
          relabelings: [named(JOB.NODE_EXPORTER), NODE_OF_POD],
          ...(exporterTlsSecret === undefined
            ? {}
            : {
                scheme: 'https',
                tlsConfig: { ca: { secret: key('ca.crt') }, cert: { secret: key('tls.crt') }, keySecret: key('tls.key'), serverName: NODE_EXPORTER },
              }),
        },
      ],
    },
  };
}

function apiServer(monitored: Monitored): Manifest {
  return service(monitored, JOB.API_SERVER, 'default', { component: 'apiserver', provider: 'kubernetes' }, [
    {
      port: 'https',
      scheme: 'https',
      path: '/metrics/slis',
      bearerTokenFile: `${ACCOUNT}/token`,
      tlsConfig: { caFile: `${ACCOUNT}/ca.crt`, serverName: 'kubernetes' },
    },
  ]);
}

/** The operator keeps a Service for all kubelets: `--kubelet-service=kube-system/kubelet`, as its bundle and its charts have it. */
function kubelets(monitored: Monitored): Manifest[] {
  const verified = monitored.facts.controlPlane.distribution === Distribution.K3S;
  const endpoint = (path: string, regex: string) => ({
    port: 'https-metrics',
    scheme: 'https',
    path,
    honorLabels: true,
    bearerTokenFile: `${ACCOUNT}/token`,
    tlsConfig: verified ? { caFile: `${ACCOUNT}/ca.crt` } : { insecureSkipVerify: true },
    relabelings: [{ sourceLabels: ['__meta_kubernetes_endpointslice_address_target_name'], targetLabel: 'node' }],
    metricRelabelings: [{ action: 'keep', sourceLabels: ['__name__'], regex }],
  });
  const found = { 'app.kubernetes.io/name': 'kubelet', 'k8s-app': 'kubelet' };
  return [
    service(monitored, JOB.KUBELET, 'kube-system', found, [{ ...endpoint('/metrics', 'kubelet_volume_stats_(available|capacity)_bytes'), interval: '1m' }]),
    service(monitored, JOB.KUBELET_RESOURCES, 'kube-system', found, [
      endpoint('/metrics/resource', 'container_(cpu_usage_seconds_total|memory_working_set_bytes)'),
    ]),
  ];
}

function scrapeConfig({ namespace, labels: found }: Monitored, { job, addresses, path, https, labels }: ScrapeTarget): Manifest {
  return {
    apiVersion: 'monitoring.coreos.com/v1alpha1',
    kind: 'ScrapeConfig',
    metadata: metadata(job, namespace, found),
    spec: {
      jobName: job,
      ...(path === undefined ? {} : { metricsPath: path }),
      ...(https === true ? { scheme: 'https' } : {}),
      staticConfigs: [{ targets: addresses, ...(labels === undefined ? {} : { labels }) }],
      // The operator puts its own name there.
      relabelings: [named(job)],
    },
  };
}

function drbd(monitored: Monitored): Manifest[] {
  const { facts, namespace, labels } = monitored;
  if (facts.storage.linstor === undefined) return [];
  return [
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PodMonitor',
      metadata: metadata(JOB.DRBD, namespace, labels),
      spec: {
        namespaceSelector: { matchNames: [PIRAEUS] },
        selector: { matchLabels: { 'app.kubernetes.io/component': 'linstor-satellite' } },
        podMetricsEndpoints: [{ port: 'prometheus', relabelings: [named(JOB.DRBD), NODE_OF_POD] }],
      },
    },
    service(monitored, JOB.LINSTOR, PIRAEUS, { 'app.kubernetes.io/component': 'linstor-controller' }, [{ port: 'api', honorLabels: true }]),
  ];
}
