import { closest } from '../../cluster/closest';
import { type Acceptance, type AcceptedFinding, applyAcceptances, type Finding, isOfChange, Severity } from '../../cluster/finding';
import { FINDING_CODES } from '../../cluster/finding-codes.generated';
import { grouped } from '../../cluster/grouped';
import { fewOf } from '../../cluster/names';
import { found, type RuleRecord } from '../../cluster/rule';

/** An acceptance and the construct that has it. */
export interface PlacedAcceptance extends Acceptance {
  readonly path: string;
  /** Whether it is that of the cluster, and so for everything in it. */
  readonly isOfCluster?: boolean;
}

export const WITHOUT_REASON: RuleRecord = {
  code: 'ACCEPT-WITHOUT-REASON',
  severity: Severity.ERROR,
  means: 'a finding accepted without a reason',
  fix: 'add a reason',
};

const OF_ERROR: RuleRecord = {
  code: 'ACCEPT-ERROR',
  severity: Severity.ERROR,
  means: 'an accepted error',
  fix: 'fix the error: only warnings and notes can be accepted',
};

const UNUSED: RuleRecord = {
  code: 'ACCEPT-UNUSED',
  severity: Severity.NOTE,
  means: 'an accepted code that has no finding there',
  fix: 'remove the line, or move it to what the finding is about',
};

/** The compiler reports it too, but programs can run without it. */
const UNKNOWN: RuleRecord = {
  code: 'ACCEPT-UNKNOWN',
  severity: Severity.ERROR,
  means: '`accept` or `acceptChanges` names a code that does not exist',
  fix: 'see the message, which names the code that may be meant',
};

export const MISPLACED: RuleRecord = {
  code: 'ACCEPT-MISPLACED',
  severity: Severity.ERROR,
  means: '`accept` names the code of a dangerous change, or `acceptChanges` another one',
  fix: 'move the line: dangerous changes are accepted in the `App`, everything else at the app or in the facts',
};

export const ACCEPTANCE_RULES: readonly RuleRecord[] = [WITHOUT_REASON, OF_ERROR, UNUSED, UNKNOWN, MISPLACED];

const KNOWN: ReadonlySet<string> = new Set(FINDING_CODES);

/** Splits the findings of a cluster: what an app accepts is for the app and what is below it, what the cluster accepts for everything. */
export function applyPlaced(findings: readonly Finding[], given: readonly PlacedAcceptance[]): ReturnType<typeof applyAcceptances> {
  const everywhere = given.filter(({ isOfCluster }) => isOfCluster === true);
  const ofApps = grouped(given.filter(({ isOfCluster }) => isOfCluster !== true).map((one) => [one.path, one] as const));
  const split = findings.map((finding) => {
    // The last one counts: the nearest.
    const nearer = [finding.path, ...above(finding.path)].reverse().flatMap((path) => ofApps.get(path) ?? []);
    return applyAcceptances([finding], [...everywhere, ...nearer]);
  });
  return { open: split.flatMap(({ open }) => open), accepted: split.flatMap(({ accepted }) => accepted) };
}

/**
 * What is wrong with acceptances themselves: no reason, an error, or a weakness that is gone.
 *
 * @param all all findings that can be accepted, and errors
 */
export function checkAcceptances(given: readonly PlacedAcceptance[], accepted: readonly AcceptedFinding[], all: readonly Finding[]): Finding[] {
  const used = new Set(accepted.flatMap(({ finding: { code, path } }) => [code, ...[path, ...above(path)].map((one) => `${code} ${one}`)]));
  const errors = new Set(all.filter((finding) => finding.severity === Severity.ERROR).map((finding) => finding.code));
  return given.flatMap(({ code, reason, path, isOfCluster }): Finding[] => {
    if (reason.trim() === '')
      return [found(WITHOUT_REASON, path, { given: `${code} accepted without a reason`, allowed: 'but the report must say why', fix: 'Add a reason.' })];
    const unknown = unknownCode(code, path);
    if (unknown !== undefined) return [unknown];
    if (isOfChange(code))
      return [
        found(MISPLACED, path, {
          given: `${code} accepted`,
          allowed: 'but dangerous changes are accepted in the App, one by one',
          fix: `Remove the line, and add the one that ends the finding: acceptChanges: [{ code: '${code}', change: '…', reason: '…' }].`,
        }),
      ];
    if (errors.has(code))
      return [
        found(OF_ERROR, path, {
          given: `${code} accepted`,
          allowed: 'but it is an error, and only warnings and notes can be accepted',
          fix: 'Fix the error, and remove the line.',
        }),
      ];
    if (used.has(isOfCluster === true ? code : `${code} ${path}`)) return [];
    const elsewhere = [...all, ...accepted.map(({ finding }) => finding)].filter((finding) => finding.code === code).map((finding) => finding.path);
    if (elsewhere.length === 0) return [found(UNUSED, path, { given: `${code} accepted`, allowed: 'but there is no such finding', fix: 'Remove the line.' })];
    return [
      found(UNUSED, path, {
        given: `${code} accepted`,
        allowed: `but the finding is about ${fewOf([...new Set(elsewhere)])}`,
        fix: 'Remove the line, or move it to that app; if it is no app, to accept of the facts.',
      }),
    ];
  });
}

/** A code that no finding has. */
export function unknownCode(code: string, path: string): Finding | undefined {
  if (KNOWN.has(code)) return undefined;
  const meant = closest(code, FINDING_CODES);
  const fix = meant === undefined ? 'Use the code at the start of the message.' : `Did you mean ${meant}?`;
  return found(UNKNOWN, path, { given: `${code} accepted`, allowed: 'but no finding has that code', fix });
}

/** `a/b` and `a` of `a/b/c`. */
function above(path: string): string[] {
  const end = path.lastIndexOf('/');
  return end < 0 ? [] : [path.slice(0, end), ...above(path.slice(0, end))];
}
