import { Duration, HighlyAvailable, Image, SinglePodFlexible, SinglePodPinned, Size, Volume } from '../../lib';
import { crashInWords, reportOutcome } from '../../lib/availability/report/crash';
import type { ForeignStorageClass } from '../../lib/cluster/storage';
import { lab } from '../lab';
import { appProps, messages } from '../support';

// What frees a volume of a dead node is a fact of its class, and which pods it leaves alone is its own.
const DATA = Volume.data('/data', { size: Size.gib(1) });
const crash = ({ plan }: SinglePodFlexible): string =>
  plan === undefined ? 'not decided' : crashInWords(plan.ask.availabilityClass, reportOutcome(plan.outcome));
const on = (...classes: readonly ForeignStorageClass[]) => lab({ storage: { classes } });
const LONGHORN: ForeignStorageClass = {
  name: 'longhorn',
  nodeLocal: false,
  release: { by: 'Longhorn', earliest: Duration.seconds(90), within: Duration.minutes(3) },
};

describe('a class that frees the volumes of dead nodes by itself', () => {
  test('has an app back within the time that it takes', () => {
    const app = new SinglePodFlexible(on(LONGHORN).workers, 'wiki', appProps({ volumes: [DATA], objective: { rto: Duration.minutes(5) } }));
    expect(messages(app.findings)).toBe('');
    expect(crash(app)).toBe('back after 92 s to 3 min 52 s');
    expect(app.plan?.outcome?.why).toBe('volume freed by Longhorn 90 s to 3 min, attach 1 s to 15 s, start 1 s to 37 s');
  });

  test('also moves pods with other volumes, since nobody said that it leaves them alone', () => {
    const media = Volume.nfs('/media', { server: 'nas.example', path: '/media', readOnly: true });
    expect(messages(new SinglePodFlexible(on(LONGHORN).workers, 'wiki', appProps({ volumes: [DATA, media] })).findings)).toBe('');
  });

  test('frees nothing of another class', () => {
    const cluster = on(LONGHORN, { name: 'ceph', nodeLocal: false });
    const app = new SinglePodFlexible(
      cluster.workers,
      'wiki',
      appProps({ volumes: [DATA, Volume.data('/other', { size: Size.gib(1), storageClass: 'ceph' })] }),
    );
    expect(messages(app.findings)).toMatchInlineSnapshot(`
      "FLEXIBLE-FAILOVER-EXEMPT  lab/worker/wiki: wiki-other together with replicated data, and Longhorn does not move pods with such volumes: when the node dies, the app stays down until a person acts.
                                Remove the volume, or accept it with a reason."
    `);
    expect(crash(app)).toBe('down until a person acts');
  });

  test('has an app wait for the slowest of its classes, in whatever order they are listed', () => {
    const fast = { ...LONGHORN, name: 'fast', release: { by: 'Longhorn', within: Duration.minutes(1) } };
    const slow = { ...LONGHORN, name: 'slow', release: { by: 'Longhorn', within: Duration.minutes(10) } };
    for (const names of [
      ['fast', 'slow'],
      ['slow', 'fast'],
    ]) {
      const volumes = names.map((storageClass) => Volume.data(`/${storageClass}`, { size: Size.gib(1), storageClass }));
      expect(crash(new SinglePodFlexible(on(fast, slow).workers, 'wiki', appProps({ volumes })))).toBe('back after 2 s to 10 min 52 s');
    }
  });

  test('says how long that takes, and on storage that can', () => {
    const wrong = { by: ' ', earliest: Duration.seconds(-500), within: Duration.minutes(3) };
    const cluster = on({ name: 'one', nodeLocal: false, release: wrong }, { ...LONGHORN, nodeLocal: true }, { ...LONGHORN, name: 'nfs', attachable: false });
    expect(messages(cluster.verdict().open)).toMatchInlineSnapshot(`
      "STORAGE-RELEASE-INVALID  lab/storage/classes/one/release: no name in by, but messages and the report say who frees the volume.
                               Name it: Longhorn.

      STORAGE-RELEASE-INVALID  lab/storage/classes/one/release: -8 min -20 s at least and 3 min at most, but both are times of a crash: not negative, the longest above 0 and not below the shortest.
                               Measure both from the crash of a node.

      STORAGE-RELEASE-INVALID  lab/storage/classes/longhorn/release: Longhorn frees volumes of a class that is node-local, but no other node has the data.
                               Leave release out.

      STORAGE-RELEASE-INVALID  lab/storage/classes/nfs/release: Longhorn frees volumes of a class that is not attachable, but no node holds such volumes.
                               Leave release out."
    `);
  });
});

describe('the high-availability controller of DRBD', () => {
  const findings = (volume: Volume) => new SinglePodFlexible(lab().workers, 'wiki', appProps({ volumes: [DATA, volume] })).findings.map(({ code }) => code);

  test('leaves pods alone that have an image as a volume', () => {
    expect(findings(Volume.image('/themes', Image.of('ghcr.io/example/themes', '1.0.0')))).toEqual(['FLEXIBLE-FAILOVER-EXEMPT']);
  });

  test('leaves pods alone that have a folder of the network or of every node, read-only too', () => {
    const [nfs, folder] = [{ server: 'nas.example', path: '/media' }, { onEveryNode: 'each kernel brings its own' }];
    for (const readOnly of [true, false]) {
      expect(findings(Volume.nfs('/media', { ...nfs, readOnly }))).toEqual(['FLEXIBLE-FAILOVER-EXEMPT']);
      expect(findings(Volume.hostPath('/lib/modules', { ...folder, readOnly }))).toEqual(['FLEXIBLE-FAILOVER-EXEMPT']);
    }
  });

  test('moves pods with a Secret, a volume in memory, config files, or one of a CSI driver', () => {
    expect(findings(Volume.secret('/tls', { secretName: 'tls' }))).toEqual([]);
    expect(findings(Volume.memory('/run', Size.mib(8)))).toEqual([]);
    expect(findings(Volume.config('/etc/wiki', { files: { 'wiki.conf': 'a = 1' } }))).toEqual([]);
    expect(findings(Volume.csi('/secrets', { driver: 'secrets-store.csi.k8s.io', readOnly: true }))).toEqual([]);
  });
});

test('riding out a reboot is written in whole seconds, and is nothing for an app that never moves', () => {
  const { workers } = lab({ storage: {} });
  const objective = { rideOut: Duration.millis(1500) };
  expect(new HighlyAvailable(workers, 'web', appProps({ objective })).plan?.toleration.value).toBe(2);
  expect(new SinglePodFlexible(workers, 'wiki', appProps({ objective })).plan?.toleration.value).toBe(2);
  const stick = new SinglePodPinned(workers, 'stick', { ...appProps({ objective }), node: { name: 'w1', reason: 'a cable' } });
  expect(messages(stick.findings)).toMatchInlineSnapshot(`
    "OBJECTIVE-RIDE-OUT  lab/worker/stick: 1.5 s of its node away before it moves, but a pinned app never moves.
                        Leave rideOut out."
  `);
});

test('riding out a reboot is refused where what moves the pod does not wait', () => {
  const app = new SinglePodFlexible(lab().workers, 'wiki', appProps({ volumes: [DATA], objective: { rideOut: Duration.minutes(3) } }));
  expect(messages(app.findings)).toBe(
    `OBJECTIVE-RIDE-OUT  lab/worker/wiki: 3 min of its node away before it moves, but the high-availability controller of DRBD moves it without waiting.
                    Leave rideOut out.`,
  );
});
