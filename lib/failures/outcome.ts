import type { Interval } from '../availability/model/interval';
import { OutcomeKind, type RecoveryTerm } from '../availability/model/outcome';

/** One part of the time that an app is down, and who says how long it takes. */
export interface Term extends RecoveryTerm {
  readonly source: string;
}

/** Something that a person has to do. */
export interface Step {
  readonly text: string;
  /** For a shell. @default - nothing to type */
  readonly command?: string;
  /** When it is done, of what several apps need at once. */
  readonly phase: Phase;
}

/** Steps in the order in which they are safe: nothing is taken from a node before it is off, and it is not started in between. */
export enum Phase {
  /** Nobody is sent to where nothing answers. It needs nothing else, and requests fail until it is done. */
  DIVERT,
  SECURE,
  RELEASE,
  REPAIR,
  OVERRIDE,
  CLEAN_UP,
  LOOK,
  /** Nothing of it comes back. */
  RESTORE,
}

/** @param command for a shell */
export function step(text: string, command?: string, phase = Phase.REPAIR): Step {
  return { text, ...(command === undefined ? {} : { command }), phase };
}

/** What an outcome is because of. */
export enum Through {
  ITSELF = 'itself',
  ENTRY = 'its way in',
  NEEDED = 'an app that it needs',
}

/** Whether what moves finds a place. */
export enum Place {
  NOT_NEEDED = 'not needed',
  /** Wherever pods were, and in whatever order they come: the others cannot fill all of its nodes. */
  PROVEN = 'proven',
  /** A placement was found, from one likely start. From another one there may be none. */
  LIKELY = 'likely',
  IMPOSSIBLE = 'impossible',
  UNKNOWN = 'unknown',
}

/** Requests that fail while the others are served. */
export interface Degraded {
  /** Of all requests: 0.5 is half, 0 is none: something else of it waits. @default - not known */
  readonly share?: number;
  readonly time: Interval;
  /** A larger part that fails before, until another one is enough. @default - it is the same from the beginning */
  readonly first?: { readonly share: number; readonly time: Interval };
  /** The nodes of a way in whose addresses answer nobody. @default - it is something else */
  readonly addresses?: readonly string[];
}

/** What a failure does to an app, wherever its pods may be when it happens. */
export interface FailureOutcome {
  /** In the worst place for its pods. */
  readonly kind: OutcomeKind;
  /** In the best place. */
  readonly atBest: OutcomeKind;
  readonly why: string;
  /** From the failure until it serves again, in seconds; infinite: not by itself. */
  readonly rto: Interval;
  /** Seconds of acknowledged writes that are lost when it goes on. */
  readonly rpo: Interval;
  /** Who says how much that is. Left out where nothing is lost. */
  readonly rpoSource?: string;
  /** The same if what failed never comes back. */
  readonly rpoIfGone: Interval;
  readonly terms: readonly Term[];
  readonly through: Through;
  /** The way in, or the app that it needs. */
  readonly of?: string;
  /** Its way in, if none of them is up until somebody does something: by its name. */
  readonly wayInDown?: string;
  readonly degraded?: Degraded;
  readonly place: Place;
  /** The vote group without whose quorum it stands still. */
  readonly votes?: string;
  /** The apps for which it made room, and which keep it once everything is back, as `namespace/name`. */
  readonly madeRoomFor?: readonly string[];
  /** How often it comes while all nodes are upgraded once, at most. @default - once */
  readonly turns?: number;
  /** The same without its ways in, and as if names were found, but with the apps that it needs. Left out if it is the same. */
  readonly itself?: FailureOutcome;
}

/** Whether a part of its requests fails: while it runs on, or without an end once it is back. */
export function isPartly(outcome: Pick<FailureOutcome, 'kind' | 'degraded'>): boolean {
  return outcome.kind === OutcomeKind.DEGRADED || isPartlyUntilRepair(outcome);
}

/** Whether it serves, and not as it should until somebody repairs something. */
export function isPartlyUntilRepair({ kind, degraded }: Pick<FailureOutcome, 'kind' | 'degraded'>): boolean {
  return (kind === OutcomeKind.DEGRADED || isBack(kind)) && degraded?.time.max === Number.POSITIVE_INFINITY;
}

/** Whether it is down, and back by itself, with its data or without some of it. */
export function isBack(kind: OutcomeKind): boolean {
  return kind === OutcomeKind.FAILS_OVER || kind === OutcomeKind.DATA_LOST;
}

/** From harmless to harmful. */
const ORDER = Object.values(OutcomeKind);

/** The higher, the worse. */
export function harm(kind: OutcomeKind): number {
  return ORDER.indexOf(kind);
}

const atBests = new WeakMap<FailureOutcome, Map<OutcomeKind, FailureOutcome>>();

/** The same outcome with another best case. One object for each: many failures end so, and who looks at them can tell by the object. */
export function withAtBest(outcome: FailureOutcome, atBest: OutcomeKind): FailureOutcome {
  if (outcome.atBest === atBest) return outcome;
  const known = atBests.get(outcome) ?? new Map<OutcomeKind, FailureOutcome>();
  const one = known.get(atBest) ?? { ...outcome, atBest };
  atBests.set(outcome, known.set(atBest, one));
  return one;
}

/** The longest part. Undefined without parts. */
export function dominating(terms: readonly Term[]): Term | undefined {
  return terms.reduce<Term | undefined>((worst, term) => (worst === undefined || term.time.max > worst.time.max ? term : worst), undefined);
}

/** The share of requests that fails: all, where nobody knows it. */
export function failing({ degraded }: Pick<FailureOutcome, 'degraded'>): number {
  return degraded === undefined || degraded.time.max === 0 ? 0 : (degraded.share ?? 1);
}

/** The one that harms more; of two that harm the same, the longer one. Without an end, a smaller part does not make up for it. */
export function worse(one: FailureOutcome, other: FailureOutcome): FailureOutcome {
  const more = harm(other.kind) - harm(one.kind);
  if (more !== 0) return more > 0 ? other : one;
  if (one.rto.max !== other.rto.max) return other.rto.max > one.rto.max ? other : one;
  const isEndless = ({ degraded }: FailureOutcome) => degraded?.time.max === Number.POSITIVE_INFINITY;
  if (isEndless(one) !== isEndless(other)) return isEndless(other) ? other : one;
  if (failing(other) !== failing(one)) return failing(other) > failing(one) ? other : one;
  return (other.degraded?.time.max ?? 0) > (one.degraded?.time.max ?? 0) ? other : one;
}
