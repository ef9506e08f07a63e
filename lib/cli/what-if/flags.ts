import type { ClusterFactsProps } from '../../cluster/cluster';
import { Distribution, type TimingFlags, timingOf } from '../../cluster/control-plane';
import { listed } from '../../cluster/names';
import type { Units } from '../../delivery/run';
import type { Change } from './change';

const SYNC_SECONDS = 5;
const TOLERATION_SECONDS = 30;
/**
 * A connection may be silent that long before the client of Kubernetes gives it up: HTTP2_READ_IDLE_TIMEOUT_SECONDS 30 and
 * HTTP2_PING_TIMEOUT_SECONDS 15. A grace period below makes one lost connection look like dead nodes (kubernetes/kubernetes pull request 126287).
 */
const HTTP2_SECONDS = 45;

/** Flags of Kubernetes that are slower than they have to be. */
export function flagCandidates(facts: ClusterFactsProps, { seconds }: Units): readonly Change[] {
  const { version, flags } = facts.controlPlane;
  const { attachDetachSync, gracePeriod, leaseInterval, monitorPeriod, defaultToleration } = timingOf(version, flags);
  // As CONTROL-TIMING asks: four tries of the kubelet, and more than the monitor period.
  const grace = Math.max(HTTP2_SECONDS + 1, 4 * leaseInterval, monitorPeriod + 1);
  const changed = (id: string, title: string, work: string, flag: TimingFlags): Change => ({
    id,
    title,
    work,
    alike: [],
    facts: { ...facts, controlPlane: { ...facts.controlPlane, flags: { ...flags, ...flag } } },
  });
  const manager = (flag: string) => workOf(facts, 'kube-controller-manager', [flag]);
  return [
    ...(attachDetachSync <= SYNC_SECONDS
      ? []
      : [
          changed(
            'attach-detach-sync',
            `attach-detach-reconcile-sync-period=${SYNC_SECONDS}s`,
            manager(`attach-detach-reconcile-sync-period=${SYNC_SECONDS}s`),
            {
              attachDetachReconcileSyncPeriod: seconds(SYNC_SECONDS),
            },
          ),
        ]),
    ...(gracePeriod <= grace
      ? []
      : [
          changed('grace-period', `node-monitor-grace-period=${grace}s`, manager(`node-monitor-grace-period=${grace}s`), {
            nodeMonitorGracePeriod: seconds(grace),
          }),
        ]),
    ...(defaultToleration <= TOLERATION_SECONDS
      ? []
      : [
          changed(
            'toleration',
            `pods leave a dead node after ${TOLERATION_SECONDS} s, unless they say otherwise`,
            workOf(facts, 'kube-apiserver', [
              `default-not-ready-toleration-seconds=${TOLERATION_SECONDS}`,
              `default-unreachable-toleration-seconds=${TOLERATION_SECONDS}`,
            ]),
            { defaultToleration: seconds(TOLERATION_SECONDS) },
          ),
        ]),
  ];
}

/** Source: docs.k3s.io/cli/server for K3s; kubernetes.io/docs/reference/setup-tools/kubeadm for kubeadm. */
function workOf({ controlPlane: { distribution, servers } }: ClusterFactsProps, component: string, flags: readonly string[]): string {
  const lines = flags.length === 1 ? 'one line' : `${flags.length} lines`;
  switch (distribution) {
    case Distribution.K3S:
      return `${lines} below ${component}-arg in /etc/rancher/k3s/config.yaml on ${listed(servers)}, and a restart of K3s: ${flags.join(', ')}`;
    case Distribution.KUBEADM:
      return `${lines} in /etc/kubernetes/manifests/${component}.yaml on ${listed(servers)}: ${flags.map((flag) => `--${flag}`).join(', ')}`;
    default:
      return `${flags.map((flag) => `--${flag}`).join(', ')} for ${component}`;
  }
}
