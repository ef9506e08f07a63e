import { HighlyAvailable, ScheduledJob, SinglePodFlexible } from '../../lib';
import { Probe } from '../../lib/availability/ask/container/health';
import { Volume } from '../../lib/availability/ask/volume/volume';
import type { ClaimOptions, DataOptions } from '../../lib/availability/ask/volume/volume-options';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { checkApps } from '../../lib/availability/fleet/rules';
import { notesOn } from '../../lib/availability/report/notes';
import { NodeRole } from '../../lib/cluster/node';
import type { ExistingVolume } from '../../lib/cluster/storage';
import { Duration, Size } from '../../lib/cluster/units';
import { lab } from '../lab';
import { type AnyAppProps, appProps, facts, factsOf, findingsOf, type LabProps, messages, messagesOf, only, planOf, worker } from '../support';

const FLEXIBLE = AvailabilityClass.SINGLE_POD_FLEXIBLE;
const PINNED = AvailabilityClass.SINGLE_POD_PINNED;
const DRBD = 'drbd-replicated';

const claim = (options: Partial<ClaimOptions> = {}): Partial<AnyAppProps> => ({
  volumes: [Volume.claim('/data', { claimName: 'old', size: Size.gib(1), ...options })],
});
const own = (storageClass: string): Partial<AnyAppProps> => ({ volumes: [Volume.data('/data', { size: Size.gib(1), storageClass })] });
const within = (minutes: number): Partial<AnyAppProps> => ({ objective: { rto: Duration.minutes(minutes), rpo: Duration.seconds(0) } });
const CLASSES: LabProps = {
  storage: {
    classes: [
      { name: 'nfs', nodeLocal: false, attachable: false, readWriteMany: true },
      { name: 'disk', nodeLocal: true },
      { name: 'cloud', nodeLocal: false, zonal: true },
    ],
  },
};

describe('a claim that exists, on a class that the cluster knows', () => {
  test('is judged like own data of that class', () => {
    const existing = planOf(FLEXIBLE, { ...claim({ storageClass: DRBD }), ...within(5) });
    const made = planOf(FLEXIBLE, { ...own(DRBD), ...within(5) });
    expect(messagesOf(FLEXIBLE, { ...claim({ storageClass: DRBD }), ...within(5) })).toBe('');
    const { outcome, placement, toleration, volumeTie, fitting } = made;
    expect({ ...existing }).toMatchObject({ outcome, placement, toleration, volumeTie, fitting });
    expect(planOf(FLEXIBLE, claim({ storageClass: 'nfs' }), facts(CLASSES)).volumeTie).toBe('unattached');
  });

  test('goes only where that class can be mounted', () => {
    const three = factsOf([worker('w1'), worker('w2'), worker('w3', { roles: [NodeRole.WORKER], pools: [] })]);
    expect(planOf(FLEXIBLE, claim({ storageClass: DRBD }), three).placement.value.nodes).toEqual(['w1', 'w2']);
    expect(planOf(FLEXIBLE, claim(), three).placement.value.nodes).toEqual(['w1', 'w2', 'w3']);
    const node = { name: 'w3', reason: 'a test' };
    expect(messagesOf(PINNED, { ...claim({ storageClass: DRBD }), node }, three)).toMatchInlineSnapshot(`
      "PINNED-STORAGE-ELSEWHERE  lab/worker/blog: /data on drbd-replicated, but w3 cannot mount it, only w1 and w2.
                                Use another storage class, or give the node the pool."
    `);
    expect(messagesOf(PINNED, { ...claim({ storageClass: DRBD }), node: { ...node, name: 'w1' } }, three)).toBe('');
  });

  test('pins a flexible app if the class does, and stays in its zone if it does', () => {
    expect(messagesOf(FLEXIBLE, claim({ storageClass: 'disk' }), facts(CLASSES))).toMatchInlineSnapshot(`
      "FLEXIBLE-LOCAL-STORAGE  lab/worker/blog: /data on the node-local class disk, but a flexible app must find its data on another node, and this would pin it to one.
                              Use a replicated class, or make the app a SinglePodPinned."
    `);
    expect(messagesOf(PINNED, { ...claim({ storageClass: 'disk' }), node: { name: 'w1', reason: 'a test' } }, facts(CLASSES))).toBe('');
    const zones = factsOf([worker('w1', { zone: 'a' }), worker('w2', { zone: 'b' }), worker('w3', { zone: 'b' })], CLASSES);
    expect(only('FLEXIBLE-ZONE-ALONE', messagesIn(claim({ storageClass: 'cloud' }), zones))).toMatchInlineSnapshot(`
      "FLEXIBLE-ZONE-ALONE  lab/worker/blog: /data, which stays in the zone of its first node, but in the zone of w1 no other node can run it.
                           Add a node to each of these zones, use storage that several zones reach, or accept it with a reason."
    `);
  });

  test('must be on a class that the facts declare', () => {
    const known = (storageClass: string) => messages(checkApps([planOf(FLEXIBLE, claim({ storageClass }))], facts()));
    expect(known('nonsense')).toMatchInlineSnapshot(`
      "STORAGE-CLASS-UNKNOWN  lab/worker/blog: the storage class nonsense, but the facts do not declare it.
                             Declare it in storage.classes, or leave it out."
    `);
    expect(known(DRBD)).toBe('');
  });
});

