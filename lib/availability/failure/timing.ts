import type { Timing } from '../../cluster/control-plane';
import type { StorageRelease } from '../../cluster/storage';
import { STARTUP_PROBE_PERIOD } from '../ask/probes';
import { VolumeTie } from '../ask/volume/traits';
import type { Interval } from '../model/interval';
import { interval, NEVER, NOTHING, sum } from '../model/interval';
import { VolumeRelease } from '../model/release';

/**
 * From the last heartbeat of a node until Kubernetes marks it NotReady.
 * The controller notes when it sees a lease renewed and checks once per period, hence the interval.
 * Seen on Kubernetes 1.36.3 with default flags: 49 to 54 s within a predicted 40 to 60 s.
 *
 * @param leaderMayBeLost whether the active controller manager may go down with the node: its successor then starts counting from zero
 */
export function detection(timing: Timing, leaderMayBeLost = false): Interval {
  return interval(timing.gracePeriod - timing.leaseInterval, timing.gracePeriod + 2 * timing.monitorPeriod + (leaderMayBeLost ? timing.leaderChange : 0));
}

/** What happens to the evictions of a zone, depending on how much of it is gone. */
export enum ZoneState {
  NORMAL = 'normal',
  /** Too much of the zone is gone: Kubernetes suspects itself and evicts slowly, or not at all. */
  PARTIAL_DISRUPTION = 'partial disruption',
  FULL_DISRUPTION = 'full disruption',
}

/** Seen on 1.36.3: three of five nodes of one zone gone is partial disruption; all of a zone gone, with another alive, is full. */
export function zoneState(timing: Timing, size: number, dead: number): ZoneState {
  if (dead > 0 && dead === size) return ZoneState.FULL_DISRUPTION;
  return dead > 2 && dead / size >= timing.unhealthyZoneThreshold ? ZoneState.PARTIAL_DISRUPTION : ZoneState.NORMAL;
}

/**
 * From NotReady until the taint that evicts, for the k-th dead node of a zone (the first is 1).
 *
 * Kubernetes notices a partial disruption only when enough nodes of the zone are NotReady. It may have started evicting
 * the first of them by then. Seen on 1.36.3: of three nodes that died in the same second, none was evicted in some runs, and
 * the first in others.
 *
 * @param everyZoneDead all zones are fully gone: Kubernetes then evicts nothing
 */
export function eviction(timing: Timing, size: number, dead: number, kth = 1, everyZoneDead = false): Interval {
  const state = zoneState(timing, size, dead);
  if (state === ZoneState.FULL_DISRUPTION && everyZoneDead) return NEVER;
  const turn = (rate: number) => (rate === 0 ? NEVER : interval((kth - 1) / rate, (kth - 1) / rate));
  const usual = turn(timing.evictionRate);
  if (state !== ZoneState.PARTIAL_DISRUPTION) return usual;
  const slow = size > timing.largeClusterSize ? turn(timing.secondaryEvictionRate) : NEVER;
  // Leases that were renewed at different times end at different times.
  const noticedWithin = timing.leaseInterval + timing.monitorPeriod;
  return usual.min <= noticedWithin ? interval(Math.min(usual.min, slow.min), slow.max) : slow;
}

/** `ReconcilerMaxWaitForUnmountDuration` of the attach-detach controller: hard-coded. Seen: 361 s. */
const MAX_WAIT_FOR_UNMOUNT = 360;
/** The period of the pod garbage collector: hard-coded. Seen with the taint: 12 s. */
const POD_GC_ROUND = 20;

/** After the pod was evicted, until its volume may be attached elsewhere. */
export function volumeRelease(timing: Timing, tie: VolumeTie, release: VolumeRelease): Interval {
  switch (tie) {
    case VolumeTie.NONE:
    case VolumeTie.UNATTACHED:
      return NOTHING;
    case VolumeTie.LOCAL:
      return NEVER;
    case VolumeTie.ATTACHED:
      if (release === VolumeRelease.OUT_OF_SERVICE) return interval(0, POD_GC_ROUND);
      if (release === VolumeRelease.FORCE_DELETE && timing.forceDetach) return interval(MAX_WAIT_FOR_UNMOUNT, MAX_WAIT_FOR_UNMOUNT + timing.monitorPeriod);
      return NEVER;
  }
}

/**
 * From the crash until a volume is free, when the storage moves its pod, which needs neither NotReady nor the toleration.
 * The attach-detach controller checks only once per sync period; the back-and-forth over the volume ends for all when the
 * node is NotReady. Seen with a period of 60 s: 45 to 89 s; with 5 s: 26 to 51 s. Once in six runs a StatefulSet took 166 s.
 */
export function storageRelease(
  timing: Timing,
  release: StorageRelease,
  leaderMayBeLost = false,
  evicted = eviction(timing, Number.MAX_SAFE_INTEGER, 1),
): Interval {
  const { earliestSeconds, roundSeconds = 0, controllersSeconds, withinSeconds } = release;
  if (withinSeconds !== undefined) return interval(earliestSeconds, withinSeconds);
  const noticed = detection(timing, leaderMayBeLost).max;
  const freed = noticed + roundSeconds + timing.attachDetachSync;
  // Nothing is detached or attached before its controllers are back.
  const ready = controllersSeconds === undefined ? 0 : noticed + evicted.max + controllersSeconds;
  return interval(earliestSeconds, Math.max(freed, ready));
}

/**
 * Attach and mount on the new node; a quarter of a minute covers file system checks of small volumes.
 * @param fresh whether a new volume is attached, besides those that are tied to a node
 */
export function attach(tie: VolumeTie, fresh = false): Interval {
  return tie === VolumeTie.ATTACHED || fresh ? interval(1, 15) : NOTHING;
}

/** From a placed pod to one that serves: usual start, the startup probe's period, endpoint propagation. */
export function start(usualSeconds: number): Interval {
  return sum(interval(1, usualSeconds), interval(0, STARTUP_PROBE_PERIOD), interval(0, ENDPOINT_PROPAGATION));
}

/** From the moment in which a readiness probe would succeed to a pod that serves: the probe looks once per period, then endpoint propagation. */
export function readiness(periodSeconds: number): Interval {
  return interval(0, periodSeconds + ENDPOINT_PROPAGATION);
}

/** EndpointSlice and kube-proxy, whose minSyncPeriod is 1 s. */
const ENDPOINT_PROPAGATION = 2;
