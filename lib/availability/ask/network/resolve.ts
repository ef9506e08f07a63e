import type { WorkloadProps } from '../app';
import type { ResolvedMetrics, ResolvedNetwork } from '../resolved';
import type { MetricsProps } from './metrics';

const EMPTY = Object.freeze({});
const NONE: readonly never[] = Object.freeze([]);

export function resolveMetrics(metrics: MetricsProps | undefined): ResolvedMetrics | undefined {
  if (metrics === undefined) return undefined;
  const { more = NONE, series, ...first } = metrics;
  return { endpoints: [first, ...more].map((one) => ({ ...one, path: one.path ?? '/metrics', honorLabels: one.honorLabels ?? false })), series };
}

export function resolveNetwork({ network = EMPTY, sidecars = NONE }: WorkloadProps, onHostNetwork: boolean): ResolvedNetwork {
  const { ports = NONE, service, services = NONE, routes = NONE, allowFrom, allowTo } = network as NonNullable<WorkloadProps['network']>;
  return {
    ports: sidecars.length === 0 ? ports : [...ports, ...sidecars.flatMap((sidecar) => sidecar.ports ?? NONE)],
    exposed: ports.every((port) => port.exposed) ? ports : ports.filter((port) => port.exposed),
    service,
    services,
    routes,
    allowFrom,
    allowTo,
    onHostNetwork,
  };
}
