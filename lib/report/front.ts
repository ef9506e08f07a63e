import { OutcomeKind } from '../availability/model/outcome';
import { Severity } from '../cluster/finding';
import { grouped } from '../cluster/grouped';
import { FailureKind, isPlanned } from '../failures/failure';
import type { ReportEffect, ReportFailure } from './failures';
import type { Report } from './report';
import { lostForGoodInWords } from './words';

/** Apps that end badly, and through which failures. */
export interface BadEnd {
  readonly kind: OutcomeKind;
  readonly failures: readonly ReportFailure[];
  readonly apps: readonly string[];
  readonly why: string;
  readonly fix?: string;
}

/** A failure of one thing, and what it takes down. */
export interface SinglePoint {
  readonly failure: ReportFailure;
  /** Down until a person repairs or decides something, as `namespace/name`. */
  readonly down: readonly string[];
  /** Back by themselves. */
  readonly interrupted: readonly string[];
}

/** Apps of which a part fails until somebody repairs what failed. */
export interface LeftDegraded {
  readonly failures: readonly ReportFailure[];
  readonly apps: readonly string[];
}

const WORST: readonly OutcomeKind[] = [OutcomeKind.DATA_LOST, OutcomeKind.DOWN_UNTIL_ACTION];
const DOWN: readonly OutcomeKind[] = [OutcomeKind.DOWN_UNTIL_ACTION, OutcomeKind.DOWN_UNTIL_REPAIR];
const INTERRUPTED: readonly OutcomeKind[] = [OutcomeKind.FAILS_OVER, OutcomeKind.DATA_LOST];

/** Whatever loses data, now or if what failed never comes back, or waits for a person to decide, each once: the worst first. */
export function badEnds(failures: readonly ReportFailure[]): readonly BadEnd[] {
  const ends = new Map<string, { end: Omit<BadEnd, 'failures'>; order: number; failures: ReportFailure[] }>();
  for (const failure of distinct(failures))
    for (const effect of failure.effects) {
      const { kind, apps, fix, lostIfGoneSeconds: gone } = effect;
      const worst = WORST.indexOf(kind);
      if (worst < 0 && gone === undefined) continue;
      const why = gone === undefined ? effect.why : `${effect.why}; ${lostForGoodInWords(gone)}`;
      const key = [kind, why, ...apps].join('\n');
      const known = ends.get(key) ?? { end: { kind, apps, why, ...(fix === undefined ? {} : { fix }) }, order: worst < 0 ? WORST.length : worst, failures: [] };
      known.failures.push(failure);
      ends.set(key, known);
    }
  return [...ends.values()].sort((one, other) => one.order - other.order).map(({ end, failures: those }) => ({ ...end, failures: those }));
}

/** Apps that serve, and not as they should until somebody repairs what failed. Work that somebody planned is over by then. */
export function leftDegraded(failures: readonly ReportFailure[], served: readonly string[]): readonly LeftDegraded[] {
  const counts = new Set(served);
  const some = distinct(failures).map((failure) => ({
    failure,
    apps: failure.effects.filter(isLeftDegraded).flatMap(({ apps }) => apps.filter((app) => counts.has(app))),
  }));
  const alike = grouped(some.filter(({ apps }) => apps.length > 0).map((one) => [[...one.apps].sort().join(), one] as const));
  return [...alike.values()].map((all) => ({ apps: all[0]?.apps ?? [], failures: all.map(({ failure }) => failure) }));
}

/** Whether a part of its requests, or of what it does, fails until somebody repairs something. */
export function isLeftDegraded({ kind, degraded }: ReportEffect): boolean {
  return (kind === OutcomeKind.DEGRADED || kind === OutcomeKind.FAILS_OVER) && degraded !== undefined && degraded.seconds === undefined;
}

/**
 * What takes down most, the worst first. Loss of power everywhere and planned work are no single points.
 *
 * @param served apps that count, as `namespace/name`
 */
export function singlePoints(failures: readonly ReportFailure[], served: readonly string[]): readonly SinglePoint[] {
  const counts = new Set(served);
  return distinct(failures)
    .filter((failure) => !isPlanned(failure) && failure.kind !== FailureKind.POWER)
    .map((failure) => ({ failure, down: appsOf(failure, DOWN, counts), interrupted: appsOf(failure, INTERRUPTED, counts) }))
    .filter(({ down }) => down.length > 0)
    .sort((one, other) => other.down.length - one.down.length || other.interrupted.length - one.interrupted.length);
}

function distinct(failures: readonly ReportFailure[]): readonly ReportFailure[] {
  return failures.filter(({ sameAs }) => sameAs === undefined);
}

function appsOf({ effects }: ReportFailure, kinds: readonly OutcomeKind[], counts: ReadonlySet<string>): readonly string[] {
  return effects.filter(({ kind }: ReportEffect) => kinds.includes(kind)).flatMap(({ apps }) => apps.filter((app) => counts.has(app)));
}

type Accepted = Report['accepted'];

/** What was accepted: objectives that are missed, and the rest. Notes are told with the other notes. */
export function weaknesses({ accepted }: Pick<Report, 'accepted'>): readonly [missed: Accepted, others: Accepted] {
  const all = accepted.filter(({ severity }) => severity !== Severity.NOTE);
  const isObjective = ({ code }: Accepted[number]) => code.startsWith('OBJECTIVE-');
  return [all.filter(isObjective), all.filter((one) => !isObjective(one))];
}
