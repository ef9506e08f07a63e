import type { Plan } from '../availability/model/plan';
import type { ClusterFacts } from '../cluster/cluster';
import { Distribution, StateBackupReport } from '../cluster/control-plane';
import { formatSeconds } from '../cluster/units';
import { JOB } from './jobs';
import { type Alert, AlertSeverity, few, type RuleGroup, seconds, series } from './rule';

const API_DOWN_SECONDS = 2 * 60;
/** One backup may be missed, for example during a reboot. */
const BACKUPS_MISSED = 2;
const BACKUP_GRACE_SECONDS = 3600;

/** Written by the backup job into a file that the node exporter reads. */
export const STATE_BACKUP_FILE_METRIC = 'cluster_state_backup_timestamp_seconds';
/** Made by kube-state-metrics from the ETCDSnapshotFile objects that K3s writes. */
export const STATE_BACKUP_K3S_METRIC = 'k3s_etcd_snapshot_created';

/** Rules of the control plane and its state. */
export function controlPlaneRules(facts: ClusterFacts, plans: readonly Plan[]): RuleGroup {
  return { kind: 'control-plane', name: 'control-plane', rules: [apiDown(facts, plans), ...backupTooOld(facts)] };
}

/** While it is down nothing moves, so every objective is at risk: this one critical alert stands for all of them. */
function apiDown(facts: ClusterFacts, plans: readonly Plan[]): Alert {
  const promised = plans.filter((plan) => plan.ask.rto !== undefined).map((plan) => plan.ask.name);
  const up = series('up', { job: JOB.API_SERVER });
  const servers = facts.controlPlane.servers;
  return {
    alert: 'ApiServerDown',
    expr: `(count(${up} == 1) or vector(0)) == 0`,
    forSeconds: API_DOWN_SECONDS,
    severity: AlertSeverity.CRITICAL,
    labels: {},
    summary: 'The Kubernetes API does not answer.',
    promise: `${promised.length === 0 ? 'At risk: failover of every app' : `At risk: the objectives of ${few(promised)}`}. While the API is down, nothing moves, and the state of apps is stale.`,
    wellWhile: `count(${up} == 1) > 0`,
    cause: `${servers.length === 0 ? "The provider's control plane" : few(servers)} is down or unreachable, or its datastore does not answer.`,
    command: lookAt(facts),
    commandAnywhere: 'kubectl get --raw /readyz?verbose; then look at the servers',
  };
}

/** K3s is one service; elsewhere the API server is a static pod, which the container runtime shows even when the API is down. */
function lookAt({ controlPlane: { servers, distribution } }: ClusterFacts): string {
  if (servers.length === 0) return 'kubectl get --raw /readyz?verbose';
  const what = distribution === Distribution.K3S ? 'systemctl status k3s --no-pager' : 'sudo crictl ps -a --name kube-apiserver';
  return servers.length === 1 ? `ssh ${servers[0]} ${what}` : `for server in ${servers.join(' ')}; do ssh $server ${what}; done`;
}

function backupTooOld(facts: ClusterFacts): Alert[] {
  const backup = facts.controlPlane.stateBackup;
  if (backup === undefined) return [];
  const metric = backup.reportedBy === StateBackupReport.K3S_SNAPSHOTS ? STATE_BACKUP_K3S_METRIC : STATE_BACKUP_FILE_METRIC;
  const most = BACKUPS_MISSED * backup.every.seconds + BACKUP_GRACE_SECONDS;
  const newest = `max(max_over_time(${metric}[${seconds(most)}]))`;
  return [
    {
      alert: 'StateBackupTooOld',
      // No backup counts as too old. While its node is down and cannot be asked, the last known one counts.
      expr: `time() - (${newest} or vector(0)) > ${most}`,
      forSeconds: 15 * 60,
      severity: AlertSeverity.WARNING,
      labels: {},
      summary: `The last backup of the cluster state is older than ${formatSeconds(most)}, or there is none.`,
      promise: `Broken: a backup every ${formatSeconds(backup.every.seconds)}. If ${few(facts.controlPlane.servers)} loses its disk, all changes since the last one are lost.`,
      wellWhile: `time() - max(${metric}) <= ${most}`,
      cause: 'The backup job fails, or its target is full.',
      command:
        backup.reportedBy === StateBackupReport.K3S_SNAPSHOTS
          ? 'kubectl get etcdsnapshotfiles'
          : `ssh ${facts.controlPlane.servers[0] ?? 'SERVER'} systemctl list-timers`,
      commandAnywhere: 'kubectl get etcdsnapshotfiles; or look at the timer on the server',
    },
  ];
}
