import { StateBackupReport } from '../../../lib';
import { named, START } from '../series';
import { type Case, type CaseOf, gap, HOUR, ksm, MINUTE, ofNode, type Phases, WARM } from './case';
import { fills } from './nodes';

const API = named('up', { job: 'kubernetes-api', instance: 'kubernetes.default.svc:443' });

const apiDown: CaseOf = () => ({
  severity: 'critical',
  holds: 2 * MINUTE,
  fires: [
    { why: 'it does not answer', series: [[API, 1, 0]] },
    { why: 'nobody asks it', series: [[API, 1, undefined]] },
  ],
  silent: [{ why: 'it restarts, and again after a minute', series: [[API, 1, (second) => (second % 180 < 90 ? 0 : 1)]] }],
});

const backupTooOld: CaseOf = ({ subject: { facts } }) => {
  const backup = facts.controlPlane.stateBackup;
  if (backup === undefined) throw new Error('nobody makes a backup there');
  const [server = ''] = facts.controlPlane.servers;
  const made =
    backup.reportedBy === StateBackupReport.K3S_SNAPSHOTS
      ? ksm('k3s_etcd_snapshot_created', { snapshot: 'etcd-snapshot-1', node: server, customresource_kind: 'ETCDSnapshotFile' })
      : ofNode('cluster_state_backup_timestamp_seconds', server);
  // Two may be missed, and each may take an hour.
  const most = 2 * backup.every.seconds + HOUR;
  const last = START + WARM - most;
  return {
    severity: 'warning',
    holds: 15 * MINUTE,
    fires: [
      { why: 'none for too long', onset: 30, since: WARM, series: [[made, last, last, START + WARM + HOUR]] },
      { why: 'there never was one', warm: 0, since: 'more than a day ago', series: [[made, undefined, undefined, START + WARM]] },
    ],
    silent: [{ why: 'its node is away for two hours', lasts: 3 * HOUR, series: [[made, START - HOUR, gap(WARM, 2 * HOUR, START - HOUR)]] }],
  };
};

const watchdog: CaseOf = () => ({
  severity: 'none',
  holds: 0,
  always: true,
  fires: [],
  silent: [],
});

const up = (labels: Readonly<Record<string, string>>) => named('up', labels);
const kubelet = (node: string) => up({ job: 'kubelet', instance: node, node });
const scraped = (pod: string, node: string) => up({ job: 'apps', instance: `10.42.0.${pod}:8080`, namespace: 'shop', app: 'web', pod: `web-${pod}`, node });

const targetDown: CaseOf = (): Case => ({
  severity: 'warning',
  holds: 10 * MINUTE,
  fires: [
    {
      why: 'the kubelet of one node of two, whose certificate nobody trusts',
      labels: { job: 'kubelet', node: 'n1' },
      texts: { summary: 'Prometheus gets no metrics from kubelet on n1.' },
      series: [
        [kubelet('n1'), 1, 0],
        [kubelet('n2'), 1, 1],
      ],
    },
    {
      why: 'one pod of an app of two',
      labels: { job: 'apps', namespace: 'shop', app: 'web', node: 'n1' },
      texts: { summary: 'Prometheus gets no metrics from apps web on n1.' },
      series: [
        [scraped('1', 'n1'), 1, 0],
        [scraped('2', 'n2'), 1, 1],
      ],
    },
    {
      why: 'one node exporter, perhaps behind a firewall',
      labels: { job: 'node-exporter', node: 'n1' },
      texts: { summary: 'Prometheus gets no metrics from node-exporter on n1.' },
      series: [[up({ job: 'node-exporter', instance: 'n1', node: 'n1' }), 1, 0]],
    },
    {
      why: 'what has no node',
      labels: { job: 'linstor' },
      texts: { summary: 'Prometheus gets no metrics from linstor.' },
      series: [[up({ job: 'linstor', instance: 'linstor-controller.piraeus-datastore.svc:3370' }), 1, 0]],
    },
  ],
  silent: [
    {
      why: 'what has alerts of its own',
      series: [[API, 1, 0]],
    },
    {
      why: 'pods that are replaced',
      series: [
        [scraped('1', 'n1'), 1, (second) => (second < WARM + 2 * MINUTE ? 0 : undefined)],
        [scraped('3', 'n1'), undefined, (second) => (second < WARM + 4 * MINUTE ? 0 : 1), 1],
      ],
    },
  ],
});

