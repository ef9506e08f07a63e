import { Probe } from '../../availability/ask/container/health';
import type { ResourcesProps } from '../../availability/ask/container/resources';
import { Client } from '../../availability/ask/network/client';
import { Port } from '../../availability/ask/network/port';
import { Volume } from '../../availability/ask/volume/volume';
import type { SinglePodFlexibleProps } from '../../availability/ask/workload';
import type { ClusterFacts } from '../../cluster/cluster';
import { NodeRole } from '../../cluster/node';
import { renderConfigYaml } from '../../kubernetes/yaml';
import { CUSTOM_FILE, CUSTOM_FOLDER, customConfig, customMetrics, kubeStateMetricsArgs, kubeStateMetricsRules } from '../config/kube-state-metrics';
import { IMAGES } from '../images';
import { PROMETHEUS } from '../names';

/** What kube-state-metrics is made of. */
export interface KubeStateMetricsPart {
  readonly namespace: string;
  readonly facts: ClusterFacts;
  readonly resources: ResourcesProps;
  /** The Prometheus operator runs Prometheus. */
  readonly operated: boolean;
}

/** kube-state-metrics: what the API server knows, as numbers. */
export function kubeStateMetrics({ namespace, facts, resources, operated }: KubeStateMetricsPart): SinglePodFlexibleProps {
  const custom = customMetrics(facts);
  return {
    namespace,
    image: IMAGES.kubeStateMetrics,
    resources,
    placement: { role: NodeRole.MONITORING },
    args: kubeStateMetricsArgs(custom),
    network: {
      ports: [Port.http(8080), Port.http(8081, 'telemetry').unexposed()],
      allowFrom: [operated ? Client.namespace(namespace) : Client.app({ name: PROMETHEUS, namespace })],
    },
    // Not /livez, which asks the API server: it would be restarted just when that is down (pkg/app/server.go).
    health: { readiness: Probe.http('/readyz', 'telemetry'), liveness: Probe.http('/healthz') },
    volumes: custom.length === 0 ? [] : [Volume.config(CUSTOM_FOLDER, { files: { [CUSTOM_FILE]: renderConfigYaml(customConfig(custom)) } })],
    rbac: { clusterRules: kubeStateMetricsRules(custom) },
  };
}
