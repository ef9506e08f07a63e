import type { ClusterFacts } from '../../cluster/cluster';
import { minorOf } from '../../cluster/control-plane';
import { listed } from '../../cluster/names';
import { formatSeconds } from '../../cluster/units';
import type { ResolvedApp } from '../ask/resolved';
import { Concurrency, type ScheduleProps } from '../ask/schedule';
import { VolumeTie } from '../ask/volume/traits';
import { OtherWorkload } from '../ask/workload';
import { heldBy } from '../failure/held';
import { unlessOnServer } from '../failure/leader';
import { DEFAULT_TOLERATION } from '../failure/recovery';
import { NEVER } from '../model/interval';
import { type Outcome, OutcomeKind } from '../model/outcome';
import { AccessMode, type Decided, nodesOf, type Plan, type PlannedClaim, WorkloadKind } from '../model/plan';
import { VolumeRelease } from '../model/release';
import { type PlannedSchedule, PodOver } from '../model/schedule';
import { claimsOf, fittingTogether, followedBy, inGroup, isBound, placeTogether } from '../placement/group';
import { claimedTie, releaseOf } from '../storage/claims';
import { type ClassPlan, commonPlan } from './common';
import { decideFlexible } from './flexible';
import { placeBound } from './pinned';
import { parseSchedule } from './schedule';

const DEFAULT_RETRIES = 1;
/** Of a one-off job: migrations and imports of a home are over by then, and a run that hangs is noticed on the same day. */
const DEFAULT_DEADLINE_ONCE = 3600;
/** Whether a retry could start while the deleted pod is still ending. */
const DEFAULT_RETRIES_OF_WRITERS = 0;
const DEFAULT_TIME_ZONE = 'Etc/UTC';

/** A pod that runs to its end, on a schedule or once. */
export function decideScheduledJob(app: ResolvedApp, facts: ClusterFacts | undefined): ClassPlan {
  const claims = claimsOf(app, facts);
  const schedule = decideSchedule(app, facts, claims);
  const isOnce = schedule.value.schedule === undefined;
  const placement = isBound(app) ? placeBound(app, facts) : placeTogether(app, facts);
  const fitting = facts === undefined ? undefined : fittingTogether(app, facts, placement);
  return {
    workload: isOnce
      ? { value: WorkloadKind.JOB, why: 'it runs to completion, once for each version of its pod' }
      : { value: WorkloadKind.CRON_JOB, why: `it runs to completion, ${schedule.value.schedule} ${schedule.value.timeZone}` },
    replicas: { value: 1, why: 'one pod for each run' },
    rollout: {
      value: { recreate: true, maxSurge: 0, maxUnavailable: 1 },
      why: isOnce ? 'a pod cannot be changed: Flux replaces the Job, which runs again' : 'a new version starts with the next run',
    },
    placement,
    fitting,
    spread: { value: [], why: 'there is only one pod' },
    apart: { value: false, why: 'it only runs for a while' },
    budget: { value: undefined, why: 'a drain may stop a run, and must not wait for it to end' },
    toleration: decideToleration(app, facts),
    outcome: facts === undefined ? undefined : crashOfRun({ ask: app, placement, fitting, schedule }, facts),
    schedule,
    ...commonPlan(app, facts, claims),
    allowFrom: { value: [], why: 'nothing connects to a job' },
  };
}

/** What the crash of its node does to a run, whatever else crashes. Undefined: it is no job. */
export function crashOfRun(
  { ask, placement, fitting, schedule }: Pick<Plan, 'ask' | 'placement' | 'fitting' | 'schedule'>,
  facts: ClusterFacts,
): Outcome | undefined {
  if (schedule === undefined) return undefined;
  return (schedule.value.schedule === undefined ? onceOnCrash : onCrash)(ask, facts, schedule.value, nodesOf({ fitting, placement }), fitting);
}

/** The data that a run may write while another run writes it too. */
export function writtenBy(claims: readonly PlannedClaim[]): readonly string[] {
  return claims.filter(({ volume, accessMode }) => !volume.readOnly && accessMode !== AccessMode.READ_WRITE_MANY).map(({ volume }) => volume.path);
}

/** The shortest time between two runs, in seconds. */
export function gapOf({ schedule }: ScheduleProps): number | undefined {
  const parsed = parseSchedule(schedule);
  return 'schedule' in parsed ? parsed.schedule.gap?.min : undefined;
}

