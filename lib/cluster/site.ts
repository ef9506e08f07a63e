import type { Duration } from './units';

/** A place with its own power and uplink. */
export interface Site {
  readonly name: string;
  /** Parts that fail on their own. @default - one zone, named like the site */
  readonly zones?: readonly string[];
  /** Becomes the label `topology.kubernetes.io/region`. @default - no region label */
  readonly region?: string;
}

/** The path between two sites. */
export interface Link {
  readonly from: string;
  readonly to: string;
  /** There and back, as ping shows it. */
  readonly roundTrip: Duration;
}

/** What takes several nodes away at once. */
export enum FateKind {
  POWER = 'power',
  SWITCH = 'switch',
  UPLINK = 'uplink',
  HYPERVISOR = 'hypervisor',
  PROVIDER = 'provider',
}

/** One thing that several nodes hang on: a power strip, a switch, a provider. */
export interface SharedFate {
  readonly name: string;
  readonly kind: FateKind;
  readonly nodes: readonly string[];
}

/**
 * Up to this round trip, replicas may wait for each other and etcd members may sit apart.
 * Source: seed 003, "RTT < 10ms zwischen etcd-Nodes"; the same bound holds for synchronous storage.
 */
export const SYNCHRONOUS_ROUND_TRIP_SECONDS = 0.01;
