/** What images may be. */
export interface ImagePolicy {
  /** Every image must name its digest. @default false */
  readonly requireDigest?: boolean;
  /** Registries that images may come from: `ghcr.io`. @default - any */
  readonly registries?: readonly string[];
}

/** Who gives Services of the type LoadBalancer their address. */
export enum LoadBalancer {
  METALLB = 'MetalLB',
  KUBE_VIP = 'kube-vip',
  CILIUM = 'Cilium',
  /** K3s' own: all nodes listen, under their own addresses. */
  SERVICE_LB = 'ServiceLB',
  /** One that reads the field `loadBalancerIP` of a Service. */
  OTHER = 'other',
}

/** The Prometheus operator (monitoring.coreos.com/v1). */
export interface PrometheusOperator {
  /** Labels that the `serviceMonitorSelector` of Prometheus asks for: `{ release: 'kube-prometheus-stack' }`. @default - none */
  readonly labels?: { readonly [key: string]: string };
}

/** Who answers for DNS names, certificates and Secrets. */
export interface Operators {
  /** The ClusterIssuer of cert-manager that signs for HTTP entries. @default - entries name a Secret, or have no TLS */
  readonly clusterIssuer?: string;
  /** The IngressClass of HTTP entries. @default - the cluster's default class */
  readonly ingressClass?: string;
  /** Where the pods of the ingress controller are, for apps that name their clients: `traefik`. @default - such apps have no HTTP entry */
  readonly ingressNamespace?: string;
  /** Who serves Services of the type LoadBalancer. @default - ServiceLB on K3s; elsewhere one that reads `loadBalancerIP` */
  readonly loadBalancer?: LoadBalancer;
  /** Finds what Prometheus asks by ServiceMonitors. @default - none is written; annotations of Services say it */
  readonly prometheusOperator?: PrometheusOperator;
  /** Where the pods of Prometheus are, for apps with metrics that name their clients, and for `Monitoring`: `monitoring`. @default - such apps have no metrics; `Monitoring` takes `monitoring` */
  readonly monitoringNamespace?: string;
  /** Who makes DNS records, for the report: `external-dns`, `by hand at the provider`. @default - not said */
  readonly dns?: string;
  /** How Secrets get into the cluster, for the report: `SOPS`, `External Secrets`. @default - not said */
  readonly secrets?: string;
}

/** The levels of the Pod Security Standards, the strictest first. */
export enum PodSecurityLevel {
  RESTRICTED = 'restricted',
  BASELINE = 'baseline',
  PRIVILEGED = 'privileged',
}

/** Rules that hold for every app of the cluster. */
export interface Policy {
  /** The loosest level that the namespace of an app may have; an app that needs more is refused. @default - each has what it needs */
  readonly podSecurity?: PodSecurityLevel;
  /** @default - tags are enough, any registry */
  readonly images?: ImagePolicy;
  /** @default - nobody is named */
  readonly operators?: Operators;
}
