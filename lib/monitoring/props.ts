import type { Tls } from '../availability/ask/network/route';
import type { Duration, Size } from '../cluster/units';
import type { ExporterTls } from './exporter-tls';
import type { AlertReceivers } from './receiver';

/** What Prometheus keeps, and for how long. */
export interface PrometheusProps {
  /** How long samples are kept. @default - 30 days, or what the volume has room for */
  readonly retention?: Duration;
  /** Many storage classes cannot grow it later. @default - 10Gi */
  readonly volumeSize?: Size;
  /** A storage class that Prometheus' node reaches. @default - that of pinned apps */
  readonly storageClass?: string;
  /** How often targets are scraped and rules are evaluated. @default - 30 s */
  readonly scrapeInterval?: Duration;
  /** Your own rule files by name, in Prometheus' format: `configFiles('rules').files`. @default - only the rules that follow from the cluster */
  readonly rules?: { readonly [file: string]: string };
  /** Further targets: a router, a NAS, a power supply. @default - only the cluster */
  readonly targets?: readonly ScrapeTarget[];
}

/** A target outside the cluster. */
export interface ScrapeTarget {
  /** The label `job` of its series. */
  readonly job: string;
  /** Host and port: `router.home.example:9100`. */
  readonly addresses: readonly string[];
  /** @default /metrics */
  readonly path?: string;
  /** Uses TLS with a certificate from a public authority. @default false */
  readonly https?: boolean;
  /** Labels of all its series. @default - none */
  readonly labels?: { readonly [name: string]: string };
}

/** Where Grafana is found, and who may log in. */
export interface GrafanaProps {
  /** An existing Secret in monitoring's namespace, with the keys `admin-user` and `admin-password`. */
  readonly secretName: string;
  /** Its host name. @default - none: use `kubectl port-forward` */
  readonly host?: string;
  /** @default - the cluster's issuer, if it names one, else no TLS */
  readonly tls?: Tls;
  /** Your own dashboards by file name, as JSON: `configFiles('dashboards').files`. @default - only those of the library */
  readonly dashboards?: { readonly [file: string]: string };
}

/** Everything else follows from the cluster and its apps. */
export interface MonitoringProps {
  readonly grafana: GrafanaProps;
  /** Where alerts go. @default - nowhere: only Grafana shows them */
  readonly alerts?: AlertReceivers;
  /** @default - 30 days, scraped every 30 s */
  readonly prometheus?: PrometheusProps;
  /**
   * Two Prometheus and three Alertmanagers, each on its own node. Needs three nodes with the role monitoring.
   * @default false
   */
  readonly highlyAvailable?: boolean;
  /** The monitoring node that it runs on if it is not highly available. @default - the one with the most memory */
  readonly node?: string;
  /** The label `cluster` on its alerts and series. @default - the name of the cluster */
  readonly clusterLabel?: string;
  /** @default - the node exporters answer over plain HTTP to anyone who reaches their port */
  readonly exporterTls?: ExporterTls;
}
