import type { Duration } from '../../../cluster/units';

/** How a Service is reached. */
export enum ServiceType {
  CLUSTER_IP = 'ClusterIP',
  NODE_PORT = 'NodePort',
  LOAD_BALANCER = 'LoadBalancer',
}

/** The endpoints that traffic may go to. */
export enum TrafficPolicy {
  /** All endpoints of the cluster. */
  CLUSTER = 'Cluster',
  /** Only those on the node that received it; this keeps the address of the client. */
  LOCAL = 'Local',
}

export enum IpFamily {
  IPV4 = 'IPv4',
  IPV6 = 'IPv6',
}

/** How many address families a Service has. */
export enum IpFamilyPolicy {
  SINGLE_STACK = 'SingleStack',
  /** Both families, if the cluster has both. */
  PREFER_DUAL_STACK = 'PreferDualStack',
  /** Both families; the API server refuses the Service in a cluster with one. */
  REQUIRE_DUAL_STACK = 'RequireDualStack',
}

/** The pod that the next connection of a client goes to. */
export class SessionAffinity {
  /**
   * The same pod as before, as long as the client has the same address.
   *
   * @param timeout after the last connection, 1 s to 1 day @default - 3 h, the default of Kubernetes
   */
  static clientIp(timeout?: Duration): SessionAffinity {
    return new SessionAffinity(timeout);
  }

  private constructor(readonly timeout: Duration | undefined) {
    Object.freeze(this);
  }
}

/** A Service of an app. */
export interface ServiceProps {
  /** @default ServiceType.CLUSTER_IP */
  readonly type?: ServiceType;
  /** Names of its ports, including those of sidecars. @default - all ports of the app, except `unexposed()` ones */
  readonly ports?: readonly string[];
  /** A headless Service has no address: its DNS name has the addresses of all pods. @default false */
  readonly headless?: boolean;
  /** For traffic from outside. @default TrafficPolicy.CLUSTER */
  readonly externalTrafficPolicy?: TrafficPolicy;
  /** For traffic from inside. @default TrafficPolicy.CLUSTER */
  readonly internalTrafficPolicy?: TrafficPolicy;
  /** Fixed node ports, 30000 to 32767, by the name of the port. @default - Kubernetes picks free ones */
  readonly nodePorts?: { readonly [port: string]: number };
  /** Fixed addresses of a LoadBalancer, one of each family. @default - the load balancer picks a free one */
  readonly addresses?: readonly string[];
  /** Which load balancer serves it: `metallb`, `io.cilium/l2-announcer`. Cannot be changed later. @default - the default of the cluster */
  readonly loadBalancerClass?: string;
  /** Only clients with these addresses get through a LoadBalancer: `192.168.1.0/24`. @default - all */
  readonly loadBalancerSourceRanges?: readonly string[];
  /** Whether a LoadBalancer gets node ports too; false only if the load balancer does not need them. @default true */
  readonly allocateLoadBalancerNodePorts?: boolean;
  /** @default - none: each connection goes to any pod */
  readonly sessionAffinity?: SessionAffinity;
  /** @default IpFamilyPolicy.SINGLE_STACK */
  readonly ipFamilyPolicy?: IpFamilyPolicy;
  /** The first is the main one. @default - the order of the cluster */
  readonly ipFamilies?: readonly IpFamily[];
  /** Include pods that are not ready: for apps whose pods must find each other to become ready. @default false */
  readonly publishNotReadyAddresses?: boolean;
  /** Labels in addition to those of the app. @default - none */
  readonly labels?: { readonly [key: string]: string };
  /** @default - none */
  readonly annotations?: { readonly [key: string]: string };
}

/** A further Service of an app. */
export interface NamedServiceProps extends ServiceProps {
  /** The suffix of its name: `dns` makes `blog-dns`. */
  readonly name: string;
  /** Names of its ports, including `unexposed()` ones and those of sidecars. */
  readonly ports: readonly string[];
}