function decideSchedule(app: ResolvedApp, facts: ClusterFacts | undefined, claims: readonly PlannedClaim[]): Decided<PlannedSchedule> {
  const isOnce = app.availabilityClass === OtherWorkload.ONE_OFF_JOB;
  const props: Partial<ScheduleProps> = app.schedule ?? app.run ?? {};
  const gap = isOnce ? DEFAULT_DEADLINE_ONCE : gapOf({ schedule: '', ...props });
  const asked = props.deadline?.seconds;
  const attached = holdsAttached(app, facts, claims);
  const writes = attached && writtenBy(claims).length > 0;
  const deadline = asked ?? gap;
  const minor = facts === undefined ? undefined : minorOf(facts.controlPlane.version);
  return {
    value: {
      schedule: isOnce ? undefined : (props.schedule ?? ''),
      timeZone: isOnce ? '' : (props.timeZone ?? DEFAULT_TIME_ZONE),
      concurrency: props.concurrency ?? Concurrency.FORBID,
      deadline: deadline === undefined || !Number.isFinite(deadline) ? undefined : Math.max(1, Math.ceil(deadline)),
      startingDeadline: props.startingDeadline === undefined ? undefined : Math.ceil(props.startingDeadline.seconds),
      retries: props.retries ?? (writes ? DEFAULT_RETRIES_OF_WRITERS : DEFAULT_RETRIES),
      // Both on by default since then: KEP-3329 (GA in 1.31), KEP-3939 (GA in 1.34).
      ignoresDisruptions: !attached && (minor === undefined || minor >= 26),
      over: minor !== undefined && minor < 29 ? undefined : attached ? PodOver.TERMINATING_OR_FAILED : PodOver.FAILED,
      history: props.history ?? {},
      timeToLive: props.timeToLive === undefined || !Number.isFinite(props.timeToLive.seconds) ? undefined : Math.ceil(props.timeToLive.seconds),
      suspend: props.suspend ?? false,
    },
    why: [
      asked === undefined && isOnce
        ? `a run still going after ${formatSeconds(DEFAULT_DEADLINE_ONCE)} is taken to hang`
        : asked === undefined && gap !== undefined
          ? `a run still going after ${formatSeconds(gap)}, when the next may be due, is taken to hang: it would block all later runs`
          : 'asked for',
      ...(writes && props.retries === undefined ? ['no retry, because it could start while the first pod is still ending and writing'] : []),
    ].join('; '),
  };
}

/**
 * Whether a run holds a volume that is attached to its node. If it does, the pod must go when someone force-deletes it, or the
 * volume and the app that owns it would stay on a dead node: the finalizer that Kubernetes puts on pods of jobs is removed at once
 * only if a pod counts as over when it is being deleted (pkg/controller/job, isPodFailed, canRemoveFinalizer). So such a pod
 * gets no replacement before the next run. Any other pod gets one when its kubelet reports the end, and not next to
 * a pod that is still ending, or running on a node that is cut off.
 */
export function holdsAttached(app: ResolvedApp, facts: ClusterFacts | undefined, claims: readonly PlannedClaim[] = claimsOf(app, facts)): boolean {
  return !isBound(app) && claimedTie(facts, claims, app.volumes) === VolumeTie.ATTACHED;
}

function decideToleration(app: ResolvedApp, facts: ClusterFacts | undefined): Plan['toleration'] {
  const owner = followedBy(app);
  const lost = 'the run is lost with the node; long enough for a network outage';
  if (owner === undefined || isBound(owner)) return { value: DEFAULT_TOLERATION, why: lost };
  return { value: decideFlexible(owner, facts).toleration.value, why: `the same as ${owner.name}, whose data it mounts` };
}

/**
 * What a run loses when its node dies. A dead node's pod is deleted after the toleration, but stays as an object until its
 * kubelet reports its end, or someone force-deletes it. Until then Kubernetes does not call the run finished, whatever its
 * deadline (pkg/controller/job, delayTerminalCondition), and with Forbid starts no other.
 */
