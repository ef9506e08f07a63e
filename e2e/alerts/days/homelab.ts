// Days of the homelab, written down by hand: what happens, and what must be told of.
import { NodeRole } from '../../../lib';
import { START } from '../series';
import type { Subject } from '../subjects';
import type { Test } from '../test-file';
import { DAY, Day, type Expected } from './day';
import { healthy, isReplicated, type Places, volumeName } from './world';

const PLACES: Places = { sonarr: 'mirror', radarr: 'mirror', plex: 'mirror', 'home-assistant': 'mirror', lidarr: 'prod', opencloud: 'prod' };

const WATCHDOG: Expected = { alert: 'Watchdog', severity: 'none', from: '00:00', to: '24:00', labels: {} };

const available = (app: string) => ['_replicas_available{', `namespace="${app}"`];
const ofApp = (app: string) => ({ namespace: app, app });

/** Nothing happens at all. */
export function quietDay(homelab: Subject): Test {
  return new Day(healthy(homelab, PLACES), DAY).test('a day on which nothing happens', homelab, [WATCHDOG]);
}

/** All that its owner does on a day, and all that heals by itself: nobody hears of it. */
export function busyDay(homelab: Subject): Test {
  const day = new Day(healthy(homelab, PLACES), DAY)
    // A new version of a single pod: the old one ends before the new one starts.
    .when('08:00', '08:02', available('sonarr'), 0)
    // One pod after the other.
    .when('08:10', '08:12', available('traefik'), 1)
    .when('08:13', '08:15', available('traefik'), 1)
    // A pinned app starts slowly.
    .when('08:20', '08:30', available('zwave-js-ui'), 0)
    // Agents are replaced node by node.
    .when('08:40', '08:50', ['kube_pod_status_ready', 'node-exporter-on-prod'], 0)
    // An image of 6 GB, where 15 are left of 60.
    .when('09:00', '24:00', ['node_filesystem_avail_bytes', 'node="load"'], 9e9)
    // prod is drained, and reboots in 90 s; what it held is copied again.
    .when('11:00', '11:03', available('lidarr'), 0)
    .when('11:00', '11:04', available('opencloud'), 0)
    .when('11:10', '11:11:30', ['up{', 'node="prod"'], 0)
    .when('11:10', '11:11:30', ['job="drbd"', 'node="prod"', 'drbd_'], undefined)
    .when('11:10', '11:11:30', ['job="node-exporter"', 'node="prod"', 'node_'], undefined)
    .when('11:11', '11:12', ['kube_node_status_condition', 'node="prod"', 'status="true"'], 0)
    .when('11:11', '11:12', ['kube_pod_status_ready', 'node-exporter-on-prod'], 0)
    .when('11:11:30', '11:20', ['drbd_device_state="UpToDate"', 'node="prod"'], 0)
    .when('11:11:30', '11:20', ['drbd_device_state="Inconsistent"', 'node="prod"'], 1)
    // load, the only server and the only way in: 100 s, while its satellite is away for three minutes.
    .when('12:00', '12:02', ['up{', 'node="load"'], 0)
    .when('12:00', '12:01:30', ['up{', 'job="kubernetes-api"'], 0)
    .when('12:00', '12:02:30', available('traefik'), 0)
    .when('12:00', '12:02', ['job="node-exporter"', 'node="load"', 'node_'], undefined)
    .when('12:00', '12:02', ['cluster_state_backup'], undefined)
    .when('12:00', '12:03', ['linstor_node_state', 'node="load"'], 0)
    // kube-state-metrics restarts, and knows nothing at first.
    .when('13:00', '13:02', ['job="kube-state-metrics"', 'kube_'], undefined)
    .when('13:00', '13:01:30', ['up{', 'job="kube-state-metrics"'], 0)
    // Prometheus restarts: nobody asks.
    .when('14:00', '14:02', ['{'], null)
    // Alertmanager restarts: what is sent to it meanwhile is lost.
    .when('15:00', '15:01:30', ['up{', 'job="alertmanager"'], 0)
    .when('15:00', '15:01:30', ['prometheus_notifications_dropped_total'], (second) => (second - 15 * 3600) / 30 + 1)
    .when('15:01:30', '24:00', ['prometheus_notifications_dropped_total'], 4)
    // An app is killed three times in an hour, because memory is short.
    .when('16:00', '16:20', ['restarts_total', 'container="home-assistant"'], 2)
    .when('16:20', '16:40', ['restarts_total', 'container="home-assistant"'], 3)
    .when('16:40', '24:00', ['restarts_total', 'container="home-assistant"'], 4)
    // A household line that is gone for a minute.
    .when('17:00', '17:01', ['up{', 'node="mirror"'], 0)
    .when('17:00', '17:01', ['job="drbd"', 'node="mirror"', 'drbd_'], undefined)
    .when('17:00', '17:01', ['kubelet_volume', 'node="mirror"'], undefined);
  return day.test('a day of rollouts, drains and restarts', homelab, [WATCHDOG]);
}

