import { ApiObject, Chart, Testing } from 'cdk8s';
import { type Cluster, HighlyAvailable, NodeRole, Port, Replicas, ScheduledJob, SinglePodFlexible, SinglePodPinned } from '../../lib';
import { Probe } from '../../lib/availability/ask/container/health';
import { Allow } from '../../lib/availability/ask/container/security';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { Cpu, Duration, Size } from '../../lib/cluster/units';
import { lab } from '../lab';
import { appProps, control, messages, only, worker } from '../support';

const DATA = Volume.data('/data', { size: Size.gib(1) });
const SHARED = { namespace: 'paperless', volumes: [Volume.shared('/data', { app: { name: 'paperless' } })] };
const W1 = { name: 'w1', reason: 'the scanner is there' };

interface Spec {
  readonly affinity?: { readonly [kind in 'podAffinity' | 'podAntiAffinity']?: { readonly requiredDuringSchedulingIgnoredDuringExecution: readonly object[] } };
  readonly tolerations: readonly { readonly key?: string; readonly tolerationSeconds?: number }[];
  readonly volumes: readonly object[];
}

interface Template {
  readonly metadata: { readonly labels: object };
  readonly spec: Spec;
}

type Rendered = SinglePodFlexible | ScheduledJob;

/** What stands against a cluster. */
function against(cluster: Cluster): string {
  return messages(cluster.verdict().open);
}

function podOf(app: Rendered): { readonly labels: object; readonly spec: Spec } {
  const workload = ApiObject.of(app);
  const { spec } = workload.toJson() as { spec: { template?: Template; jobTemplate: { spec: { template: Template } } } };
  const { metadata, spec: pod } = spec.template ?? spec.jobTemplate.spec.template;
  return { labels: metadata.labels, spec: pod };
}

function kindsOf(app: Rendered): string[] {
  return app.objects.map(({ kind }) => kind);
}

const beside = (app: Rendered) => podOf(app).spec.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
const patience = (app: Rendered) => podOf(app).spec.tolerations.map((one) => one.tolerationSeconds);

