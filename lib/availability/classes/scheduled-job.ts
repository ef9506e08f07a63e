import type { ClusterFacts } from '../../cluster/cluster';
import { minorOf } from '../../cluster/control-plane';
import { formatSeconds } from '../../cluster/units';
import type { ResolvedApp } from '../ask/resolved';
import { Concurrency, type ScheduleProps } from '../ask/schedule';
import { OtherWorkload } from '../ask/workload';
import { DEFAULT_TOLERATION } from '../failure/recovery';
import { AccessMode, type Decided, type Plan, type PlannedClaim, WorkloadKind } from '../model/plan';
import { type PlannedSchedule, PodOver } from '../model/schedule';
import { claimsOf, fittingTogether, followedBy, isBound, placeTogether } from '../placement/group';
import { type ClassPlan, commonPlan } from './common';
import { decideFlexible } from './flexible';
import { crashOfRun } from './job-crash';
import { holdsAttached } from './job-pods';
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
  const toleration = decideToleration(app, facts);
  const common = commonPlan(app, facts, claims);
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
    toleration,
    outcome: facts === undefined ? undefined : crashOfRun({ ...common, placement, fitting, schedule, toleration }, facts),
    schedule,
    ...common,
    allowFrom: { value: [], why: 'nothing connects to a job' },
  };
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

function decideToleration(app: ResolvedApp, facts: ClusterFacts | undefined): Plan['toleration'] {
  const owner = followedBy(app);
  const lost = 'the run is lost with the node; long enough for a network outage';
  if (owner === undefined || isBound(owner)) return { value: DEFAULT_TOLERATION, why: lost };
  return { value: decideFlexible(owner, facts).toleration.value, why: `the same as ${owner.name}, whose data it mounts` };
}
