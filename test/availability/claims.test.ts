import { Duration, FencingMethod, Image, Size, Volume } from '../../lib';
import { VolumeTie } from '../../lib/availability/ask/volume/traits';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { AccessMode, type PlannedClaim } from '../../lib/availability/model/plan';
import { VolumeRelease } from '../../lib/availability/model/release';
import { claimedTie, releaseOf, unsafeVolumes } from '../../lib/availability/storage/claims';
import type { StorageClass, StorageRelease } from '../../lib/cluster/storage';
import { facts, factsOf, planOf, planWithoutFacts, worker } from '../support';

const { SINGLE_POD_FLEXIBLE: FLEXIBLE, SINGLE_POD_PINNED: PINNED, HIGHLY_AVAILABLE } = AvailabilityClass;
const ONE = Size.gib(1);
const NODE = { node: { name: 'w1', reason: 'a test' } };

describe('the storage class of a claim', () => {
  const data = (readWriteMany: boolean) => ({ volumes: [Volume.data('/data', { size: ONE, readWriteMany })] });
  const said = (availabilityClass: AvailabilityClass, readWriteMany = false, given = facts()) =>
    planOf(availabilityClass, { ...data(readWriteMany), ...(availabilityClass === PINNED ? NODE : {}) }, given).claims.map(
      ({ storageClass, why }) => `${storageClass}: ${why}`,
    );

  test('is replicated for a pod that moves, and local for one that stays or for several', () => {
    expect(said(FLEXIBLE)).toEqual(['drbd-replicated: the data must be available where the pod moves when its node dies']);
    expect(said(PINNED)).toEqual(['drbd-local: the pod never leaves its node, and a remote copy would stop it when the link drops']);
    expect(said(HIGHLY_AVAILABLE)).toEqual(['drbd-local: the app replicates its own data, one volume per pod']);
  });

  test('is the replicated one where there is no local one, but not the other way round', () => {
    const only = (name: string, nodeLocal: boolean) => facts({ storage: { classes: [{ name, nodeLocal }] } });
    expect(said(PINNED, false, only('ceph', false))).toEqual(['ceph: the pod never leaves its node, and a remote copy would stop it when the link drops']);
    expect(said(FLEXIBLE, false, only('disk', true))).toEqual(['undefined: the default class of the cluster: the facts declare no other']);
  });

  test('for data that several nodes write is the first that allows it and is on no node alone', () => {
    const classes = [
      { name: 'block', nodeLocal: false },
      { name: 'folder', nodeLocal: true, readWriteMany: true },
      { name: 'files', nodeLocal: false, readWriteMany: true },
      { name: 'more', nodeLocal: false, readWriteMany: true },
    ];
    expect(said(FLEXIBLE, true, facts({ storage: { classes } }))).toEqual(['files: the first class that several nodes may write at once']);
    expect(said(FLEXIBLE, true)).toEqual(['undefined: the default class of the cluster: the facts declare none that can be shared']);
  });

  test('is that of the cluster where no facts are known', () => {
    for (const shared of [true, false]) expect(planWithoutFacts(FLEXIBLE, data(shared)).claims[0]?.storageClass).toBeUndefined();
  });
});

/** Three nodes, and claims on classes that behave so. */
function given(classes: readonly Partial<StorageClass>[], automatedWithin: readonly (number | undefined)[] = []) {
  const nodes = ['w1', 'w2', 'w3'].map((name, index) => {
    const seconds = automatedWithin[index];
    return worker(name, seconds === undefined ? {} : { fencing: { method: FencingMethod.IPMI, automatedWithin: Duration.seconds(seconds) } });
  });
  const plain = factsOf(nodes, { storage: { classes: classes.map((_, index) => ({ name: `s${index}`, nodeLocal: false })) } });
  const known = { ...plain, storage: { ...plain.storage, classes: plain.storage.classes.map((one, index) => ({ ...one, ...classes[index] })) } };
  const claims = classes.map(
    (_, index): PlannedClaim => ({
      volume: Volume.data(`/d${index}`, { size: ONE }),
      name: `c${index}`,
      perPod: false,
      accessMode: AccessMode.READ_WRITE_ONCE,
      storageClass: `s${index}`,
      why: 'a test',
    }),
  );
  return { facts: known, claims };
}

const frees = (overrides: Partial<StorageRelease> = {}): StorageRelease => ({
  by: 'Blocks',
  step: 'freed',
  earliestSeconds: 10,
  withinSeconds: 60,
  unsafePods: false,
  ...overrides,
});

describe('the tie of a pod to its node', () => {
  const tie = (storageClass: Partial<StorageClass>, ...volumes: Volume[]) => {
    const { facts: known, claims } = given([storageClass]);
    return claimedTie(known, claims, volumes);
  };

  test('is that of the storage class, and the strongest of several', () => {
    expect(tie({})).toBe(VolumeTie.ATTACHED);
    expect(tie({ nodeLocal: true })).toBe(VolumeTie.LOCAL);
    expect(tie({ attachable: false })).toBe(VolumeTie.UNATTACHED);
    expect(tie({ attachable: false }, Volume.scratch('/tmp', ONE))).toBe(VolumeTie.UNATTACHED);
  });

  test('is loose for data that several nodes may write', () => {
    const { facts: known, claims } = given([{}]);
    const shared = claims.map((claim) => ({ ...claim, accessMode: AccessMode.READ_WRITE_MANY }));
    expect(claimedTie(known, shared, [])).toBe(VolumeTie.UNATTACHED);
  });

  test('is taken for the usual one where nobody knows the class', () => {
    expect(claimedTie(undefined, given([{}]).claims, [])).toBe(VolumeTie.ATTACHED);
    expect(claimedTie(undefined, [], [])).toBe(VolumeTie.NONE);
  });
});

