import type { Tls } from '../availability/ask/network/network';
import type { Duration, Size } from '../cluster/units';
import type { ExporterTls } from './exporter-tls';
import type { AlertReceivers } from './receiver';

/** What Prometheus keeps, and for how long. */
export interface PrometheusProps {
  /** How long samples are kept. @default - 30 days, or what the volume has room for */
  readonly retention?: Duration;
  /** Many storage classes cannot make it bigger later. @default - 10Gi */
  readonly volumeSize?: Size;
  /** A storage class that the node of Prometheus reaches. @default - that of pinned apps */
  readonly storageClass?: string;
  /** How often everything is asked, and rules are evaluated. @default - 30 s */
  readonly scrapeInterval?: Duration;
  /** Rule files of your own by name, as Prometheus reads them: `configFiles('rules').files`. @default - none beside those that follow from the cluster */
  readonly rules?: { readonly [file: string]: string };
  /** What else is asked: a router, a NAS, a power supply. @default - the cluster alone */
  readonly targets?: readonly ScrapeTarget[];
}

/** Something outside of the cluster that answers Prometheus. */
export interface ScrapeTarget {
  /** The label `job` of its series. */
  readonly job: string;
  /** Host and port: `router.home.example:9100`. */
  readonly addresses: readonly string[];
  /** @default /metrics */
  readonly path?: string;
  /** Over TLS, with a certificate that the public authorities signed. @default false */
  readonly https?: boolean;
  /** Labels of all its series. @default - none */
  readonly labels?: { readonly [name: string]: string };
}

/** Where Grafana is, and whom it lets in. */
export interface GrafanaProps {
  /** A Secret that exists in the namespace of monitoring, with the keys `admin-user` and `admin-password`. */
  readonly secretName: string;
  /** The name under which it is found on the web. @default - none: `kubectl port-forward` leads to it */
  readonly host?: string;
  /** @default - the cluster's issuer, if it names one, else no TLS */
  readonly tls?: Tls;
  /** Dashboards of your own by file name, as JSON: `configFiles('dashboards').files`. @default - none beside those of the library */
  readonly dashboards?: { readonly [file: string]: string };
}

/** What monitoring is told; everything else follows from the cluster and its apps. */
export interface MonitoringProps {
  readonly grafana: GrafanaProps;
  /** Whom alerts go to. @default - nobody: they are seen in Grafana alone */
  readonly alerts?: AlertReceivers;
  /** @default - 30 days, asked each 30 s */
  readonly prometheus?: PrometheusProps;
  /**
   * Two Prometheus and three Alertmanagers, each on a node of its own. Needs three nodes with the role monitoring.
   * @default false
   */
  readonly highlyAvailable?: boolean;
  /** The node with the role monitoring that it lives on, when it is not highly available. @default - the one with the most memory */
  readonly node?: string;
  /** What tells this cluster from others wherever its alerts and series go: the label `cluster`. @default - the name of the cluster */
  readonly clusterLabel?: string;
  /** @default - the node exporters answer in plain HTTP to whoever reaches their port */
  readonly exporterTls?: ExporterTls;
}