/** A counter that goes up each time it is asked, then no more. */
function failing(counter: string, others: readonly Phases[] = []): Pick<Case, 'fires' | 'silent'> {
  const rising = (second: number) => 5 + (second - WARM) / 30;
  return {
    fires: [{ why: 'again and again', lingers: 10 * MINUTE - 30, series: [[counter, 4, rising, 1e6], ...others] }],
    silent: [{ why: 'for two minutes', lasts: HOUR, series: [[counter, 4, (second) => Math.min(9, rising(second))], ...others] }],
  };
}

const OWN = { job: 'prometheus', instance: 'localhost:9090' };
const group = (name: string) => ({ rule_group: `/etc/prometheus/rules/1/app.yaml;${name}`, ...OWN });

const rulesFail: CaseOf = () => {
  const cases = failing(named('prometheus_rule_evaluation_failures_total', group('app-a')), [
    [named('prometheus_rule_evaluation_failures_total', group('app-b')), 0, 0],
  ]);
  const of = group('app-a').rule_group;
  return {
    severity: 'warning',
    holds: 15 * MINUTE,
    ...cases,
    fires: cases.fires.map((one) => ({ ...one, labels: { rule_group: of }, texts: { summary: `Prometheus cannot evaluate the rules in ${of}.` } })),
  };
};

const notDelivered: CaseOf = () => {
  const dropped = failing(named('prometheus_notifications_dropped_total', OWN));
  const of = { integration: 'webhook', reason: 'clientError', job: 'alertmanager', instance: 'alertmanager.monitoring.svc:9093' };
  const failed = failing(named('alertmanager_notifications_failed_total', of));
  return { severity: 'warning', holds: 15 * MINUTE, fires: [...dropped.fires, ...failed.fires], silent: [...dropped.silent, ...failed.silent] };
};

const notLoaded: CaseOf = () => ({
  severity: 'warning',
  holds: 15 * MINUTE,
  fires: [{ why: 'it refuses the new one', series: [[named('prometheus_config_last_reload_successful', OWN), 1, 0]] }],
  silent: [{ why: 'Prometheus is away', series: [[named('prometheus_config_last_reload_successful', OWN), 1, undefined]] }],
});

const DRBD = { job: 'drbd', volume: '0', minor: '1000' };
const drbd = (metric: string, node: string, more: Readonly<Record<string, string>> = {}) =>
  named(metric, { name: 'pvc-1', ...more, ...DRBD, instance: `10.42.0.1:9942`, node });
const upToDate = (node: string) => drbd('drbd_device_state', node, { drbd_device_state: 'UpToDate' });
const connected = (node: string, peer: string): Phases => [drbd('drbd_connection_state', node, { conn_name: peer, drbd_connection_state: 'Connected' }), 1, 1];

const LIST = 'kubectl -n piraeus-datastore exec deploy/linstor-controller -- linstor';

const withoutQuorum: CaseOf = () => ({
  severity: 'critical',
  holds: MINUTE,
  fires: [
    {
      why: 'two of its three nodes are cut off',
      labels: { name: 'pvc-1' },
      texts: { summary: 'The volume pvc-1 has no quorum anywhere.', command: `${LIST} resource list --resources pvc-1` },
      series: [
        [drbd('drbd_device_quorum', 'n1'), 1, 0],
        [drbd('drbd_device_quorum', 'n2'), 1, 0],
      ],
    },
  ],
  silent: [
    {
      why: 'one node is cut off from the others',
      series: [
        [drbd('drbd_device_quorum', 'n1'), 1, 0],
        [drbd('drbd_device_quorum', 'n2'), 1, 1],
      ],
    },
  ],
});