describe('what frees a volume of a dead node', () => {
  const ALL = ['w1', 'w2', 'w3'];
  const freed = (classes: readonly Partial<StorageClass>[], volumes: Volume[] = [], fencing: readonly (number | undefined)[] = [], nodes = ALL) => {
    const { facts: known, claims } = given(classes, fencing);
    return releaseOf(known, claims, volumes, nodes);
  };

  test('is its storage', () => {
    expect(freed([{ release: frees() }])).toEqual({ release: VolumeRelease.STORAGE, freedBy: frees(), fencedWithin: undefined });
    expect(freed([{}])).toEqual({ release: VolumeRelease.NOBODY, fencedWithin: undefined });
    expect(freed([])).toEqual({ release: VolumeRelease.NOBODY, fencedWithin: undefined });
  });

  test('is the storage of all of them, or nobody', () => {
    expect(freed([{ release: frees() }, {}]).release).toBe(VolumeRelease.NOBODY);
    expect(freed([{ release: frees() }, { release: frees({ by: 'Ceph' }) }]).release).toBe(VolumeRelease.NOBODY);
  });

  test('has nothing to do for volumes that no node holds', () => {
    expect(freed([{ release: frees({ unsafePods: true }) }, { attachable: false }]).release).toBe(VolumeRelease.STORAGE);
    const { facts: known, claims } = given([{ release: frees({ unsafePods: true }) }, {}]);
    const shared = claims.map((claim, index) => (index === 1 ? { ...claim, accessMode: AccessMode.READ_WRITE_MANY } : claim));
    expect(releaseOf(known, shared, [], ALL).release).toBe(VolumeRelease.STORAGE);
  });

  test('is the slowest of several classes, and moves only what each of them moves', () => {
    const [early, late] = [frees({ unsafePods: true }), frees({ earliestSeconds: 20, withinSeconds: 90 })];
    const both = { ...late, unsafePods: false };
    for (const order of [
      [early, late],
      [late, early],
    ])
      expect(freed(order.map((release) => ({ release }))).freedBy).toEqual(both);
    const unsaid = { by: 'Blocks', step: 'unsaid', earliestSeconds: 30, unsafePods: true };
    expect(freed([{ release: early }, { release: unsaid }]).freedBy).toEqual({ ...early, earliestSeconds: 30 });
    expect(freed([{ release: unsaid }, { release: early }]).freedBy).toEqual({ ...early, earliestSeconds: 30 });
    expect(freed([{ release: early }, { release: { ...early, step: 'second' } }]).freedBy?.step).toBe('freed');
  });

  test('leaves pods alone with a volume that is not safe for it, unless it moves all', () => {
    const media = [Volume.nfs('/media', { server: 'nas', path: '/media' })];
    const picky = { safeVolumes: ['emptyDir'] };
    expect(freed([{ release: frees(picky) }], media).release).toBe(VolumeRelease.NOBODY);
    expect(freed([{ release: frees({ ...picky, unsafePods: true }) }], media).release).toBe(VolumeRelease.STORAGE);
    expect(freed([{ release: frees() }], media).release).toBe(VolumeRelease.STORAGE);
  });

  test('is the fencing of all of its nodes, as late as the slowest', () => {
    expect(freed([{}], [], [30, 90, 60])).toEqual({ release: VolumeRelease.OUT_OF_SERVICE, fencedWithin: 90 });
    expect(freed([{}], [], [30, 90, 60], ['w1', 'w3'])).toEqual({ release: VolumeRelease.OUT_OF_SERVICE, fencedWithin: 60 });
    expect(freed([{}], [], [30, undefined, 60]).release).toBe(VolumeRelease.NOBODY);
    expect(freed([{}], [], [30, undefined, 60], ['w1', 'w3']).release).toBe(VolumeRelease.OUT_OF_SERVICE);
    expect(freed([{}], [], [30, 90, 60], []).release).toBe(VolumeRelease.NOBODY);
  });
});

test('volumes that a storage does not move are claims of others, existing ones that are written, and kinds that it does not name', () => {
  const unsafe = (release: StorageRelease | undefined, ...volumes: Volume[]) => {
    const { facts: known, claims } = given([{ release }]);
    return unsafeVolumes(known, claims, volumes);
  };
  const some = [Volume.scratch('/tmp', ONE), Volume.image('/themes', Image.of('ghcr.io/example/themes', '1.0.0')), Volume.data('/own', { size: ONE })];
  expect(unsafe(frees({ safeVolumes: ['emptyDir'] }), ...some)).toEqual(['/themes']);
  expect(unsafe(frees({ safeVolumes: [] }), ...some)).toEqual(['/tmp', '/themes']);
  expect(unsafe(frees(), ...some)).toEqual([]);
  expect(unsafe(undefined, ...some)).toEqual(['c0']);
  const exists = (readOnly: boolean) => {
    const { facts: known, claims } = given([{}]);
    return unsafeVolumes(
      known,
      claims.map((claim) => ({ ...claim, exists: true, volume: Volume.claim('/old', { claimName: 'old', readOnly }) })),
      [],
    );
  };
  expect(exists(false)).toEqual(['c0']);
  expect(exists(true)).toEqual([]);
});
