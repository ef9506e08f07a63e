import { AvailabilityClass } from '../availability/ask/workload';
import { foundAgain, START } from '../availability/failure/recovery';
import { formatInterval, type Interval, NOTHING, slowest, sum } from '../availability/model/interval';
import { neededFirst } from '../availability/model/needed-first';
import { isDown, OutcomeKind } from '../availability/model/outcome';
import { shareInWords } from '../availability/report/crash';
import { addressOf } from './addresses';
import type { Entry } from './contribution';
import { FailureKind } from './failure';
import { type Nameless, withoutNames } from './names';
import { type Degraded, type FailureOutcome, failing, harm, isBack, isPartly, Through, withAtBest, worse } from './outcome';
import { unaffected, untilRepair } from './say';
import type { Scene } from './scene';
import { together } from './shares';
import { sourced } from './sources';
import type { Subject } from './subject';

/** What an app needs, by number: apps, and the ways in to it. */
export interface Chain {
  readonly needs: readonly { readonly app: number; readonly onlyToStart: boolean }[];
  readonly entries: readonly { readonly entry: Entry; readonly app: number | undefined }[];
  /** The ways in whose pods are its own. */
  readonly doors: readonly Entry[];
}

/** What is known of other apps under the same failure. */
export interface Links {
  readonly scene: Scene;
  /** `namespace/name` */
  readonly ids: readonly string[];
  /** Those of what an app needs are there before its own. */
  readonly outcomes: readonly FailureOutcome[];
  /** By the part of the network from which they are used. */
  readonly ways: Map<Entry, FailureOutcome>[];
  /** Ways in without their addresses. Their own: nothing that they need fails. */
  readonly pods: Map<string, { readonly outcome: FailureOutcome; readonly isOwn: boolean }>;
  /** For those who look them up in each part of the network. Undefined: names are found there. */
  readonly nameless: readonly (Nameless | undefined)[];
  /** How long after names are found those apps serve again that were interrupted, and look up others. */
  readonly afterNames: Map<string, Interval>;
}

/**
 * The outcome of an app with what it needs: it is down while that is, and reached while a way in is.
 *
 * @param view the part of the network from which it is seen
 */
export function chained(subject: Subject, own: FailureOutcome, chain: Chain, view: number, links: Links): FailureOutcome {
  if (chain.needs.length + chain.entries.length + chain.doors.length === 0) return own;
  let whole = own;
  for (const { app, onlyToStart } of chain.needs) {
    const reached = links.outcomes[app];
    // It is asked directly, and not by its ways in.
    const other = reached?.itself ?? reached;
    if (other !== undefined) whole = after(subject, own, whole, { other, onlyToStart, name: links.ids[app] ?? '' });
  }
  const inside = whole;
  const again = afterNames(subject, own, chain, links);
  const nameless = again && links.nameless[view];
  if (again !== undefined && nameless !== undefined) {
    whole = withoutNames(whole, nameless, again);
    if (harm(inside.kind) >= harm(OutcomeKind.FAILS_OVER)) links.afterNames.set(subject.id, again);
  }
  const isOwn = whole === own;
  const [first, ...others] = chain.entries.map((one) => ({ ...one, outcome: wayIn(one, view, links) }));
  const best = first && others.reduce((one, other) => (harm(other.outcome.kind) < harm(one.outcome.kind) ? other : one), first);
  if (best !== undefined && harm(best.outcome.kind) > 0)
    whole = both(whole, felt(best.outcome, whole), isOwn && best.app === undefined && best.entry.local === true);
  // Its own address is lost as it is to all apps behind it.
  if (chain.doors.length > 0) links.pods.set(subject.id, { outcome: whole, isOwn: whole === own });
  for (const door of chain.doors) {
    const address = addressOf(door, links.scene, view);
    if (address !== undefined) whole = both(whole, felt(address, whole), whole === own && door.local === true);
  }
  if (best !== undefined && isDown(best.outcome.kind) && best.outcome.of !== undefined) whole = { ...whole, wayInDown: best.outcome.of };
  return whole === inside ? whole : { ...whole, itself: inside };
}

