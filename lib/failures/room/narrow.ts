import { OutcomeKind } from '../../availability/model/outcome';
import { type FailureOutcome, harm, Place } from '../outcome';
import { untilRepair } from '../say';
import type { Subject } from '../subject';
import type { RoomAfter } from './room';

/** What the room that is left makes of the outcome of an app that has to move, or that others drive away. */
export function narrowed(outcome: FailureOutcome, { id, mover }: Subject, { missing, sacrificed }: RoomAfter): FailureOutcome {
  if (missing.size + sacrificed.size === 0) return outcome;
  const moves = outcome.place === Place.PROVEN;
  const lacks = missing.get(id) ?? missing.get(mover);
  if (moves && lacks !== undefined) {
    const atBest = lacks.place === Place.IMPOSSIBLE || harm(outcome.atBest) < harm(outcome.kind) ? outcome.atBest : outcome.kind;
    const bestHere = lacks.place === Place.IMPOSSIBLE && outcome.atBest === outcome.kind ? OutcomeKind.DOWN_UNTIL_REPAIR : atBest;
    return {
      ...untilRepair(lacks.why, {
        rpo: outcome.rpo,
        rpoIfGone: outcome.rpoIfGone,
        place: lacks.place,
      }),
      atBest: bestHere,
    };
  }
  const driven = sacrificed.get(id) ?? sacrificed.get(mover);
  if (driven === undefined || harm(outcome.kind) >= harm(OutcomeKind.DOWN_UNTIL_REPAIR)) return outcome;
  return { ...untilRepair(`perhaps ${OutcomeKind.DOWN_UNTIL_REPAIR}, because ${driven}`, { place: Place.UNKNOWN }), atBest: outcome.atBest };
}
