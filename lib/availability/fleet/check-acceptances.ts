import { type Acceptance, type AcceptedFinding, type Finding, Severity } from '../../cluster/finding';

/** An acceptance and the construct that it stands at. */
export interface PlacedAcceptance extends Acceptance {
  readonly path: string;
}

/** What is wrong with acceptances themselves: no reason, an error that must be mended, or a weakness that is gone. */
export function checkAcceptances(given: readonly PlacedAcceptance[], accepted: readonly AcceptedFinding[], all: readonly Finding[]): Finding[] {
  // At an app for the app; at the cluster for everything below it.
  const isUsed = (code: string, path: string) =>
    accepted.some(({ finding }) => finding.code === code && (finding.path === path || finding.path.startsWith(`${path}/`)));
  const errors = new Set(all.filter((finding) => finding.severity === Severity.ERROR).map((finding) => finding.code));
  return given.flatMap(({ code, reason, path }): Finding[] => {
    if (reason.trim() === '') {
      return [
        {
          code: 'ACCEPT-WITHOUT-REASON',
          severity: Severity.ERROR,
          path,
          given: `${code} accepted without a reason`,
          allowed: 'but the report shows why',
          fix: 'Say it.',
        },
      ];
    }
    if (errors.has(code)) {
      return [
        {
          code: 'ACCEPT-ERROR',
          severity: Severity.ERROR,
          path,
          given: `${code} accepted`,
          allowed: 'but it is an error, and only warnings can be accepted',
          fix: 'Mend what it names, and take the line away.',
        },
      ];
    }
    if (isUsed(code, path)) return [];
    return [
      {
        code: 'ACCEPT-UNUSED',
        severity: Severity.NOTE,
        path,
        given: `${code} accepted`,
        allowed: 'but nothing is said against the design under that code',
        fix: 'Take the line away.',
      },
    ];
  });
}
