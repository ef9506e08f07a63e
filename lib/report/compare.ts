import { OutcomeKind } from '../availability/model/outcome';
import { FailureKind } from '../failures/failure';
import { harm, isBack, Place } from '../failures/outcome';
import type { ReportEffect, ReportFailure } from './failures';
import type { Report } from './report';
import { type ReportYear, yearsByApp } from './years';

/** What one failure does to one app in two reports. Undefined: no pod of it is there. */
export interface Cell {
  /** As `namespace/name`. */
  readonly app: string;
  readonly failure: ReportFailure;
  readonly before: ReportEffect | undefined;
  readonly after: ReportEffect | undefined;
}

/** How long an app is expected to be down in a year, in two reports. */
export interface Minutes {
  readonly app: string;
  readonly before: number;
  readonly after: number;
}

/** Two reports of one cluster, side by side. */
export interface Comparison {
  readonly better: readonly Cell[];
  readonly worse: readonly Cell[];
  /** Of apps that are in both. */
  readonly minutes: readonly Minutes[];
  readonly newApps: readonly string[];
  readonly goneApps: readonly string[];
  readonly newFailures: readonly ReportFailure[];
  readonly goneFailures: readonly ReportFailure[];
}

export function compared(before: Report, after: Report): Comparison {
  const [old, now] = [new Effects(before), new Effects(after)];
  const both = [...now.apps].filter((app) => old.apps.has(app));
  const cells = after.failures.flatMap((failure) => both.map((app) => ({ app, failure, before: old.of(failure.id, app), after: now.of(failure.id, app) })));
  const shared = cells.filter(({ failure }) => old.failures.has(failure.id));
  const added = cells.filter(({ failure }) => !old.failures.has(failure.id)).map((cell) => ({ ...cell, before: old.worstOf(cell.failure.kind, cell.app) }));
  return {
    better: shared.filter(({ before: was, after: is }) => isWorse(was, is) && !isWorse(is, was)),
    // A failure that is new is worse if nothing of its kind did that to the app before.
    worse: [...shared, ...added].filter((cell) => isWorse(cell.after, cell.before)),
    minutes: minutesOf(before, after),
    newApps: [...now.apps].filter((app) => !old.apps.has(app)),
    goneApps: [...old.apps].filter((app) => !now.apps.has(app)),
    newFailures: after.failures.filter(({ id }) => !old.failures.has(id)),
    goneFailures: before.failures.filter(({ id }) => !now.failures.has(id)),
  };
}

/** A zone that only one of them names could fail in both: it makes no year longer or shorter. */
function minutesOf(before: Report, after: Report): readonly Minutes[] {
  const others = { before: zonesOnlyIn(before, after), after: zonesOnlyIn(after, before) };
  const old = yearsByApp(before.years);
  return [...yearsByApp(after.years)].flatMap(([app, year]) => {
    const was = old.get(app);
    return was === undefined ? [] : [{ app, before: without(others.before, was), after: without(others.after, year) }];
  });
}

function zonesOnlyIn({ failures }: Report, other: Report): ReadonlySet<string> {
  const known = new Set(other.failures.map(({ id }) => id));
  return new Set(failures.filter(({ id, kind }) => kind === FailureKind.ZONE && !known.has(id)).map(({ id }) => id));
}

function without(failures: ReadonlySet<string>, { minutes, by }: ReportYear): number {
  const less = by.reduce((sum, one) => sum + (failures.has(one.failure) ? one.minutes : 0), 0);
  return Math.round((minutes - less) * 10) / 10;
}

/** The effects of a report, by failure and app. */
class Effects {
  readonly apps: ReadonlySet<string>;
  readonly failures: ReadonlyMap<string, ReadonlyMap<string, ReportEffect>>;
  private readonly worst = new Map<string, ReportEffect>();

  constructor({ failures, years }: Report) {
    this.apps = new Set(years.flatMap(({ apps }) => apps));
    this.failures = new Map(failures.map(({ id, effects }) => [id, new Map(effects.flatMap((effect) => effect.apps.map((app) => [app, effect] as const)))]));
    for (const { kind, effects } of failures)
      for (const effect of effects)
        for (const app of effect.apps) {
          const key = `${kind} ${app}`;
          if (order(effect, this.worst.get(key)) > 0) this.worst.set(key, effect);
        }
  }

