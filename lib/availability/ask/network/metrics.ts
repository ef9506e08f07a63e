import type { Duration } from '../../../cluster/units';
import type { SecretKey } from '../reference/secret-key';

/** How Prometheus checks the certificate of an app. */
export interface MetricsTls {
  /** The authority that signed it. @default - one that everybody trusts */
  readonly authority?: SecretKey;
  /** The name in the certificate. @default - the address of the pod, which few certificates have */
  readonly serverName?: string;
  /** Why it is not checked: `it signs its own`. @default - it is */
  readonly unverified?: string;
}

/** A place with metrics in the format of Prometheus. */
export interface MetricsEndpoint {
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
  /** It speaks HTTPS. @default - plain HTTP */
  readonly tls?: MetricsTls;
  /** What Prometheus shows it as `Authorization: Bearer`. @default - nothing */
  readonly bearerToken?: SecretKey;
}

/** Metrics in the format of Prometheus, and where they are. */
export interface MetricsProps extends MetricsEndpoint {
  /** Further places. @default - none */
  readonly more?: readonly MetricsEndpoint[];
  /**
   * The number of series, to size Prometheus: `count({app="…"})` shows it. @default 1000
   * @range 0 1000000000 whole
   */
  readonly series?: number;
}
