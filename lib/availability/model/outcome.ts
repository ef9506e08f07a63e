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

/** What the crash of one node does, if it does something else than that of others. */
export interface OutcomeUnless {
  readonly node: string;
  readonly kind: OutcomeKind;
  /** As part of a sentence, after the name of the node. */
  readonly why: string;
}

/** What a failure does to an app, and why. */
export interface Outcome {
  readonly kind: OutcomeKind;
  readonly why: string;
  /** From the failure until it serves again, if it fails over. Undefined: no time can be promised. */
  readonly time?: Interval;
  /** The parts of that time, in order. */
  readonly terms?: readonly RecoveryTerm[];
  /** Nodes whose crash does something else: the only server of the control plane, or one after which the others lack room. */
  readonly unless?: readonly OutcomeUnless[];
}
