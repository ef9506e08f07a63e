import { closest } from '../../cluster/closest';
import { type Acceptance, type AcceptedFinding, type Finding, Severity } from '../../cluster/finding';
import { FINDING_CODES } from '../../cluster/finding-codes.generated';
import { found, type RuleRecord } from '../../cluster/rule';

/** An acceptance and the construct that has it. */
export interface PlacedAcceptance extends Acceptance {
  readonly path: string;
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
  fix: 'fix the error: only warnings can be accepted',
};

const UNUSED: RuleRecord = {
  code: 'ACCEPT-UNUSED',
  severity: Severity.NOTE,
  means: 'an accepted code that has no finding',
  fix: 'remove the line',
};

/** The compiler reports it too, but programs can run without it. */
const UNKNOWN: RuleRecord = {
  code: 'ACCEPT-UNKNOWN',
  severity: Severity.ERROR,
  means: '`accept` names a code that does not exist',
  fix: 'see the message, which names the code that may be meant',
};

export const ACCEPTANCE_RULES: readonly RuleRecord[] = [WITHOUT_REASON, OF_ERROR, UNUSED, UNKNOWN];

const KNOWN: ReadonlySet<string> = new Set(FINDING_CODES);

/** What is wrong with acceptances themselves: no reason, an error, or a weakness that is gone. */
export function checkAcceptances(given: readonly PlacedAcceptance[], accepted: readonly AcceptedFinding[], all: readonly Finding[]): Finding[] {
  // At an app, it applies to the app; at the cluster, to everything below it.
  const used = new Set(accepted.flatMap(({ finding: { code, path } }) => [path, ...above(path)].map((one) => `${code} ${one}`)));
  const errors = new Set(all.filter((finding) => finding.severity === Severity.ERROR).map((finding) => finding.code));
  return given.flatMap(({ code, reason, path }): Finding[] => {
    if (reason.trim() === '')
      return [found(WITHOUT_REASON, path, { given: `${code} accepted without a reason`, allowed: 'but the report must say why', fix: 'Add a reason.' })];
    if (!KNOWN.has(code)) {
      const meant = closest(code, FINDING_CODES);
      const fix = meant === undefined ? 'Use the code at the start of the message.' : `Did you mean ${meant}?`;
      return [found(UNKNOWN, path, { given: `${code} accepted`, allowed: 'but no finding has that code', fix })];
    }
    if (errors.has(code))
      return [
        found(OF_ERROR, path, {
          given: `${code} accepted`,
          allowed: 'but it is an error, and only warnings can be accepted',
          fix: 'Fix the error, and remove the line.',
        }),
      ];
    if (used.has(`${code} ${path}`)) return [];
    return [found(UNUSED, path, { given: `${code} accepted`, allowed: 'but there is no such finding', fix: 'Remove the line.' })];
  });
}

/** `a/b` and `a` of `a/b/c`. */
function above(path: string): string[] {
  const end = path.lastIndexOf('/');
  return end < 0 ? [] : [path.slice(0, end), ...above(path.slice(0, end))];
}
