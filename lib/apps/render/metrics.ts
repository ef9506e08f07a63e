import type { Plan } from '../../availability/model/plan';
import { SCRAPED_LABEL, selectorLabels } from '../../kubernetes/labels';
import type { Manifest } from '../../kubernetes/manifest';
import { metadataOf } from './workload';

/** The ServiceMonitor that tells the Prometheus operator where the metrics of an app are. */
export function renderMonitor(plan: Plan): Manifest[] {
  if (plan.metrics?.value.monitor === undefined) return [];
  const { port, path, intervalSeconds, honorLabels, monitor } = plan.metrics.value;
  const metadata = metadataOf(plan);
  return [
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      metadata: { ...metadata, labels: { ...monitor, ...metadata.labels } },
      spec: {
        // The job is the app, whichever of its Services is scraped.
        jobLabel: 'app.kubernetes.io/name',
        // Only one Service, or each pod would be scraped once per Service with the port.
        selector: { matchLabels: { ...selectorLabels(plan.ask.name), [SCRAPED_LABEL]: 'true' } },
        endpoints: [
          {
            port: port.name,
            path,
            ...(intervalSeconds === undefined ? {} : { interval: `${intervalSeconds}s` }),
            ...(honorLabels ? { honorLabels } : {}),
            // Labels for alerts and dashboards: when a node is down, its pods raise no alerts of their own.
            relabelings: [
              { targetLabel: 'app', replacement: plan.ask.name },
              { sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'node' },
            ],
          },
        ],
      },
    },
  ];
}
