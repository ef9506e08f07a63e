import type { Plan } from '../../availability/model/plan';
import type { CronJobSpec, PodTemplateSpec } from '../../kubernetes/plain';

/**
 * The CronJob of a job, around its pod.
 *
 * The pod is never restarted in place: a failed pod stays for inspection, and the next one may run on another node.
 */
export function renderCronJob(plan: Plan, pod: PodTemplateSpec): CronJobSpec {
  const planned = plan.schedule?.value;
  if (planned === undefined) throw new Error(`no schedule in the plan of ${plan.ask.path}`);
  const { succeeded, failed } = planned.history;
  const jobSpec = {
    backoffLimit: planned.retries,
    ...(planned.deadline === undefined ? {} : { activeDeadlineSeconds: planned.deadline }),
    ...(planned.ignoresDisruptions
      ? { podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }] } }
      : {}),
    ...(planned.over === undefined ? {} : { podReplacementPolicy: planned.over }),
    template: { ...pod, spec: { ...pod.spec, restartPolicy: 'Never', containers: pod.spec?.containers ?? [] } },
  };
  return {
    schedule: planned.schedule,
    timeZone: planned.timeZone,
    concurrencyPolicy: planned.concurrency,
    suspend: planned.suspend,
    ...(planned.startingDeadline === undefined ? {} : { startingDeadlineSeconds: planned.startingDeadline }),
    ...(succeeded === undefined ? {} : { successfulJobsHistoryLimit: succeeded }),
    ...(failed === undefined ? {} : { failedJobsHistoryLimit: failed }),
    jobTemplate: { spec: jobSpec },
  };
}