/**
 * From when names are found until it serves again: after what it needs. Who only waits for others at its start looks them up whenever it
 * starts. Undefined: it looks up nothing.
 */
function afterNames({ plan }: Subject, own: FailureOutcome, { needs }: Chain, links: Links): Interval | undefined {
  const start = own.terms.find(({ name }) => name === START)?.time;
  const probe = sum(NOTHING, ...foundAgain(plan.ask).map(({ time }) => time));
  const times = needs.flatMap(({ app, onlyToStart }) => {
    const last = onlyToStart ? start : probe;
    return last === undefined ? [] : [sum(links.afterNames.get(links.ids[app] ?? '') ?? NOTHING, last)];
  });
  return times.length === 0 ? undefined : slowest(...times);
}

/** What a failure does to a way in is the same for all apps that are seen from one part of the network. */
function wayIn({ entry, app }: Chain['entries'][number], view: number, { ids, pods, scene, ways }: Links): FailureOutcome {
  const inView = ways[view] ?? new Map<Entry, FailureOutcome>();
  ways[view] = inView;
  const known = inView.get(entry) ?? reachedBy(entry, pods.get(ids[app ?? -1] ?? ''), scene, view);
  inView.set(entry, known);
  return known;
}

interface Needed {
  readonly other: FailureOutcome;
  readonly onlyToStart: boolean;
  readonly name: string;
}

function after(subject: Subject, own: FailureOutcome, whole: FailureOutcome, { other, onlyToStart, name }: Needed): FailureOutcome {
  const interrupted = harm(other.kind) >= harm(OutcomeKind.FAILS_OVER);
  if (!interrupted) return whole;
  const why = `${onlyToStart ? 'its start waits for' : 'it needs'} ${name}: ${other.why}`;
  const cause = { ...felt(other, whole), why, through: Through.NEEDED, of: name, place: whole.place };
  if (!onlyToStart) return both(whole, found(cause, subject));
  // Who only waits at its start needs it only where its own pod starts again, and not while other pods serve.
  const start = own.terms.find((term) => term.name === START);
  if (subject.workload === AvailabilityClass.HIGHLY_AVAILABLE || harm(own.kind) < harm(OutcomeKind.FAILS_OVER)) return whole;
  return both(whole, start === undefined ? cause : { ...cause, rto: sum(other.rto, start.time), terms: [...other.terms, start] });
}

/** It serves again once its readiness probe has found that what it needs is back. */
function found(cause: FailureOutcome, { plan }: Subject): FailureOutcome {
  const more = sourced(foundAgain(plan.ask));
  if (cause.kind !== OutcomeKind.FAILS_OVER || more.length === 0) return cause;
  return { ...cause, rto: sum(cause.rto, ...more.map(({ time }) => time)), terms: [...cause.terms, ...more] };
}

/** What another one's outcome is to an app: it is back when that is. What that loses is not its own data. */
function felt(other: FailureOutcome, { rpo, rpoSource, rpoIfGone }: FailureOutcome): FailureOutcome {
  const of = (kind: OutcomeKind) => (kind === OutcomeKind.DATA_LOST ? OutcomeKind.FAILS_OVER : kind);
  return { ...other, kind: of(other.kind), atBest: of(other.atBest), rpo, rpoSource, rpoIfGone };
}

/** The worse of two; in the best case, too, both must be well. @param isSame what fails of both are the same requests */
export function both(one: FailureOutcome, other: FailureOutcome, isSame = false): FailureOutcome {
  const atBest = harm(one.atBest) >= harm(other.atBest) ? one.atBest : other.atBest;
  const worst = worse(one, other);
  return withAtBest(withDegraded(worst, worst === one ? other : one, isSame), atBest);
}

