import { VolumeTie } from '../../lib/availability/ask/volume/traits';
import { DEFAULT_TOLERATION, type RecoveryQuestion, recovery, solveToleration } from '../../lib/availability/failure/recovery';
import { VolumeRelease } from '../../lib/availability/model/release';
import { timingOf } from '../../lib/cluster/control-plane';
import { Duration } from '../../lib/cluster/units';
import { HA_CONTROLLER } from '../../lib/systems/linstor/storage-classes';

/** A pod without volumes that starts within 30 s. */
function question(overrides: Partial<RecoveryQuestion> = {}): RecoveryQuestion {
  return {
    timing: timingOf('1.36.3'),
    tie: VolumeTie.NONE,
    release: VolumeRelease.NOBODY,
    fencedWithin: undefined,
    tolerationSeconds: 30,
    usualStartSeconds: 30,
    leaderMayBeLost: false,
    ...overrides,
  };
}

function terms(overrides: Partial<RecoveryQuestion>): string[] {
  return recovery(question(overrides)).terms.map(({ name, time }) => `${name} ${time.min}-${time.max}`);
}

describe('recovery', () => {
  test('of a pod without volumes is detection, toleration and start', () => {
    expect(terms({})).toEqual(['detection 40-60', 'eviction 0-0', 'toleration 30-30', 'start 1-37']);
    expect(recovery(question()).total).toEqual({ min: 71, max: 127 });
  });

  test('of a pod on NFS is the same: nothing is attached', () => {
    expect(recovery(question({ tie: VolumeTie.UNATTACHED }))).toEqual(recovery(question()));
  });

  test('of a pod on an attached volume that nobody frees never comes', () => {
    expect(recovery(question({ tie: VolumeTie.ATTACHED })).total).toEqual({ min: Infinity, max: Infinity });
  });

  test('of a pod on the disk of the dead node never comes, whoever acts', () => {
    for (const release of Object.values(VolumeRelease)) expect(recovery(question({ tie: VolumeTie.LOCAL, release })).total.min).toBe(Infinity);
  });

  test('of a pod that somebody deletes by force waits six minutes for its volume', () => {
    expect(terms({ tie: VolumeTie.ATTACHED, release: VolumeRelease.FORCE_DELETE })).toEqual([
      'detection 40-60',
      'eviction 0-0',
      'toleration 30-30',
      'volume 360-365',
      'attach 1-15',
      'start 1-37',
    ]);
  });

  test('of a pod on a fenced node waits for the fencing and not for the toleration', () => {
    const fenced = terms({ tie: VolumeTie.ATTACHED, release: VolumeRelease.OUT_OF_SERVICE, fencedWithin: 90 });
    expect(fenced).toEqual(['fencing 40-90', 'volume 0-20', 'attach 1-15', 'start 1-37']);
    expect(terms({ tie: VolumeTie.ATTACHED, release: VolumeRelease.OUT_OF_SERVICE, fencedWithin: 90, tolerationSeconds: 300 })).toEqual(fenced);
  });

  test('of a pod on DRBD waits for the high-availability controller and not for the toleration', () => {
    const moved = terms({ tie: VolumeTie.ATTACHED, release: VolumeRelease.STORAGE, freedBy: HA_CONTROLLER });
    expect(moved).toEqual(['quorum lost, pod moved, volume freed 20-135', 'attach 1-15', 'start 1-37']);
    expect(terms({ tie: VolumeTie.ATTACHED, release: VolumeRelease.STORAGE, freedBy: HA_CONTROLLER, tolerationSeconds: 300 })).toEqual(moved);
  });

  test('takes longer when the active controller manager may die with the node', () => {
    expect(recovery(question({ leaderMayBeLost: true })).total).toEqual({ min: 71, max: 144 });
    const fenced = { tie: VolumeTie.ATTACHED, release: VolumeRelease.OUT_OF_SERVICE, fencedWithin: 10, leaderMayBeLost: true };
    expect(terms(fenced)[0]).toBe('fencing 40-77');
    expect(terms({ tie: VolumeTie.ATTACHED, release: VolumeRelease.STORAGE, freedBy: HA_CONTROLLER, leaderMayBeLost: true })[0]).toBe(
      'quorum lost, pod moved, volume freed 20-152',
    );
  });

  test('of apps that move together waits for the pods of all of them, which are deleted only when the node is NotReady', () => {
    const quick = { ...HA_CONTROLLER, withinSeconds: 30 };
    const moved = (together: boolean) => terms({ tie: VolumeTie.ATTACHED, release: VolumeRelease.STORAGE, freedBy: quick, afterItsPods: together })[0];
    expect(moved(false)).toBe('quorum lost, pod moved, volume freed 20-30');
    expect(moved(true)).toBe('quorum lost, pod moved, volume freed 40-60');
  });

  test('waits for nobody who frees volumes where none is attached', () => {
    for (const tie of [VolumeTie.NONE, VolumeTie.UNATTACHED]) {
      expect(recovery(question({ tie, release: VolumeRelease.STORAGE, freedBy: HA_CONTROLLER }))).toEqual(recovery(question()));
      expect(recovery(question({ tie, release: VolumeRelease.OUT_OF_SERVICE, fencedWithin: 90 }))).toEqual(recovery(question()));
    }
  });

  test('hopes for nobody who would have to, but does not', () => {
    const nobody = recovery(question({ tie: VolumeTie.ATTACHED }));
    expect(recovery(question({ tie: VolumeTie.ATTACHED, freedBy: HA_CONTROLLER }))).toEqual(nobody);
    expect(recovery(question({ tie: VolumeTie.ATTACHED, fencedWithin: 90 }))).toEqual(nobody);
  });

  test('hopes for nobody who does not say how long it takes', () => {
    expect(terms({ tie: VolumeTie.ATTACHED, release: VolumeRelease.STORAGE })[3]).toBe('volume Infinity-Infinity');
    expect(terms({ tie: VolumeTie.ATTACHED, release: VolumeRelease.OUT_OF_SERVICE })[3]).toBe('volume 0-20');
  });
});

