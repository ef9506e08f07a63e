import type { Port } from '../ask/network/port';

/** Where Prometheus scrapes an app, and how it finds it. */
export interface PlannedMetrics {
  readonly port: Port;
  /** The Service that has the port. */
  readonly service: string;
  readonly path: string;
  /** Undefined: the default interval of Prometheus. */
  readonly intervalSeconds: number | undefined;
  readonly honorLabels: boolean;
  /** Labels of the ServiceMonitor; undefined: the Service has annotations instead. */
  readonly monitor: { readonly [key: string]: string } | undefined;
  /** The namespace that the policy must let in, because the app restricts its clients. */
  readonly letIn: string | undefined;
}
