import type { GatewayReference } from './gateway';

/** Rules for images. */
export interface ImagePolicy {
  /** Every image must name its digest. @default false */
  readonly requireDigest?: boolean;
  /** Registries that images may come from: `ghcr.io`. @default - any */
  readonly registries?: readonly string[];
}

/** What assigns addresses to Services of the type LoadBalancer. */
export enum LoadBalancer {
  METALLB = 'MetalLB',
  KUBE_VIP = 'kube-vip',
  CILIUM = 'Cilium',
  /** The load balancer of K3s: all nodes listen on their own addresses. */
  SERVICE_LB = 'ServiceLB',
  /** Any load balancer that reads the field `loadBalancerIP` of a Service. */
  OTHER = 'other',
}

/** The Prometheus operator (monitoring.coreos.com/v1). */
export interface PrometheusOperator {
  /** Labels that the `serviceMonitorSelector` of Prometheus requires: `{ release: 'kube-prometheus-stack' }`. @default - none */
  readonly labels?: { readonly [key: string]: string };
}

/** What provides DNS names, certificates, Secrets and more. */
export interface Operators {
  /** The ClusterIssuer of cert-manager that signs certificates for HTTP routes. @default - routes name a Secret, or have no TLS */
  readonly clusterIssuer?: string;
  /** The IngressClass of HTTP routes. @default - the default class of the cluster */
  readonly ingressClass?: string;
  /** The Gateway of HTTP routes: each becomes an HTTPRoute of the Gateway API, instead of an Ingress. @default - routes become Ingress objects */
  readonly gateway?: GatewayReference;
  /** The namespace of the pods that serve HTTP routes, for apps that name their clients: `traefik`. @default - such apps have no HTTP routes */
  readonly ingressNamespace?: string;
  /** What serves Services of the type LoadBalancer. @default - ServiceLB on K3s; elsewhere a load balancer that reads `loadBalancerIP` */
  readonly loadBalancer?: LoadBalancer;
  /** The Prometheus operator, which finds targets by ServiceMonitors. @default - no ServiceMonitors; Services get annotations instead */
  readonly prometheusOperator?: PrometheusOperator;
  /** The namespace of Prometheus, for apps with metrics that name their clients, and for `Monitoring`: `monitoring`. @default - such apps have no metrics; `Monitoring` uses `monitoring` */
  readonly monitoringNamespace?: string;
  /** Whether metrics-server measures pods, for apps with `autoscale`. @default - true on K3s, which brings it; elsewhere false */
  readonly metricsServer?: boolean;
  /** What creates DNS records, for the report: `external-dns`, `by hand at the provider`. @default - not said */
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

/** Rules for every app of the cluster. */
export interface Policy {
  /** The loosest level that the namespace of an app may have. An app that needs more is refused. @default - each namespace has the level that its apps need */
  readonly podSecurity?: PodSecurityLevel;
  /** @default - tags are enough, any registry */
  readonly images?: ImagePolicy;
  /** @default - no operators are declared */
  readonly operators?: Operators;
}
