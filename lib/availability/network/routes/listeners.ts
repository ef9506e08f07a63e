import type { GatewayFacts, WildcardFacts } from '../../../cluster/gateway';
import { shortened } from '../../../cluster/names';
import type { Route, Tls } from '../../ask/network/route';

/** What a listener of a Gateway accepts. */
export enum ListenerProtocol {
  HTTP = 'HTTP',
  HTTPS = 'HTTPS',
  TLS = 'TLS',
}

/** A listener of a Gateway. */
export interface Listener {
  /** Unique in its Gateway. */
  readonly name: string;
  readonly protocol: ListenerProtocol;
  /** Undefined: every host. */
  readonly host: string | undefined;
  /** The certificate of all hosts of a domain; undefined: that of the host. */
  readonly wildcard: WildcardFacts | undefined;
}

/** Plain HTTP, for all hosts. */
export const PLAIN: Listener = { name: 'http', protocol: ListenerProtocol.HTTP, host: undefined, wildcard: undefined };

/** The listener of a Gateway for a host of a route. */
export function listenerFor(gateway: GatewayFacts, route: Route, host: string, tls: Tls): Listener {
  if (tls.isPassthrough) return { name: `tls${suffix(host)}`, protocol: ListenerProtocol.TLS, host, wildcard: undefined };
  const wildcard = route.tls === undefined ? certificateOf(gateway, host) : undefined;
  if (wildcard !== undefined) return ofWildcard(wildcard);
  return tls.isEncrypted ? { name: `https${suffix(host)}`, protocol: ListenerProtocol.HTTPS, host, wildcard: undefined } : PLAIN;
}

/** The listener for all hosts of a domain. */
export function ofWildcard(wildcard: WildcardFacts): Listener {
  return { name: `https${suffix(wildcard.host)}`, protocol: ListenerProtocol.HTTPS, host: wildcard.host, wildcard };
}

/** The certificate for all hosts of a domain that is valid for a host: such a certificate stands for one label (RFC 6125, section 6.4.3). */
export function certificateOf(gateway: GatewayFacts | undefined, host: string): WildcardFacts | undefined {
  return gateway?.wildcards.find((one) => one.host === host || one.host === host.replace(/^[^.]*/, '*'));
}

/** A name has at most 253 characters, of which the one of the Gateway takes up to 63. */
const LONGEST_SUFFIX = 190;

/** `-blog.example` of a host, `.example` of `*.example`: no two hosts have the same. */
export function suffix(host: string): string {
  return shortened(host.startsWith('*.') ? host.slice(1) : `-${host}`, LONGEST_SUFFIX);
}
