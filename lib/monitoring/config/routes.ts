import { AlertSeverity } from '../../alerts/rule';
import { WATCHDOG } from '../../alerts/self';
import type { AlertReceivers, Heartbeat } from '../receiver';
import { type Fields, Matcher } from './tree';

const DEFAULT_HEARTBEAT_SECONDS = 300;
/** The heartbeat receiver must be called often. */
const HEARTBEAT_GROUP_SECONDS = 60;

/** Where alerts go, how soon, and how often. */
export function route(alerts: AlertReceivers | undefined): Fields {
  return {
    // For alerts from elsewhere, with severities that no route matches.
    receiver: alerts === undefined ? 'nobody' : 'warnings',
    // What fails together is one message: a dead node and its apps.
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
    // Alertmanager checks repetitions only once per interval.
    group_interval: `${Math.min(HEARTBEAT_GROUP_SECONDS, seconds)}s`,
    repeat_interval: `${seconds}s`,
  };
}

/** Alerts that others make redundant. A label that both sides lack counts as equal, so each side matches on the labels it has. */
export function inhibitions(): readonly Fields[] {
  const ofAnApp = new Matcher('app', '!=', '');
  const nodeDown = new Matcher('alertname', '=', 'NodeDown');
  return [
    // A critical alert of an app makes its warnings redundant.
    {
      source_matchers: [...of(AlertSeverity.CRITICAL), ofAnApp],
      target_matchers: [...of(AlertSeverity.WARNING), ofAnApp],
      equal: ['cluster', 'namespace', 'app'],
    },
    // What is degraded while a node is down recovers when it is back.
    { source_matchers: [nodeDown], target_matchers: [new Matcher('alertname', '=', 'VolumeDegraded')], equal: ['cluster'] },
    // What went down with its node comes back with it.
    {
      source_matchers: [nodeDown],
      target_matchers: [new Matcher('alertname', '=~', 'TargetDown|WitnessLost'), new Matcher('node', '!=', '')],
      equal: ['cluster', 'node'],
    },
  ];
}
