import type { GatewayReference } from '../../../cluster/gateway';
import type { Duration } from '../../../cluster/units';
import type { Port } from './port';
import type { BackendTls, HeaderChanges, Redirect, Rewrite } from './route-changes';

/** Where the certificate of an HTTP route comes from. */
export class Tls {
  /** cert-manager, through a ClusterIssuer. */
  static clusterIssuer(name: string): Tls {
    return new Tls(name, undefined, false);
  }
  /** An existing Secret of type kubernetes.io/tls in the namespace of the app. */
  static secret(secretName: string): Tls {
    return new Tls(undefined, secretName, false);
  }
  /** Plain HTTP. */
  static none(): Tls {
    return new Tls(undefined, undefined, false);
  }
  /** The app has the certificate: a Gateway forwards what is encrypted as it is, by the host alone. */
  static passthrough(): Tls {
    return new Tls(undefined, undefined, true);
  }

  private constructor(
    readonly issuer: string | undefined,
    readonly secretName: string | undefined,
    readonly isPassthrough: boolean,
  ) {
    Object.freeze(this);
  }

  /** Whether browsers use HTTPS. */
  get isEncrypted(): boolean {
    return this.issuer !== undefined || this.secretName !== undefined || this.isPassthrough;
  }
}

/** An HTTP route: a host name that leads to the app. */
export interface Route {
  readonly host: string;
  /** Further host names. In an Ingress they are in the same certificate. @default - none */
  readonly aliases?: readonly string[];
  /** Path prefixes. @default - `/`, unless there are other paths */
  readonly paths?: readonly string[];
  /** Paths that must match exactly. @default - none */
  readonly exactPaths?: readonly string[];
  /** Paths with a syntax of the ingress controller, `/code(/|$)(.*)` of ingress-nginx; in an HTTPRoute, regular expressions. @default - none */
  readonly implementationSpecificPaths?: readonly string[];
  /** @default - the issuer of the cluster, or a wildcard certificate of its Gateway, or else no TLS */
  readonly tls?: Tls;
  /** The name of its port, which must be in a Service of the app. @default - the first HTTP port */
  readonly port?: string;
  /** @default - the ingress class of the cluster, or else the default class */
  readonly ingressClass?: string;
  /** @default - none */
  readonly annotations?: { readonly [key: string]: string };
  /** Gateways to attach to instead of the cluster's. This and what follows needs `policy.operators.gateway`. @default - the Gateway of the cluster */
  readonly gateways?: readonly GatewayReference[];
  /** Headers that a request must have, with these values. @default - any request */
  readonly headers?: { readonly [name: string]: string };
  /** @default - the app gets the headers of the request */
  readonly requestHeaders?: HeaderChanges;
  /** @default - the browser gets the headers of the app */
  readonly responseHeaders?: HeaderChanges;
  /** @default - the app gets the path of the request */
  readonly rewrite?: Rewrite;
  /** Sends browsers elsewhere; the route then needs no port. @default - they get answers of the app */
  readonly redirect?: Redirect;
  /** For a whole request. Not every Gateway has it: Traefik, up to 3.8, ignores it. @default - what the Gateway has */
  readonly timeout?: Duration;
  /** How the Gateway checks the certificate of a port that speaks TLS. @default - it speaks plain HTTP to the app */
  readonly backendTls?: BackendTls;
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

/** Whether a port is the one that a route leads to. What is forwarded as it is needs no HTTP, but TLS. */
export function leadsTo({ port: name, tls }: Route): (port: Port) => boolean {
  if (name !== undefined) return (port) => port.name === name;
  return tls?.isPassthrough === true ? (port) => port.appProtocol === 'https' : (port) => port.speaksHttp;
}

/** With Gateways as plain references: a construct would be frozen with its props. Programs can run without the compiler, so it may be anything. */
export function plainRoutes(routes: readonly Route[]): readonly Route[] {
  if (!Array.isArray(routes)) return routes;
  return routes.map((route: Route) => (Array.isArray(route?.gateways) ? { ...route, gateways: route.gateways.map(plainGateway) } : route));
}

function plainGateway(given: GatewayReference): GatewayReference {
  if (typeof given !== 'object' || given === null || Object.getPrototypeOf(given) === Object.prototype) return given;
  const { name, namespace } = given;
  return namespace === undefined ? { name } : { name, namespace };
}
