import type { Tls } from '../../availability/ask/network/route';

/** A certificate for all hosts of a domain. */
export interface WildcardProps {
  /** `*.home.example` */
  readonly host: string;
  /** A Secret in the namespace of the Gateway, or a ClusterIssuer that can prove a domain (DNS01). @default - the issuer of the cluster */
  readonly tls?: Tls;
}

/** A Gateway, which HTTP routes attach to. Its listeners follow from the routes. */
export interface GatewayProps {
  /** @default - the construct's id */
  readonly name?: string;
  /** @default - its own namespace, with its name */
  readonly namespace?: string;
  /** The GatewayClass, which says who serves it: `traefik`, `cilium`. */
  readonly className: string;
  /** Creates the GatewayClass, for the controller that calls itself so: `traefik.io/gateway-controller`. @default - the controller creates its class */
  readonly controller?: string;
  /** The port for plain HTTP. Traefik wants the port of its entry point: 8000 for that of the catalogue. @default 80 */
  readonly httpPort?: number;
  /** The port for HTTPS. Traefik wants the port of its entry point: 8443 for that of the catalogue. @default 443 */
  readonly httpsPort?: number;
  /** One listener and certificate for many hosts. @default - each host has its own */
  readonly wildcards?: readonly WildcardProps[];
  /** Sends browsers from http to https, except for routes without a certificate. @default true */
  readonly redirect?: boolean;
  /** Fixed IP addresses. Traefik has those of its own Service instead. @default - the controller picks them */
  readonly addresses?: readonly string[];
  /** @default - none */
  readonly annotations?: { readonly [key: string]: string };
}
