import { Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { formatSeconds } from '../../cluster/units';
import type { ResolvedApp } from '../ask/resolved';
import { Concurrency, type ScheduleProps } from '../ask/schedule';
import { isOfNode } from '../ask/volume/traits';
import { VolumeKind } from '../ask/volume/volume';
import { OtherWorkload } from '../ask/workload';
import { NUMBER_ABSURD } from '../model/records';
import { onAsk, onPlan, onPlanInCluster, type Rules } from '../model/rule';
import { isBound } from '../placement/group';
import { classOf } from '../storage/claims';
import { againstTimeZone, parseSchedule } from './schedule';
import { gapOf, holdsAttached, writtenBy } from './scheduled-job';

function isJob({ availabilityClass }: ResolvedApp): boolean {
  return availabilityClass === OtherWorkload.SCHEDULED_JOB;
}

const NO_SCHEDULE: ScheduleProps = { schedule: '' };

const INVALID = onAsk({
  code: 'SCHEDULE-INVALID',
  severity: Severity.ERROR,
  means: 'a schedule that Kubernetes refuses',
  fix: 'five fields, `@daily` and its like, or `@every 6h`',
  *check(app) {
    const { schedule } = app.schedule ?? NO_SCHEDULE;
    const parsed = isJob(app) ? parseSchedule(schedule) : undefined;
    if (parsed !== undefined && 'against' in parsed)
      yield { given: `the schedule "${schedule}"`, allowed: `but ${parsed.against}`, fix: 'Write it as Kubernetes reads it.' };
  },
});

const NEVER_DUE = onAsk({
  code: 'SCHEDULE-NEVER',
  severity: Severity.ERROR,
  means: 'a day that there is not',
  fix: 'mend the day or the month',
  *check(app) {
    const { schedule } = app.schedule ?? NO_SCHEDULE;
    const parsed = isJob(app) ? parseSchedule(schedule) : undefined;
    if (parsed !== undefined && 'schedule' in parsed && parsed.schedule.gap === undefined)
      yield { given: `the schedule "${schedule}"`, allowed: 'but there is no such day', fix: 'Mend the day or the month.' };
  },
});

const TIME_ZONE_INVALID = onAsk({
  code: 'TIME-ZONE-INVALID',
  severity: Severity.ERROR,
  means: 'no time zone of the IANA list',
  fix: 'write it like `Europe/Berlin`',
  *check({ schedule }) {
    const zone = schedule?.timeZone;
    const against = zone === undefined ? undefined : againstTimeZone(zone);
    if (against !== undefined) yield { given: `the time zone "${zone}"`, allowed: `but ${against}`, fix: 'Write it like Europe/Berlin.' };
  },
});

const TIMES_ABSURD = onAsk({
  ...NUMBER_ABSURD,
  *check({ schedule: props }) {
    if (props === undefined) return;
    const fix = 'Leave it out for the default.';
    if (props.deadline !== undefined && !(props.deadline.seconds >= 1))
      yield { given: `deadline of ${props.deadline.seconds} s`, allowed: 'but a run takes at least 1 s', fix };
    const late = props.startingDeadline?.seconds;
    // The controller looks every 10 s: with less, runs may get lost (kubernetes.io, CronJob, Starting Deadline).
    if (late !== undefined && !(late >= 10 && Number.isFinite(late)))
      yield { given: `startingDeadline of ${late} s`, allowed: 'but it is at least 10 s, and has an end', fix };
    const counts = { retries: props.retries, 'history.succeeded': props.history?.succeeded, 'history.failed': props.history?.failed };
    for (const [what, count] of Object.entries(counts)) {
      if (count === undefined || (Number.isInteger(count) && count >= 0 && count <= 100)) continue;
      yield { given: `${what}: ${count}`, allowed: 'but it is a whole number from 0 to 100', fix };
    }
  },
});

const OVERLAPS = onAsk({
  code: 'JOB-OVERLAPS',
  severity: Severity.WARNING,
  means: 'a run may take longer than the time to the next one, and `concurrency` does not say what is meant',
  fix: 'a shorter deadline, fewer runs, or say it',
  *check(app) {
    if (!isJob(app) || app.schedule === undefined) return;
    const gap = gapOf(app.schedule);
    const asked = app.schedule.deadline?.seconds;
    if (asked === undefined || gap === undefined || asked <= gap || app.schedule.concurrency !== undefined) return;
    yield {
      given: Number.isFinite(asked) ? `a run of up to ${formatSeconds(asked)}` : 'a run without a deadline',
      allowed: `but the next one may be due after ${formatSeconds(gap)}, and is left out then`,
      fix: 'Shorten the deadline, run it less often, or say in concurrency what is meant.',
    };
  },
});

const TWO_WRITERS = onPlan({
  code: 'JOB-TWO-WRITERS',
  severity: Severity.ERROR,
  means: 'runs at once that write to one claim',
  fix: 'leave `concurrency` out, or mount it read-only',
  *check({ ask, claims, schedule }) {
    const written = writtenBy(ask, claims);
    if (schedule === undefined || schedule.value.concurrency === Concurrency.FORBID || written.length === 0) return;
    yield {
      given: `concurrency ${schedule.value.concurrency} with data at ${listed(written)}`,
      allowed: 'but then two runs write it at once, the one that is being stopped among them',
      fix: 'Leave concurrency out, or mount the data read-only.',
    };
  },
});

const RETRY_TWIN = onPlan({
  code: 'JOB-RETRY-TWIN',
  severity: Severity.WARNING,
  means: 'retries of a job that writes to a claim: a second pod may start beside one that still ends',
  fix: 'leave `retries` out, or accept it',
  *check({ ask, claims }, facts) {
    const retries = ask.schedule?.retries ?? 0;
    const written = writtenBy(ask, claims);
    if (!isJob(ask) || retries <= 0 || written.length === 0 || !holdsAttached(ask, facts, claims)) return;
    yield {
      given: `retries: ${retries} with data at ${listed(written)}`,
      allowed: 'and when its pod is deleted, another one starts beside it while it ends: for up to terminationGrace both write',
      fix: 'Leave retries out, or accept it with a reason.',
    };
  },
});

/** A path of a node, and nobody says of which. */
const HOST_PATH = onAsk({
  code: 'JOB-HOST-PATH',
  severity: Severity.ERROR,
  means: 'a path of a node, and nothing says of which',
  fix: 'name the node, or use another volume',
  *check(app) {
    if (!isJob(app) || isBound(app)) return;
    for (const volume of app.volumes) {
      if (volume.kind !== VolumeKind.HOST_PATH || !isOfNode(volume)) continue;
      yield {
        given: `the host path ${volume.path}`,
        allowed: 'but nothing says on which node',
        fix: 'Name the node with a reason, say in onEveryNode why it is the same everywhere, or use Volume.data or Volume.nfs.',
      };
    }
  },
});

/** Data of one node, which the job would have to come to. */
const LOCAL_STORAGE = onPlanInCluster({
  code: 'JOB-LOCAL-STORAGE',
  severity: Severity.ERROR,
  means: 'data on one node, and nothing says on which',
  fix: 'name the node, or a replicated class',
  concerns: (app) => isJob(app) && app.volumes.some(({ kind }) => kind === VolumeKind.DATA),
  *check({ ask, claims }, facts) {
    if (!isJob(ask) || isBound(ask)) return;
    for (const claim of claims) {
      if (classOf(facts, claim)?.nodeLocal !== true || claim.owner !== undefined) continue;
      yield {
        given: `${claim.volume.path} on the node-local class ${claim.storageClass}`,
        allowed: 'but nothing says on which node',
        fix: 'Name the node with a reason, or use a replicated class.',
      };
    }
  },
});

/** When jobs run, and what their runs do to each other. */
export const SCHEDULED_JOB_RULES: Rules = {
  ask: [INVALID, NEVER_DUE, TIME_ZONE_INVALID, TIMES_ABSURD, OVERLAPS, HOST_PATH],
  plan: [TWO_WRITERS, RETRY_TWIN, LOCAL_STORAGE],
};