  of(failure: string, app: string): ReportEffect | undefined {
    return this.failures.get(failure)?.get(app);
  }

  worstOf(kind: FailureKind, app: string): ReportEffect | undefined {
    return this.worst.get(`${kind} ${app}`);
  }
}

/**
 * Whether one is worse than the other in any way: longer without it, more requests that fail, more writes that are lost, at once or if what failed
 * never comes back. What is better in another way does not make up for it.
 */
export function isWorse(one: ReportEffect | undefined, other: ReportEffect | undefined): boolean {
  const [[stops = [], ...mine], [othersStops = [], ...others]] = [ways(one), ways(other)];
  const isLonger = lexically(stops, othersStops) > 0 && !mayWaitToo(one, other);
  return isLonger || mine.some((way, index) => lexically(way, others[index] ?? []) > 0);
}

/**
 * Whether a person may decide that a copy goes on, where the other one loses more for good: a repair brings back either, unless others have
 * taken the room of the first.
 */
function mayWaitToo(one: ReportEffect | undefined, other: ReportEffect | undefined): boolean {
  const isDecided = one?.kind === OutcomeKind.DOWN_UNTIL_ACTION && one.place !== Place.IMPOSSIBLE;
  return isDecided && other?.kind === OutcomeKind.DOWN_UNTIL_REPAIR && lostForGood(one) < lostForGood(other);
}

/** Each by itself. A loss of writes is one, and the time until it goes on another. */
function ways(effect: ReportEffect | undefined): readonly (readonly number[])[] {
  const [kind = 0, down = 0, share = 0, time = 0, more = 0, lost = 0, forGood = 0] = figures(effect);
  const isOn = effect === undefined || effect.kind === OutcomeKind.UNAFFECTED || effect.kind === OutcomeKind.DEGRADED;
  // Without an end, a smaller share does not make up for it.
  const part = [Number.isFinite(time) ? 0 : 1, Number.isFinite(time) ? share * time : share, more];
  // Who is back soon has no part of the requests that fails for ever, and for a while it was all of them.
  const requests = isOn ? part : effect !== undefined && isBack(effect.kind) ? (share > 0 ? part : [0, Number.POSITIVE_INFINITY]) : [];
  const stops = effect?.kind === OutcomeKind.DATA_LOST ? harm(OutcomeKind.FAILS_OVER) : kind;
  return [[isOn ? 0 : stops, isOn ? 0 : down], requests, [lost], [forGood]];
}

function lexically(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((figure, index) => figure !== (other[index] ?? 0));
  return at < 0 || other.length === 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}

/** Above 0 if the first is worse for those who use the app: first by what it is, then by how long, how much, and what is lost. */
export function order(one: ReportEffect | undefined, other: ReportEffect | undefined): number {
  const [mine, others] = [figures(one), figures(other)];
  for (const [index, figure] of mine.entries()) {
    const than = others[index] ?? 0;
    if (figure !== than) return figure > than ? 1 : -1;
  }
  return 0;
}

/** In their order of weight; each the higher, the worse. What has no end is infinite. */
function figures(effect: ReportEffect | undefined): readonly number[] {
  if (effect === undefined || effect.kind === OutcomeKind.UNAFFECTED) return [0, 0, 0, 0, 0, 0, lostForGood(effect)];
  const { kind, downSeconds, degraded, lostSeconds } = effect;
  const isDegraded = kind === OutcomeKind.DEGRADED;
  const isPartly = isDegraded || degraded !== undefined;
  return [
    harm(kind),
    isDegraded ? 0 : (downSeconds?.max ?? Number.POSITIVE_INFINITY),
    isPartly ? (degraded?.share ?? 1) : 0,
    isPartly ? (degraded?.seconds?.max ?? Number.POSITIVE_INFINITY) : 0,
    (degraded?.first?.share ?? 0) * (degraded?.first?.seconds.max ?? 0),
    lostSeconds?.max ?? (kind === OutcomeKind.DATA_LOST ? Number.POSITIVE_INFINITY : 0),
    lostForGood(effect),
  ];
}

/** What is lost if what failed never comes back. */
function lostForGood(effect: ReportEffect | undefined): number {
  const lost = effect?.lostIfGoneSeconds;
  return lost === undefined ? 0 : (lost.max ?? Number.POSITIVE_INFINITY);
}
