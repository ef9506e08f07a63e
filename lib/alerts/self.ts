import { JOB } from './jobs';
import { type Alert, AlertSeverity, type RuleGroup, series } from './rule';

/** The alert that always fires; the heartbeat receiver raises the alarm when it stops. Named as in kube-prometheus. */
export const WATCHDOG = 'Watchdog';

const TARGET_DOWN_SECONDS = 10 * 60;
const BROKEN_SECONDS = 15 * 60;
/** Jobs whose targets have more specific alerts. */
const TOLD_ELSEWHERE = [JOB.API_SERVER];

const LOGS_OF_PROMETHEUS = 'kubectl get pods -A -l app.kubernetes.io/name=prometheus; then its logs';

/** Rules that let monitoring watch itself. */
export function selfRules(namespace: string): RuleGroup {
  return {
    kind: 'monitoring',
    name: 'monitoring',
    rules: [watchdog(), targetDown(namespace), rulesFail(namespace), notDelivered(namespace), notReloaded(namespace)],
  };
}

function watchdog(): Alert {
  return {
    alert: WATCHDOG,
    expr: 'vector(1)',
    forSeconds: 0,
    severity: AlertSeverity.NONE,
    labels: {},
    summary: 'Monitoring is alive.',
    promise: "It always fires (a dead man's switch): if the heartbeat receiver stops hearing it, no failure raises an alert any more.",
    wellWhile: 'vector(1)',
    cause: 'Everything works.',
    command: 'none',
  };
}

function targetDown(namespace: string): Alert {
  const others = `job!~"${TOLD_ELSEWHERE.join('|')}"`;
  return {
    alert: 'TargetDown',
    expr: `count by (job, namespace, app, node) (up{${others}} == 0)`,
    forSeconds: TARGET_DOWN_SECONDS,
    severity: AlertSeverity.WARNING,
    labels: {},
    summary: 'Prometheus gets no metrics from {{ $labels.job }}{{ with $labels.app }} {{ . }}{{ end }}{{ with $labels.node }} on {{ . }}{{ end }}.',
    promise: 'Broken: failures raise alerts. Those that these metrics show do not.',
    // None of them is down; a missing label is empty.
    wellWhile: { query: 'min(up{job="%s",namespace="%s",app="%s",node="%s"}) == 1', of: ['job', 'namespace', 'app', 'node'] },
    cause: 'It is down, or a NetworkPolicy or firewall blocks Prometheus.',
    // Its page of targets says why.
    command: `kubectl -n ${namespace} port-forward service/prometheus 9090, then http://localhost:9090/targets`,
  };
}

function rulesFail(namespace: string): Alert {
  const failures = `sum by (rule_group) (increase(${series('prometheus_rule_evaluation_failures_total', { job: JOB.PROMETHEUS })}[10m]))`;
  return {
    alert: 'RulesFail',
    expr: `${failures} > 0`,
    forSeconds: BROKEN_SECONDS,
    severity: AlertSeverity.WARNING,
    labels: {},
    summary: 'Prometheus cannot evaluate the rules in {{ $labels.rule_group }}.',
    promise: 'Broken: failures raise alerts. Those in this group do not.',
    wellWhile: {
      query: `sum(increase(${series('prometheus_rule_evaluation_failures_total', { job: JOB.PROMETHEUS, rule_group: '%s' })}[10m])) == 0`,
      of: ['rule_group'],
    },
    cause: 'A rule finds two series where it expects one, or Prometheus is out of memory.',
    command: `kubectl -n ${namespace} logs -l app.kubernetes.io/name=prometheus --tail=50`,
    commandAnywhere: LOGS_OF_PROMETHEUS,
  };
}

function notDelivered(namespace: string): Alert {
  const dropped = `sum(increase(${series('prometheus_notifications_dropped_total', { job: JOB.PROMETHEUS })}[10m]))`;
  const failed = `sum(increase(${series('alertmanager_notifications_failed_total', { job: JOB.ALERTMANAGER })}[10m]))`;
  const lost = `((${dropped} or vector(0)) + (${failed} or vector(0)))`;
  return {
    alert: 'AlertsNotDelivered',
    expr: `${lost} > 0`,
    forSeconds: BROKEN_SECONDS,
    severity: AlertSeverity.WARNING,
    labels: {},
    summary: 'Alerts do not reach their receivers.',
    promise: 'Broken: alerts reach their receivers. Some did not.',
    wellWhile: `${lost} == 0`,
    cause: 'A receiver is unreachable, or its Secret is wrong.',
    command: `kubectl -n ${namespace} logs -l app.kubernetes.io/name=alertmanager --tail=50`,
    commandAnywhere: 'kubectl get pods -A -l app.kubernetes.io/name=alertmanager; then its logs',
  };
}

function notReloaded(namespace: string): Alert {
  const loaded = `min(${series('prometheus_config_last_reload_successful', { job: JOB.PROMETHEUS })})`;
  return {
    alert: 'ConfigNotLoaded',
    expr: `${loaded} == 0`,
    forSeconds: BROKEN_SECONDS,
    severity: AlertSeverity.WARNING,
    labels: {},
    summary: 'Prometheus still runs with an old configuration.',
    promise: 'Broken: failures raise alerts. Those of new apps do not.',
    wellWhile: `${loaded} == 1`,
    cause: 'A rule or the configuration is invalid; the log says which.',
    command: `kubectl -n ${namespace} logs -l app.kubernetes.io/name=prometheus --tail=50`,
    commandAnywhere: LOGS_OF_PROMETHEUS,
  };
}
