import type { Duration } from '../../../cluster/units';

/** Metrics in the format of Prometheus, and where they are. */
export interface MetricsProps {
  /** The name of a TCP port in a Service of the app; it may belong to a sidecar. @default - the first HTTP port, or else the first TCP port */
  readonly port?: string;
  /** @default /metrics */
  readonly path?: string;
  /**
   * The scrape interval. @default - that of Prometheus: 30 s
   * @range 0 86400
   */
  readonly interval?: Duration;
  /** Whether labels in the metrics win against those that Prometheus adds: for apps that forward metrics of others. @default false */
  readonly honorLabels?: boolean;
  /**
   * The number of series, to size Prometheus: `count({app="…"})` shows it. @default 1000
   * @range 0 1000000000 whole
   */
  readonly series?: number;
}
