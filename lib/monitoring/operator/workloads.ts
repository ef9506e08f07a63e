import type { Labels } from '../../alerts/scrape';
import { metadataOf } from '../../apps/render/workload';
import type { Plan } from '../../availability/model/plan';
import { CLASS_LABEL } from '../../kubernetes/labels';
import type { Manifest } from '../../kubernetes/manifest';
import { renderPod } from '../../kubernetes/pod';
import { configName } from '../../kubernetes/volumes';
import { externalLabel } from '../config/prometheus';
import { ALERTMANAGER } from '../names';
import type { AlertReceivers } from '../receiver';
import { alertmanagerConfigSpec } from './alertmanager-config';

/** What a Prometheus of the operator is told beside its plan. */
export interface OperatedPrometheus {
  readonly clusterLabel: string;
  readonly scrapeSeconds: number;
  readonly retentionSeconds: number;
  readonly retentionBytes: number;
  /** What it finds objects by; empty: all of them. */
  readonly labels: Labels;
}

/** Fields: prometheus-operator 0.94.1, the CRD Prometheus of monitoring.coreos.com/v1. */
export function prometheusObjects(plan: Plan, { clusterLabel, scrapeSeconds, retentionSeconds, retentionBytes, labels }: OperatedPrometheus): Manifest[] {
  const every = `${scrapeSeconds}s`;
  const found = { matchLabels: labels };
  return [
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'Prometheus',
      metadata: metadataOf(plan),
      spec: {
        ...common(plan),
        serviceAccountName: plan.ask.name,
        externalLabels: { cluster: externalLabel(clusterLabel) },
        scrapeInterval: every,
        evaluationInterval: every,
        // As parts/prometheus.ts says it.
        rules: { alert: { forGracePeriod: '0s' } },
        retention: `${Math.round(retentionSeconds / 3600)}h`,
        retentionSize: `${Math.floor(retentionBytes / 1024 ** 2)}MB`,
        // Endpoints are deprecated since Kubernetes 1.33.
        serviceDiscoveryRole: 'EndpointSlice',
        // Without a selector of namespaces only its own would be looked at.
        ...Object.fromEntries(
          ['podMonitor', 'probe', 'rule', 'scrapeConfig', 'serviceMonitor'].flatMap((kind) => [
            [`${kind}Selector`, found],
            [`${kind}NamespaceSelector`, {}],
          ]),
        ),
        alerting: { alertmanagers: [{ namespace: plan.ask.namespace, name: 'alertmanager-operated', port: 'web', apiVersion: 'V2' }] },
      },
    },
  ];
}

/** Fields: the same, of the CRDs Alertmanager and AlertmanagerConfig. */
export function alertmanagerObjects(plan: Plan, alerts: AlertReceivers | undefined): Manifest[] {
  const [messages] = plan.ask.volumes.filter((volume) => volume.options.config !== undefined);
  const files = Object.keys(messages?.options.config?.files ?? {});
  return [
    { apiVersion: 'monitoring.coreos.com/v1alpha1', kind: 'AlertmanagerConfig', metadata: metadataOf(plan), spec: alertmanagerConfigSpec(alerts) },
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'Alertmanager',
      metadata: metadataOf(plan),
      spec: {
        ...common(plan),
        // The one for all: others would hear of alerts of their own namespace only.
        alertmanagerConfiguration: {
          name: ALERTMANAGER,
          ...(messages === undefined ? {} : { templates: files.map((key) => ({ configMap: { name: configName(plan, messages), key } })) }),
        },
      },
    },
  ];
}

/** Where the pods are, what they get, and what they keep. */
function common(plan: Plan): { readonly [field: string]: unknown } {
  const { affinity, tolerations, topologySpreadConstraints, priorityClassName, securityContext, containers } = renderPod(plan).spec ?? {};
  const { image } = plan.ask.main;
  const [claim] = plan.claims;
  return {
    replicas: plan.replicas.value,
    image: image.toString(),
    version: image.tag,
    podMetadata: { labels: { [CLASS_LABEL]: plan.ask.availabilityClass } },
    ...(affinity === undefined ? {} : { affinity }),
    tolerations,
    ...(topologySpreadConstraints === undefined ? {} : { topologySpreadConstraints }),
    ...(priorityClassName === undefined ? {} : { priorityClassName }),
    securityContext,
    resources: containers?.[0]?.resources,
    ...(claim === undefined
      ? {}
      : {
          storage: {
            volumeClaimTemplate: {
              spec: {
                accessModes: [claim.accessMode],
                ...(claim.storageClass === undefined ? {} : { storageClassName: claim.storageClass }),
                resources: { requests: { storage: claim.volume.options.data?.size.toString() } },
              },
            },
          },
        }),
  };
}
