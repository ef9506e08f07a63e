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
  /** One that speaks HTTP. */
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
    /** Whether a Service that names no ports has it. */
    readonly exposed: boolean,
    /** What it speaks, for those who ask the Service. */
    readonly appProtocol?: string,
    /** Where the node listens for it. */
    readonly hostPort?: HostPort,
  ) {
    Object.freeze(this);
  }

  /** The same port, behind another number of the Service. */
  exposedAs(servicePort: number): Port {
    return this.changed({ servicePort, exposed: true });
  }

  /** The same port, for the kubelet's probes and the pod's neighbours only: no Service has it but those that name it. */
  unexposed(): Port {
    return this.changed({ servicePort: undefined, exposed: false });
  }

  /** The same port, with a word for controllers about what it speaks: `kubernetes.io/h2c`, `https`, `example.com/mine`. */
  withAppProtocol(appProtocol: string): Port {
    return this.changed({ appProtocol });
  }

  /**
   * The same port, also under the addresses of the node that the pod is on, without the rest of the host network. Needs the
   * level privileged: the Pod Security Standards forbid it in baseline.
   *
   * @param number of the node's port
   * @param reason why a Service would not do, for the report
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

/** Which endpoints traffic may go to. */
export enum TrafficPolicy {
  /** Any of the cluster. */
  CLUSTER = 'Cluster',
  /** Only those on the node that received it; keeps the client's address. */
  LOCAL = 'Local',
}

export enum IpFamily {
  IPV4 = 'IPv4',
  IPV6 = 'IPv6',
}

/** How many address families a Service has. */
export enum IpFamilyPolicy {
  SINGLE_STACK = 'SingleStack',
  /** Both, if the cluster has both. */
  PREFER_DUAL_STACK = 'PreferDualStack',
  /** Both; the API server refuses the Service in a cluster that has one. */
  REQUIRE_DUAL_STACK = 'RequireDualStack',
}

/** Which pod the next connection of a client goes to. */
export class SessionAffinity {
  /**
   * The one that it went to before, as long as the client comes from the same address.
   *
   * @param timeout after the last connection, 1 s to 1 day @default - 3 h, Kubernetes' own
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
  /** Names of the ports that it has, of sidecars too. @default - all of the app but those that are `unexposed()` */
  readonly ports?: readonly string[];
  /** No address of its own: its DNS name has those of all pods. @default false */
  readonly headless?: boolean;
  /** For traffic from outside. @default TrafficPolicy.CLUSTER */
  readonly externalTrafficPolicy?: TrafficPolicy;
  /** For traffic from inside. @default TrafficPolicy.CLUSTER */
  readonly internalTrafficPolicy?: TrafficPolicy;
  /** Fixed node ports, 30000 to 32767, by the name of the port. @default - Kubernetes takes free ones */
  readonly nodePorts?: { readonly [port: string]: number };
  /** Fixed addresses of a LoadBalancer, one of each family. @default - the load balancer takes a free one */
  readonly addresses?: readonly string[];
  /** Which load balancer serves it: `metallb`, `io.cilium/l2-announcer`. Cannot be changed later. @default - the cluster's default */
  readonly loadBalancerClass?: string;
  /** Whether a LoadBalancer gets node ports too; false only where the load balancer does without. @default true */
  readonly allocateLoadBalancerNodePorts?: boolean;
  /** @default - none: each connection goes to any pod */
  readonly sessionAffinity?: SessionAffinity;
  /** @default IpFamilyPolicy.SINGLE_STACK */
  readonly ipFamilyPolicy?: IpFamilyPolicy;
  /** The first is the main one. @default - the cluster's own order */
  readonly ipFamilies?: readonly IpFamily[];
  /** Pods count before they are ready: for apps whose pods find each other to become ready. @default false */
  readonly publishNotReadyAddresses?: boolean;
  /** @default - none */
  readonly annotations?: { readonly [key: string]: string };
}

/** A Service beside the first one. */
export interface NamedServiceProps extends ServiceProps {
  /** What it is called after the app: `dns` makes `blog-dns`. */
  readonly name: string;
  /** Names of the ports that it has, `unexposed()` ones and those of sidecars too. */
  readonly ports: readonly string[];
}

/** Who signs the certificate of an HTTP entry. */
export class Tls {
  /** cert-manager, through a ClusterIssuer. */
  static clusterIssuer(name: string): Tls {
    return new Tls(name, undefined);
  }
  /** A Secret of type kubernetes.io/tls that exists in the app's namespace. */
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

/** A name under which the app is found on the web. */
export interface Route {
  readonly host: string;
  /** Other names of the same, in the same certificate. @default - none */
  readonly aliases?: readonly string[];
  /** Path prefixes. @default - `/`, unless there are other paths */
  readonly paths?: readonly string[];
  /** Paths that must be met exactly. @default - none */
  readonly exactPaths?: readonly string[];
  /** Paths that the ingress controller reads in its own way: `/code(/|$)(.*)` of ingress-nginx. @default - none */
  readonly implementationSpecificPaths?: readonly string[];
  /** @default - the cluster's issuer, if it names one, else no TLS */
  readonly tls?: Tls;
  /** The name of the port it leads to, which a Service of the app must have. @default - the first port that speaks HTTP */
  readonly port?: string;
  /** @default - the cluster's ingress class, if it names one, else the default class */
  readonly ingressClass?: string;
  /** @default - none */
  readonly annotations?: { readonly [key: string]: string };
}

/** How an app is reached. */
export interface NetworkProps {
  /** @default - it listens on nothing */
  readonly ports?: readonly Port[];
  /** The first Service, named like the app. @default - a ClusterIP Service with all ports, if there are any */
  readonly service?: ServiceProps;
  /** More Services; a port may be in several. @default - none */
  readonly services?: readonly NamedServiceProps[];
  /** @default - not reachable from the web */
  readonly routes?: readonly Route[];
  /**
   * Who may connect to the ports of the Services. The app's own pods always may, and the ingress controller where there is an HTTP entry.
   * An empty list: nobody else. @default - everybody
   */
  readonly allowFrom?: readonly Client[];
  /** Whom the app may connect to. Its own pods and the DNS it always may. An empty list: nobody else. @default - everybody */
  readonly allowTo?: readonly Destination[];
}

/** All names of an entry. */
export function hostsOf({ host, aliases = [] }: Route): readonly string[] {
  return [host, ...aliases];
}

export enum PathType {
  PREFIX = 'Prefix',
  EXACT = 'Exact',
  IMPLEMENTATION_SPECIFIC = 'ImplementationSpecific',
}

/** All paths of an entry: everything below the host, if it names none. */
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