describe('two apps with one claim', () => {
  const put = {
    owner: (cluster: Cluster) => new SinglePodFlexible(cluster.workers, 'paperless', appProps({ volumes: [DATA] })),
    follower: (cluster: Cluster) => new SinglePodFlexible(cluster.workers, 'consumer', appProps(SHARED)),
  };

  test('mount it by its name, and only its owner brings it along', () => {
    const cluster = lab();
    const [owner, follower] = [put.owner(cluster), put.follower(cluster)];
    expect(against(cluster)).toBe('');
    expect(podOf(follower).spec.volumes).toEqual([{ name: 'data', persistentVolumeClaim: { claimName: 'paperless-data' } }]);
    expect([kindsOf(owner), kindsOf(follower)]).toEqual([
      ['PersistentVolumeClaim', 'Deployment', 'NetworkPolicy'],
      ['Deployment', 'NetworkPolicy'],
    ]);
  });

  // A Recreate rollout of the owner ends its pod while the other one still holds the volume on the node. No plugin of the
  // scheduler heeds where a ReadWriteOnce volume is attached, so without a term of its own the next pod could be put on
  // another node, and would wait there for as long as the other one lives.
  test('stay on one node: the follower goes to the owner, and in a rollout the owner to the follower', () => {
    const cluster = lab();
    const [owner, follower] = [put.owner(cluster), put.follower(cluster)];
    const topologyKey = 'kubernetes.io/hostname';
    expect(beside(follower)).toEqual([
      { topologyKey, labelSelector: { matchLabels: { 'app.kubernetes.io/instance': 'paperless', 'app.kubernetes.io/name': 'paperless' } } },
    ]);
    // The owner's own pod has that label too, so that the first of all pods may go anywhere.
    const label = { 'cdk8s-availability/data-of': 'paperless' };
    expect(beside(owner)).toEqual([{ topologyKey, labelSelector: { matchLabels: label } }]);
    expect([podOf(owner).labels, podOf(follower).labels]).toEqual([expect.objectContaining(label), expect.objectContaining(label)]);
  });

  // Seen on Kubernetes 1.36.3: without it, after a drain or a crash the owner stayed Pending until the scheduler looked at all pods anew.
  test('are looked at again when the last of them is gone', () => {
    const cluster = lab();
    const owner = put.owner(cluster);
    put.follower(cluster);
    expect(podOf(owner).spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution).toEqual([
      { topologyKey: 'cdk8s-availability/data-of-nowhere', labelSelector: { matchLabels: { 'cdk8s-availability/data-of': 'paperless' } } },
    ]);
  });

  test('come out alike in both orders', () => {
    const [one, other] = [lab(), lab()];
    const first = [put.owner(one), put.follower(one)];
    const second = [put.follower(other), put.owner(other)].reverse();
    expect(against(other)).toBe('');
    expect(second.map(podOf)).toEqual(first.map(podOf));
    expect(second.map(({ plan }) => plan?.outcome)).toEqual(first.map(({ plan }) => plan?.outcome));
  });

  test('come out in a chart of the user, too', () => {
    const chart = new Chart(Testing.app(), 'mine', { namespace: 'mine' });
    const follower = new SinglePodFlexible(chart, 'consumer', appProps({ volumes: [Volume.shared('/in', { app: { name: 'paperless' }, path: '/data' })] }));
    new SinglePodFlexible(chart, 'paperless', appProps({ volumes: [DATA] }));
    const claims = (Testing.synth(chart) as { kind: string; metadata: { name: string } }[]).filter(({ kind }) => kind === 'PersistentVolumeClaim');
    expect(claims.map(({ metadata }) => metadata.name)).toEqual(['paperless-data']);
    expect(podOf(follower).spec.volumes).toEqual([{ name: 'in', persistentVolumeClaim: { claimName: 'paperless-data' } }]);
  });

  test('leave a dead node after the shorter of their two times, and both say why', () => {
    const cluster = lab({ storage: { classes: [{ name: 'net', nodeLocal: false, attachable: false }] } });
    const objective = (minutes: number) => ({
      objective: { rto: Duration.minutes(minutes) },
      accept: [{ code: 'FLEXIBLE-TWIN-WRITER', reason: 'a test' }] as const,
    });
    const owner = new SinglePodFlexible(cluster.workers, 'paperless', appProps({ volumes: [DATA], ...objective(10) }));
    const follower = new SinglePodFlexible(cluster.workers, 'consumer', appProps({ ...SHARED, ...objective(2) }));
    expect(against(cluster)).toBe('');
    expect([patience(owner), patience(follower)]).toEqual([
      [23, 23],
      [23, 23],
    ]);
    expect([owner.plan?.toleration.why, follower.plan?.toleration.why]).toMatchInlineSnapshot(`
      [
        "the same as consumer, because they move together: the longest that keeps 2 min: everything else takes up to 97 s",
        "the longest that keeps 2 min: everything else takes up to 97 s",
      ]
    `);
    // This storage does not hold pods on a node, so the owner need not wait for pods that a dead node cannot end.
    expect([beside(owner), beside(follower)?.length]).toEqual([undefined, 1]);
    // Whichever comes first; one that is as short itself says its own.
    const whys = (first: number, second: number) => {
      const other = lab({ storage: { classes: [{ name: 'net', nodeLocal: false, attachable: false }] } });
      const apps = [
        new SinglePodFlexible(other.workers, 'paperless', appProps({ volumes: [DATA], ...objective(first) })),
        new SinglePodFlexible(other.workers, 'consumer', appProps({ ...SHARED, ...objective(second) })),
      ];
      return apps.map(({ plan }) => plan?.toleration.why.split(':')[0]);
    };
    expect(whys(2, 10)).toEqual(['the longest that keeps 2 min', 'the same as paperless, because they move together']);
    expect(whys(2, 2)).toEqual(['the longest that keeps 2 min', 'the longest that keeps 2 min']);
  });

  test('are back when the dead pods of both are gone, which on DRBD is not before the node is called dead', () => {
    const cluster = lab();
    const [owner, follower] = [put.owner(cluster), put.follower(cluster)];
    expect([owner.plan?.outcome?.time, follower.plan?.outcome?.time]).toEqual(Array(2).fill({ min: 42, max: 187 }));
  });

  test('are held back on a dead node by the volumes of either', () => {
    const nfs = Volume.nfs('/media', { server: 'nas.example', path: '/media' });
    const cluster = lab();
    put.owner(cluster);
    new SinglePodFlexible(cluster.workers, 'consumer', appProps({ ...SHARED, volumes: [...SHARED.volumes, nfs] }));
    expect(only('FLEXIBLE-FAILOVER-EXEMPT', cluster.verdict().open)).toMatchInlineSnapshot(`
      "FLEXIBLE-FAILOVER-EXEMPT  lab/worker/consumer: /media together with replicated data, and the high-availability controller of DRBD does not move pods with such volumes: when the node dies, the app stays down until a person acts.
                                Set failOverUnsafePods of DrbdStorage with the reason why two pods at once do no harm, remove the volume, or accept it with a reason.

      FLEXIBLE-FAILOVER-EXEMPT  lab/worker/paperless: /media together with replicated data, and the high-availability controller of DRBD does not move pods with such volumes: when the node dies, the app stays down until a person acts.
                                Set failOverUnsafePods of DrbdStorage with the reason why two pods at once do no harm, remove the volume, or accept it with a reason."
    `);
  });

  test('must be mounted under one group', () => {
    const cluster = lab();
    put.owner(cluster);
    new SinglePodFlexible(cluster.workers, 'consumer', appProps({ ...SHARED, security: { user: 1000 } }));
    expect(against(cluster)).toMatchInlineSnapshot(`
      "SHARED-GROUP  lab/worker/consumer: the data of paperless under the group 1000, but paperless has 65532, and each start of one of them takes the files away from the other.
                    Set security.fsGroup: 65532, or accept it with a reason."
    `);
  });

  test('say in the plan who follows whom', () => {
    const cluster = lab();
    const [owner, follower] = [put.owner(cluster), put.follower(cluster)];
    const whys = (...apps: readonly SinglePodFlexible[]) => apps.map(({ plan }) => plan?.colocation.why);
    expect(whys(owner, follower)).toEqual([
      'consumer mounts its data, which is on one node at a time: they follow its pod, and its next pod starts where they run',
      'the data of paperless is on one node at a time: its pod runs where the pod of paperless runs',
    ]);
    const third = new SinglePodFlexible(cluster.workers, 'reader', appProps(SHARED));
    expect(whys(owner, third)).toEqual([
      'consumer and reader mount its data, which is on one node at a time: they follow its pod, and its next pod starts where they run',
      'the data of paperless is on one node at a time: its pod runs where the pod of paperless runs',
    ]);
  });

  test('take room as one', () => {
    const resources = { cpu: Cpu.millis(100), memory: Size.gib(4), memoryLimit: Size.gib(4) };
    const cluster = lab();
    new SinglePodFlexible(cluster.workers, 'paperless', appProps({ volumes: [DATA], resources }));
    new SinglePodFlexible(cluster.workers, 'consumer', appProps({ ...SHARED, resources }));
    expect(against(cluster)).toMatchInlineSnapshot(`
      "FIT-NO-NODE  lab/worker/consumer: 200m cores and 8Gi of memory for paperless and consumer together, but the nodes have this for pods: w1 3900m and 7580Mi, w2 3900m and 7580Mi, w3 3900m and 7580Mi.
                   Request less, or make a node bigger.

      FIT-NO-NODE  lab/worker/paperless: 200m cores and 8Gi of memory for paperless and consumer together, but the nodes have this for pods: w1 3900m and 7580Mi, w2 3900m and 7580Mi, w3 3900m and 7580Mi.
                   Request less, or make a node bigger."
    `);
  });

  test('need a node with room for both, wherever the first of them is put', () => {
    const resources = (gib: number) => ({ cpu: Cpu.millis(100), memory: Size.gib(gib), memoryLimit: Size.gib(gib) });
    const cluster = lab();
    new SinglePodFlexible(cluster.workers, 'paperless', appProps({ volumes: [DATA], resources: resources(3) }));
    new SinglePodFlexible(cluster.workers, 'consumer', appProps({ ...SHARED, resources: resources(3) }));
    const more = (name: string, gib: number) => new SinglePodFlexible(cluster.workers, name, appProps({ resources: resources(gib) }));
    for (const name of ['a', 'b']) more(name, 3);
    // The scheduler puts these on the other two nodes, which then have room for one of the two, but not for both.
    expect(against(cluster)).toMatchInlineSnapshot(`
      "CAPACITY-ON-LOSS  lab/nodes/w3: apps that move when w3 dies, but w1 and w2 then lack 1636Mi of memory on one node for all of them, so some stay down.
                        Request less, make the other nodes bigger, or accept it with a reason. Priorities decide which apps start first."
    `);
    more('c', 2);
    expect(against(cluster)).toMatchInlineSnapshot(`
      "CAPACITY-FRAGMENTED  lab/nodes/w1,w2,w3: 200m cores and 6Gi of memory on one node for paperless and consumer, but pods that start earlier may leave less on each of w1, w2 and w3, and Kubernetes does not move them.
                           Request less, make a node bigger, or accept it with a reason: in total everything fits.

      CAPACITY-ON-LOSS  lab/nodes/w1: apps that move when w1 dies, but w2 and w3 then lack 1636Mi of memory on one node for all of them, so some stay down.
                        Request less, make the other nodes bigger, or accept it with a reason. Priorities decide which apps start first."
    `);
  });

  test('are placed by the first of them, and those that come between may leave the others no room beside it', () => {
    const resources = (mib: number) => ({ cpu: Cpu.millis(100), memory: Size.mib(mib), memoryLimit: Size.mib(mib) });
    const put = (...sizes: readonly number[]) => {
      const cluster = lab();
      new SinglePodFlexible(cluster.workers, 'paperless', appProps({ volumes: [DATA], resources: resources(600) }));
      new SinglePodFlexible(cluster.workers, 'consumer', appProps({ ...SHARED, resources: resources(6000) }));
      sizes.forEach((mib, index) => {
        new SinglePodFlexible(cluster.workers, `app-${index}`, appProps({ resources: resources(mib) }));
      });
      return against(cluster);
    };
    expect(put(700, 750, 980)).toBe('');
    expect(put(700, 750, 1000)).toContain('on one node for paperless and consumer, but pods that start earlier may leave less on each of w1, w2 and w3,');
  });

  test('count their claim once', () => {
    const cluster = lab();
    new SinglePodFlexible(cluster.workers, 'paperless', appProps({ volumes: [Volume.data('/data', { size: Size.gib(90) })] }));
    new SinglePodFlexible(cluster.workers, 'consumer', appProps(SHARED));
    expect(against(cluster)).toBe('');
  });
});

