import type { Plan } from '../../availability/model/plan';
import type { PlannedSchedule } from '../../availability/model/schedule';
import type { CronJobSpec, JobSpec, PodTemplateSpec } from '../../kubernetes/plain';

/** The Job of a one-off job, around its pod. */
export function renderJob(plan: Plan, pod: PodTemplateSpec): JobSpec {
  const planned = plannedOf(plan);
  return { ...(planned.suspend ? { suspend: true } : {}), ...runSpec(planned, pod) };
}

/**
 * What each run is: a Job.
 *
 * The pod is never restarted in place: a failed pod stays for inspection, and the next one may run on another node.
 */
function runSpec(planned: PlannedSchedule, pod: PodTemplateSpec): JobSpec {
  return {
    backoffLimit: planned.retries,
    ...(planned.deadline === undefined ? {} : { activeDeadlineSeconds: planned.deadline }),
    ...(planned.ignoresDisruptions
      ? { podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }] } }
      : {}),
    ...(planned.over === undefined ? {} : { podReplacementPolicy: planned.over }),
    ...(planned.timeToLive === undefined ? {} : { ttlSecondsAfterFinished: planned.timeToLive }),
    template: { ...pod, spec: { ...pod.spec, restartPolicy: 'Never', containers: pod.spec?.containers ?? [] } },
  };
}

function plannedOf(plan: Plan): PlannedSchedule {
  if (plan.schedule === undefined) throw new Error(`no schedule in the plan of ${plan.ask.path}`);
  return plan.schedule.value;
}

/** The CronJob of a scheduled job, around its pod. */
export function renderCronJob(plan: Plan, pod: PodTemplateSpec): CronJobSpec {
  const planned = plannedOf(plan);
  const { succeeded, failed } = planned.history;
  return {
    schedule: planned.schedule ?? '',
    timeZone: planned.timeZone,
    concurrencyPolicy: planned.concurrency,
    suspend: planned.suspend,
    ...(planned.startingDeadline === undefined ? {} : { startingDeadlineSeconds: planned.startingDeadline }),
    ...(succeeded === undefined ? {} : { successfulJobsHistoryLimit: succeeded }),
    ...(failed === undefined ? {} : { failedJobsHistoryLimit: failed }),
    jobTemplate: { spec: runSpec(planned, pod) },
  };
}
