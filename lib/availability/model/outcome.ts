import type { Interval } from './interval';

/** What an app does after a failure. */
export enum OutcomeKind {
  UNAFFECTED = 'unaffected',
  /** It continues with fewer pods, or loses one run of many. */
  DEGRADED = 'degraded',
  FAILS_OVER = 'fails over',
  DOWN_UNTIL_REPAIR = 'down until repair',
  DOWN_UNTIL_ACTION = 'down until a person acts',
  DATA_LOST = 'data lost',
}

/** One part of the time that an app is down. */
export interface RecoveryTerm {
  readonly name: string;
  readonly time: Interval;
}

/** What a failure does to an app, and why. */
export interface Outcome {
  readonly kind: OutcomeKind;
  readonly why: string;
  /** From the failure until it serves again, if it fails over. Undefined: no time can be promised. */
  readonly time?: Interval;
  /** The parts of that time, in order. */
  readonly terms?: readonly RecoveryTerm[];
  /** The node with a different outcome: the only control plane server, without which nothing moves. */
  readonly unless?: { readonly node: string; readonly kind: OutcomeKind; readonly why: string };
}