describe('a claim that exists, of which nobody names the class', () => {
  test('is taken for one that nothing takes from a dead node, and says so', () => {
    expect(messagesOf(FLEXIBLE, { ...claim(), objective: { rto: Duration.minutes(5) } })).toMatchInlineSnapshot(`
      "FLEXIBLE-STUCK-VOLUME  lab/worker/blog: an attached volume on 3 nodes that no agent fences (w1, w2 and w3), and Kubernetes never detaches a volume from a dead node by itself: the app stays down until a person acts.
                             If its storage frees volumes of dead nodes, say so in release of the class, with the time that it takes. Otherwise fence the nodes, use storage that does, such as DRBD, or accept it with a reason.

      OBJECTIVE-UNREACHABLE  lab/worker/blog: back within 5 min, but the volume keeps it down until a person acts.
                             Use volumes that a fencing agent or the storage frees, or leave the objective out."
    `);
    const note = (options: Partial<ClaimOptions>) =>
      messages(notesOn(facts(), [planOf(FLEXIBLE, claim(options))]).filter(({ code }) => code === 'CLAIM-WITHOUT-CLASS'));
    expect(note({})).toMatchInlineSnapshot(`
      "CLAIM-WITHOUT-CLASS  lab/worker/blog: existing claims without storageClass (old), so the library takes them for volumes that every node can mount, and that nothing takes from a dead node.
                           Set storageClass in Volume.claim, and declare the class in storage.classes."
    `);
    expect(note({ storageClass: DRBD })).toBe('');
    expect(note({ readWriteMany: true })).toBe('');
  });

  test('promises nothing about lost writes', () => {
    expect(only('OBJECTIVE-DATA-LOSS', messagesIn({ ...claim(), ...within(5) }))).toMatchInlineSnapshot(`
      "OBJECTIVE-DATA-LOSS  lab/worker/blog: no more than 0 s of writes lost, but /data is an existing claim without storageClass, so nobody knows what it may lose.
                           Set storageClass in Volume.claim, and declare the class in storage.classes, or leave objective.rpo out."
    `);
    expect(only('OBJECTIVE-DATA-LOSS', messagesIn(claim()))).toBe('');
  });
});