/** Nearly everything goes wrong that can; until 20:00, for then the node of monitoring dies. */
export function badDay(homelab: Subject): Test {
  const day = new Day(healthy(homelab, PLACES), 20 * 3600)
    // mirror dies at two and is back at 02:40. The control plane misses it 45 s later, the exporters at once.
    .when('02:00', '02:40', ['up{', 'node="mirror"'], 0)
    .when('02:00', '02:40', ['node_', 'job="node-exporter"', 'node="mirror"'], undefined)
    .when('02:00', '02:40', ['kubelet_volume', 'node="mirror"'], undefined)
    .when('02:00', '02:40', ['drbd_', 'node="mirror"'], undefined)
    .when('02:40', '02:50', ['drbd_device_state="UpToDate"', 'node="mirror"'], 0)
    .when('02:40', '02:50', ['drbd_device_state="Inconsistent"', 'node="mirror"'], 1)
    .when('02:00:30', '02:40', ['linstor_node_state', 'node="mirror"'], 0)
    .when('02:01', '02:41', ['kube_node_status_condition', 'node="mirror"', 'status="true"'], 0)
    .when('02:01', '02:41', ['kube_node_status_condition', 'node="mirror"', 'status="unknown"'], 1)
    .when('02:01', '02:42', ['kube_pod_status_ready', 'node-exporter-on-mirror'], 0)
    // sonarr, plex and home-assistant are back on prod in time, radarr hangs on its volume; two are bound to mirror.
    .when('02:01', '02:05', available('sonarr'), 0)
    .when('02:01', '02:05', available('plex'), 0)
    .when('02:01', '02:05', available('home-assistant'), 0)
    .when('02:01', '02:20', available('radarr'), 0)
    .when('02:01', '02:42', available('zwave-js-ui'), 0)
    .when('02:01', '02:42', available('handbrake'), 0)
    // The disk of prod fails under one volume; another one falls behind for ten minutes.
    .when('04:00', '04:30', ['drbd_device_state="UpToDate"', 'node="prod"', 'pvc-opencloud-data'], 0)
    .when('04:00', '04:10', ['drbd_device_state="UpToDate"', 'node="prod"', 'pvc-sonarr-config'], 0)
    // The satellite of the witness does not run.
    .when('06:00', '06:20', ['linstor_node_state', 'node="load"'], 0)
    .when('06:00', '06:20', ['up{', 'job="drbd"', 'node="load"'], 0)
    .when('06:00', '06:20', ['drbd_', 'node="load"'], undefined)
    // K3s on load hangs: what is known of apps and nodes does not change any more.
    .when('08:00', '08:30', ['up{', 'job="kubernetes-api"'], 0)
    // A new version of lidarr does not start; kube-state-metrics restarts meanwhile.
    .when('10:00', '10:30', available('lidarr'), 0)
    .when('10:03', '10:04:30', ['job="kube-state-metrics"', 'kube_'], undefined)
    .when('10:03', '10:04:30', ['up{', 'job="kube-state-metrics"'], 0)
    // The backups of the last two nights failed: the last one is 37 hours old when the day begins, and 49 at noon.
    .when('00:00', '14:00', ['cluster_state_backup'], START - 37 * 3600)
    .when('14:00', '20:00', ['cluster_state_backup'], START + 14 * 3600)
    // The certificate of a kubelet has run out: nobody believes it.
    .when('16:00', '16:30', ['up{', 'job="kubelet', 'node="prod"'], 0)
    // Something eats the memory of dash, until it dies at eight.
    .when('18:00', '20:00', ['node_memory_MemAvailable_bytes', 'node="dash"'], 4e8);

  const replicated = homelab.plans.flatMap((plan) =>
    plan.claims.filter((claim) => isReplicated(claim.storageClass ?? '')).map((claim) => volumeName(claim.name)),
  );
  if (homelab.facts.nodes.filter((node) => node.roles.includes(NodeRole.STORAGE)).length !== 2) throw new Error('mirror and prod hold the copies no longer');
  // Each goes on for three minutes, lest a gap in what is known be told of as a recovery.
  const expected: Expected[] = [
    WATCHDOG,
    // The control plane's word, a minute later.
    { alert: 'NodeDown', severity: 'warning', from: '02:03', to: '02:44', labels: { node: 'mirror' } },
    { alert: 'SinglePodDown', severity: 'critical', from: '02:06', to: '02:23', labels: ofApp('radarr') },
    { alert: 'TargetDown', severity: 'warning', from: '02:10', to: '02:43', labels: { job: 'kubelet', node: 'mirror' } },
    { alert: 'TargetDown', severity: 'warning', from: '02:10', to: '02:43', labels: { job: 'node-exporter', node: 'mirror' } },
    { alert: 'TargetDown', severity: 'warning', from: '02:10', to: '02:43', labels: { job: 'kubelet-resources', node: 'mirror' } },
    { alert: 'TargetDown', severity: 'warning', from: '02:10', to: '02:43', labels: { job: 'drbd', node: 'mirror' } },
    ...replicated.map((name): Expected => ({ alert: 'VolumeDegraded', severity: 'warning', from: '02:15', to: '02:53', labels: { name } })),
    { alert: 'SinglePodDown', severity: 'warning', from: '02:16', to: '02:45', labels: ofApp('zwave-js-ui') },
    { alert: 'SinglePodDown', severity: 'warning', from: '02:16', to: '02:45', labels: ofApp('handbrake') },
    { alert: 'VolumeDegraded', severity: 'warning', from: '04:15', to: '04:33', labels: { name: 'pvc-opencloud-data' } },
    { alert: 'WitnessLost', severity: 'warning', from: '06:05', to: '06:23', labels: { node: 'load' } },
    { alert: 'TargetDown', severity: 'warning', from: '06:10', to: '06:23', labels: { job: 'drbd', node: 'load' } },
    { alert: 'ApiServerDown', severity: 'critical', from: '08:02', to: '08:33', labels: {} },
    { alert: 'SinglePodDown', severity: 'critical', from: '10:05', to: '10:33', labels: ofApp('lidarr') },
    // More than 49 hours since 12:00:30, and a quarter of an hour.
    { alert: 'StateBackupTooOld', severity: 'warning', from: '12:16', to: '14:03', labels: {} },
    { alert: 'TargetDown', severity: 'warning', from: '16:10', to: '16:33', labels: { job: 'kubelet', node: 'prod' } },
    { alert: 'TargetDown', severity: 'warning', from: '16:10', to: '16:33', labels: { job: 'kubelet-resources', node: 'prod' } },
    { alert: 'MonitoringNodeAtRisk', severity: 'warning', from: '18:15', to: '24:00', labels: { node: 'dash' } },
  ];
  return day.test('a bad day', homelab, expected);
}
