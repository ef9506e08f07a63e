import type { Finding } from '../../lib';
import type { Case } from './case';

/** Refusals that the scheduler can confirm: for lack of nodes, devices or room. */
export const WANTS: readonly string[] = [
  'CAPACITY-EXCEEDED',
  'FIT-NO-NODE',
  'HA-SPREAD-UNSATISFIABLE',
  'NODE-OUT-OF-REACH',
  'PINNED-DEVICE-ELSEWHERE',
  'PINNED-DEVICE-UNKNOWN',
  'PINNED-DEVICES-APART',
  'PINNED-NODE-UNKNOWN',
  'ROLE-WITHOUT-NODE',
];

/** The warning that room hangs on the order: it promises nothing in either direction. */
const HANGS_ON_ORDER = 'CAPACITY-FRAGMENTED';

export enum Verdict {
  ACCEPTED = 'accepted',
  REFUSED = 'refused for lack of nodes, devices or room',
  UNSURE = 'warned that room hangs on the order',
  OTHER = 'refused for something else',
}

export function verdictOn({ findings }: Pick<Case, 'findings'>): Verdict {
  if (findings.length === 0) return Verdict.ACCEPTED;
  if (findings.some((it) => !WANTS.includes(it.code) && it.code !== HANGS_ON_ORDER)) return Verdict.OTHER;
  return wantsOf(findings).length > 0 ? Verdict.REFUSED : Verdict.UNSURE;
}

export function wantsOf(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((it) => WANTS.includes(it.code));
}

/** The app that a warning about the order names; more may be in the same place. */
export function warnedOf({ code, given }: Finding): string | undefined {
  return code === HANGS_ON_ORDER ? / on one node for ([^,\s]+)/.exec(given)?.[1] : undefined;
}
