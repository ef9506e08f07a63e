import type { Interval } from './interval';

/** What an app does after a failure. */
export enum OutcomeKind {
  UNAFFECTED = 'unaffected',
  /** It goes on with fewer pods, or loses one run of many. */
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
  /** From the failure until it serves again, where it fails over. Undefined: no time can be promised. */
  readonly time?: Interval;
  /** What that time is made of, one after the other. */
  readonly terms?: readonly RecoveryTerm[];
  /** A node on which it is otherwise: the only server of the control plane, without which nothing is moved. */
  readonly unless?: { readonly node: string; readonly kind: OutcomeKind };
}
