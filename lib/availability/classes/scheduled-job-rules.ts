import { Severity } from '../../cluster/finding';
import { HIGHEST_INT32, listed } from '../../cluster/names';
import { formatSeconds } from '../../cluster/units';
import type { ResolvedApp } from '../ask/resolved';
import { Concurrency, type ScheduleProps } from '../ask/schedule';
import { isClaimed, isOfNode } from '../ask/volume/traits';
import { VolumeKind } from '../ask/volume/volume';
import { isJob, OtherWorkload } from '../ask/workload';
import { NUMBER_ABSURD } from '../model/records';
import { concerning, onAsk, onPlan, onPlanInCluster, type Rules } from '../model/rule';
import { isBound } from '../placement/group';
import { LONGEST_SECONDS } from '../pod/number-rules';
import { classOf } from '../storage/claims';
import { holdsAttached } from './job-pods';
import { againstTimeZone, parseSchedule } from './schedule';
import { gapOf, writtenBy } from './scheduled-job';

function isScheduled({ availabilityClass }: ResolvedApp): boolean {
  return availabilityClass === OtherWorkload.SCHEDULED_JOB;
}

const NO_SCHEDULE: ScheduleProps = { schedule: '' };

const INVALID = onAsk({
  code: 'SCHEDULE-INVALID',
  severity: Severity.ERROR,
  means: 'a schedule that Kubernetes refuses',
  fix: 'use five fields, a shortcut like `@daily`, or `@every 6h`',
  *check(app) {
    const { schedule } = app.schedule ?? NO_SCHEDULE;
    const parsed = isScheduled(app) ? parseSchedule(schedule) : undefined;
    if (parsed !== undefined && 'against' in parsed)
      yield { given: `the schedule "${schedule}"`, allowed: `but ${parsed.against}`, fix: 'Use the cron format of Kubernetes.' };
  },
});

const NEVER_DUE = onAsk({
  code: 'SCHEDULE-NEVER',
  severity: Severity.ERROR,
  means: 'a day that does not exist',
  fix: 'correct the day or the month',
  *check(app) {
    const { schedule } = app.schedule ?? NO_SCHEDULE;
    const parsed = isScheduled(app) ? parseSchedule(schedule) : undefined;
    if (parsed !== undefined && 'schedule' in parsed && parsed.schedule.gap === undefined)
      yield { given: `the schedule "${schedule}"`, allowed: 'but there is no such day', fix: 'Correct the day or the month.' };
  },
});

const TIME_ZONE_INVALID = onAsk({
  code: 'TIME-ZONE-INVALID',
  severity: Severity.ERROR,
  means: 'a time zone that is not on the IANA list',
  fix: 'write it like `Europe/Berlin`',
  *check({ schedule }) {
    const zone = schedule?.timeZone;
    const against = zone === undefined ? undefined : againstTimeZone(zone);
    if (against !== undefined) yield { given: `the time zone "${zone}"`, allowed: `but ${against}`, fix: 'Write it like Europe/Berlin.' };
  },
});

const TIMES_ABSURD = onAsk({
  ...NUMBER_ABSURD,
  *check({ schedule, run }) {
    const props: Partial<ScheduleProps> | undefined = schedule ?? run;
    if (props === undefined) return;
    const fix = 'Leave it out for the default.';
    if (props.deadline !== undefined && !(props.deadline.seconds >= 1))
      yield { given: `deadline of ${props.deadline.seconds} s`, allowed: 'but a run takes at least 1 s', fix };
    else if (props.deadline !== undefined && Number.isFinite(props.deadline.seconds) && props.deadline.seconds > LONGEST_SECONDS)
      yield { given: `deadline of ${props.deadline.seconds} s`, allowed: 'but that is more than half a century', fix };
    const kept = props.timeToLive?.seconds;
    if (kept !== undefined && !(kept === Number.POSITIVE_INFINITY || (kept >= 0 && kept <= HIGHEST_INT32)))
      yield { given: `timeToLive of ${kept} s`, allowed: 'but Kubernetes counts at most 2147483647 s', fix };
    const late = props.startingDeadline?.seconds;
    // The controller checks every 10 s: with less, it may miss runs (kubernetes.io, CronJob, Starting Deadline).
    if (late !== undefined && !(late >= 10 && Number.isInteger(late) && late <= LONGEST_SECONDS))
      yield { given: `startingDeadline of ${late} s`, allowed: 'but it must be whole seconds, from 10 to half a century', fix };
    const counts = { retries: props.retries, 'history.succeeded': props.history?.succeeded, 'history.failed': props.history?.failed };
    for (const [what, count] of Object.entries(counts)) {
      if (count === undefined || (Number.isInteger(count) && count >= 0 && count <= 100)) continue;
      yield { given: `${what}: ${count}`, allowed: 'but it must be a whole number from 0 to 100', fix };
    }
  },
});

const OVERLAPS = onAsk({
  code: 'JOB-OVERLAPS',
  severity: Severity.WARNING,
  means: 'a run that may still be going when the next one is due, with no `concurrency` set',
  fix: 'shorten the deadline, run it less often, or set `concurrency`',
  *check(app) {
    if (app.schedule === undefined) return;
    const gap = gapOf(app.schedule);
    const asked = app.schedule.deadline?.seconds;
    if (asked === undefined || gap === undefined || asked <= gap || app.schedule.concurrency !== undefined) return;
    yield {
      given: Number.isFinite(asked) ? `a run of up to ${formatSeconds(asked)}` : 'a run without a deadline',
      allowed: `but the next one may be due after ${formatSeconds(gap)} and would be skipped`,
      fix: 'Shorten the deadline, run it less often, or set concurrency.',
    };
  },
});

