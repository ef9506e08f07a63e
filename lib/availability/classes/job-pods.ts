import type { ClusterFacts } from '../../cluster/cluster';
import { minorOf } from '../../cluster/control-plane';
import type { ResolvedApp } from '../ask/resolved';
import { VolumeTie } from '../ask/volume/traits';
import type { PlannedClaim } from '../model/plan';
import { type PlannedSchedule, PodOver } from '../model/schedule';
import { claimsOf, isBound } from '../placement/group';
import { claimedTie } from '../storage/claims';

/**
 * Whether a run holds a volume that is attached to its node. If it does, the pod must go when someone force-deletes it, or the
 * volume and the app that owns it would stay on a dead node: the finalizer that Kubernetes puts on pods of jobs is removed at once
 * only if a pod counts as over when it is being deleted (pkg/controller/job, isPodFailed, canRemoveFinalizer). So one
 * that writes has no retries. Any other pod gets one when its kubelet reports the end, and not next to
 * a pod that is still ending, or running on a node that is cut off.
 */
export function holdsAttached(app: ResolvedApp, facts: ClusterFacts | undefined, claims: readonly PlannedClaim[] = claimsOf(app, facts)): boolean {
  return !isBound(app) && claimedTie(facts, claims, app.volumes) === VolumeTie.ATTACHED;
}

/**
 * Whether a pod counts as over when it is being deleted, so that the next one starts beside it. That is the default of Kubernetes; a
 * podFailurePolicy does away with it, too. Source: pkg/controller/job, isPodFailed, onlyReplaceFailedPods.
 */
export function isOverWhenDeleted({ over, ignoresDisruptions }: PlannedSchedule): boolean {
  return over === PodOver.TERMINATING_OR_FAILED || (over === undefined && !ignoresDisruptions);
}

/** Whether a run starts again after its pod was lost with its node. */
export function startsAgain({ retries, ignoresDisruptions }: PlannedSchedule): boolean {
  return retries > 0 || ignoresDisruptions;
}

/**
 * Whether a Job is finished, also after its deadline, only once none of its pods is there any more, and that of a dead node is. So since
 * Kubernetes 1.31. Source: pkg/controller/job, delayTerminalCondition, enactJobFinished.
 */
export function lastsAsItsPods({ controlPlane }: ClusterFacts): boolean {
  return (minorOf(controlPlane.version) ?? FINISHED_LATE) >= FINISHED_LATE;
}

const FINISHED_LATE = 31;
