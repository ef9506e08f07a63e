import { OutcomeKind } from '../availability/model/outcome';
import { FailureKind, isPlanned } from '../failures/failure';
import type { ReportEffect, ReportFailure } from './failures';

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

const WORST: readonly OutcomeKind[] = [OutcomeKind.DATA_LOST, OutcomeKind.DOWN_UNTIL_ACTION];
const DOWN: readonly OutcomeKind[] = [OutcomeKind.DOWN_UNTIL_ACTION, OutcomeKind.DOWN_UNTIL_REPAIR];
const INTERRUPTED: readonly OutcomeKind[] = [OutcomeKind.FAILS_OVER, OutcomeKind.DATA_LOST];

/** Whatever loses data, or waits for a person to decide, each once: the worst first. */
export function badEnds(failures: readonly ReportFailure[]): readonly BadEnd[] {
  const ends = new Map<string, { kind: OutcomeKind; failures: ReportFailure[]; apps: readonly string[]; why: string; fix: string | undefined }>();
  for (const failure of distinct(failures))
    for (const { kind, apps, why, fix } of failure.effects.filter((effect) => WORST.includes(effect.kind))) {
      const key = [kind, why, ...apps].join('\n');
      const known = ends.get(key) ?? { kind, failures: [], apps, why, fix };
      known.failures.push(failure);
      ends.set(key, known);
    }
  return [...ends.values()]
    .sort((one, other) => WORST.indexOf(one.kind) - WORST.indexOf(other.kind))
    .map(({ fix, ...end }) => ({ ...end, ...(fix === undefined ? {} : { fix }) }));
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
