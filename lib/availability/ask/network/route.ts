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
