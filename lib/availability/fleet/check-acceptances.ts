import { type Acceptance, type AcceptedFinding, type Finding, Severity } from '../../cluster/finding';
import { FINDING_CODES } from '../../cluster/finding-codes.generated';
import { found, type RuleRecord } from '../../cluster/rule';
import { closest } from '../../cluster/shape';

/** An acceptance and the construct that it stands at. */
export interface PlacedAcceptance extends Acceptance {
  readonly path: string;
}

const WITHOUT_REASON: RuleRecord = {
  code: 'ACCEPT-WITHOUT-REASON',
  severity: Severity.ERROR,
  means: 'accepted without a reason',
  fix: 'say it',
};

const OF_ERROR: RuleRecord = {
  code: 'ACCEPT-ERROR',
  severity: Severity.ERROR,
  means: 'an error was accepted',
  fix: 'mend it: only warnings can be accepted',
};

const UNUSED: RuleRecord = {
  code: 'ACCEPT-UNUSED',
  severity: Severity.NOTE,
  means: 'accepted, but nothing is said under that code',
  fix: 'take the line away',
};

/** The compiler says it too; programs run without it. */
const UNKNOWN: RuleRecord = {
  code: 'ACCEPT-UNKNOWN',
  severity: Severity.ERROR,
  means: '`accept` names a code that does not exist',
  fix: 'see the message, which names the code that may be meant',
};

export const ACCEPTANCE_RULES: readonly RuleRecord[] = [WITHOUT_REASON, OF_ERROR, UNUSED, UNKNOWN];

const KNOWN: ReadonlySet<string> = new Set(FINDING_CODES);

/** What is wrong with acceptances themselves: no reason, an error that must be mended, or a weakness that is gone. */
export function checkAcceptances(given: readonly PlacedAcceptance[], accepted: readonly AcceptedFinding[], all: readonly Finding[]): Finding[] {
  // At an app for the app; at the cluster for everything below it.
  const isUsed = (code: string, path: string) =>
    accepted.some(({ finding }) => finding.code === code && (finding.path === path || finding.path.startsWith(`${path}/`)));
  const errors = new Set(all.filter((finding) => finding.severity === Severity.ERROR).map((finding) => finding.code));
  return given.flatMap(({ code, reason, path }): Finding[] => {
    if (reason.trim() === '')
      return [found(WITHOUT_REASON, path, { given: `${code} accepted without a reason`, allowed: 'but the report shows why', fix: 'Say it.' })];
    if (!KNOWN.has(code)) {
      const meant = closest(code, FINDING_CODES);
      const fix = meant === undefined ? 'Use the code that the message begins with.' : `Did you mean ${meant}?`;
      return [found(UNKNOWN, path, { given: `${code} accepted`, allowed: 'but no finding has that code', fix })];
    }
    if (errors.has(code))
      return [
        found(OF_ERROR, path, {
          given: `${code} accepted`,
          allowed: 'but it is an error, and only warnings can be accepted',
          fix: 'Mend what it names, and take the line away.',
        }),
      ];
    if (isUsed(code, path)) return [];
    return [found(UNUSED, path, { given: `${code} accepted`, allowed: 'but nothing is said against the design under that code', fix: 'Take the line away.' })];
  });
}
