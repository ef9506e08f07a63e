import type { Duration } from '../../cluster/units';

/** What a container does before it gets the signal to stop. It counts towards the termination grace. */
export class PreStop {
  /** It keeps running for this time, in whole seconds: until no new requests arrive. */
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

/** Names that the pod resolves without the DNS: lines in its /etc/hosts. */
export interface HostAlias {
  readonly ip: string;
  readonly hostnames: readonly string[];
}

/** The DNS servers of a pod. */
export enum DnsPolicy {
  /** The DNS of the cluster, which forwards unknown names to that of the node. */
  CLUSTER_FIRST = 'ClusterFirst',
  /** The DNS of the node. */
  DEFAULT = 'Default',
  /** Only the servers in `nameservers`. */
  NONE = 'None',
}

/** How the pod resolves names: its /etc/resolv.conf. */
export interface DnsProps {
  /** @default DnsPolicy.CLUSTER_FIRST */
  readonly policy?: DnsPolicy;
  /** Addresses, at most 3, in addition to those of the policy. @default - none */
  readonly nameservers?: readonly string[];
  /** Search domains for short names, in addition to those of the policy. @default - none */
  readonly searches?: readonly string[];
  /** By name, with an empty string for options without a value: `{ ndots: '1' }`. @default - none */
  readonly options?: { readonly [name: string]: string };
}
