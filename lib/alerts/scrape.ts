// What Prometheus scrapes, as neutral data: config/scrapes.ts prints it for plain Prometheus, operator/monitors.ts for the operator.

/** Targets that are scraped in the same way. */
export interface Scrape {
  /** The label `job` of their series. */
  readonly job: string;
  readonly from: ScrapeSource;
  /** @default /metrics */
  readonly path?: string;
  /** @default - as often as everything else */
  readonly everySeconds?: number;
  /** Labels of their series count, where their targets have the same. @default false */
  readonly honorLabels?: boolean;
  /** Targets that answer with more are dropped. @default - none */
  readonly sampleLimit?: number;
  /** A pattern of the metrics that are kept. @default - all */
  readonly keep?: string;
}

/** Where targets are, and how to reach them. Targets on a node have the label `node`. */
export type ScrapeSource = ServiceSource | PodSource | AgentSource | KubeletSource | AddressSource | AppSource | EndpointSource;

/** A Service: Prometheus alone asks it by its name, the operator finds it by its labels and asks each of its pods. */
export interface ServiceSource {
  readonly kind: 'service';
  readonly host: string;
  /** Asks each of its pods in both forms: it is headless. @default false */
  readonly eachPod?: boolean;
  readonly namespace: string;
  readonly labels: Labels;
  readonly port: ScrapePort;
  /** It is a part of Kubernetes: asked with the token of Prometheus, trusted by the authority of the cluster. @default - plain HTTP */
  readonly tls?: { readonly serverName: string };
}

/** Pods by their labels, on one of their named ports. */
export interface PodSource {
  readonly kind: 'pods';
  readonly namespace: string;
  readonly labels: Labels;
  readonly portName: string;
}

/**
 * An agent on the network of every node. Plain Prometheus scrapes the nodes, so that a node without the agent shows; the operator
 * does not know nodes, and scrapes the pods.
 */
export interface AgentSource {
  readonly kind: 'agents';
  readonly namespace: string;
  readonly labels: Labels;
  readonly port: ScrapePort;
  /** @default - plain HTTP */
  readonly tls?: MutualTls;
}

export interface KubeletSource {
  readonly kind: 'kubelets';
  /** The authority of the cluster signs their certificates. */
  readonly verified: boolean;
}

/** What is outside of the cluster. */
export interface AddressSource {
  readonly kind: 'addresses';
  readonly addresses: readonly string[];
  readonly https: boolean;
  readonly labels: Labels | undefined;
}

/** Every app whose Service says that it has metrics. With the operator, each app has its own ServiceMonitor. */
export interface AppSource {
  readonly kind: 'apps';
}

/** A place of one app that its Service cannot tell of: a further one, or one that asks for a token or a certificate. */
export interface EndpointSource {
  readonly kind: 'endpoint';
  readonly namespace: string;
  readonly service: string;
  readonly port: ScrapePort;
  /** @default - plain HTTP */
  readonly tls?: { readonly authorityFile?: string; readonly serverName?: string; readonly unverified: boolean } | undefined;
  readonly tokenFile?: string | undefined;
}

/** Both sides show a certificate of one authority, from a Secret with `ca.crt`, `tls.crt` and `tls.key`. */
export interface MutualTls {
  readonly secretName: string;
  /** Where Prometheus has it mounted. */
  readonly folder: string;
  readonly serverName: string;
}

export interface ScrapePort {
  readonly name: string;
  readonly number: number;
}

export type Labels = { readonly [name: string]: string };
