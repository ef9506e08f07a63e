import { AvailabilityClass } from '../../availability/ask/workload';
import { formatInterval, interval, NOTHING, sum } from '../../availability/model/interval';
import { OutcomeKind } from '../../availability/model/outcome';
import { servingPods } from '../../availability/placement/shares';
import { counted } from '../../cluster/names';
import { type FailureOutcome, harm, Place } from '../outcome';
import { restarted } from '../restart';
import { degraded, untilAction, untilRepair } from '../say';
import type { Subject } from '../subject';
import type { RoomAfter, Sacrifice } from './room';

/** What the room that is left makes of the outcome of an app that has to move, or that others drive away. */
export function narrowed(outcome: FailureOutcome, subject: Subject, room: RoomAfter): FailureOutcome {
  const { missing, sacrificed, displaced, unsure, waits } = room;
  if (missing.size + sacrificed.size + displaced.size + unsure.size + waits.size === 0) return outcome;
  const { id, mover } = subject;
  const lacks = missing.get(id) ?? missing.get(mover);
  if (outcome.place === Place.PROVEN && lacks !== undefined) {
    // Where it has to move anyway, it is not even well in the best case.
    const atBest = lacks.place === Place.IMPOSSIBLE && outcome.atBest === outcome.kind ? OutcomeKind.DOWN_UNTIL_REPAIR : outcome.atBest;
    return { ...untilRepair(lacks.why, { rpo: outcome.rpo, rpoSource: outcome.rpoSource, rpoIfGone: outcome.rpoIfGone, place: lacks.place }), atBest };
  }
  const driven = sacrificed.get(id) ?? sacrificed.get(mover);
  if (driven === undefined || harm(outcome.kind) >= harm(OutcomeKind.DOWN_UNTIL_REPAIR)) {
    const place = driven === undefined ? Place.LIKELY : Place.UNKNOWN;
    return pushed(outcome.place === Place.PROVEN && unsure.has(mover) ? { ...outcome, place } : outcome, subject, room);
  }
  return withFewer(outcome, subject, driven) ?? { ...drivenAway(driven), atBest: outcome.atBest };
}

/** What it waits for those that it drives away, and what happens to it if others drive it to another node. */
function pushed(outcome: FailureOutcome, subject: Subject, { displaced, waits }: RoomAfter): FailureOutcome {
  const wait = waits.get(subject.mover);
  if (wait !== undefined && outcome.kind === OutcomeKind.FAILS_OVER) {
    const time = interval(0, wait);
    const term = { name: 'others make room', time, source: 'terminationGrace of the apps that it drives away' };
    return { ...outcome, rto: sum(outcome.rto, time), terms: [...outcome.terms, term], why: `${outcome.why}, others make room ${formatInterval(time)}` };
  }
  const driven = displaced.get(subject.id) ?? displaced.get(subject.mover);
  if (driven === undefined || harm(outcome.kind) >= harm(OutcomeKind.FAILS_OVER)) return outcome;
  const again = restarted(subject);
  const elsewhere = { ...again, place: Place.LIKELY, why: `${driven.why}, and starts on another node: ${again.why}`, atBest: outcome.atBest };
  return withFewer(outcome, subject, driven) ?? elsewhere;
}

/** Pods do not go back by themselves to a node that was repaired. */
function drivenAway({ why, by, mayReturn }: Sacrifice): FailureOutcome {
  const rest = { place: Place.UNKNOWN };
  if (mayReturn) return untilRepair(`perhaps ${OutcomeKind.DOWN_UNTIL_REPAIR}, because ${why}`, rest);
  const stay = 'and it may not run on what is repaired, so that it stays down until somebody makes room again';
  return untilAction(`perhaps ${OutcomeKind.DOWN_UNTIL_ACTION}, because ${why}, ${stay}`, [], { ...rest, madeRoomFor: by });
}

/** An app with several pods serves without those that are driven away. They end in order, so no request fails. Undefined: too few are left. */
function withFewer({ kind, atBest, degraded: before }: FailureOutcome, { workload, plan }: Subject, driven: Sacrifice): FailureOutcome | undefined {
  if (workload !== AvailabilityClass.HIGHLY_AVAILABLE || harm(kind) > harm(OutcomeKind.DEGRADED)) return undefined;
  const pods = plan.replicas.value;
  const rest = pods - Math.round((before?.share ?? 0) * pods) - driven.pods;
  if (rest < servingPods(pods, plan.ask.majority)) return undefined;
  return { ...degraded(`at least ${rest} of ${counted(pods, 'pod')} serve, because ${driven.why}`, before?.share, before?.time ?? NOTHING), atBest };
}
