import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { type Alert, AlertSeverity } from '../lib/alerts/rule';
import { alertNames, EVERY_ALERT } from './every-alert';
import { list, mapping, WHOLE } from './panels';
import { of } from './queries';

/** Labels that say what an alert is about, in reading order. */
const ABOUT: readonly string[] = ['namespace', 'app', 'node', 'storage_pool', 'name', 'persistentvolumeclaim', 'job', 'rule_group'];

/**
 * What to do about each alert: `{label}` stands for the value of a label. Series of alerts have no annotations, so the command
 * is repeated here for people who see the dashboard before the message.
 */
export const WHAT_TO_DO: { readonly [alert: string]: string } = Object.fromEntries(
  [...alertNames(({ severity }) => severity !== AlertSeverity.NONE)]
    .sort((one, other) => (placed(one) < placed(other) ? -1 : 1))
    .map((name) => [name, todo(EVERY_ALERT.find(({ alert }) => alert === name) as Alert)]),
);

/** By name; one was put before its turn, and what is written stays the same. */
function placed(name: string): string {
  return name === 'StorageUnwatched' ? 'StorageP' : name;
}

/** Dashboards are the same for all clusters: what an alert says of one of them, its labels say of any. */
function todo({ command, commandAnywhere, labels }: Alert): string {
  const told = (commandAnywhere ?? command).replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, '{$1}');
  // The longest first: `some-app-namespace` has the name of the app in it.
  const byLength = Object.entries(labels).sort(([, one], [, other]) => other.length - one.length);
  return byLength.reduce((text, [label, value]) => text.replaceAll(value, `{${label}}`), told);
}

/** Alerts that fire, as series: each has the value 1. The one that always fires is none. */
export function firing(...matchers: readonly string[]): string {
  return of('ALERTS', 'alertstate="firing"', 'severity!="none"', ...matchers);
}

const SEVERITY = mapping({ critical: { text: 'Critical', color: 'red' }, warning: { text: 'Warning', color: 'orange' } });

/**
 * What fires, since when, and what to do. The alert's name and its labels are put together into one text, of which the
 * mapping of Grafana makes a command: its patterns have groups (packages/grafana-data, valueMappings.ts).
 */
export function alertList(alerts: readonly string[], ...which: readonly (readonly string[])[]): Builder<dashboard.Panel> {
  const since = which.map((matchers) => `${of('ALERTS_FOR_STATE', ...matchers)} and ignoring (alertstate) ${firing(...matchers)}`).join(' or ');
  const quoted = ABOUT.map((label) => `"${label}"`).join(', ');
  const joined = `label_join(label_join(${since}, "about", " ", ${quoted}), "todo", "|", "alertname", ${quoted})`;
  return list({
    title: 'Firing alerts',
    description: 'What to do first. The alert message says more: the promise at stake, and the likely cause.',
    nothing: 'No alert is firing.',
    span: WHOLE,
    height: 7,
    // Grafana counts in milliseconds.
    exprs: [`1000 * max by (cluster, severity, alertname, about, todo) (${joined})`],
    columns: [
      { from: 'severity', title: 'Severity', mappings: [SEVERITY], width: 80 },
      { from: 'alertname', title: 'Alert', width: 190 },
      { from: 'about', title: 'About', width: 220 },
      { from: 'Value', title: 'Since', unit: 'dateTimeFromNow', width: 120 },
      { from: 'todo', title: 'What to do', mappings: alerts.map(mappingOf) },
      { from: 'cluster', title: 'Cluster', width: 100 },
    ],
    sortBy: { column: 'Severity' },
  });
}

function mappingOf(alert: string): dashboard.ValueMapping {
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
