import type { ClusterFacts } from '../../cluster/cluster';
import { Distribution } from '../../cluster/control-plane';
import { type Finding, Severity } from '../../cluster/finding';
import { counted, listed } from '../../cluster/names';
import { formatSeconds } from '../../cluster/units';
import { LINSTOR_PATH } from './check';
import { type DrbdStorageProps, diskfulNodes, replicasOf } from './props';

/** Below this, the look that the attach-detach controller takes is no longer the longest part of a fail-over. */
const QUICK_SYNC_SECONDS = 10;

/** What the owner of DRBD volumes should know. */
export function notesOnLinstor(props: DrbdStorageProps, facts: ClusterFacts): Finding[] {
  const notes: Finding[] = [];
  const add = (code: string, given: string, allowed: string, fix: string) =>
    notes.push({ code, severity: Severity.NOTE, path: `${facts.name}/${LINSTOR_PATH}`, given, allowed, fix });
  const sync = facts.timing.attachDetachSync;
  if (sync > QUICK_SYNC_SECONDS) {
    const flag = 'attach-detach-reconcile-sync-period=5s';
    add(
      'STORAGE-SLOW-DETACH',
      `attach-detach-reconcile-sync-period of ${formatSeconds(sync)}`,
      `so a volume may stay up to ${formatSeconds(sync)} longer on a dead node than DRBD needs`,
      facts.controlPlane.distribution === Distribution.K3S
        ? `Add "${flag}" to kube-controller-manager-arg in /etc/rancher/k3s/config.yaml on ${listed(facts.controlPlane.servers)}, and attachDetachReconcileSyncPeriod to the facts.`
        : `Start kube-controller-manager with --${flag}, and add attachDetachReconcileSyncPeriod to the facts.`,
    );
  }
  const diskful = diskfulNodes(facts);
  const replicas = replicasOf(props, facts);
  if (replicas % 2 === 0 && diskful.length === replicas) {
    add(
      'STORAGE-COLD-START',
      `${counted(replicas, 'diskful vote')} and a tiebreaker, which keeps a quorum but never restores one`,
      `so after a loss of power everywhere all of ${listed(diskful.map((node) => node.name))} must be back before any data is`,
      'Give a third node the role storage if one must be enough.',
    );
  }
  return notes;
}
