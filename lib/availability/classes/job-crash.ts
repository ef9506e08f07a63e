import type { ClusterFacts } from '../../cluster/cluster';
import { listed } from '../../cluster/names';
import { formatSeconds } from '../../cluster/units';
import { Concurrency } from '../ask/schedule';
import { VolumeTie } from '../ask/volume/traits';
import { heldBy } from '../failure/held';
import { unlessOnServer } from '../failure/leader';
import { RETRY, type Recovery, type RecoveryQuestion, recovery } from '../failure/recovery';
import { formatInterval, type Interval, interval, NEVER, sum } from '../model/interval';
import { type Outcome, OutcomeKind } from '../model/outcome';
import { nodesOf, type Plan } from '../model/plan';
import { VolumeRelease } from '../model/release';
import type { PlannedSchedule } from '../model/schedule';
import { followedBy, inGroup, isBound } from '../placement/group';
import { questionOf } from './flexible';
import { holdsAttached, isOverWhenDeleted, lastsAsItsPods, startsAgain } from './job-pods';

/** What the outcome of a job depends on. */
type JobPlan = Pick<Plan, 'ask' | 'placement' | 'fitting' | 'volumeTie' | 'colocation' | 'toleration' | 'schedule'>;

/** What other failures than the crash of any one node change about that. */
export type Crash = Partial<Pick<RecoveryQuestion, 'release' | 'freedBy' | 'fencedWithin' | 'evicted' | 'leaderMayBeLost'>>;

/** A run whose node died, as Kubernetes sees it. */
interface Lost {
  readonly schedule: PlannedSchedule;
  readonly isOnce: boolean;
  /** Whether no run starts beside one that is there. */
  readonly forbids: boolean;
  /** Whether a pod on a dead node keeps its Job from being finished. */
  readonly lasts: boolean;
  readonly attached: boolean;
  readonly where: string;
  readonly question: RecoveryQuestion;
}

const DOWN = { time: NEVER, terms: [{ name: 'return of the node', time: NEVER }] };

/** What the crash of its node does to a run, and to the next ones, whatever else crashes. Undefined: it is no job. */
export function crashOfRun(plan: JobPlan, facts: ClusterFacts, crash: Crash = {}): Outcome | undefined {
  const { ask, fitting, schedule, toleration } = plan;
  if (schedule === undefined) return undefined;
  const isOnce = schedule.value.schedule === undefined;
  const nodes = nodesOf(plan);
  const ends = isOnce ? untilDeadline(schedule.value, NOTHING_RUNS_AGAIN) : '';
  const stays = (once: string, scheduled: string): Outcome => ({
    ...DOWN,
    kind: OutcomeKind.DOWN_UNTIL_REPAIR,
    why: `${isOnce ? `the run is interrupted${once}` : `a run is lost, and ${scheduled}`}${ends}`,
  });
  if (isBound(ask)) return stays(` until ${listed(nodes)} is back`, `the next waits for ${listed(nodes)}`);
  const held = heldBy(fitting, inGroup(ask, facts).claims, facts);
  if (held !== undefined) return stays(`, and ${held}: it waits until its node is back`, `${held}: no run until its node is back`);
  const owner = followedBy(ask);
  const outcome = crashOf({
    schedule: schedule.value,
    isOnce,
    forbids: schedule.value.concurrency === Concurrency.FORBID,
    lasts: lastsAsItsPods(facts),
    attached: holdsAttached(ask, facts),
    where: owner === undefined ? 'on another node' : `where ${owner.name} is then`,
    question: { ...questionOf(plan, facts), ...crash, tolerationSeconds: toleration.value },
  });
  if (outcome.kind === OutcomeKind.DOWN_UNTIL_ACTION) return outcome;
  return { ...outcome, ...unlessOnServer(facts, nodes, OutcomeKind.DOWN_UNTIL_REPAIR, 'no run until repair') };
}

/** What becomes of a run that may be elsewhere. */
function crashOf(lost: Lost): Outcome {
  const { schedule, isOnce, attached, where, question } = lost;
  const again = startsAgain(schedule);
  const overWhenDeleted = isOverWhenDeleted(schedule);
  const beside = again && overWhenDeleted && !attached ? withRetry(recovery({ ...question, tie: VolumeTie.NONE, afterDeletion: false })) : undefined;
  const isFree = isFreed(lost);
  if (isFree) {
    const freed = recovery({ ...question, tie: attached ? VolumeTie.ATTACHED : VolumeTie.NONE, afterDeletion: true });
    const { terms, total } = again ? withRetry(freed) : freed;
    const by = question.freedBy?.by ?? 'the fencing agent';
    if (isOnce && !again) return fails(lost);
    const then = again ? `the run starts again ${where}` : `the run is lost, and the next starts ${where}`;
    const ends = again ? untilDeadline(schedule, isOnce ? NOTHING_RUNS_AGAIN : NEXT_WHEN_DUE) : '';
    if (beside === undefined || total.max <= beside.total.max)
      return { kind: OutcomeKind.FAILS_OVER, why: `${then}, as soon as ${by} has removed its pod${ends}`, time: total, terms };
  }
  if (beside !== undefined && beside.total.max < Number.POSITIVE_INFINITY) return startsBeside(lost, beside, isFree);
  return isOnce ? onceStuck(lost, again, overWhenDeleted) : stuck(lost, again, overWhenDeleted);
}

