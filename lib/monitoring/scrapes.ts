import { JOB } from '../alerts/jobs';
import type { Scrape, ServiceSource } from '../alerts/scrape';
import type { SystemAlerts } from '../alerts/system';
import type { Plan } from '../availability/model/plan';
import type { ClusterFacts } from '../cluster/cluster';
import { Distribution } from '../cluster/control-plane';
import { selectorLabels } from '../kubernetes/labels';
import { endpointScrapes } from './app-scrapes';
import { ALERTMANAGER, EXPORTER_TLS_FOLDER, KUBE_STATE_METRICS, NODE_EXPORTER } from './names';
import type { ScrapeTarget } from './props';

/** Ten times what an app is counted with. */
const SAMPLE_LIMIT = 10_000;
/** What the operator calls the port of what it runs (`portName`): ours are called the same. */
export const OWN_PORT = 'web';

/** What scrapes follow from. */
export interface Scraped {
  readonly facts: ClusterFacts;
  /** Of monitoring. */
  readonly namespace: string;
  readonly highlyAvailable: boolean;
  /** With the certificates of the node exporters; undefined: they speak plain HTTP. */
  readonly exporterTlsSecret: string | undefined;
  /** The systems in use. */
  readonly systems: readonly SystemAlerts[];
  /** Whose places are asked that Services do not tell of. */
  readonly plans: readonly Plan[];
  /** What else is asked. */
  readonly targets: readonly ScrapeTarget[];
}

/** Everything that contributes scrapes, in the order in which they are written. */
const CONTRIBUTIONS: readonly ((scraped: Scraped) => readonly Scrape[])[] = [
  ownScrapes,
  kubernetesScrapes,
  appScrapes,
  ({ systems }) => systems.flatMap(({ scrapes = [] }) => scrapes),
  ({ targets }) => targets.map(targetScrape),
];

/** Everything that Prometheus scrapes, in both forms. */
export function scrapesOf(scraped: Scraped): readonly Scrape[] {
  return CONTRIBUTIONS.flatMap((contribution) => contribution(scraped));
}

/** Alertmanager, also as the target of Prometheus' alerts. */
export function alertmanagerSource({ namespace, highlyAvailable }: Pick<Scraped, 'namespace' | 'highlyAvailable'>): ServiceSource {
  return {
    kind: 'service',
    host: `${ALERTMANAGER}${highlyAvailable ? '-pods' : ''}.${namespace}.svc`,
    eachPod: highlyAvailable,
    namespace,
    // The operator's own Service, in front of what it runs.
    labels: { 'operated-alertmanager': 'true' },
    port: { name: OWN_PORT, number: 9093 },
  };
}

function ownScrapes(scraped: Scraped): readonly Scrape[] {
  const { namespace, exporterTlsSecret } = scraped;
  return [
    {
      job: JOB.PROMETHEUS,
      from: { kind: 'service', host: 'localhost', namespace, labels: { 'operated-prometheus': 'true' }, port: { name: OWN_PORT, number: 9090 } },
    },
    { job: JOB.ALERTMANAGER, from: alertmanagerSource(scraped) },
    {
      job: JOB.NODE_EXPORTER,
      from: {
        kind: 'agents',
        namespace: NODE_EXPORTER,
        labels: selectorLabels(NODE_EXPORTER),
        port: { name: 'metrics', number: 9100 },
        // Nodes are asked by address; the certificate has one name for all of them.
        tls: exporterTlsSecret === undefined ? undefined : { secretName: exporterTlsSecret, folder: EXPORTER_TLS_FOLDER, serverName: NODE_EXPORTER },
      },
    },
    {
      job: JOB.KUBE_STATE_METRICS,
      honorLabels: true,
      from: {
        kind: 'service',
        host: `${KUBE_STATE_METRICS}.${namespace}.svc`,
        namespace,
        labels: selectorLabels(KUBE_STATE_METRICS),
        port: { name: 'http', number: 8080 },
      },
    },
  ];
}

/**
 * Volumes and what containers use: of /metrics, in which K3s has all of its parts, nothing else is kept. K3s has the kubelet's
 * certificate signed by the authority that pods are given (k3s, pkg/server/handlers, ServingKubeletCert); elsewhere the kubelet
 * signs its own (kubernetes, cmd/kubelet, InitializeTLS).
 *
 * Of the API server its health checks alone: they are few, where /metrics are thousands. GA since Kubernetes 1.32 (ComponentSLIs).
 */
function kubernetesScrapes({ facts }: Scraped): readonly Scrape[] {
  const from = { kind: 'kubelets', verified: facts.controlPlane.distribution === Distribution.K3S } as const;
  return [
    { job: JOB.KUBELET, from, path: '/metrics', everySeconds: 60, keep: 'kubelet_volume_stats_(available|capacity)_bytes' },
    { job: JOB.KUBELET_RESOURCES, from, path: '/metrics/resource', keep: 'container_(cpu_usage_seconds_total|memory_working_set_bytes)' },
    {
      job: JOB.API_SERVER,
      path: '/metrics/slis',
      from: {
        kind: 'service',
        host: 'kubernetes.default.svc',
        namespace: 'default',
        labels: { component: 'apiserver', provider: 'kubernetes' },
        port: { name: 'https', number: 443 },
        tls: { serverName: 'kubernetes' },
      },
    },
  ];
}

/** One discovery for all apps, since each would have its own watches. One runaway app must not take Prometheus down. */
function appScrapes({ plans }: Scraped): readonly Scrape[] {
  return [
    { job: JOB.APPS, from: { kind: 'apps' }, sampleLimit: SAMPLE_LIMIT },
    { job: `${JOB.APPS}-honoring-labels`, from: { kind: 'apps' }, sampleLimit: SAMPLE_LIMIT, honorLabels: true },
    ...endpointScrapes(plans, SAMPLE_LIMIT),
  ];
}

function targetScrape({ job, addresses, path, https, labels }: ScrapeTarget): Scrape {
  return { job, path, from: { kind: 'addresses', addresses, https: https === true, labels } };
}
