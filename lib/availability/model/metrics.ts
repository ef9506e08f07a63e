import type { MetricsTls } from '../ask/network/metrics';
import type { Port } from '../ask/network/port';
import type { SecretKey } from '../ask/reference/secret-key';

/** One place that Prometheus scrapes. */
export interface PlannedEndpoint {
  readonly port: Port;
  /** The Service that has the port. */
  readonly service: string;
  readonly path: string;
  /** Undefined: the default interval of Prometheus. */
  readonly intervalSeconds: number | undefined;
  readonly honorLabels: boolean;
  /** Undefined: plain HTTP. */
  readonly tls: MetricsTls | undefined;
  readonly bearerToken: SecretKey | undefined;
  /** A Prometheus without an operator finds it by annotations of the Service, which can tell of one, in plain HTTP. Others have a job of their own. */
  readonly annotated: boolean;
}

/** Where Prometheus scrapes an app, and how it finds it. */
export interface PlannedMetrics {
  readonly endpoints: readonly PlannedEndpoint[];
  /** Labels of the ServiceMonitor; undefined: Services have annotations instead. */
  readonly monitor: { readonly [key: string]: string } | undefined;
  /** The namespace that the policy must let in, because the app restricts its clients. */
  readonly letIn: string | undefined;
}
