import { MISPLACED, unknownCode, WITHOUT_REASON } from '../availability/fleet/check-acceptances';
import { type AcceptedFinding, type Finding, isOfChange } from '../cluster/finding';
import type { FindingCode } from '../cluster/finding-codes.generated';
import { found } from '../cluster/rule';
import type { DangerousChange } from './check';

/** A dangerous change that you accept, with the reason. Its finding has the line. */
export interface ChangeAcceptance {
  /** The code of the finding. */
  readonly code: FindingCode;
  /** The object, and a fingerprint of what changes: `home/PersistentVolumeClaim/wiki/wiki-data#1f0c52ab`. Another change of it is not accepted. */
  readonly change: string;
  /** Why you accept it. */
  readonly reason: string;
}

/** Splits dangerous changes into accepted ones and open ones. An acceptance is of use until the change is committed. */
export function applyChangeAcceptances(
  dangers: readonly DangerousChange[],
  acceptances: readonly ChangeAcceptance[],
): { readonly open: readonly DangerousChange[]; readonly accepted: readonly AcceptedFinding[]; readonly unused: readonly ChangeAcceptance[] } {
  const reasons = new Map(acceptances.map((one) => [`${one.code} ${one.change}`, one.reason]));
  const open: DangerousChange[] = [];
  const accepted: AcceptedFinding[] = [];
  const met = new Set<string>();
  for (const danger of dangers) {
    const { finding, change } = danger;
    const key = `${finding.code} ${change}`;
    const reason = reasons.get(key);
    met.add(key);
    if (reason === undefined) open.push(danger);
    else accepted.push({ finding, reason });
  }
  return { open, accepted, unused: acceptances.filter((one) => !met.has(`${one.code} ${one.change}`)) };
}

/** What is wrong with acceptances themselves. */
export function checkChangeAcceptances(acceptances: readonly ChangeAcceptance[]): readonly Finding[] {
  return acceptances.flatMap(({ code, change, reason }): readonly Finding[] => {
    const unknown = unknownCode(code, 'App');
    if (unknown !== undefined) return [unknown];
    if (!isOfChange(code))
      return [
        found(MISPLACED, 'App', {
          given: `${code} in acceptChanges`,
          allowed: 'but it is no dangerous change',
          fix: `Move it to accept of the app that the finding names, or of the facts: accept: [{ code: '${code}', reason: '…' }].`,
        }),
      ];
    if (reason.trim() !== '') return [];
    return [
      found(WITHOUT_REASON, 'App', {
        given: `${code} of ${change} accepted without a reason`,
        allowed: 'but whoever reads the program must see why',
        fix: 'Add a reason.',
      }),
    ];
  });
}