describe('the toleration that an objective allows', () => {
  test('is what is left of it', () => {
    expect(solveToleration(question(), { rtoSeconds: 120 })).toEqual({
      seconds: 23,
      why: 'the longest that keeps 2 min: everything else takes up to 97 s',
    });
  });

  test('is nothing when the objective is just met', () => {
    expect(solveToleration(question(), { rtoSeconds: 97 }).seconds).toBe(0);
    expect(solveToleration(question(), { rtoSeconds: 97.9 }).seconds).toBe(0);
  });

  test('is never longer than a usual reboot, unless it is to ride out more', () => {
    expect(solveToleration(question(), { rtoSeconds: 127 }).seconds).toBe(30);
    expect(solveToleration(question(), { rtoSeconds: Duration.days(1).seconds }).seconds).toBe(30);
    expect(solveToleration(question(), {}).seconds).toBe(30);
    expect(solveToleration(question(), { rideOutSeconds: 600 }).seconds).toBe(600);
    expect(solveToleration(question(), { rtoSeconds: 600, rideOutSeconds: 300 })).toEqual({
      seconds: 300,
      why: 'asked for, to ride out a reboot: it fits within 10 min, everything else takes up to 97 s',
    });
    expect(solveToleration(question(), { rtoSeconds: 300, rideOutSeconds: 300 }).seconds).toBe(203);
  });

  test('says why it is as long as it is', () => {
    expect(solveToleration(question(), {}).why).toBe('long enough for a reboot, short enough for a dead node; no objective is set');
    expect(solveToleration(question(), { rideOutSeconds: 600 }).why).toBe('asked for, to ride out a reboot');
    expect(solveToleration(question(), { rtoSeconds: 127 }).why).toBe(
      'long enough for a reboot, short enough for a dead node: it fits within 2 min 7 s, everything else takes up to 97 s',
    );
    expect(solveToleration(question(), { rtoSeconds: 126 }).why).toBe('the longest that keeps 2 min 6 s: everything else takes up to 97 s');
  });

  test('names the first of two parts that take equally long', () => {
    expect(solveToleration(question({ usualStartSeconds: 53 }), { rtoSeconds: 96 }).breaking?.name).toBe('detection');
  });

  test('is refused with the term that takes longest', () => {
    expect(solveToleration(question(), { rtoSeconds: 96 })).toEqual({
      seconds: undefined,
      why: 'even with no toleration it takes 41 s to 97 s, of which detection 40 s to 60 s',
      breaking: { name: 'detection', time: { min: 40, max: 60 } },
    });
    expect(solveToleration(question({ usualStartSeconds: 120 }), { rtoSeconds: 96 }).breaking?.name).toBe('start');
    expect(solveToleration(question({ tie: VolumeTie.ATTACHED, release: VolumeRelease.FORCE_DELETE }), { rtoSeconds: 96 }).breaking?.name).toBe('volume');
  });

  test('is refused for every objective when nobody frees the volume', () => {
    const stuck = solveToleration(question({ tie: VolumeTie.ATTACHED }), { rtoSeconds: Duration.days(365).seconds });
    expect(stuck.seconds).toBeUndefined();
    expect(stuck.breaking?.name).toBe('volume');
    expect(stuck.why).toBe('the volume keeps it down until a person acts');
  });

  test('is the usual one when the pod is moved without it', () => {
    const moved = solveToleration(question({ tie: VolumeTie.ATTACHED, release: VolumeRelease.STORAGE, freedBy: HA_CONTROLLER }), { rtoSeconds: 300 });
    expect(moved).toEqual({ seconds: DEFAULT_TOLERATION, why: 'the pod moves without it: 22 s to 3 min 7 s within 5 min' });
  });
});
