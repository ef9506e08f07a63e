import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { list, mapping, WHOLE } from './panels';
import { of } from './queries';

/** Labels by which alerts say what they are about, in the order in which they are read. */
const ABOUT: readonly string[] = ['namespace', 'app', 'node', 'storage_pool', 'name', 'persistentvolumeclaim', 'job', 'rule_group'];

/**
 * What to do about each alert: `{label}` stands for what its label says. Series of alerts have no annotations, so it is said
 * here again, for whoever looks at the dashboard before the message.
 */
export const WHAT_TO_DO: { readonly [alert: string]: string } = {
  AlertsNotDelivered: 'kubectl get pods -A -l app.kubernetes.io/name=alertmanager; then its logs',
  ApiServerDown: 'kubectl get --raw /readyz?verbose; then look at the servers',
  AppRestarting: 'kubectl -n {namespace} describe pods -l app.kubernetes.io/name={app}',
  ConfigNotLoaded: 'kubectl get pods -A -l app.kubernetes.io/name=prometheus; then its logs',
  HighlyAvailableBelowBudget: 'kubectl -n {namespace} get pods -o wide -l app.kubernetes.io/name={app}',
  HighlyAvailableDown: 'kubectl -n {namespace} get pods -o wide -l app.kubernetes.io/name={app}',
  HighlyAvailableOnOneNode: 'kubectl -n {namespace} rollout restart deployment,statefulset -l app.kubernetes.io/name={app}',
  JobFailed: 'kubectl -n {namespace} logs -l app.kubernetes.io/name={app} --tail=50',
  JobLate: 'kubectl -n {namespace} describe cronjob {app}',
  MonitoringNodeAtRisk: 'kubectl describe node {node}',
  NodeAgentMissing: 'kubectl -n {namespace} get pods -o wide -l app.kubernetes.io/name={app}',
  NodeDiskFilling: 'ssh {node} df -h',
  NodeDown: 'kubectl describe node {node}',
  NodeMemoryShort: 'kubectl get pods -A -o wide --field-selector spec.nodeName={node}; kubectl top pods -A --sort-by=memory',
  RulesFail: 'kubectl get pods -A -l app.kubernetes.io/name=prometheus; then its logs',
  SinglePodDown: 'kubectl -n {namespace} describe pods -l app.kubernetes.io/name={app}',
  StateBackupTooOld: 'kubectl get etcdsnapshotfiles; or look at the timer on the server',
  StorageUnwatched: 'kubectl -n piraeus-datastore get pods -o wide',
  StoragePoolFilling: 'kubectl -n piraeus-datastore exec deploy/linstor-controller -- linstor storage-pool list',
  TargetDown: 'kubectl -n monitoring port-forward service/prometheus 9090, then http://localhost:9090/targets',
  VolumeDegraded: 'kubectl -n piraeus-datastore exec deploy/linstor-controller -- linstor resource list --resources {name}',
  VolumeFilling: 'kubectl -n {namespace} get pvc {persistentvolumeclaim}',
  VolumeWithoutQuorum: 'kubectl -n piraeus-datastore exec deploy/linstor-controller -- linstor resource list --resources {name}',
  WitnessLost: 'kubectl -n piraeus-datastore exec deploy/linstor-controller -- linstor node list',
};

/** Alerts that fire, as series: each has the value 1. The one that always fires is none. */
export function firing(...matchers: readonly string[]): string {
  return of('ALERTS', 'alertstate="firing"', 'severity!="none"', ...matchers);
}

const SEVERITY = mapping({ page: { text: 'Page', color: 'red' }, warning: { text: 'Warning', color: 'orange' } });

/**
 * What fires, since when, and what to do. The alert's name and its labels are put together into one text, of which the
 * mapping of Grafana makes a command: its patterns have groups (packages/grafana-data, valueMappings.ts).
 */
export function alertList(alerts: readonly string[], ...which: readonly (readonly string[])[]): Builder<dashboard.Panel> {
  const since = which.map((matchers) => `${of('ALERTS_FOR_STATE', ...matchers)} and ignoring (alertstate) ${firing(...matchers)}`).join(' or ');
  const quoted = ABOUT.map((label) => `"${label}"`).join(', ');
  const joined = `label_join(label_join(${since}, "about", " ", ${quoted}), "todo", "|", "alertname", ${quoted})`;
  return list({
    title: 'Alerts that fire',
    description: 'What to do first. The message of an alert says more: what was promised, and the likely cause.',
    nothing: 'No alert fires.',
    span: WHOLE,
    height: 7,
    // Grafana counts in milliseconds.
    exprs: [`1000 * max by (cluster, severity, alertname, about, todo) (${joined})`],
    columns: [
      { from: 'severity', title: 'Severity', mappings: [SEVERITY], width: 80 },
      { from: 'alertname', title: 'Alert', width: 190 },
      { from: 'about', title: 'About', width: 220 },
      { from: 'Value', title: 'Since', unit: 'dateTimeFromNow', width: 120 },
      { from: 'todo', title: 'What to do', mappings: alerts.map(command) },
      { from: 'cluster', title: 'Cluster', width: 100 },
    ],
    sortBy: { column: 'Severity' },
  });
}

function command(alert: string): dashboard.ValueMapping {
  const text = WHAT_TO_DO[alert];
  if (text === undefined) throw new Error(`Nobody says what to do about ${alert}.`);
  return {
    type: dashboard.MappingType.RegexToText,
    options: {
      pattern: [alert, ...ABOUT.map(() => '([^|]*)')].join('\\|'),
      result: { text: text.replace(/\{(\w+)\}/g, (_, label: string) => `$${ABOUT.indexOf(label) + 1}`) },
    },
  };
}