describe('a claim that exists may be shared', () => {
  const shared = (readOnly = false) => Volume.shared('/data', { app: { name: 'wiki' }, readOnly });
  const owner = (options: Partial<ClaimOptions>) => appProps({ namespace: 'wiki', ...claim({ storageClass: DRBD, ...options }) });

  test('with apps that run where its owner runs, because it is on one node', () => {
    const cluster = lab();
    const wiki = new SinglePodFlexible(cluster.workers, 'wiki', owner({}));
    const index = new SinglePodFlexible(cluster.workers, 'index', appProps({ namespace: 'wiki', volumes: [shared()] }));
    expect(messages(cluster.verdict().open)).toBe('');
    expect([wiki, index].map((one) => one.plan?.colocation.value)).toEqual([
      { owner: 'wiki', isOwner: true, mutual: true },
      { owner: 'wiki', isOwner: false, mutual: true },
    ]);
    expect(index.objects.map(({ kind }) => kind)).not.toContain('PersistentVolumeClaim');
    expect(JSON.stringify(index.object('Deployment').toJson())).toContain('"persistentVolumeClaim":{"claimName":"old"}');
  });

  test('but not with pods on several nodes, and not by two that mount it by name', () => {
    const cluster = lab();
    new SinglePodFlexible(cluster.workers, 'wiki', owner({}));
    new HighlyAvailable(cluster.workers, 'web', appProps({ namespace: 'wiki', health: { readiness: Probe.exec('true') }, volumes: [shared()] }));
    expect(messages(cluster.verdict().open)).toMatchInlineSnapshot(`
      "SHARED-AMONG-MANY  lab/worker/web: the data of wiki (SinglePodFlexible) in web (HighlyAvailable), but a ReadWriteOnce claim is on one node, and these pods run on several.
                         Set readWriteMany of that data in wiki, on a class that several nodes may write at once, or use Volume.nfs."
    `);
    const twice = lab();
    new SinglePodFlexible(twice.workers, 'wiki', owner({}));
    new SinglePodFlexible(twice.workers, 'index', owner({}));
    expect(messages(twice.verdict().open)).toMatchInlineSnapshot(`
      "CLAIM-TWO-WRITERS  lab/worker/wiki: the claim wiki/old, but lab/worker/index mounts it, and ReadWriteOnce allows only one.
                         Set readWriteMany if the claim is, let one app mount it and the others share it with Volume.shared, or give each app its own claim."
    `);
  });
});

