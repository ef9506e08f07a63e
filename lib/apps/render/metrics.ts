import type { PlannedEndpoint } from '../../availability/model/metrics';
import type { Plan } from '../../availability/model/plan';
import { SCRAPED_LABEL, selectorLabels } from '../../kubernetes/labels';
import type { Manifest } from '../../kubernetes/manifest';
import { metadataOf } from './workload';

/** The ServiceMonitor that tells the Prometheus operator where the metrics of an app are. */
export function renderMonitor(plan: Plan): Manifest[] {
  if (plan.metrics?.value.monitor === undefined) return [];
  const { endpoints, monitor } = plan.metrics.value;
  const metadata = metadataOf(plan);
  const several = new Set(endpoints.map(({ service }) => service)).size > 1;
  return [
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      metadata: { ...metadata, labels: { ...monitor, ...metadata.labels } },
      spec: {
        // The job is the app, whichever of its Services is scraped.
        jobLabel: 'app.kubernetes.io/name',
        // Only Services with metrics, or each pod would be scraped once per Service with the port.
        selector: { matchLabels: { ...selectorLabels(plan.ask.name), [SCRAPED_LABEL]: 'true' } },
        endpoints: endpoints.map((endpoint) => rendered(plan.ask.name, endpoint, several)),
      },
    },
  ];
}

function rendered(app: string, endpoint: PlannedEndpoint, several: boolean): { readonly [field: string]: unknown } {
  const { port, service, path, intervalSeconds, honorLabels, bearerToken } = endpoint;
  return {
    port: port.name,
    path,
    ...(intervalSeconds === undefined ? {} : { interval: `${intervalSeconds}s` }),
    ...(honorLabels ? { honorLabels } : {}),
    ...tls(endpoint),
    // Secrets are looked for beside the monitor.
    ...(bearerToken === undefined ? {} : { authorization: { credentials: { name: bearerToken.secretName, key: bearerToken.key } } }),
    relabelings: [
      ...(several ? [{ action: 'keep', sourceLabels: ['__meta_kubernetes_service_name'], regex: service }] : []),
      // Labels for alerts and dashboards: when a node is down, its pods raise no alerts of their own.
      { targetLabel: 'app', replacement: app },
      { sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'node' },
    ],
  };
}

function tls({ tls: asked }: PlannedEndpoint): { readonly [field: string]: unknown } {
  if (asked === undefined) return {};
  const { authority, serverName, unverified } = asked;
  const config = {
    ...(authority === undefined ? {} : { ca: { secret: { name: authority.secretName, key: authority.key } } }),
    ...(serverName === undefined ? {} : { serverName }),
    ...(unverified === undefined ? {} : { insecureSkipVerify: true }),
  };
  return { scheme: 'https', ...(Object.keys(config).length === 0 ? {} : { tlsConfig: config }) };
}
