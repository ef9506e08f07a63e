import type { Recovery } from '../../lib/availability/failure/recovery';
import type { Interval } from '../../lib/availability/model/interval';
import { sum } from '../../lib/availability/model/interval';
import type { RecoveryTerm } from '../../lib/availability/model/outcome';
import { GRACE_SECONDS, PACE } from '../world/machine';
import { ATTACH_SECONDS } from '../world/storage';

// Times that no function of the model has: hard-coded in Kubernetes, or the stand-in's own. In seconds; none is a prediction of lib/.

/**
 * What a look at the cluster and a busy machine may add to a time: a look each quarter of a second, some of them late where
 * a dozen programs share two cores. Far less than any time that a drill tells apart.
 */
export const NOISE = 3;

/** So much longer is waited for what is late, to measure it instead of only missing it. */
export const LATE_SECONDS = 15;

/** What a person does and waits for, a drain, counts as hanging after this; no prediction, and far from any. */
export const HANGS_SECONDS = 120;

/** The kubelet tells its pods again, and its node if that has changed. Sources: `syncPeriod` in pkg/kubelet/status/status_manager.go, `nodeStatusUpdateFrequency`. */
export const RESYNC: Interval = { min: 0, max: 10 };

/** The longest pause between two tries to renew a lease. Source: `maxBackoff` in k8s.io/component-helpers/apimachinery/lease/controller.go. */
export const LEASE_RETRY: Interval = { min: 0, max: 7 };

/** The longest pause before a program asks the API server again for what it watches. Source: `defaultBackoffMax` and its jitter in k8s.io/client-go/tools/cache/reflector.go. */
export const WATCH_RETRY: Interval = { min: 0, max: 60 };

/** The time that a pod gets to end. */
export const GRACE: Interval = { min: 0, max: GRACE_SECONDS };

/** The longest pause between two tries to place a pod. Source: `DefaultPodMaxBackoffDuration` in pkg/scheduler/backend/queue/scheduling_queue.go. */
export const SCHEDULER_RETRY: Interval = { min: 0, max: 10 };

/** How late a CronJob's run may begin: it is put off by 100 ms, and the controllers of CronJobs and Jobs work one after the other. Source: `nextScheduleDelta` in pkg/controller/cronjob; what was seen here. */
export const CRON_TICK: Interval = { min: 0, max: 3 };

/** The pause before a Job starts a pod in place of one that failed. Source: `DefaultJobPodFailureBackOff` in pkg/controller/job/job_controller.go. */
export const POD_RETRY: Interval = { min: 0, max: 10 };

/** What the controller manager needs until it has read the cluster and looks at the nodes for the first time; what was seen on this control plane, not a constant of Kubernetes. */
export const MANAGER_STARTS: Interval = { min: 0, max: 5 };

/** The same for the API server, whose clients then find it again. */
export const API_STARTS: Interval = { min: 0, max: 20 };

/** The played container, from a placed pod to a ready endpoint: its start, and a look before and after it. */
export const PLAYED_START: Interval = { min: PACE.startSeconds, max: PACE.startSeconds + 1 };

/** The played volume: it is taken off one node and put on another, and a mount waits until the node status tells of it. */
export const PLAYED_ATTACH: Interval = { min: ATTACH_SECONDS, max: 2 * ATTACH_SECONDS + RESYNC.max + 1 };

/** A recovery with the times that containers and volumes are known to take here, instead of the model's usual ones: a narrow window. */
export function asPlayed({ terms }: Recovery): Interval {
  if (!terms.some((it) => it.name === 'start')) throw new Error(`a recovery without a start: ${terms.map((it) => it.name).join(', ')}`);
  const played = ({ name, time }: RecoveryTerm) => {
    if (name === 'start') return PLAYED_START;
    return name === 'attach' && time.max > 0 ? PLAYED_ATTACH : time;
  };
  return sum(...terms.map(played));
}