describe('data that several nodes may write', () => {
  const MEDIA = Volume.data('/media', { size: Size.gib(1), readWriteMany: true });
  const EXISTING = Volume.claim('/media', { claimName: 'media', storageClass: 'nfs', readWriteMany: true });
  const shared = (readOnly: boolean) => [Volume.shared('/media', { app: { name: 'server' }, readOnly })];

  test.each([
    ['made', MEDIA],
    ['existing', EXISTING],
  ])('ties nobody who shares it to one node: %s', (_how, media) => {
    const cluster = lab(CLASSES);
    const server = new HighlyAvailable(cluster.workers, 'server', appProps({ health: { readiness: Probe.exec('true') }, volumes: [media] }));
    const worker1 = new SinglePodFlexible(cluster.workers, 'worker', appProps({ namespace: 'server', volumes: shared(true) }));
    const more = new HighlyAvailable(
      cluster.workers,
      'more',
      appProps({ namespace: 'server', health: { readiness: Probe.exec('true') }, volumes: shared(false) }),
    );
    const job = new ScheduledJob(cluster.workers, 'job', { ...appProps({ namespace: 'server', volumes: shared(false) }), schedule: '@daily' });
    expect(messages(cluster.verdict().open)).toBe('');
    for (const app of [server, worker1, more, job]) expect(app.plan?.colocation).toEqual({ value: undefined, why: 'several nodes may write the data at once' });
    expect(worker1.plan).toMatchObject({ volumeTie: 'unattached', outcome: { kind: 'fails over' }, fitting: ['w1', 'w2', 'w3'] });
    expect(JSON.stringify(worker1.object('Deployment').toJson())).not.toContain('podAffinity"');
    expect(JSON.stringify(more.object('Deployment').toJson())).toContain(`"claimName":"${media === MEDIA ? 'server-media' : 'media'}"`);
  });

  test('may still have two writers for a while', () => {
    const cluster = lab(CLASSES);
    new HighlyAvailable(cluster.workers, 'server', appProps({ health: { readiness: Probe.exec('true') }, volumes: [MEDIA] }));
    new SinglePodFlexible(cluster.workers, 'worker', appProps({ namespace: 'server', volumes: shared(false) }));
    expect(messages(cluster.verdict().open)).toMatchInlineSnapshot(`
      "FLEXIBLE-TWIN-WRITER  lab/worker/worker: /media over the network, and while a node is cut off but alive, its pod keeps writing there next to its replacement.
                            Keep data on replicated volumes, such as those of DRBD, if two writers would damage it, mount it read-only, or accept it with the reason why they do no damage."
    `);
  });

  test('leaves those that share other data of the same owner tied to it', () => {
    const cluster = lab(CLASSES);
    const volumes = [MEDIA, Volume.data('/data', { size: Size.gib(1), storageClass: 'cloud' })];
    const accept = (['FLEXIBLE-STUCK-VOLUME', 'FLEXIBLE-TWIN-WRITER', 'FLEXIBLE-ZONE-ALONE'] as const).map((code) => ({ code, reason: 'a test' }));
    const server = new SinglePodFlexible(cluster.workers, 'server', appProps({ volumes, accept }));
    const near = new SinglePodFlexible(
      cluster.workers,
      'near',
      appProps({ namespace: 'server', volumes: [...shared(true), Volume.shared('/data', { app: { name: 'server' } })], accept }),
    );
    const free = new SinglePodFlexible(cluster.workers, 'free', appProps({ namespace: 'server', volumes: shared(true) }));
    expect([server, near, free].map((one) => one.plan?.colocation.value?.owner)).toEqual(['server', 'server', undefined]);
    expect(server.plan?.ask.group?.map(({ name }) => name)).toEqual(['server', 'near']);
  });
});

