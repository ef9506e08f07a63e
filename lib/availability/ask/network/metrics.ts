import type { Duration } from '../../../cluster/units';

/** Metrics in the format of Prometheus, and where they are. */
export interface MetricsProps {
  /** The name of a TCP port that a Service of the app has, of a sidecar perhaps. @default - the first port that speaks HTTP, else the first TCP port */
  readonly port?: string;
  /** @default /metrics */
  readonly path?: string;
  /** How often they are asked. @default - what Prometheus asks everybody: 30 s */
  readonly interval?: Duration;
  /** Whether labels in the metrics win against those that Prometheus adds: for apps that pass metrics of others on. @default false */
  readonly honorLabels?: boolean;
  /** How many series they are, for the size of Prometheus: `count({app="…"})` tells. @default 1000 */
  readonly series?: number;
}
