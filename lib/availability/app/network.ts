import type { Client } from './client';

export enum Protocol {
  TCP = 'TCP',
  UDP = 'UDP',
}

/** A port that the app listens on. The first of an app is its main port. */
export class Port {
  /** One that speaks HTTP. */
  static http(number: number, name = 'http'): Port {
    return new Port(name, number, Protocol.TCP, true, undefined, true);
  }
  static tcp(name: string, number: number): Port {
    return new Port(name, number, Protocol.TCP, false, undefined, true);
  }
  static udp(name: string, number: number): Port {
    return new Port(name, number, Protocol.UDP, false, undefined, true);
  }

  private constructor(
    readonly name: string,
    /** Where the container listens. */
    readonly number: number,
    readonly protocol: Protocol,
    readonly speaksHttp: boolean,
    /** Where the Service listens. @default - the same number */
    readonly servicePort: number | undefined,
    /** Whether the Service has it. */
    readonly exposed: boolean,
  ) {
    Object.freeze(this);
  }

  /** The same port, behind another number of the Service. */
  exposedAs(servicePort: number): Port {
    return new Port(this.name, this.number, this.protocol, this.speaksHttp, servicePort, true);
  }

  /** The same port, for the kubelet's probes and the pod's neighbours only: the Service does not have it. */
  unexposed(): Port {
    return new Port(this.name, this.number, this.protocol, this.speaksHttp, undefined, false);
  }
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

/** The Service of an app. */
export interface ServiceProps {
  /** @default ServiceType.CLUSTER_IP */
  readonly type?: ServiceType;
  /** For traffic from outside. @default TrafficPolicy.CLUSTER */
  readonly externalTrafficPolicy?: TrafficPolicy;
  /** For traffic from inside. @default TrafficPolicy.CLUSTER */
  readonly internalTrafficPolicy?: TrafficPolicy;
  /** @default - none */
  readonly annotations?: { readonly [key: string]: string };
}

/** Who signs the certificate of an HTTP entry. */
export class Tls {
  /** cert-manager, through a ClusterIssuer. */
  static clusterIssuer(name: string): Tls {
    return new Tls(name, undefined);
  }
  /** A Secret of type kubernetes.io/tls that exists in the app's namespace. */
  static secret(name: string): Tls {
    return new Tls(undefined, name);
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
export interface HttpEntry {
  readonly host: string;
  /** Path prefixes. @default - `/` */
  readonly paths?: readonly string[];
  /** @default - the cluster's issuer, if it names one, else no TLS */
  readonly tls?: Tls;
  /** The name of the port it leads to. @default - the first port that speaks HTTP */
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
  /** @default - a ClusterIP Service with all ports, if there are any */
  readonly service?: ServiceProps;
  /** @default - not reachable from the web */
  readonly http?: readonly HttpEntry[];
  /**
   * Who may connect to the ports of the Service. The app's own pods always may, and the ingress controller where there is an HTTP entry.
   * An empty list: nobody else. @default - everybody
   */
  readonly clients?: readonly Client[];
}