describe('a claim that an app adopts', () => {
  const CEPH = 'ceph';
  const held = (volume: Partial<ExistingVolume> = { claim: { namespace: 'blog', name: 'old' } }): LabProps => ({
    storage: {
      classes: [
        { name: CEPH, nodeLocal: false, readWriteMany: true },
        { name: 'other', nodeLocal: false },
      ],
      volumes: [{ name: 'pv-1', size: Size.gib(10), storageClass: CEPH, ...volume }],
    },
  });
  const free = held({});
  const said = (data: Partial<DataOptions>, lab = held()) =>
    only(
      'CLAIM-UNLIKE-VOLUME',
      messagesIn({ namespace: 'blog', volumes: [Volume.data('/data', { size: Size.gib(10), storageClass: CEPH, ...data })] }, facts(lab)),
    );

  test('is written under its own name, bound to its volume', () => {
    const cluster = lab(held());
    const volumes = [Volume.data('/data', { size: Size.gib(10), storageClass: CEPH, claimName: 'old', volumeName: 'pv-1', labels: { kept: 'yes' } })];
    const accept = [{ code: 'FLEXIBLE-STUCK-VOLUME', reason: 'a test' }] as const;
    const blog = new SinglePodFlexible(cluster.workers, 'blog', appProps({ volumes, accept }));
    expect(messages(cluster.verdict().open)).toBe('');
    expect(blog.object('PersistentVolumeClaim', 'old').toJson()).toMatchObject({
      metadata: { name: 'old', namespace: 'blog', labels: { kept: 'yes' } },
      spec: { accessModes: ['ReadWriteOnce'], storageClassName: CEPH, resources: { requests: { storage: '10Gi' } }, volumeName: 'pv-1' },
    });
  });

  test('must be as it is, but for a bigger size', () => {
    expect(said({ claimName: 'old' })).toBe('');
    expect(said({ claimName: 'old', size: Size.gib(11) })).toBe('');
    expect(said({ claimName: 'new', size: Size.gib(1), storageClass: 'other' })).toBe('');
    expect(said({ claimName: 'old', size: Size.gib(9) })).toMatchInlineSnapshot(`
      "CLAIM-UNLIKE-VOLUME  lab/worker/blog: 9Gi for the claim blog/old, but it asks for 10Gi already, and Kubernetes does not let a claim shrink.
                           Set size to 10Gi or more."
    `);
    expect(said({ claimName: 'old', storageClass: 'other' })).toMatchInlineSnapshot(`
      "CLAIM-UNLIKE-VOLUME  lab/worker/blog: the claim blog/old on other, but pv-1 is on ceph, and Kubernetes refuses another for a claim that exists.
                           Set storageClass: 'ceph'."
    `);
    const withoutClass = Volume.claim('/data', { claimName: 'old', storageClass: '' });
    expect(only('CLAIM-UNLIKE-VOLUME', messagesIn({ namespace: 'blog', volumes: [withoutClass] }, facts(held())))).toMatchInlineSnapshot(`
      "CLAIM-UNLIKE-VOLUME  lab/worker/blog: the claim blog/old on no class, but pv-1 is on ceph, and Kubernetes refuses another for a claim that exists.
                           Set storageClass: 'ceph'."
    `);
    expect(said({ claimName: 'old', readWriteMany: true })).toMatchInlineSnapshot(`
      "CLAIM-UNLIKE-VOLUME  lab/worker/blog: the claim blog/old with ReadWriteMany, but pv-1 has ReadWriteOnce, and Kubernetes refuses another for a claim that exists.
                           Say of it what the volume has: readWriteMany, readWriteOncePod, or neither."
    `);
    expect(said({ claimName: 'old', volumeName: 'pv-2' })).toMatchInlineSnapshot(`
      "CLAIM-UNLIKE-VOLUME  lab/worker/blog: the volume pv-2 for the claim blog/old, but it has pv-1, and Kubernetes refuses another for a claim that exists.
                           Leave volumeName out, or use another claimName."
    `);
  });

  test('binds only to a volume that is free, big enough and of its class and mode', () => {
    expect(said({ volumeName: 'pv-1' }, free)).toBe('');
    expect(said({ volumeName: 'pv-1', size: Size.gib(1) }, free)).toBe('');
    expect(said({ volumeName: 'pv-1' })).toMatchInlineSnapshot(`
      "CLAIM-UNLIKE-VOLUME  lab/worker/blog: the volume pv-1 for the claim blog/blog-data, but the claim blog/old has it, and a volume binds to one claim.
                           Adopt that claim with claimName, in its namespace, or free the volume first."
    `);
    expect(said({ volumeName: 'pv-1', size: Size.gib(11) }, free)).toMatchInlineSnapshot(`
      "CLAIM-UNLIKE-VOLUME  lab/worker/blog: 11Gi for the claim blog/blog-data, but pv-1 has 10Gi, and a claim binds only to a volume that is big enough.
                           Set size to 10Gi or less, and grow it once it is bound."
    `);
    expect(said({ volumeName: 'pv-1', storageClass: 'other' }, free)).toMatchInlineSnapshot(`
      "CLAIM-UNLIKE-VOLUME  lab/worker/blog: the claim blog/blog-data on other, but pv-1 is on ceph, and a claim binds only to a volume with the same.
                           Set storageClass: 'ceph'."
    `);
    expect(said({ volumeName: 'pv-1', readWriteMany: true }, free)).toMatchInlineSnapshot(`
      "CLAIM-UNLIKE-VOLUME  lab/worker/blog: the claim blog/blog-data with ReadWriteMany, but pv-1 has ReadWriteOnce, and a claim binds only to a volume with the same.
                           Say of it what the volume has: readWriteMany, readWriteOncePod, or neither."
    `);
  });

  test('may be on a volume without a class', () => {
    const classless = held({ storageClass: '' });
    const volumes = [Volume.data('/data', { size: Size.gib(10), storageClass: '', volumeName: 'pv-1' })];
    expect(said({ volumeName: 'pv-1', storageClass: '' }, classless)).toBe('');
    expect(messages(checkApps([planOf(FLEXIBLE, { volumes }, facts(classless))], facts(classless)))).toBe('');
    expect(only('NAME-INVALID', messagesIn({ volumes }))).toBe('');
  });

  test('may be mounted by an app that does not create it, and is compared all the same', () => {
    const mounts = (options: Partial<ClaimOptions>) =>
      only('CLAIM-UNLIKE-VOLUME', messagesIn({ namespace: 'blog', ...claim({ size: Size.gib(10), ...options }) }, facts(held())));
    expect(mounts({})).toBe('');
    expect(mounts({ size: Size.gib(1) })).toMatchInlineSnapshot(`
      "CLAIM-UNLIKE-VOLUME  lab/worker/blog: the claim blog/old of 1Gi, but the facts say that it asks for 10Gi.
                           Leave size out, or correct it in storage.volumes."
    `);
    expect(mounts({ readWriteMany: true })).toMatchInlineSnapshot(`
      "CLAIM-UNLIKE-VOLUME  lab/worker/blog: the claim blog/old with ReadWriteMany, but pv-1 has ReadWriteOnce, and Kubernetes refuses another for a claim that exists.
                           Say of it what the volume has: readWriteMany, readWriteOncePod, or neither."
    `);
    expect(mounts({ storageClass: CEPH })).toBe('');
    expect(mounts({ storageClass: 'other' })).toMatchInlineSnapshot(`
      "CLAIM-UNLIKE-VOLUME  lab/worker/blog: the claim blog/old on other, but pv-1 is on ceph, and Kubernetes refuses another for a claim that exists.
                           Set storageClass: 'ceph'."
    `);
  });

  describe('or mounts', () => {
    const mounted = (options: Partial<ClaimOptions>, given: LabProps, namespace = 'blog') => {
      const cluster = lab(given);
      const volumes = [Volume.claim('/data', { claimName: 'old', ...options })];
      const accept = [{ code: 'FLEXIBLE-STUCK-VOLUME', reason: 'a test' }] as const;
      const blog = new SinglePodFlexible(cluster.workers, 'blog', appProps({ namespace, volumes, accept }));
      const { open, notes } = cluster.verdict();
      return { open: messages(open), notes: notes.map(({ code }) => code).filter((code) => code.startsWith('CLAIM-')), plan: blog.plan };
    };
    const own = { namespace: 'blog', name: 'old' };

    test('is what the facts say of its volume: class, size and mode', () => {
      for (const mode of [{}, { readWriteMany: true }]) {
        const { plan, ...told } = mounted({ storageClass: CEPH, size: Size.gib(10), ...mode }, held({ claim: own, ...mode }));
        const { plan: taken, ...same } = mounted({}, held({ claim: own, ...mode }));
        expect(same).toEqual(told);
        expect(taken?.claims).toEqual(plan?.claims);
        expect(taken?.outcome).toEqual(plan?.outcome);
        expect(taken?.claims).toMatchObject([{ storageClass: CEPH, accessMode: mode.readWriteMany ? 'ReadWriteMany' : 'ReadWriteOnce' }]);
      }
      expect(mounted({}, held({ claim: own, readWriteOncePod: true })).plan?.claims).toMatchObject([{ accessMode: 'ReadWriteOncePod' }]);
    });

    test('is unknown in another namespace, or on a class that nobody describes', () => {
      expect(mounted({}, held({ claim: own })).notes).toEqual([]);
      expect(mounted({}, held({ claim: own }), 'house').notes).toEqual(['CLAIM-WITHOUT-CLASS']);
      for (const storageClass of ['', 'gone'])
        expect(mounted({}, held({ claim: own, storageClass }))).toMatchObject({
          open: '',
          notes: ['CLAIM-WITHOUT-CLASS'],
          plan: { claims: [{ storageClass: undefined }] },
        });
    });

    test('counts in its pool', () => {
      const pooled = (size: number): LabProps => ({
        storage: {
          classes: [{ name: 'disk', nodeLocal: true, pool: 'nvme' }],
          volumes: [{ name: 'pv-1', size: Size.gib(size), storageClass: 'disk', claim: own }],
        },
      });
      const said = (size: number) => {
        const given = facts(pooled(size));
        const plan = planOf(
          AvailabilityClass.SINGLE_POD_PINNED,
          { namespace: 'blog', placement: { nodes: ['w1'] }, volumes: [Volume.claim('/data', { claimName: 'old' })] },
          given,
        );
        return only('CLAIMS-BEYOND-POOL', checkApps([plan], given));
      };
      expect(said(200)).toMatchInlineSnapshot(`
        "CLAIMS-BEYOND-POOL  lab/worker/blog: 200Gi at /data in 1 full copy, but the pool nvme has w1 100Gi, w2 100Gi and w3 100Gi.
                            Make the volume smaller, or the pools of the smaller nodes bigger."
      `);
      expect(said(50)).toBe('');
    });
  });

  test('is created by one app, and binds its volume once', () => {
    const both = (one: Partial<DataOptions>, other: Partial<DataOptions>) => {
      const cluster = lab(held());
      for (const [name, data] of [
        ['one', one],
        ['two', other],
      ] as const)
        new SinglePodFlexible(
          cluster.workers,
          name,
          appProps({ namespace: 'blog', volumes: [Volume.data('/data', { size: Size.gib(10), storageClass: CEPH, ...data })] }),
        );
      return messages(cluster.verdict().open.filter(({ code }) => code.startsWith('CLAIM-') && code !== 'CLAIM-UNLIKE-VOLUME'));
    };
    expect(both({ claimName: 'old', readWriteMany: true }, { claimName: 'old', readWriteMany: true })).toMatchInlineSnapshot(`
      "CLAIM-TWO-WRITERS  lab/worker/two: the claim blog/old, but lab/worker/one creates it already.
                         Let one app create it, and the others share it with Volume.shared."
    `);
    expect(both({ volumeName: 'pv-1' }, { volumeName: 'pv-1' })).toMatchInlineSnapshot(`
      "CLAIM-VOLUME-CLASH  lab/worker/two: the volume pv-1, but lab/worker/one has it, and a volume binds to one claim.
                          Let one app have the claim, and the others share it with Volume.shared."
    `);
    expect(both({ volumeName: 'pv-1' }, { volumeName: 'pv-2' })).toBe('');
  });

  test('is not one of many', () => {
    const many = (data: Partial<DataOptions>) =>
      messagesOf(AvailabilityClass.HIGHLY_AVAILABLE, { volumes: [Volume.data('/data', { size: Size.gib(1), storageClass: CEPH, ...data })] }, facts(held()));
    expect(many({ volumeName: 'pv-9' })).toMatchInlineSnapshot(`
      "CLAIM-NAMED-PER-POD  lab/worker/blog: pv-9 for /data, but each pod has its own volume there, and a StatefulSet names the claims.
                           Leave claimName and volumeName out, set readWriteMany, or make the app a SinglePodFlexible."
    `);
    expect(many({ volumeName: 'pv-9', readWriteMany: true })).toBe('');
  });
});

function messagesIn(props: Partial<AnyAppProps>, given = facts()) {
  return findingsOf(FLEXIBLE, props, given);
}
