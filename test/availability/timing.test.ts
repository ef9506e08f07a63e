import { VolumeTie } from '../../lib/availability/ask/volume/traits';
import { attach, detection, eviction, start, storageRelease, volumeRelease, ZoneState, zoneState } from '../../lib/availability/failure/timing';
import { formatInterval, type Interval, interval, NEVER, NOTHING, slowest, sum } from '../../lib/availability/model/interval';
import { VolumeRelease } from '../../lib/availability/model/release';
import { timingOf } from '../../lib/cluster/control-plane';
import { Duration } from '../../lib/cluster/units';
import { HA_CONTROLLER } from '../../lib/systems/linstor/storage-classes';

/** Kubernetes 1.36.3 with the flags that the drills ran with: none. */
const TIMING = timingOf('1.36.3');
/** The same with the attach-detach controller looking again every 5 s. */
const QUICK = timingOf('1.36.3', { attachDetachReconcileSyncPeriod: Duration.seconds(5) });

function holds(predicted: Interval, ...measured: number[]): void {
  for (const seconds of measured) {
    expect(seconds).toBeGreaterThanOrEqual(predicted.min);
    expect(seconds).toBeLessThanOrEqual(predicted.max);
  }
}

// The measured values stand in facts/controlplane.md, sections 3 and 4: Kubernetes 1.36.3, default flags.
describe('what was measured on a real control plane', () => {
  test('a dead node is NotReady after 49 to 54 s, predicted in 40 to 60 s', () => {
    expect(detection(TIMING)).toEqual({ min: 40, max: 60 });
    holds(detection(TIMING), 49, 54, 46, 43, 50);
  });

  test('three dead nodes of one zone with eight are evicted 10 s after each other', () => {
    const waits = [1, 2, 3].map((kth) => eviction(TIMING, 8, 3, kth));
    expect(waits).toEqual([
      { min: 0, max: 0 },
      { min: 10, max: 10 },
      { min: 20, max: 20 },
    ]);
    const [first = NEVER, second = NEVER, third = NEVER] = waits.map((wait) => sum(detection(TIMING), wait, interval(30, 30)));
    holds(first, 79, 81);
    holds(second, 90, 93);
    holds(third, 99, 102);
  });

  test('three dead of five nodes of one zone are never evicted', () => {
    expect(zoneState(TIMING, 5, 3)).toBe(ZoneState.PARTIAL_DISRUPTION);
    // The drills have seen both: nobody evicted, and the pods of one node.
    expect(eviction(TIMING, 5, 3)).toEqual({ min: 0, max: Infinity });
    expect(eviction(TIMING, 5, 3, 3)).toBe(NEVER);
  });

  test('all of a zone are evicted 10 s after each other while another zone lives: seen at 57, 67 and 77 s with 10 s of toleration', () => {
    expect(zoneState(TIMING, 3, 3)).toBe(ZoneState.FULL_DISRUPTION);
    for (const [kth, seen] of [
      [1, 57],
      [2, 67],
      [3, 77],
    ] as const) {
      holds(sum(detection(TIMING), eviction(TIMING, 3, 3, kth), interval(10, 10)), seen);
    }
  });

  test('a volume that nobody takes away stays on the dead node forever: seen for 20 minutes', () => {
    expect(volumeRelease(TIMING, VolumeTie.ATTACHED, VolumeRelease.NOBODY)).toBe(NEVER);
  });

  test('a volume is free 361 s after the stuck pod was deleted by force', () => {
    const predicted = volumeRelease(TIMING, VolumeTie.ATTACHED, VolumeRelease.FORCE_DELETE);
    expect(predicted).toEqual({ min: 360, max: 365 });
    holds(predicted, 361);
  });

  test('a volume is free 12 s after the out-of-service taint', () => {
    const predicted = volumeRelease(TIMING, VolumeTie.ATTACHED, VolumeRelease.OUT_OF_SERVICE);
    expect(predicted).toEqual({ min: 0, max: 20 });
    holds(predicted, 12);
  });

  test('the high-availability controller frees a volume after 45 to 89 s, and of a blocking budget after 111 s', () => {
    expect(storageRelease(TIMING, HA_CONTROLLER)).toEqual({ min: 20, max: 135 });
    holds(storageRelease(TIMING, HA_CONTROLLER), 45, 51, 73, 81, 82, 89, 105, 111);
  });

  test('the same controller frees it after 26 to 56 s when the attach-detach controller looks again every 5 s', () => {
    expect(storageRelease(QUICK, HA_CONTROLLER)).toEqual({ min: 20, max: 135 });
    holds(storageRelease(QUICK, HA_CONTROLLER), 26, 46, 51, 56);
  });
});

describe('a storage that frees volumes by itself', () => {
  const FREES = { by: 'a storage', step: 'freed', earliestSeconds: 5, unsafePods: true };

  test('takes the time that it says', () => {
    expect(storageRelease(TIMING, { ...FREES, withinSeconds: 90 }, true)).toEqual({ min: 5, max: 90 });
  });

  test('or as long as Kubernetes notices nothing, its own round and one of the attach-detach controller', () => {
    expect(storageRelease(TIMING, FREES)).toEqual({ min: 5, max: 120 });
    expect(storageRelease(TIMING, { ...FREES, roundSeconds: 10 })).toEqual({ min: 5, max: 130 });
    expect(storageRelease(TIMING, { ...FREES, roundSeconds: 10 }, true)).toEqual({ min: 5, max: 147 });
    expect(storageRelease(QUICK, { ...FREES, roundSeconds: 10 })).toEqual({ min: 5, max: 75 });
  });

  test('and not before its own controllers are back, when they died with the node', () => {
    expect(storageRelease(TIMING, { ...FREES, controllersSeconds: 59 })).toEqual({ min: 5, max: 120 });
    expect(storageRelease(TIMING, { ...FREES, controllersSeconds: 90 })).toEqual({ min: 5, max: 150 });
    // Where nothing is evicted they never are.
    expect(storageRelease(timingOf('1.36.3', { nodeEvictionRate: 0 }), { ...FREES, controllersSeconds: 90 })).toEqual({ min: 5, max: Infinity });
  });
});