/**
 * Whether the pod of the dead node goes by itself. The pod garbage collector makes it fail if the node is out of service; a storage only
 * deletes it, and the finalizer of Kubernetes then stays unless it counts as over.
 */
function isFreed({ schedule, attached, question: { release } }: Lost): boolean {
  if (release === VolumeRelease.STORAGE) return attached && isOverWhenDeleted(schedule);
  return release === VolumeRelease.OUT_OF_SERVICE;
}

/** `DefaultJobPodFailureBackOff` of pkg/controller/job, of a first failure; it counts from when the pod was last ready. */
const PAUSE: Interval = interval(0, 10);

function withRetry({ terms, total }: Recovery): Recovery {
  const start = terms.slice(-1);
  return { terms: [...terms.slice(0, -1), { name: RETRY, time: PAUSE }, ...start], total: sum(total, PAUSE) };
}

const FIRST_RUNS_ON = 'the first pod may still be running, where nobody reaches it: two at once';

/** The pod on the dead node is deleted after its toleration, and another one starts, although it is still there. */
function startsBeside({ schedule, isOnce, forbids, lasts, where }: Lost, { terms, total }: Recovery, isFree: boolean): Outcome {
  if (!isOnce && forbids && lasts && !isFree)
    return {
      ...DOWN,
      kind: OutcomeKind.DOWN_UNTIL_ACTION,
      why: `the run starts again ${where} after ${formatInterval(total)}, and ${FIRST_RUNS_ON}; all later runs wait until the node is back, or until someone force-deletes the first pod`,
    };
  const parts = terms.map(({ name, time }) => `${name} ${formatInterval(time)}`).join(', ');
  return {
    kind: OutcomeKind.FAILS_OVER,
    why: `the run starts again ${where}: ${parts}; ${FIRST_RUNS_ON}${untilDeadline(schedule, isOnce ? NOTHING_RUNS_AGAIN : NEXT_WHEN_DUE)}`,
    time: total,
    terms,
  };
}

/** Nothing takes the pod of a one-off job from the dead node, or nothing starts in its place. */
function onceStuck(lost: Lost, again: boolean, overWhenDeleted: boolean): Outcome {
  if (!again) return fails(lost);
  const before = overWhenDeleted
    ? ', or until someone force-deletes its pod, because it may still be running'
    : ', because it may still be running: to run it again before, delete the Job, force-delete its pod, and deliver the Job again';
  return until(`the run waits until its node is back${before}${untilDeadline(lost.schedule, NOTHING_RUNS_AGAIN)}`);
}

/** The same of a run on a schedule. */
function stuck({ schedule, forbids, lasts, attached, where }: Lost, again: boolean, overWhenDeleted: boolean): Outcome {
  // Without retries a deleted pod is the end of its Job.
  const isOver = overWhenDeleted && !again && !lasts;
  if (!attached && (!forbids || isOver)) return { kind: OutcomeKind.DEGRADED, why: `the run is lost, and the next starts ${where} when it is due` };
  const by = overWhenDeleted ? 'someone force-deletes its pod' : 'someone deletes the Job and force-deletes its pod';
  const what = again ? 'this run and all later ones wait' : 'the run is lost, and all later ones wait';
  const ends = attached || !again ? '' : untilDeadline(schedule, lasts ? LASTS : NEXT_WHEN_DUE);
  return until(`${what} until the node is back, or until ${by}, because it may still be running${ends}`);
}

function fails({ attached }: Lost): Outcome {
  const because = attached ? 'it may have written' : 'it has no retries';
  return until(`the run fails with its node, and does not start again, because ${because}: delete the Job to run it again`);
}

function until(why: string): Outcome {
  return { ...DOWN, kind: OutcomeKind.DOWN_UNTIL_ACTION, why };
}

/**
 * The deadline of a Job goes on while its node is away, and ends it for all retries (kubernetes.io, Job termination and cleanup). It
 * counts from the first start.
 */
function untilDeadline({ deadline }: PlannedSchedule, then: string): string {
  return deadline === undefined ? '' : `; ${formatSeconds(deadline)} after its start its deadline ends it, and ${then}`;
}

const NOTHING_RUNS_AGAIN = 'nothing runs again by itself: delete the Job to run it again';
const NEXT_WHEN_DUE = 'only the next one that is due runs';
const LASTS = 'no later one starts before that either';

/** Whether a dead node blocks all later runs, although they could run elsewhere. */
export function stuckWithNode({ schedule, outcome }: Plan): boolean {
  return schedule?.value.schedule !== undefined && outcome?.kind === OutcomeKind.DOWN_UNTIL_ACTION;
}
