import { storageRelease } from '../../availability/failure/timing';
import { Distribution } from '../../cluster/control-plane';
import { Severity } from '../../cluster/finding';
import { counted, listed } from '../../cluster/names';
import { formatSeconds } from '../../cluster/units';
import { diskfulNodes, replicasOf } from './props';
import { holdersIn, type LinstorRule, onLinstor } from './rules';
import { HA_CONTROLLER } from './storage-classes';

/** Below this, the period of the attach-detach controller is no longer the longest part of a fail-over. */
const QUICK_SYNC_SECONDS = 10;

/** Seen with it: a volume was free after 26 s to 56 s instead of 45 s to 111 s, see docs/storage.md. */
const ADVISED_SYNC_SECONDS = 5;

const SLOW_DETACH = onLinstor({
  code: 'STORAGE-SLOW-DETACH',
  severity: Severity.NOTE,
  means: 'a sync period that usually keeps volumes on a dead node longer than DRBD needs; the longest fail-over may stay as it is',
  fix: 'set the sync period, see [storage](storage.md#what-happens-when-a-node-dies)',
  *check(_props, { timing, controlPlane }) {
    const sync = timing.attachDetachSync;
    if (sync <= QUICK_SYNC_SECONDS) return;
    const [now, then] = [timing, { ...timing, attachDetachSync: ADVISED_SYNC_SECONDS }].map((one) => storageRelease(one, HA_CONTROLLER).max) as [
      number,
      number,
    ];
    const most =
      then < now
        ? `, and after ${formatSeconds(now)} instead of ${formatSeconds(then)} at the latest`
        : `; at the latest after ${formatSeconds(now)}, whatever the period, because the controllers of LINSTOR may die with the app`;
    const flag = `attach-detach-reconcile-sync-period=${ADVISED_SYNC_SECONDS}s`;
    yield {
      given: `attach-detach-reconcile-sync-period of ${formatSeconds(sync)}`,
      allowed: `so the volume of a dead node is usually free up to ${formatSeconds(sync)} later than DRBD needs${most}`,
      fix:
        controlPlane.distribution === Distribution.K3S
          ? `Add "${flag}" to kube-controller-manager-arg in /etc/rancher/k3s/config.yaml on ${listed(controlPlane.servers)}, and attachDetachReconcileSyncPeriod to the facts.`
          : `Start kube-controller-manager with --${flag}, and add attachDetachReconcileSyncPeriod to the facts.`,
    };
  },
});

const COLD_START = onLinstor({
  code: 'STORAGE-COLD-START',
  severity: Severity.NOTE,
  means: 'two copies and a tiebreaker: after a total power loss, both copies must come back',
  fix: 'give a third node the role `storage`',
  *check(props, facts) {
    const replicas = replicasOf(props, facts);
    if (replicas % 2 !== 0 || diskfulNodes(facts).length !== replicas) return;
    yield {
      given: `${counted(replicas, 'diskful vote')} and a tiebreaker, which can keep a quorum but never restore one`,
      allowed: `so after a total power loss, ${holdersIn(facts)} must all be back before data is available`,
      fix: 'Give a third node the role storage if one must be enough.',
    };
  },
});

/** Notes for the owner of DRBD volumes. */
export const LINSTOR_NOTES: readonly LinstorRule[] = [SLOW_DETACH, COLD_START];
