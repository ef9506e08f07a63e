import { type DataOptions, Duration, FencingMethod, Image, NodeRole, ScheduledJob, SinglePodFlexible, SinglePodPinned, Size, Volume } from '../../lib';
import { crashInWords, reportOutcome } from '../../lib/availability/report/crash';
import type { ForeignStorageClass, StorageProps } from '../../lib/cluster/storage';
import { lab } from '../lab';
import { appProps, control, messages, RESOURCES, worker } from '../support';

// ReadWriteOncePod keeps a second pod from starting beside the first. The scheduler also counts the pod of a dead node.
const data = (options: Partial<DataOptions> = {}) => Volume.data('/data', { size: Size.gib(1), ...options });
const ALONE = { readWriteOncePod: true };
const LONGHORN: ForeignStorageClass = { name: 'longhorn', nodeLocal: false, readWriteOncePod: true };
const SHARE: ForeignStorageClass = { ...LONGHORN, name: 'share', attachable: false };
const JOB = { image: Image.of('registry.lab.example/job', '1.0.0'), resources: RESOURCES, schedule: '@daily' };
const FENCED = { fencing: { method: FencingMethod.IPMI, automatedWithin: Duration.seconds(5) } };

const cluster = (storage: StorageProps, node = {}) =>
  lab({ storage, nodes: [...['w1', 'w2'].map((name) => worker(name, { roles: [NodeRole.WORKER], pools: [], ...node })), control('c1')] });
const wiki = (storage: StorageProps, options: Partial<DataOptions> = {}, node = {}) =>
  new SinglePodFlexible(cluster(storage, node).workers, 'wiki', appProps({ volumes: [data(options)] }));
const crash = ({ plan }: SinglePodFlexible): string =>
  plan === undefined ? 'not decided' : crashInWords(plan.ask.availabilityClass, reportOutcome(plan.outcome));
const modeOf = ({ plan }: SinglePodFlexible | SinglePodPinned | ScheduledJob) => plan?.claims.map(({ accessMode, why }) => `${accessMode}: ${why}`).join();