/** It serves again as it should only when both do: while a part of the requests still fails, it is not back. */
function withDegraded(worst: FailureOutcome, lesser: FailureOutcome, isSame: boolean): FailureOutcome {
  const part = isPartly(lesser) ? lesser.degraded : undefined;
  if (part === undefined) return worst;
  if (worst.kind === OutcomeKind.DEGRADED) return worst.degraded === undefined ? worst : withShares(worst, lesser, together(worst.degraded, part, isSame));
  const { time } = part;
  if (!isBack(worst.kind) || failing({ degraded: part }) === 0 || time.max <= worst.rto.max) return worst;
  // A break, and then a part of the requests fails until somebody repairs that.
  if (!Number.isFinite(time.max)) {
    const { first, ...rest } = part;
    const max = Math.max(worst.rto.max, first?.time.max ?? 0);
    const then = worst.degraded === undefined ? rest : together(worst.degraded, rest, isSame);
    return { ...worst, rto: { min: worst.rto.min, max }, degraded: then, why: `${worst.why}; then ${lesser.why}` };
  }
  const term = { name: 'the rest of the requests', time, source: lesser.why };
  return { ...worst, rto: { min: Math.max(worst.rto.min, time.min), max: time.max }, terms: [...worst.terms, term], why: `${worst.why}; ${lesser.why}` };
}

/** Most fail while both parts do. The one that ends first is told first. */
function withShares(worst: FailureOutcome, lesser: FailureOutcome, degraded: Degraded): FailureOutcome {
  const { share, time, first } = degraded;
  const before = worst.degraded?.first;
  if (failing({ degraded }) === failing(worst) && first?.share === before?.share && first?.time.max === before?.time.max) {
    // What is not known has no share of its own.
    const isMore = first === undefined && share !== undefined && failing(lesser) > failing(worst);
    return { ...worst, degraded, ...(isMore && { why: `${lesser.why}; then ${worst.why}` }) };
  }
  if (first === undefined) return { ...worst, degraded, why: `${worst.why}; ${lesser.why}` };
  const ofLesser = lesser.degraded?.time.max ?? 0;
  const [sooner, later] = ofLesser < time.max ? [lesser, worst] : [worst, lesser];
  return { ...worst, degraded, why: `${sooner.why}, so that ${shareInWords(first.share)} for ${formatInterval(first.time)}; then ${later.why}` };
}

function ofEntry(outcome: FailureOutcome, { name }: Entry): FailureOutcome {
  return { ...outcome, through: Through.ENTRY, of: name };
}

/** What a failure does to a way in. A dead pod that only its own address leads to is lost once. */
function reachedBy(entry: Entry, pods: { readonly outcome: FailureOutcome; readonly isOwn: boolean } | undefined, scene: Scene, view: number): FailureOutcome {
  const mark = (outcome: FailureOutcome) => ofEntry(outcome, entry);
  if (scene.failure.kind === FailureKind.ENTRY && scene.failure.stops === entry.name)
    return mark(untilRepair(`${entry.name} is the way in, and does not answer`));
  const { outcome, isOwn } = pods ?? { outcome: unaffected(''), isOwn: true };
  const through = harm(outcome.kind) === 0 ? unaffected('') : mark({ ...outcome, why: `${entry.name} is the way in: ${outcome.why}` });
  const address = addressOf(entry, scene, view);
  return address === undefined ? through : both(through, mark(address), isOwn && entry.local === true);
}

/** The apps in an order in which each comes after what it needs, and after its ways in. */
export function inOrder(chains: readonly Chain[]): Iterable<number> {
  const next = ({ needs, entries }: Chain) => [...needs.map(({ app }) => app), ...entries.flatMap(({ app }) => app ?? [])];
  return neededFirst(chains.keys(), (app) => next(chains[app] ?? { needs: [], entries: [], doors: [] }));
}