const degraded: CaseOf = ({ subject: { facts } }) => {
  const copies = Math.min(...facts.storage.classes.flatMap(({ copies: one }) => (one > 1 ? [one] : [])));
  const others = Array.from({ length: copies - 1 }, (_, index): Phases => [upToDate(`n${index + 2}`), 1, 1]);
  const texts = { summary: `The volume pvc-1 has too few up-to-date copies: ${copies - 1}.`, command: `${LIST} resource list --resources pvc-1` };
  return {
    severity: 'warning',
    holds: 15 * MINUTE,
    fires: [
      {
        why: 'a storage node is gone, and its series with it',
        labels: { name: 'pvc-1' },
        texts,
        series: [[upToDate('n1'), 1, undefined], ...others, connected('n2', 'n1')],
      },
      {
        why: 'a disk failed',
        labels: { name: 'pvc-1' },
        texts,
        series: [[upToDate('n1'), 1, 0], ...others, connected('n1', 'n2'), connected('n2', 'n1')],
      },
    ],
    silent: [
      { why: 'it has one copy on purpose', series: [[upToDate('n1'), 1, 1]] },
      {
        why: 'it has all copies and a diskless witness',
        series: [[upToDate('n1'), 1, 1], ...others, [upToDate('n9'), 0, 0], connected('n9', 'n1')],
      },
    ],
  };
};

const poolFilling: CaseOf = () => {
  const pool = (storage_pool: string, driver: string) => ({ storage_pool, node: 'n1', driver, backing_pool: 'vg/thin' });
  const from = { job: 'linstor', instance: 'linstor-controller.piraeus-datastore.svc:3370' };
  const free = (of: ReturnType<typeof pool>) => named('linstor_storage_pool_capacity_free_bytes', { ...of, ...from });
  const total = (of: ReturnType<typeof pool>) => named('linstor_storage_pool_capacity_total_bytes', { ...of, ...from });
  const thin = pool('nvme', 'LVM_THIN');
  const diskless = pool('DfltDisklessStorPool', 'DISKLESS');
  return {
    severity: 'warning',
    holds: 15 * MINUTE,
    fires: [
      {
        why: 'a tenth is left',
        labels: { ...thin, ...from },
        texts: { summary: 'The pool nvme of n1 has 10% left.' },
        series: [
          [free(thin), 5e11, 1e11],
          [total(thin), 1e12, 1e12],
          [free(diskless), 0, 0],
          [total(diskless), 0, 0],
        ],
      },
    ],
    silent: [
      {
        why: 'a quarter is left; a pool without disks has none',
        series: [
          [free(thin), 5e11, 2.5e11],
          [total(thin), 1e12, 1e12],
          [free(diskless), 0, 0],
          [total(diskless), 0, 0],
        ],
      },
    ],
  };
};

const volumeFilling: CaseOf = () => {
  const of = { namespace: 'orders', persistentvolumeclaim: 'orders-data' };
  const from = { job: 'kubelet', instance: 'n1', node: 'n1' };
  const { fires, silent } = fills(
    named('kubelet_volume_stats_available_bytes', { ...of, ...from }),
    named('kubelet_volume_stats_capacity_bytes', { ...of, ...from }),
  );
  const left = ['5%', '29.48%'];
  return {
    severity: 'warning',
    holds: 15 * MINUTE,
    fires: fires.map((one, index) => ({
      ...one,
      labels: of,
      texts: {
        summary: `The volume orders/orders-data has ${left[index]} left, or will be full within a day.`,
        command: 'kubectl -n orders get pvc orders-data',
      },
    })),
    silent,
  };
};

const unwatched: CaseOf = () => {
  const target = up({ job: 'drbd', instance: '10.0.0.1:9942', node: 'n1' });
  return {
    severity: 'warning',
    holds: 15 * MINUTE,
    fires: [{ why: 'no satellite is found any more', series: [[target, 1, undefined]] }],
    silent: [{ why: 'one does not answer, and has an alert of its own', series: [[target, 1, 0]] }],
  };
};

export const CLUSTER_CASES: Readonly<Record<string, CaseOf>> = {
  ApiServerDown: apiDown,
  StateBackupTooOld: backupTooOld,
  Watchdog: watchdog,
  TargetDown: targetDown,
  RulesFail: rulesFail,
  AlertsNotDelivered: notDelivered,
  ConfigNotLoaded: notLoaded,
  VolumeWithoutQuorum: withoutQuorum,
  VolumeDegraded: degraded,
  StorageUnwatched: unwatched,
  StoragePoolFilling: poolFilling,
  VolumeFilling: volumeFilling,
};