describe('a claim', () => {
  test('is for one node unless somebody says otherwise: Kubernetes refuses another mode for claims that exist', () => {
    expect(modeOf(wiki({ classes: [LONGHORN] }))).toBe('ReadWriteOnce: the data must be available where the pod moves when its node dies');
  });

  test('is for one pod alone if the app says so', () => {
    const app = wiki({ classes: [LONGHORN] }, ALONE);
    expect(modeOf(app)).toMatch(/^ReadWriteOncePod: .*; ReadWriteOncePod, so that a second pod never starts beside the first$/);
    expect(app.plan?.replicas.why).toBe('the class: one pod, never two, because no other starts while it has wiki-data');
    expect(app.plan?.rollout.why).toBe('Recreate, because wiki-data is ReadWriteOncePod');
    expect(app.object('PersistentVolumeClaim', 'wiki-data').toJson().spec.accessModes).toEqual(['ReadWriteOncePod']);
  });

  test('is for one pod alone beside another that is not', () => {
    const other = Volume.data('/other', { size: Size.gib(1) });
    const { plan } = new SinglePodFlexible(cluster({ classes: [LONGHORN] }).workers, 'wiki', appProps({ volumes: [data(ALONE), other] }));
    expect(plan?.claims.map(({ accessMode }) => accessMode)).toEqual(['ReadWriteOncePod', 'ReadWriteOnce']);
    expect(plan?.rollout.why).toBe('Recreate, because wiki-other is ReadWriteOnce, and wiki-data is ReadWriteOncePod');
  });

  test('is for one pod alone where the cluster says so, also that of a pinned app and of a job', () => {
    const storage = { ...ALONE, classes: [LONGHORN, { ...LONGHORN, name: 'local', nodeLocal: true }] };
    expect(modeOf(wiki(storage))).toMatch(/^ReadWriteOncePod/);
    const { workers } = cluster(storage);
    expect(modeOf(new SinglePodPinned(workers, 'stick', { ...appProps({ volumes: [data()] }), node: { name: 'w1', reason: 'a cable' } }))).toMatch(
      /^ReadWriteOncePod/,
    );
    expect(modeOf(new ScheduledJob(workers, 'report', { ...JOB, volumes: [data()] }))).toMatch(/^ReadWriteOncePod/);
  });

  test('is for one pod alone on DRBD, which supports it', () => {
    const app = new SinglePodFlexible(lab().workers, 'wiki', appProps({ volumes: [data(ALONE)] }));
    expect(messages(app.findings)).toBe('');
    expect(modeOf(app)).toMatch(/^ReadWriteOncePod/);
  });

  test('keeps its mode if the app says so, as one that exists must', () => {
    expect(modeOf(wiki({ ...ALONE, classes: [LONGHORN] }, { readWriteOncePod: false }))).toMatch(/^ReadWriteOnce: [^;]*$/);
  });

  test.each([
    ['others mount it, too', undefined],
    ['the facts do not say that its class supports more', { ...LONGHORN, readWriteOncePod: false }],
    ['its pod on a dead node would keep it', SHARE],
  ])('is for one node where the cluster says one pod, but %s', (why, storageClass) => {
    const { workers } = cluster({ ...ALONE, classes: [storageClass ?? LONGHORN] });
    const app = new SinglePodFlexible(workers, 'wiki', appProps({ namespace: 'wiki', volumes: [data()] }));
    if (storageClass === undefined)
      new ScheduledJob(workers, 'backup', { ...JOB, namespace: 'wiki', volumes: [Volume.shared('/data', { app, readOnly: true })] });
    expect(modeOf(app)).toMatch(new RegExp(`^ReadWriteOnce: .*; ReadWriteOnce, because ${why}$`));
  });

  test('is not for one pod alone if others are to mount it', () => {
    const { workers } = cluster({ classes: [LONGHORN] }, FENCED);
    const other = Volume.data('/other', { size: Size.gib(1) });
    const app = new SinglePodFlexible(workers, 'wiki', appProps({ namespace: 'wiki', volumes: [data(ALONE), other] }));
    const job = (name: string, path: string) =>
      new ScheduledJob(workers, name, { ...JOB, namespace: 'wiki', volumes: [Volume.shared('/wiki', { app, path, readOnly: true })] });
    job('report', '/other');
    expect(messages(app.findings)).toBe('');
    job('backup', '/data');
    expect(messages(app.findings)).toMatchInlineSnapshot(`
      "CLAIM-ONE-POD  lab/worker/wiki: /data with readWriteOncePod, but backup mounts it, too, and such a claim is for one pod alone.
                     Leave readWriteOncePod out, or give each app its own data. If the claim exists, Kubernetes refuses another mode: copy the data to a new claim."
    `);
  });

  test('is not for an app that names it either', () => {
    const home = cluster({ classes: [LONGHORN] }, FENCED);
    new SinglePodFlexible(home.workers, 'wiki', appProps({ namespace: 'wiki', volumes: [data(ALONE)] }));
    new SinglePodFlexible(
      home.workers,
      'search',
      appProps({ namespace: 'wiki', volumes: [Volume.claim('/wiki', { claimName: 'wiki-data', readOnly: true })] }),
    );
    expect(messages(home.verdict().open.filter(({ code }) => code === 'CLAIM-TWO-WRITERS'))).toMatchInlineSnapshot(`
      "CLAIM-TWO-WRITERS  lab/worker/search: the claim wiki/wiki-data, but lab/worker/wiki mounts it, and ReadWriteOncePod allows only one.
                         Set readWriteMany if the claim is, let one app mount it and the others share it with Volume.shared, or give each app its own claim."
    `);
  });

  test('is not for one pod alone on a class that does not support it, nor with readWriteMany', () => {
    const app = wiki({ classes: [LONGHORN, { name: 'ceph', nodeLocal: false, readWriteMany: true }] }, { ...ALONE, storageClass: 'ceph' }, FENCED);
    expect(messages(app.findings)).toMatchInlineSnapshot(`
      "STORAGE-NOT-ONE-POD  lab/worker/wiki: readWriteOncePod data at /data on ceph, but the classes that support it are longhorn.
                           Use one of them, or set readWriteOncePod of the class in storage.classes if its driver supports it."
    `);
    const both = wiki({ classes: [{ ...LONGHORN, readWriteMany: true }] }, { ...ALONE, readWriteMany: true });
    expect(messages(both.findings.filter(({ code }) => code === 'CLAIM-ONE-POD'))).toMatchInlineSnapshot(`
      "CLAIM-ONE-POD  lab/worker/wiki: /data with readWriteOncePod, but with readWriteMany, too.
                     Leave one of them out."
    `);
  });

  test('is for one pod alone nowhere, if no class supports it', () => {
    expect(messages(cluster({ ...ALONE, classes: [{ name: 'ceph', nodeLocal: false }] }).verdict().open)).toMatchInlineSnapshot(`
      "STORAGE-ONE-POD-NOWHERE  lab/storage: readWriteOncePod, but no storage class supports it, as far as the facts say, so that claims stay ReadWriteOnce.
                               Set readWriteOncePod of the classes whose drivers support it, or leave it out."
    `);
  });
});

describe('a pod whose claim is for it alone', () => {
  test('is back as fast as another from attached storage that is fenced, or frees volumes itself after its node is known to be dead', () => {
    for (const options of [{}, ALONE]) {
      expect(crash(wiki({ classes: [LONGHORN] }, options, FENCED))).toBe('back after 42 s to 2 min 12 s');
      const release = { by: 'Longhorn', earliest: Duration.seconds(90), within: Duration.minutes(3) };
      expect(crash(wiki({ classes: [{ ...LONGHORN, release }] }, options))).toBe('back after 92 s to 3 min 52 s');
    }
  });

  test('waits on DRBD until its node is NotReady, and is back within the same time at most', () => {
    const on = (options: Partial<DataOptions>) => crash(new SinglePodFlexible(lab().workers, 'wiki', appProps({ volumes: [data(options)] })));
    expect(on({})).toMatch(/^back after 22 s to 3 min 7 s/);
    expect(on(ALONE)).toMatch(/^back after 42 s to 3 min 7 s/);
  });

  test('stays on a dead node although nothing is attached, unless the node is fenced', () => {
    expect(crash(wiki({ classes: [SHARE] }))).toBe('back after 71 s to 2 min 7 s');
    const app = wiki({ classes: [SHARE] }, ALONE);
    expect(crash(app)).toBe('down until a person acts');
    expect(messages(app.findings)).toMatchInlineSnapshot(`
      "FLEXIBLE-STUCK-VOLUME  lab/worker/wiki: /data for one pod alone, on 2 nodes that no agent fences (w1 and w2), and the pod of a dead node keeps such a claim although nothing is attached: the app stays down until a person acts.
                             Leave readWriteOncePod out if two pods do no harm for a while, fence the nodes, or accept it with a reason."
    `);
    expect(messages(wiki({ classes: [SHARE] }, ALONE, FENCED).findings)).toBe('');
  });
});
