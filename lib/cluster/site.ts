import { listed } from './names';
import type { Duration } from './units';

/** A place with its own power and uplink. */
export interface Site {
  readonly name: string;
  /** Parts that fail on their own. @default - one zone, with the name of the site */
  readonly zones?: readonly string[];
  /** Becomes the label `topology.kubernetes.io/region`. @default - no region label */
  readonly region?: string;
}

/** The path between two sites. */
export interface Link {
  readonly from: string;
  readonly to: string;
  /** The round-trip time, as `ping` shows it. */
  readonly roundTrip: Duration;
}

/** What several nodes can lose at once. */
export enum FateKind {
  POWER = 'power',
  SWITCH = 'switch',
  UPLINK = 'uplink',
  HYPERVISOR = 'hypervisor',
  PROVIDER = 'provider',
}

/** One thing that several nodes depend on: a power strip, a switch, a provider. */
export interface SharedFate {
  readonly name: string;
  readonly kind: FateKind;
  readonly nodes: readonly string[];
}

/** `rack-1 (hypervisor: a, b and c)` */
export function fateInWords({ name, kind, nodes }: SharedFate): string {
  return `${name} (${kind}: ${listed(nodes)})`;
}

/**
 * Up to this round trip, replicas may wait for each other, and etcd members may be in different sites.
 * Source: Strategie: Hochverfügbarkeit in Kubernetes-Clustern, "RTT < 10ms zwischen etcd-Nodes"; the same limit applies for synchronous storage.
 */
export const SYNCHRONOUS_ROUND_TRIP_SECONDS = 0.01;