describe('pinned apps with one claim', () => {
  test('are bound to the node of the owner', () => {
    const cluster = lab();
    new SinglePodPinned(cluster.workers, 'paperless', appProps({ volumes: [DATA], node: W1 }));
    const follower = new SinglePodPinned(cluster.workers, 'consumer', appProps(SHARED));
    const job = new ScheduledJob(cluster.workers, 'backup', { ...appProps(SHARED), schedule: '@daily' });
    expect(against(cluster)).toBe('');
    expect([follower, job].map(({ plan }) => [plan?.placement.value.nodes, plan?.placement.why])).toEqual(
      Array(2).fill([['w1'], 'the data of paperless is there']),
    );
    expect([beside(follower), beside(job)]).toEqual([undefined, undefined]);
  });

  test('are bound to the node with the device of the owner, or of the job that follows it', () => {
    const nodes = [worker('w1'), worker('w2', { devices: [{ name: 'stick', path: '/dev/stick', group: 20 }] }), worker('w3'), control('c1')];
    const stick = { security: { allow: [Allow.privileged('opens the stick')] } };
    const cluster = lab({ nodes });
    new SinglePodPinned(cluster.workers, 'paperless', appProps({ volumes: [DATA, Volume.device('stick')], ...stick }));
    const follower = new SinglePodPinned(cluster.workers, 'consumer', appProps(SHARED));
    expect(against(cluster)).toBe('');
    expect(follower.plan?.placement).toMatchObject({ value: { nodes: ['w2'] }, why: 'the data of paperless is there' });
    const other = lab({ nodes });
    const job = new ScheduledJob(other.workers, 'backup', { ...appProps({ volumes: [Volume.device('stick')], ...stick }), schedule: '@daily' });
    expect(job.plan?.placement.value.nodes).toEqual(['w2']);
    // Where no device says so, nor a node, nothing is known.
    const free = lab({ nodes });
    new SinglePodPinned(free.workers, 'paperless', appProps({ volumes: [DATA] }));
    const lost = new SinglePodPinned(free.workers, 'consumer', appProps(SHARED));
    expect(lost.plan?.placement.why).not.toContain('the data of paperless is there');
  });

  test('cannot be bound to two nodes', () => {
    const cluster = lab();
    new SinglePodPinned(cluster.workers, 'paperless', appProps({ volumes: [DATA], node: W1 }));
    new SinglePodPinned(cluster.workers, 'consumer', appProps({ ...SHARED, node: { ...W1, name: 'w2' } }));
    expect(against(cluster)).toMatchInlineSnapshot(`
      "SHARED-APART  lab/worker/consumer: the data of paperless on w2, but paperless runs on w1, and a ReadWriteOnce claim is on one node.
                    Give them a common node (placement, node, roles), or use network storage."
    `);
  });
});

