import { AlertSeverity } from '../../alerts/rule';
import { WATCHDOG } from '../../alerts/self';
import type { AlertReceivers, Heartbeat } from '../receiver';
import { type Fields, Matcher } from './tree';

const DEFAULT_HEARTBEAT_SECONDS = 300;
/** A dead-man receiver must be called often, whatever else is said to it. */
const HEARTBEAT_GROUP_SECONDS = 60;

/** Where alerts go, and how soon and how often people are told. */
export function route(alerts: AlertReceivers | undefined): Fields {
  return {
    // Of what no route knows: alerts of others, whose severities are others.
    receiver: alerts === undefined ? 'nobody' : 'warnings',
    // What falls together is one message: a dead node and the apps that it took along.
    group_by: ['severity'],
    routes: [
      ...(alerts?.heartbeat === undefined ? [] : [heartbeatRoute(alerts.heartbeat)]),
      { receiver: 'nobody', matchers: of(AlertSeverity.NONE) },
      { receiver: 'critical', matchers: of(AlertSeverity.CRITICAL), group_wait: '10s', group_interval: '1m', repeat_interval: '1h' },
      { receiver: 'warnings', matchers: of(AlertSeverity.WARNING), group_wait: '1m', group_interval: '5m', repeat_interval: '24h' },
    ],
  };
}

function of(severity: AlertSeverity): readonly Matcher[] {
  return [new Matcher('severity', '=', severity)];
}

function heartbeatRoute({ every }: Heartbeat): Fields {
  const seconds = every?.seconds ?? DEFAULT_HEARTBEAT_SECONDS;
  return {
    receiver: 'heartbeat',
    matchers: [new Matcher('alertname', '=', WATCHDOG)],
    group_wait: '0s',
    // The repetition is looked at once in the interval only.
    group_interval: `${Math.min(HEARTBEAT_GROUP_SECONDS, seconds)}s`,
    repeat_interval: `${seconds}s`,
  };
}

/** What need not be said while something else is. A label that both lack counts as equal, so each side names what it has. */
export function inhibitions(): readonly Fields[] {
  const ofAnApp = new Matcher('app', '!=', '');
  const nodeDown = new Matcher('alertname', '=', 'NodeDown');
  return [
    // Who is woken for an app need not hear of it by daylight too.
    {
      source_matchers: [...of(AlertSeverity.CRITICAL), ofAnApp],
      target_matchers: [...of(AlertSeverity.WARNING), ofAnApp],
      equal: ['cluster', 'namespace', 'app'],
    },
    // What is degraded while a node is down is well again when it is back.
    { source_matchers: [nodeDown], target_matchers: [new Matcher('alertname', '=', 'VolumeDegraded')], equal: ['cluster'] },
    // What is gone with its node comes back with it.
    {
      source_matchers: [nodeDown],
      target_matchers: [new Matcher('alertname', '=~', 'TargetDown|WitnessLost'), new Matcher('node', '!=', '')],
      equal: ['cluster', 'node'],
    },
  ];
}
