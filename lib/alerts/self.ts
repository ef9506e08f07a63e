import { JOB } from './jobs';
import { type Alert, AlertSeverity, type RuleGroup, series } from './rule';

/** The name of the alert that always fires: a dead-man receiver calls when it stops. As kube-prometheus calls it. */
export const WATCHDOG = 'Watchdog';

const TARGET_DOWN_SECONDS = 10 * 60;
const BROKEN_SECONDS = 15 * 60;
/** Jobs whose targets have better alerts of their own. */
const TOLD_ELSEWHERE = [JOB.API_SERVER];

const LOGS_OF_PROMETHEUS = 'kubectl get pods -A -l app.kubernetes.io/name=prometheus; then its logs';

/** Rules by which monitoring watches itself. */
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
    promise: 'It always fires: when the dead-man receiver hears it no longer, nobody is told of any failure.',
    wellWhile: 'vector(1)',
    cause: 'All is as it should be.',
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
    promise: 'Failures are told of: what these metrics would show stays unseen.',
    // None of them down; a label that they do not have is empty.
    wellWhile: { query: 'min(up{job="%s",namespace="%s",app="%s",node="%s"}) == 1', of: ['job', 'namespace', 'app', 'node'] },
    cause: 'It is down, or a NetworkPolicy or a firewall keeps Prometheus away.',
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
    summary: 'Rules of {{ $labels.rule_group }} cannot be evaluated.',
    promise: 'Failures are told of: those of this group are not.',
    wellWhile: {
      query: `sum(increase(${series('prometheus_rule_evaluation_failures_total', { job: JOB.PROMETHEUS, rule_group: '%s' })}[10m])) == 0`,
      of: ['rule_group'],
    },
    cause: 'Two series where a rule expects one, or Prometheus is out of memory.',
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
    promise: 'Failures are told of: some were not.',
    wellWhile: `${lost} == 0`,
    cause: 'A receiver cannot be reached, or its Secret is wrong.',
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
    summary: 'Prometheus goes on with an old configuration.',
    promise: 'Failures are told of: those of new apps are not.',
    wellWhile: `${loaded} == 1`,
    cause: 'A rule or the configuration is wrong; its log says which.',
    command: `kubectl -n ${namespace} logs -l app.kubernetes.io/name=prometheus --tail=50`,
    commandAnywhere: LOGS_OF_PROMETHEUS,
  };
}
