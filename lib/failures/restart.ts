import { VolumeTie } from '../availability/ask/volume/traits';
import { ATTACH, START } from '../availability/failure/recovery';
import { attach, start } from '../availability/failure/timing';
import { interval, sum } from '../availability/model/interval';
import type { Plan } from '../availability/model/plan';
import { type FailureOutcome, Place } from './outcome';
import { recovers } from './say';
import { STOP, sourced } from './sources';
import type { Subject } from './subject';

/** What Kubernetes gives a pod to end, in seconds: 30 if it does not say (PodSpec, terminationGracePeriodSeconds). */
export function graceOf({ ask: { terminationGrace = 30 } }: Plan): number {
  return terminationGrace;
}

/** The next pod is created at once (seen on Kubernetes 1.36.3). It starts beside the one that ends, unless both need one volume, or one name. */
export function restarted({ plan, question }: Subject): FailureOutcome {
  const { readyWithin } = plan.ask;
  const begin = { name: START, time: start(readyWithin) };
  const isAttached = question.tie === VolumeTie.ATTACHED;
  const terms = [
    ...(isAttached || question.afterDeletion === true ? [{ name: STOP, time: interval(0, graceOf(plan)) }] : []),
    ...(isAttached ? [{ name: ATTACH, time: attach(VolumeTie.ATTACHED) }] : []),
    begin,
  ];
  return recovers(sourced(terms), sum(...terms.map(({ time }) => time)), '', { place: Place.PROVEN });
}
