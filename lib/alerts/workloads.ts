import { OtherWorkload } from '../availability/classes';
import type { Plan } from '../availability/plan';
import { appLabels } from './apps';
import { type Alert, AlertSeverity, type RuleGroup, series } from './rule';

/** The controller looks at all CronJobs at least once in ten seconds (kubernetes pkg/controller/cronjob); the rest is a control plane that comes back. */
const LATE_SECONDS = 15 * 60;
/** A pull of a big image on a slow line. */
const AGENT_MISSING_SECONDS = 15 * 60;

/** Rules of a job or an agent. Undefined for apps of the three classes. */
export function workloadRules(plan: Plan): RuleGroup | undefined {
  const { namespace, app } = appLabels(plan);
  switch (plan.ask.availabilityClass) {
    case OtherWorkload.SCHEDULED_JOB:
      return { name: `job-${namespace}-${app}`, rules: [failed(plan), ...late(plan)] };
    case OtherWorkload.NODE_AGENT:
      return { name: `agent-${namespace}-${app}`, rules: [missing(plan)] };
    default:
      return undefined;
  }
}

/** Until a later run ends well: what is over and mended wakes nobody. */
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
    promise: `It runs at ${plan.schedule?.value.schedule ?? 'its times'} ${plan.schedule?.value.timeZone ?? ''}: this run did nothing, or not all.`,
    wellWhile: `(${succeeded} or vector(0)) >= (${begun} or vector(0))`,
    cause: 'The program ended with an error, or took longer than its deadline.',
    command: `kubectl -n ${namespace} logs -l app.kubernetes.io/name=${app} --tail=50`,
  };
}

function late(plan: Plan): Alert[] {
  if (plan.schedule?.value.suspend === true) return [];
  const { namespace, app } = appLabels(plan);
  const overdue = `time() - max(${series('kube_cronjob_next_schedule_time', { namespace, cronjob: app })})`;
  return [
    {
      alert: 'JobLate',
      expr: `${overdue} > ${LATE_SECONDS}`,
      forSeconds: 0,
      severity: AlertSeverity.WARNING,
      labels: appLabels(plan),
      summary: `${namespace}/${app} should have run.`,
      promise: `It runs at ${plan.schedule?.value.schedule ?? 'its times'} ${plan.schedule?.value.timeZone ?? ''}.`,
      wellWhile: `${overdue} <= 0`,
      cause: 'The run before it has not ended, or the control plane starts no jobs.',
      command: `kubectl -n ${namespace} describe cronjob ${app}`,
    },
  ];
}

/** Agents of nodes that are down are not counted: those have an alert. */
function missing(plan: Plan): Alert {
  const { namespace, app } = appLabels(plan);
  const of = { namespace, daemonset: app };
  const absent = `max(${series('kube_daemonset_status_desired_number_scheduled', of)}) - max(${series('kube_daemonset_status_number_available', of)})`;
  const down = '(count(kube_node_status_condition{condition="Ready",status="true"} == 0) or vector(0))';
  return {
    alert: 'NodeAgentMissing',
    expr: `${absent} > ${down}`,
    forSeconds: AGENT_MISSING_SECONDS,
    severity: AlertSeverity.WARNING,
    labels: appLabels(plan),
    summary: `${namespace}/${app} does not run on every node that is up.`,
    promise: 'One on each of its nodes.',
    wellWhile: `${absent} <= ${down}`,
    cause: 'A new version does not start, or a node has no room for it.',
    command: `kubectl -n ${namespace} get pods -o wide -l app.kubernetes.io/name=${app}`,
  };
}
