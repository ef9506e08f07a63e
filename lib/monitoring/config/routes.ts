import { AlertSeverity } from '../../alerts/rule';
import { WATCHDOG } from '../../alerts/self';
import type { AlertReceivers, Heartbeat, Receiver } from '../receiver';

// What goes to whom, in no form yet: Alertmanager's own, and that of the operator, have the same words by other names.

const DEFAULT_HEARTBEAT_SECONDS = 300;
/** A dead-man receiver must be called often, whatever else is said to it. */
const HEARTBEAT_GROUP_SECONDS = 60;

/** How soon, and how often, people are told. */
const TIMES = {
  critical: { wait: '10s', interval: '1m', repeat: '1h' },
  warnings: { wait: '1m', interval: '5m', repeat: '24h' },
};

/** Name of a label, how it is compared, and with what. */
export type Matcher = readonly [string, '=' | '!=' | '=~', string];

/** What need not be said while something else is. A label that both lack counts as equal, so each side names what it has. */
export const INHIBITIONS: readonly { readonly source: readonly Matcher[]; readonly target: readonly Matcher[]; readonly equal: readonly string[] }[] = [
  // Who is woken for an app need not hear of it by daylight too.
  {
    source: [
      ['severity', '=', AlertSeverity.CRITICAL],
      ['app', '!=', ''],
    ],
    target: [
      ['severity', '=', AlertSeverity.WARNING],
      ['app', '!=', ''],
    ],
    equal: ['cluster', 'namespace', 'app'],
  },
  // What is degraded while a node is down is well again when it is back.
  { source: [['alertname', '=', 'NodeDown']], target: [['alertname', '=', 'VolumeDegraded']], equal: ['cluster'] },
  // What is gone with its node comes back with it.
  {
    source: [['alertname', '=', 'NodeDown']],
    target: [
      ['alertname', '=~', 'TargetDown|WitnessLost'],
      ['node', '!=', ''],
    ],
    equal: ['cluster', 'node'],
  },
];

/** What falls together is one message: a dead node and the apps that it took along. */
export const GROUP_BY = ['severity'];

/** Where alerts with these labels go, and how often. Without times: as all do. */
export interface Route {
  readonly receiver: string;
  readonly matchers: readonly Matcher[];
  readonly times?: { readonly wait: string; readonly interval: string; readonly repeat: string };
}

/** Where alerts go of which no route knows: those of others, whose severities are others. */
export function rootReceiver(alerts: AlertReceivers | undefined): string {
  return alerts === undefined ? 'nobody' : 'warnings';
}

export function routesOf(alerts: AlertReceivers | undefined): readonly Route[] {
  const severity = (value: AlertSeverity): readonly Matcher[] => [['severity', '=', value]];
  return [
    ...(alerts?.heartbeat === undefined ? [] : [heartbeatRoute(alerts.heartbeat)]),
    { receiver: 'nobody', matchers: severity(AlertSeverity.NONE) },
    { receiver: 'critical', matchers: severity(AlertSeverity.CRITICAL), times: TIMES.critical },
    { receiver: 'warnings', matchers: severity(AlertSeverity.WARNING), times: TIMES.warnings },
  ];
}

function heartbeatRoute({ every }: Heartbeat): Route {
  const seconds = every?.seconds ?? DEFAULT_HEARTBEAT_SECONDS;
  // The repetition is looked at once in the interval only.
  const times = { wait: '0s', interval: `${Math.min(HEARTBEAT_GROUP_SECONDS, seconds)}s`, repeat: `${seconds}s` };
  return { receiver: 'heartbeat', matchers: [['alertname', '=', WATCHDOG]], times };
}

/** One receiver as a form has it: under which key, and what. */
export type Config = readonly [kind: string, config: unknown];

/** All that routes name, each with its configurations by the names of their kinds. */
export function receiversOf(
  alerts: AlertReceivers | undefined,
  configOf: (receiver: Receiver, urgent: boolean) => Config,
  heartbeatOf: (heartbeat: Heartbeat) => Config,
): readonly unknown[] {
  const critical = alerts?.critical ?? [];
  const named = (name: string, configs: readonly Config[]) => {
    const kinds: { [kind: string]: unknown[] } = {};
    for (const [kind, config] of configs) kinds[kind] = [...(kinds[kind] ?? []), config];
    return { name, ...kinds };
  };
  return [
    { name: 'nobody' },
    named(
      'critical',
      critical.map((receiver) => configOf(receiver, true)),
    ),
    named(
      'warnings',
      (alerts?.warnings ?? critical).map((receiver) => configOf(receiver, false)),
    ),
    ...(alerts?.heartbeat === undefined ? [] : [named('heartbeat', [heartbeatOf(alerts.heartbeat)])]),
  ];
}
