import type { Interval } from '../availability/model/interval';
import type { Degraded, FailureOutcome, Term } from './outcome';

type Alike<T> = (one: T, other: T) => boolean;
/** How to compare each part: one that is left out does not compile. */
type Parts<T> = { readonly [part in keyof Required<T>]: Alike<T[part]> };

/** Values are alike if each part is. */
function inEach<T extends object>(parts: Parts<T>): Alike<T | undefined> {
  const all = Object.keys(parts) as (keyof T)[];
  return (one, other) => one === other || (one !== undefined && other !== undefined && all.every((part) => parts[part](one[part], other[part])));
}

function inAll<T>(isAlike: Alike<T>): Alike<readonly T[] | undefined> {
  return (some = [], others = []) => some === others || (some.length === others.length && some.every((one, index) => isAlike(one, others[index] as T)));
}

const same: Alike<unknown> = (one, other) => one === other;
const time = inEach<Interval>({ min: same, max: same });
const term = inEach<Term>({ name: same, time, source: same });
const first = inEach<NonNullable<Degraded['first']>>({ share: same, time });

const isAlike: Alike<FailureOutcome | undefined> = inEach<FailureOutcome>({
  kind: same,
  atBest: same,
  why: same,
  rto: time,
  rpo: time,
  rpoSource: same,
  rpoIfGone: time,
  terms: inAll(term),
  through: same,
  of: same,
  wayInDown: same,
  degraded: inEach<Degraded>({ share: same, time, first, addresses: inAll<string>(same) }),
  place: same,
  votes: same,
  madeRoomFor: inAll<string>(same),
  turns: same,
  itself: (one, other) => isAlike(one, other),
});

/** Keeps each outcome once: a failure does the same to most apps, and who looks at them can tell by the object. */
export function eachOnce(): (outcome: FailureOutcome) => FailureOutcome {
  const few = new Map<string, FailureOutcome[]>();
  // Most are one object already, which a subject has kept.
  const kept = new WeakMap<FailureOutcome, FailureOutcome>();
  const keep = (outcome: FailureOutcome): FailureOutcome => {
    // What tells most of them apart, so that few are compared.
    const key = `${outcome.why} ${outcome.of} ${outcome.votes}`;
    const known = few.get(key) ?? [];
    few.set(key, known);
    const before = known.find((one) => isAlike(one, outcome));
    if (before !== undefined) return before;
    known.push(outcome);
    return outcome;
  };
  return (outcome) => {
    const before = kept.get(outcome);
    if (before !== undefined) return before;
    const one = keep(outcome);
    kept.set(outcome, one);
    return one;
  };
}
