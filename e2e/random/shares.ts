import { Verdict } from './verdict';

/** How many cases came out how; of the unsure ones, how many the scheduler proved by a pod that waits. */
export interface Shares {
  readonly verdicts: readonly Verdict[];
  readonly proven: number;
}

/** So many make a share mean something. */
export const MANY = 200;
const AT_LEAST: readonly [Verdict, number][] = [
  [Verdict.ACCEPTED, 0.3],
  [Verdict.REFUSED, 0.3],
];
/** A check of the order that warned of everything would be right too. */
const UNSURE_AT_MOST = 0.2;
/** Seen: 22 of 28, before apps with one node were warned of pods that prefer it. Tried are a few orders. */
const PROVEN_AT_LEAST = 0.35;

/** What keeps a run of many cases from proving something, in words. */
export function weaknesses({ verdicts, proven }: Shares): string[] {
  if (verdicts.length < MANY) return [];
  const count = (verdict: Verdict) => verdicts.filter((it) => it === verdict).length;
  const share = (verdict: Verdict) => count(verdict) / verdicts.length;
  const unsure = count(Verdict.UNSURE);
  const judged = count(Verdict.ACCEPTED) + count(Verdict.REFUSED);
  return [
    ...(judged >= MANY ? [] : [`only ${judged} cases are accepted or refused for a reason that the scheduler can judge: at least ${MANY}`]),
    ...AT_LEAST.filter(([verdict, least]) => share(verdict) < least).map(([verdict, least]) => `${verdict}: ${count(verdict)}, less than ${least} of all`),
    ...(unsure <= UNSURE_AT_MOST * verdicts.length ? [] : [`${Verdict.UNSURE}: ${unsure}, more than ${UNSURE_AT_MOST} of all`]),
    ...(proven >= PROVEN_AT_LEAST * unsure ? [] : [`of ${unsure} warnings only ${proven} came true in any order that was tried`]),
  ];
}