describe('detection', () => {
  test('is ten seconds quicker before Kubernetes 1.32', () => {
    expect(detection(timingOf('1.31.9'))).toEqual({ min: 30, max: 50 });
  });

  test('takes longer when the active controller manager may die with the node', () => {
    expect(detection(TIMING, true)).toEqual({ min: 40, max: 77 });
  });

  test('follows the flags', () => {
    const flags = { nodeMonitorGracePeriod: Duration.seconds(20), nodeMonitorPeriod: Duration.seconds(2), nodeLeaseDuration: Duration.seconds(16) };
    expect(detection(timingOf('1.36.3', flags))).toEqual({ min: 16, max: 24 });
  });
});

describe('the state of a zone', () => {
  test.each([
    [5, 0, ZoneState.NORMAL],
    [5, 2, ZoneState.NORMAL],
    [3, 2, ZoneState.NORMAL],
    [6, 3, ZoneState.NORMAL],
    [5, 3, ZoneState.PARTIAL_DISRUPTION],
    [20, 11, ZoneState.PARTIAL_DISRUPTION],
    [20, 10, ZoneState.NORMAL],
    [1, 1, ZoneState.FULL_DISRUPTION],
    [5, 5, ZoneState.FULL_DISRUPTION],
    [0, 0, ZoneState.NORMAL],
  ])('with %d nodes of which %d are dead is %s', (size, dead, state) => {
    expect(zoneState(TIMING, size, dead)).toBe(state);
  });
});

describe('eviction', () => {
  test('goes on slowly in a big zone that is disrupted in part', () => {
    expect(eviction(TIMING, 60, 40, 3)).toEqual({ min: 200, max: 200 });
    expect(eviction(TIMING, 50, 40, 3)).toBe(NEVER);
  });

  test('may have begun before Kubernetes notices that much of a zone is gone: within one lease and one look', () => {
    expect(eviction(TIMING, 60, 40, 2)).toEqual({ min: 10, max: 100 });
    const every = (seconds: number) => timingOf('1.36.3', { nodeEvictionRate: 1 / seconds });
    expect(eviction(every(15), 60, 40, 2)).toEqual({ min: 15, max: 100 });
    expect(eviction(every(16), 60, 40, 2)).toEqual({ min: 100, max: 100 });
  });

  test('stops when every zone is gone, and only then', () => {
    expect(eviction(TIMING, 3, 3, 1, true)).toBe(NEVER);
    expect(eviction(TIMING, 3, 3, 1)).toEqual(NOTHING);
    expect(eviction(TIMING, 3, 1, 1, true)).toEqual(NOTHING);
  });

  test('never happens at a rate of nothing', () => {
    expect(eviction(timingOf('1.36.3', { nodeEvictionRate: 0 }), 5, 1)).toBe(NEVER);
  });

  test('follows the rate', () => {
    expect(eviction(timingOf('1.36.3', { nodeEvictionRate: 1 }), 8, 3, 3)).toEqual({ min: 2, max: 2 });
  });
});

describe('volumes', () => {
  test('that are not attached are free at once, and those on the dead disk never', () => {
    for (const release of Object.values(VolumeRelease)) {
      expect(volumeRelease(TIMING, VolumeTie.NONE, release)).toBe(NOTHING);
      expect(volumeRelease(TIMING, VolumeTie.UNATTACHED, release)).toBe(NOTHING);
      expect(volumeRelease(TIMING, VolumeTie.LOCAL, release)).toBe(NEVER);
    }
  });

  test('are never detached by force when that is switched off', () => {
    const timing = timingOf('1.36.3', { disableForceDetachOnTimeout: true });
    expect(volumeRelease(timing, VolumeTie.ATTACHED, VolumeRelease.FORCE_DELETE)).toBe(NEVER);
    expect(volumeRelease(timing, VolumeTie.ATTACHED, VolumeRelease.OUT_OF_SERVICE)).toEqual({ min: 0, max: 20 });
  });

  test('take time to attach only when they are attached', () => {
    expect(attach(VolumeTie.ATTACHED)).toEqual({ min: 1, max: 15 });
    for (const tie of [VolumeTie.NONE, VolumeTie.UNATTACHED, VolumeTie.LOCAL]) expect(attach(tie)).toBe(NOTHING);
  });
});

test('a start takes its usual time, one period of the startup probe and what endpoints need', () => {
  expect(start(30)).toEqual({ min: 1, max: 37 });
});

describe('intervals', () => {
  test('add up, and the slowest of several wins at both ends', () => {
    expect(sum(interval(1, 2), interval(10, 20))).toEqual({ min: 11, max: 22 });
    expect(sum()).toEqual(NOTHING);
    expect(slowest(interval(1, 20), interval(5, 10))).toEqual({ min: 5, max: 20 });
    expect(slowest()).toEqual(NOTHING);
    expect(sum(interval(1, 2), NEVER)).toEqual(NEVER);
  });

  test('read as a person says them', () => {
    expect([NOTHING, NEVER, interval(49, 125), interval(60, NEVER.max)].map(formatInterval)).toEqual(['0 s', 'never', '49 s to 2 min 5 s', '60 s to never']);
  });
});
