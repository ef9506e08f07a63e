/** Changes of headers. */
export interface HeaderChanges {
  /** Headers that get this value, whatever was there. @default - none */
  readonly set?: { readonly [name: string]: string };
  /** Headers that get this value, too. @default - none */
  readonly add?: { readonly [name: string]: string };
  /** Names of headers to take away. @default - none */
  readonly remove?: readonly string[];
}

/** What a request is changed to before the app sees it. */
export interface Rewrite {
  /** @default - the host of the request */
  readonly host?: string;
  /** A whole path instead. @default - the path of the request */
  readonly path?: string;
  /** Instead of the path prefix of the route: `/` takes it away. @default - the path of the request */
  readonly prefix?: string;
}

/** Where browsers are sent. What is left out stays as it was. */
export interface Redirect {
  /** `https` or `http`. @default - that of the route */
  readonly scheme?: string;
  /** @default - as it was */
  readonly host?: string;
  /** @default - the usual one of the scheme */
  readonly port?: number;
  /** A whole path instead. @default - as it was */
  readonly path?: string;
  /** Instead of the path prefix of the route. @default - as it was */
  readonly prefix?: string;
  /** 301, 302, 303, 307 or 308. @default 302 */
  readonly statusCode?: number;
}

/** How a Gateway checks the certificate of an app that speaks TLS itself. */
export interface BackendTls {
  /** The name in the certificate. */
  readonly hostname: string;
  /** A ConfigMap with the authority that signed it, as `ca.crt`, in the namespace of the app. @default - `publicAuthorities` */
  readonly configMapName?: string;
  /** A public authority signed it. @default false */
  readonly publicAuthorities?: boolean;
}