function onCrash(
  app: ResolvedApp,
  facts: ClusterFacts,
  { concurrency, deadline }: PlannedSchedule,
  nodes: readonly string[],
  fitting: readonly string[] | undefined,
): Outcome {
  const down = { time: NEVER, terms: [{ name: 'return of the node', time: NEVER }] };
  if (isBound(app)) return { ...down, kind: OutcomeKind.DOWN_UNTIL_REPAIR, why: `a run is lost, and the next waits for ${listed(nodes)}` };
  const { claims, volumes } = inGroup(app, facts);
  const held = heldBy(fitting, claims, facts);
  if (held !== undefined) return { ...down, kind: OutcomeKind.DOWN_UNTIL_REPAIR, why: `a run is lost, and ${held}: no run until its node is back` };
  const { release, freedBy } = releaseOf(facts, claims, volumes, nodes);
  const owner = followedBy(app);
  const unless = unlessOnServer(facts, nodes, OutcomeKind.DOWN_UNTIL_REPAIR, 'no run until repair');
  const where = owner === undefined ? 'on another node' : `where ${owner.name} is then`;
  if (release !== VolumeRelease.NOBODY) {
    const by = freedBy?.by ?? 'the fencing agent';
    const lost = holdsAttached(app, facts);
    const then = lost ? `the run is lost, and the next starts ${where}` : `the run starts again ${where}`;
    const ends = lost ? '' : untilDeadline(deadline, NEXT_WHEN_DUE);
    return { kind: OutcomeKind.FAILS_OVER, why: `${then}, as soon as ${by} has removed its pod${ends}`, ...unless };
  }
  if (concurrency !== Concurrency.FORBID) return { kind: OutcomeKind.DEGRADED, why: `the run is lost, and the next starts ${where} when it is due`, ...unless };
  return {
    ...down,
    kind: OutcomeKind.DOWN_UNTIL_ACTION,
    why: `this run and all later ones wait until the node is back, or until someone deletes the Job and force-deletes its pod, because it may still be running${untilDeadline(deadline, NEXT_WHEN_DUE)}`,
  };
}

/**
 * The deadline of a Job goes on while its node is away, and ends it for all retries (kubernetes.io, Job termination and cleanup). It
 * counts from the first start.
 */
function untilDeadline(deadline: number | undefined, then: string): string {
  return deadline === undefined ? '' : `; ${formatSeconds(deadline)} after its start its deadline ends it, and ${then}`;
}

const NOTHING_RUNS_AGAIN = 'nothing runs again by itself: delete the Job to run it again';
const NEXT_WHEN_DUE = 'only the next one that is due runs';

/**
 * What a one-off job loses when its node dies. A pod that may write gets no second one before the first is over, so its end is the end
 * of the Job; any other starts again once its pod is gone.
 */
function onceOnCrash(
  app: ResolvedApp,
  facts: ClusterFacts,
  { deadline }: PlannedSchedule,
  nodes: readonly string[],
  fitting: readonly string[] | undefined,
): Outcome {
  const down = { time: NEVER, terms: [{ name: 'return of the node', time: NEVER }] };
  if (isBound(app))
    return {
      ...down,
      kind: OutcomeKind.DOWN_UNTIL_REPAIR,
      why: `the run is interrupted until ${listed(nodes)} is back${untilDeadline(deadline, NOTHING_RUNS_AGAIN)}`,
    };
  const { claims, volumes } = inGroup(app, facts);
  const held = heldBy(fitting, claims, facts);
  if (held !== undefined)
    return {
      ...down,
      kind: OutcomeKind.DOWN_UNTIL_REPAIR,
      why: `the run is interrupted, and ${held}: it waits until its node is back${untilDeadline(deadline, NOTHING_RUNS_AGAIN)}`,
    };
  if (holdsAttached(app, facts))
    return {
      ...down,
      kind: OutcomeKind.DOWN_UNTIL_ACTION,
      why: 'the run fails with its node, and does not start again, because it may have written: delete the Job to run it again',
    };
  const { release, freedBy } = releaseOf(facts, claims, volumes, nodes);
  const unless = unlessOnServer(facts, nodes, OutcomeKind.DOWN_UNTIL_REPAIR, 'no run until repair');
  if (release !== VolumeRelease.NOBODY)
    return {
      kind: OutcomeKind.FAILS_OVER,
      why: `the run starts again on another node, as soon as ${freedBy?.by ?? 'the fencing agent'} has removed its pod${untilDeadline(deadline, NOTHING_RUNS_AGAIN)}`,
      ...unless,
    };
  return {
    ...down,
    kind: OutcomeKind.DOWN_UNTIL_ACTION,
    why: `the run waits until its node is back, or until someone force-deletes its pod, because it may still be running${untilDeadline(deadline, NOTHING_RUNS_AGAIN)}`,
  };
}

/** Whether a dead node blocks all later runs, although they could run elsewhere. */
export function stuckWithNode({ schedule, outcome }: Plan): boolean {
  return schedule?.value.schedule !== undefined && outcome?.kind === OutcomeKind.DOWN_UNTIL_ACTION;
}
