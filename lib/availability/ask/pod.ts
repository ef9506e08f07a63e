import type { Duration } from '../../cluster/units';

/** What a container does when it is told to end, before it is sent the signal. It counts into the termination grace. */
export class PreStop {
  /** It goes on for so long, in whole seconds: until nobody sends it new requests. */
  static sleep(time: Duration): PreStop {
    return new PreStop(time, []);
  }
  /** A command in the container. */
  static exec(...command: string[]): PreStop {
    return new PreStop(undefined, command);
  }

  private constructor(
    readonly time: Duration | undefined,
    readonly command: readonly string[],
  ) {
    Object.freeze(this);
  }
}

/** Names that the pod knows before it asks the DNS: lines of its /etc/hosts. */
export interface HostAlias {
  readonly ip: string;
  readonly hostnames: readonly string[];
}

/** Whom a pod asks for names. */
export enum DnsPolicy {
  /** The cluster's DNS, which asks the node's for what it does not know. */
  CLUSTER_FIRST = 'ClusterFirst',
  /** The node's. */
  DEFAULT = 'Default',
  /** Only the servers that are named here. */
  NONE = 'None',
}

/** How names are looked up in the pod: its /etc/resolv.conf. */
export interface DnsProps {
  /** @default DnsPolicy.CLUSTER_FIRST */
  readonly policy?: DnsPolicy;
  /** Addresses, at most 3 beside the policy's. @default - none */
  readonly nameservers?: readonly string[];
  /** Domains that short names are tried in, beside the policy's. @default - none */
  readonly searches?: readonly string[];
  /** By name, an empty text for one without value: `{ ndots: '1' }`. @default - none */
  readonly options?: { readonly [name: string]: string };
}