const TWO_WRITERS = onPlan({
  code: 'JOB-TWO-WRITERS',
  severity: Severity.ERROR,
  means: 'parallel runs that write to one claim',
  fix: 'leave `concurrency` out, or mount the data read-only',
  *check({ claims, schedule }) {
    const written = writtenBy(claims);
    if (schedule === undefined || schedule.value.concurrency === Concurrency.FORBID || written.length === 0) return;
    yield {
      given: `concurrency ${schedule.value.concurrency} with data at ${listed(written)}`,
      allowed: 'but then two runs can write at the same time, even while one of them is being stopped',
      fix: 'Leave concurrency out, or mount the data read-only.',
    };
  },
});

const RETRY_TWIN = onPlan({
  code: 'JOB-RETRY-TWIN',
  severity: Severity.WARNING,
  means: 'retries of a job that writes to a claim: a second pod may start while the first is still ending',
  fix: 'leave `retries` out, or accept it',
  *check({ ask, claims }, facts) {
    const retries = (ask.schedule ?? ask.run)?.retries ?? 0;
    const written = writtenBy(claims);
    if (!isJob(ask) || retries <= 0 || written.length === 0 || !holdsAttached(ask, facts, claims)) return;
    yield {
      given: `retries: ${retries} with data at ${listed(written)}`,
      allowed: 'and when its pod is deleted, a second one starts while the first is still ending: both write for up to terminationGrace',
      fix: 'Leave retries out, or accept it with a reason.',
    };
  },
});

/** Nobody ends it: of scheduled jobs, `JOB-OVERLAPS` asks first what the next run does. */
const FOREVER = onAsk({
  code: 'JOB-FOREVER',
  severity: Severity.WARNING,
  means: 'a run that may hang for ever, because it has no deadline and no later run ends it',
  fix: 'set a `deadline`, or accept it',
  *check(app) {
    const { deadline, concurrency } = app.schedule ?? { ...app.run, concurrency: undefined };
    if (!isJob(app) || deadline === undefined || Number.isFinite(deadline.seconds)) return;
    if (isScheduled(app) && (concurrency === undefined || concurrency === Concurrency.REPLACE)) return;
    yield {
      given: 'a job without a deadline',
      allowed: 'and if it hangs, nothing ever ends it',
      fix: 'Set the longest time that it may take, or accept it with a reason.',
    };
  },
});

/** What delivers from Git creates what is missing (Flux, Kustomization, Recreating deleted resources; Argo CD with self-healing). */
const RUNS_AGAIN = onAsk({
  code: 'JOB-RUNS-AGAIN',
  severity: Severity.WARNING,
  means: 'a one-off job with a time to live: it is delivered and runs again whenever it was deleted',
  fix: 'leave `timeToLive` out, use a `ScheduledJob`, or accept it if a second run does no harm',
  *check({ run }) {
    const kept = run?.timeToLive?.seconds;
    if (kept === undefined || kept === Number.POSITIVE_INFINITY) return;
    yield {
      given: `a one-off job that is deleted ${formatSeconds(kept)} after its end`,
      allowed: 'but Flux then creates it again, and it runs again',
      fix: 'Leave timeToLive out, make it a ScheduledJob, or accept it with the reason why another run does no harm.',
    };
  },
});

/** A host path without a node. */
const HOST_PATH = onAsk({
  code: 'JOB-HOST-PATH',
  severity: Severity.ERROR,
  means: 'a host path in a job that names no node',
  fix: 'name the node, or use another volume',
  *check(app) {
    if (!isJob(app) || isBound(app)) return;
    for (const volume of app.volumes) {
      if (volume.kind !== VolumeKind.HOST_PATH || !isOfNode(volume)) continue;
      yield {
        given: `the host path ${volume.path}`,
        allowed: 'but the job names no node',
        fix: 'Name the node with a reason, say in onEveryNode why it is the same everywhere, or use Volume.data or Volume.nfs.',
      };
    }
  },
});

/** Data on one node, where the job would have to run. */
const LOCAL_STORAGE = onPlanInCluster({
  code: 'JOB-LOCAL-STORAGE',
  severity: Severity.ERROR,
  means: 'data on a node-local storage class in a job that names no node',
  fix: 'name the node, or use a replicated class',
  concerns: (app) => isJob(app) && app.volumes.some(isClaimed),
  *check({ ask, claims }, facts) {
    if (!isJob(ask) || isBound(ask)) return;
    for (const claim of claims) {
      if (classOf(facts, claim)?.nodeLocal !== true || claim.owner !== undefined) continue;
      yield {
        given: `${claim.volume.path} on the node-local class ${claim.storageClass}`,
        allowed: 'but the job names no node',
        fix: 'Name the node with a reason, or use a replicated class.',
      };
    }
  },
});

/** Rules about when jobs run, and how their runs affect each other. */
export const SCHEDULED_JOB_RULES: Rules = {
  ask: concerning(isJob, [INVALID, NEVER_DUE, TIME_ZONE_INVALID, TIMES_ABSURD, OVERLAPS, FOREVER, RUNS_AGAIN, HOST_PATH]),
  plan: [TWO_WRITERS, RETRY_TWIN, LOCAL_STORAGE],
};
