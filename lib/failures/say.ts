import { formatInterval, type Interval, interval, NEVER, NOTHING } from '../availability/model/interval';
import { OutcomeKind } from '../availability/model/outcome';
import { formatSeconds } from '../cluster/units';
import { type FailureOutcome, Place, type Term, Through } from './outcome';
import type { Scene } from './scene';
import { REPAIR } from './sources';

/** Outcomes of an app by itself, in the words of the report. */
type Rest = Partial<Pick<FailureOutcome, 'rpo' | 'rpoSource' | 'rpoIfGone' | 'degraded' | 'place' | 'votes' | 'madeRoomFor'>>;

export function outcome(kind: OutcomeKind, why: string, rto: Interval, terms: readonly Term[], rest: Rest): FailureOutcome {
  return { kind, atBest: kind, why, rto, rpo: NOTHING, rpoIfGone: NOTHING, terms, through: Through.ITSELF, place: Place.NOT_NEEDED, ...rest };
}

export function unaffected(why: string): FailureOutcome {
  return outcome(OutcomeKind.UNAFFECTED, why, NOTHING, [], {});
}

const NOTHING_FAILS = unaffected('nothing of it fails');
export const ELSEWHERE = unaffected('none of its pods is there');
export const NOT_MADE_AGAIN = 'it is deleted, and nothing makes it again: a pod of its own';

/** It loses nothing. */
export function spared({ dead, cut }: Scene): FailureOutcome {
  return dead.length + cut.length === 0 ? NOTHING_FAILS : ELSEWHERE;
}

/** @param addresses the nodes of a way in whose addresses answer nobody */
export function degraded(why: string, share: number | undefined, time: Interval, addresses?: readonly string[]): FailureOutcome {
  return outcome(OutcomeKind.DEGRADED, why, NOTHING, [], {
    degraded: { ...(share === undefined ? {} : { share }), time, ...(addresses === undefined ? {} : { addresses }) },
  });
}

/** It is down until what failed is back. */
export function untilRepair(why: string, rest: Rest = {}): FailureOutcome {
  return outcome(OutcomeKind.DOWN_UNTIL_REPAIR, why, NEVER, [{ name: REPAIR, time: NEVER, source: 'how long a repair takes is not among the facts' }], rest);
}

/** Something is left that could run it, and a person has to decide that. */
export function untilAction(why: string, terms: readonly Term[] = [], rest: Rest = {}): FailureOutcome {
  return outcome(OutcomeKind.DOWN_UNTIL_ACTION, why, NEVER, terms, rest);
}

/** It is back when all parts of its recovery are over; some part may never be. */
export function recovers(terms: readonly Term[], total: Interval, more: string, rest: Rest = {}): FailureOutcome {
  const why = `${terms.map(({ name, time }) => `${name} ${formatInterval(time)}`).join(', ')}${more}`;
  if (total.max === Number.POSITIVE_INFINITY) return { ...untilAction(why, terms, rest), rto: total };
  const { rpo = NOTHING } = rest;
  if (rpo.max === 0) return outcome(OutcomeKind.FAILS_OVER, why, total, terms, rest);
  const most = rpo.max === Number.POSITIVE_INFINITY ? 'writes without a limit in time' : `up to ${formatSeconds(rpo.max)} of writes`;
  return outcome(OutcomeKind.DATA_LOST, `${OutcomeKind.FAILS_OVER}, and loses ${most}: ${why}`, total, terms, rest);
}

/** Up to so many seconds of writes. */
export function losing(seconds: number): Interval {
  return interval(0, Math.max(0, seconds));
}