describe('refused', () => {
  test('data of nobody, or of an app of another namespace', () => {
    const cluster = lab();
    new SinglePodFlexible(cluster.workers, 'paperless', appProps({ volumes: [DATA] }));
    new SinglePodFlexible(cluster.workers, 'consumer', appProps({ volumes: SHARED.volumes }));
    expect(against(cluster)).toMatchInlineSnapshot(`
      "SHARED-OWNER-UNKNOWN  lab/worker/consumer: the data of paperless at /data, but there is no other app with that name in the namespace consumer.
                            Name the app that owns it, and set namespace to the namespace of the owner: a claim can only be mounted in its own namespace."
    `);
    const chart = new Chart(Testing.app(), 'mine');
    new SinglePodFlexible(chart, 'consumer', appProps(SHARED));
    expect(() => Testing.synth(chart)).toThrow(
      'SHARED-OWNER-UNKNOWN  mine/consumer: the data of paperless at /data, but there is no other app with that name in the namespace paperless and in the same chart.',
    );
  });

  test('data that the owner does not have', () => {
    const cluster = lab();
    new SinglePodFlexible(cluster.workers, 'paperless', appProps({ volumes: [DATA] }));
    new SinglePodFlexible(cluster.workers, 'consumer', appProps({ ...SHARED, volumes: [Volume.shared('/date', { app: { name: 'paperless' } })] }));
    expect(against(cluster)).toMatchInlineSnapshot(`
      "SHARED-VOLUME-UNKNOWN  lab/worker/consumer: the data at /date of paperless, but it has data at /data.
                             Name a path of its Volume.data or Volume.claim; each app mounts other volumes, such as NFS, by itself."
    `);
    const other = lab();
    new SinglePodFlexible(other.workers, 'paperless', appProps({ volumes: [DATA, Volume.data('/media', { size: Size.gib(1) })] }));
    const [none, media] = ['/date', '/media'].map((path, index) => {
      const volumes = [Volume.shared(path, { app: { name: 'paperless' } })];
      return new SinglePodFlexible(other.workers, `reader-${index}`, appProps({ ...SHARED, volumes }));
    });
    expect([none, media].map((app) => app?.plan?.claims.map(({ name }) => name))).toEqual([[], ['paperless-media']]);
  });

  test('several pods, of the owner or of the others', () => {
    const many = { replicas: Replicas.of(3), health: { readiness: Probe.exec('true') }, network: { ports: [Port.http(80)] } };
    const cluster = lab();
    new SinglePodFlexible(cluster.workers, 'paperless', appProps({ volumes: [DATA] }));
    new HighlyAvailable(cluster.workers, 'web', appProps({ ...SHARED, ...many }));
    expect(against(cluster)).toMatchInlineSnapshot(`
      "SHARED-AMONG-MANY  lab/worker/web: the data of paperless (SinglePodFlexible) in web (HighlyAvailable), but a ReadWriteOnce claim is on one node, and these pods run on several.
                         Set readWriteMany of that data in paperless, on a class that several nodes may write at once, or use Volume.nfs."
    `);
    const other = lab();
    new HighlyAvailable(other.workers, 'paperless', appProps({ volumes: [DATA], ...many }));
    new SinglePodFlexible(other.workers, 'consumer', appProps(SHARED));
    expect(against(other)).toContain('SHARED-AMONG-MANY  lab/worker/consumer: the data of paperless (HighlyAvailable) in consumer (SinglePodFlexible)');
  });

  test('one that moves beside one that does not', () => {
    const cluster = lab();
    new SinglePodPinned(cluster.workers, 'paperless', appProps({ volumes: [DATA], node: W1 }));
    new SinglePodFlexible(cluster.workers, 'consumer', appProps(SHARED));
    expect(against(cluster)).toMatchInlineSnapshot(`
      "SHARED-CLASS  lab/worker/consumer: the data of paperless, a SinglePodPinned, but consumer is a SinglePodFlexible, and apps that share data run on one node and move together.
                    Make it a SinglePodPinned too."
    `);
  });

  test('apps without a node in common', () => {
    const cluster = lab({
      nodes: [
        worker('w1'),
        worker('w2'),
        worker('w3', { roles: [NodeRole.STORAGE, NodeRole.EDGE] }),
        worker('w4', { roles: [NodeRole.STORAGE, NodeRole.EDGE] }),
        control('c1'),
      ],
    });
    new SinglePodFlexible(cluster.workers, 'paperless', appProps({ volumes: [DATA] }));
    new SinglePodFlexible(cluster.workers, 'consumer', appProps({ ...SHARED, placement: { role: NodeRole.EDGE } }));
    expect(only('SHARED-APART', cluster.verdict().open)).toMatchInlineSnapshot(`
      "SHARED-APART  lab/worker/consumer: the data of paperless on w3 and w4, but paperless runs on w1 and w2, and a ReadWriteOnce claim is on one node.
                    Give them a common node (placement, node, roles), or use network storage."
    `);
  });

  test('data of two apps in one, and a row of apps', () => {
    const cluster = lab();
    const two = [Volume.shared('/data', { app: { name: 'paperless' } }), Volume.shared('/more', { app: { name: 'other' } })];
    new SinglePodFlexible(cluster.workers, 'paperless', appProps({ volumes: [DATA] }));
    new SinglePodFlexible(cluster.workers, 'other', appProps({ namespace: 'paperless', volumes: [Volume.data('/more', { size: Size.gib(1) })] }));
    new SinglePodFlexible(cluster.workers, 'consumer', appProps({ ...SHARED, volumes: two }));
    expect(only('SHARED-TWO-OWNERS', cluster.verdict().open)).toMatchInlineSnapshot(`
      "SHARED-TWO-OWNERS  lab/worker/consumer: data of paperless and of other, but the pods of these two may be on different nodes.
                         Let one app own all of it, and share it from there. What has readWriteMany, mount by the name of its claim: Volume.claim."
    `);
    const row = lab();
    new SinglePodFlexible(row.workers, 'last', appProps({ ...SHARED, volumes: [Volume.shared('/own', { app: { name: 'consumer' } })] }));
    new SinglePodFlexible(row.workers, 'consumer', appProps({ ...SHARED, volumes: [...SHARED.volumes, Volume.data('/own', { size: Size.gib(1) })] }));
    new SinglePodFlexible(row.workers, 'paperless', appProps({ volumes: [DATA] }));
    expect(only('SHARED-CHAIN', row.verdict().open)).toMatchInlineSnapshot(`
      "SHARED-CHAIN  lab/worker/last: data of consumer, which shares data itself, but pods can follow only one app, not a chain of apps.
                    Let the first app own all of it."
    `);
  });

  test('data of a job', () => {
    const cluster = lab();
    new ScheduledJob(cluster.workers, 'paperless', { ...appProps({ volumes: [DATA] }), schedule: '@daily' });
    new SinglePodFlexible(cluster.workers, 'consumer', appProps(SHARED));
    expect(against(cluster)).toMatchInlineSnapshot(`
      "SHARED-CLASS  lab/worker/consumer: the data of the job paperless, but the pod of a job exists only during a run, so others cannot follow it.
                    Let an app own the data, and share it with the job."
    `);
  });

  test('an app whose owner says too little, without a crash', () => {
    const cluster = lab();
    new SinglePodFlexible(cluster.workers, 'paperless', { volumes: [DATA] } as unknown as ReturnType<typeof appProps>);
    new SinglePodFlexible(cluster.workers, 'consumer', appProps(SHARED));
    const codes = cluster.verdict().open.map(({ code }) => code);
    expect(codes).toContain('IMAGE-MISSING');
    expect(codes).not.toContain('SHARED-OWNER-UNKNOWN');
  });
});
