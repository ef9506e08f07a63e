import type { Duration } from '../../../cluster/units';
import type { Client } from './client';
import type { Destination } from './destination';

export enum Protocol {
  TCP = 'TCP',
  UDP = 'UDP',
  SCTP = 'SCTP',
}

/** A port that the app listens on. The first of an app is its main port. */
export class Port {
  /** An HTTP port. */
  static http(number: number, name = 'http'): Port {
    return new Port(name, number, Protocol.TCP, true, undefined, true);
  }
  static tcp(number: number, name: string): Port {
    return new Port(name, number, Protocol.TCP, false, undefined, true);
  }
  static udp(number: number, name: string): Port {
    return new Port(name, number, Protocol.UDP, false, undefined, true);
  }
  static sctp(number: number, name: string): Port {
    return new Port(name, number, Protocol.SCTP, false, undefined, true);
  }

  private constructor(
    readonly name: string,
    /** Where the container listens. */
    readonly number: number,
    readonly protocol: Protocol,
    readonly speaksHttp: boolean,
    /** Where the Service listens. @default - the same number */
    readonly servicePort: number | undefined,
    /** Whether a Service without a list of ports includes it. */
    readonly exposed: boolean,
    /** The application protocol in the Service. */
    readonly appProtocol?: string,
    /** The port of the node that leads to it. */
    readonly hostPort?: HostPort,
  ) {
    Object.freeze(this);
  }

  /** The same port, with another number in the Service. */
  exposedAs(servicePort: number): Port {
    return this.changed({ servicePort, exposed: true });
  }

  /** The same port, only for probes and for containers of the pod: only Services that name it include it. */
  unexposed(): Port {
    return this.changed({ servicePort: undefined, exposed: false });
  }

  /** The same port, with its application protocol for controllers: `kubernetes.io/h2c`, `https`, `example.com/mine`. */
  withAppProtocol(appProtocol: string): Port {
    return this.changed({ appProtocol });
  }

  /**
   * The same port, also on the addresses of the node of the pod, without the rest of the host network. Needs the
   * level privileged: the Pod Security Standards forbid it in baseline.
   *
   * @param number the port of the node
   * @param reason why a Service is not enough, for the report
   */
  withHostPort(number: number, reason: string): Port {
    return this.changed({ hostPort: Object.freeze({ number, reason }) });
  }

  private changed(changes: Partial<Pick<Port, 'servicePort' | 'exposed' | 'appProtocol' | 'hostPort'>>): Port {
    const { name, number, protocol, speaksHttp, servicePort, exposed, appProtocol, hostPort } = { ...this, ...changes };
    return new Port(name, number, protocol, speaksHttp, servicePort, exposed, appProtocol, hostPort);
  }
}

/** A port of the node that leads to a port of the pod. */
export interface HostPort {
  readonly number: number;
  readonly reason: string;
}

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

/** Where the certificate of an HTTP route comes from. */
export class Tls {
  /** cert-manager, through a ClusterIssuer. */
  static clusterIssuer(name: string): Tls {
    return new Tls(name, undefined);
  }
  /** An existing Secret of type kubernetes.io/tls in the namespace of the app. */
  static secret(secretName: string): Tls {
    return new Tls(undefined, secretName);
  }
  /** Plain HTTP. */
  static none(): Tls {
    return new Tls(undefined, undefined);
  }

  private constructor(
    readonly issuer: string | undefined,
    readonly secretName: string | undefined,
  ) {
    Object.freeze(this);
  }
}

/** An HTTP route: a host name that leads to the app. */
export interface Route {
  readonly host: string;
  /** Further host names, in the same certificate. @default - none */
  readonly aliases?: readonly string[];
  /** Path prefixes. @default - `/`, unless there are other paths */
  readonly paths?: readonly string[];
  /** Paths that must match exactly. @default - none */
  readonly exactPaths?: readonly string[];
  /** Paths with a syntax of the ingress controller: `/code(/|$)(.*)` of ingress-nginx. @default - none */
  readonly implementationSpecificPaths?: readonly string[];
  /** @default - the issuer of the cluster, or else no TLS */
  readonly tls?: Tls;
  /** The name of its port, which must be in a Service of the app. @default - the first HTTP port */
  readonly port?: string;
  /** @default - the ingress class of the cluster, or else the default class */
  readonly ingressClass?: string;
  /** @default - none */
  readonly annotations?: { readonly [key: string]: string };
}

/** How an app is reached. */
export interface NetworkProps {
  /** @default - it listens on nothing */
  readonly ports?: readonly Port[];
  /** The first Service, with the name of the app. @default - a ClusterIP Service with all ports, if there are any */
  readonly service?: ServiceProps;
  /** More Services; a port may be in several Services. @default - none */
  readonly services?: readonly NamedServiceProps[];
  /** @default - not reachable from the web */
  readonly routes?: readonly Route[];
  /**
   * Who may connect to the ports of the Services. The pods of the app always may, and the ingress controller if there is an HTTP route.
   * An empty list: no one else. @default - anyone
   */
  readonly allowFrom?: readonly Client[];
  /** Where the app may connect to. It can always reach its own pods and the DNS. An empty list: nothing else. @default - anywhere */
  readonly allowTo?: readonly Destination[];
}

/** All host names of a route. */
export function hostsOf({ host, aliases = [] }: Route): readonly string[] {
  return [host, ...aliases];
}

export enum PathType {
  PREFIX = 'Prefix',
  EXACT = 'Exact',
  IMPLEMENTATION_SPECIFIC = 'ImplementationSpecific',
}

/** All paths of a route: everything below the host, if it names none. */
export function pathsOf({
  paths,
  exactPaths = [],
  implementationSpecificPaths: own = [],
}: Route): readonly { readonly path: string; readonly pathType: PathType }[] {
  return [
    ...(paths ?? (exactPaths.length + own.length === 0 ? ['/'] : [])).map((path) => ({ path, pathType: PathType.PREFIX })),
    ...exactPaths.map((path) => ({ path, pathType: PathType.EXACT })),
    ...own.map((path) => ({ path, pathType: PathType.IMPLEMENTATION_SPECIFIC })),
  ];
}
