import { OtherWorkload } from '../availability/ask/workload';
import type { Plan } from '../availability/model/plan';
import { appLabels } from './apps';
import { JOB } from './jobs';
import { type Alert, AlertSeverity, anyOf, type RuleGroup, seconds, series } from './rule';

/** The controller checks all CronJobs at least every ten seconds (kubernetes pkg/controller/cronjob); the rest covers a control plane that recovers. */
const LATE_SECONDS = 15 * 60;
/** Pulling a big image over a slow link. */
const AGENT_MISSING_SECONDS = 15 * 60;

/** Rules of a job or an agent. Undefined for apps of the three classes. */
export function workloadRules(plan: Plan): RuleGroup | undefined {
  const { namespace, app } = appLabels(plan);
  switch (plan.ask.availabilityClass) {
    case OtherWorkload.SCHEDULED_JOB:
      return { kind: 'job', name: `job/${namespace}/${app}`, rules: plan.schedule?.value.suspend === true ? [] : [failed(plan), late(plan)] };
    case OtherWorkload.ONE_OFF_JOB:
      return { kind: 'job', name: `job/${namespace}/${app}`, rules: [failedOnce(plan)] };
    case OtherWorkload.NODE_AGENT:
      return { kind: 'agent', name: `agent/${namespace}/${app}`, rules: [missing(plan)] };
    default:
      return undefined;
  }
}

/** Until a later run succeeds: nobody needs to hear about a failure that is over. */
function failed(plan: Plan): Alert {
  const { namespace, app } = appLabels(plan);
  const runs = `namespace="${namespace}",job_name=~"${app}-[0-9]+"`;
  const begun = `max(kube_job_status_start_time{${runs}} and on (job_name) (kube_job_failed{${runs},condition="true"} == 1))`;
  const succeeded = `max(${series('kube_cronjob_status_last_successful_time', { namespace, cronjob: app })})`;
  return {
    alert: 'JobFailed',
    expr: `${begun} > (${succeeded} or vector(0))`,
    forSeconds: 0,
    severity: AlertSeverity.WARNING,
    labels: appLabels(plan),
    summary: `The last run of ${namespace}/${app} failed.`,
    promise: `It runs at ${plan.schedule?.value.schedule ?? 'its times'} ${plan.schedule?.value.timeZone ?? ''}: this run did nothing, or not everything.`,
    wellWhile: `(${succeeded} or vector(0)) >= (${begun} or vector(0))`,
    cause: 'The program exited with an error, or exceeded its deadline.',
    command: `kubectl -n ${namespace} logs -l app.kubernetes.io/name=${app} --tail=50`,
  };
}

/** Until it is replaced or deleted. */
function failedOnce(plan: Plan): Alert {
  const { namespace, app } = appLabels(plan);
  const broken = `max(${series('kube_job_failed', { namespace, job_name: app, condition: 'true' })})`;
  return {
    alert: 'JobFailed',
    expr: `${broken} == 1`,
    forSeconds: 0,
    severity: AlertSeverity.WARNING,
    labels: appLabels(plan),
    summary: `The only run of ${namespace}/${app} failed.`,
    promise: 'It runs once to its end: it did nothing, or not everything.',
    wellWhile: `(${broken} or vector(0)) == 0`,
    cause: 'The program exited with an error, its node died, or it exceeded its deadline.',
    command: `kubectl -n ${namespace} logs -l app.kubernetes.io/name=${app} --tail=50`,
  };
}

/** Also if the CronJob is missing, as far as is known. */
function late(plan: Plan): Alert {
  const { namespace, app } = appLabels(plan);
  const next = series('kube_cronjob_next_schedule_time', { namespace, cronjob: app });
  const overdue = `time() - max(${next})`;
  const known = series('up', { job: JOB.KUBE_STATE_METRICS });
  return {
    alert: 'JobLate',
    expr: `${overdue} > ${LATE_SECONDS} or on () (max(absent(${next})) and on () min_over_time(${known}[${seconds(LATE_SECONDS)}]) == 1)`,
    forSeconds: 0,
    severity: AlertSeverity.WARNING,
    labels: appLabels(plan),
    summary: `${namespace}/${app} has not run on schedule.`,
    promise: `It runs at ${plan.schedule?.value.schedule ?? 'its times'} ${plan.schedule?.value.timeZone ?? ''}.`,
    wellWhile: `${overdue} <= 0`,
    cause: 'The previous run has not ended, the control plane starts no jobs, or the CronJob is missing.',
    command: `kubectl -n ${namespace} describe cronjob ${app}`,
  };
}

/** Does not count nodes that are down: they have their own alert. An agent that runs nowhere is missing on every node. */
function missing(plan: Plan): Alert {
  const { namespace, app } = appLabels(plan);
  const nodes = anyOf(plan.placement.value.nodes ?? []);
  const up = `kube_node_status_condition{node=~${nodes},condition="Ready",status="true"} == 1`;
  const pods = series('kube_pod_info', { namespace, created_by_kind: 'DaemonSet', created_by_name: app });
  const served = `(${pods} and on (namespace, pod) (${series('kube_pod_status_ready', { namespace, condition: 'true' })} == 1))`;
  const bare = `count((${up}) unless on (node) ${served})`;
  return {
    alert: 'NodeAgentMissing',
    expr: `${bare} > 0`,
    forSeconds: AGENT_MISSING_SECONDS,
    severity: AlertSeverity.WARNING,
    labels: appLabels(plan),
    summary: `${namespace}/${app} is missing on a node that is up.`,
    promise: 'Broken: one pod on each of its nodes.',
    wellWhile: `count((${up}) and on (node) ${served}) >= count(${up})`,
    cause: 'A new version fails to start, or a node has no room for it.',
    command: `kubectl -n ${namespace} get pods -o wide -l app.kubernetes.io/name=${app}`,
  };
}
