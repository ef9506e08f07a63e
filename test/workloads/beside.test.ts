import { Chart, Testing } from 'cdk8s';
import { HighlyAvailable, ScheduledJob, SinglePodFlexible, SinglePodPinned, Size, Volume } from '../../lib';
import { lab } from '../lab';
import { type AnyAppProps, appProps, messages } from '../support';

type Props = Partial<AnyAppProps>;
const namespace = 'media';

/** What stands against an app beside another, that its storage is not written aside. */
function against(server: Props, ...beside: readonly Props[]): string {
  const cluster = lab();
  new SinglePodFlexible(cluster.workers, 'server', appProps({ namespace, ...server }));
  beside.forEach((props, index) => {
    new SinglePodFlexible(cluster.workers, `reader-${index + 1}`, appProps({ namespace, ...props }));
  });
  return messages(cluster.verdict().open.filter((one) => one.code !== 'STORAGE-NOT-WRITTEN'));
}

const BESIDE = { placement: { beside: { name: 'server' } } };

describe('an app beside another', () => {
  test('starts where the pod of the other is, and dies with its node', () => {
    const cluster = lab();
    const server = new SinglePodFlexible(cluster.workers, 'server', appProps({ namespace, placement: { nodes: ['w1', 'w2'] } }));
    const reader = new SinglePodFlexible(cluster.workers, 'reader', appProps({ namespace, placement: { beside: server } }));
    expect(reader.plan?.placement.value.nodes).toEqual(['w1', 'w2']);
    expect(reader.plan?.placement.value.requirements).toEqual([
      { key: 'cdk8s-availability/role-worker', values: ['true'] },
      { key: 'kubernetes.io/hostname', values: ['w1', 'w2'] },
    ]);
    expect(reader.plan?.colocation).toEqual({
      value: { owner: 'server', isOwner: false, mutual: false },
      why: 'asked for: its pod runs where the pod of server runs',
    });
    expect(server.plan?.colocation.why).toBe('reader must run beside it');
    expect(reader.plan?.toleration.value).toBe(server.plan?.toleration.value);
    const { spec } = reader.object('Deployment').toJson() as { spec: { template: { spec: { affinity: object } } } };
    expect(spec.template.spec.affinity).toMatchObject({
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'server' } } },
        ],
      },
    });
    expect(Object.isFrozen(server)).toBe(false);
  });

  test('that is pinned is pinned to its node, and waits for it', () => {
    const cluster = lab();
    const server = new SinglePodPinned(cluster.workers, 'server', appProps({ namespace, node: { name: 'w1', reason: 'it has the disks' } }));
    const reader = new SinglePodPinned(cluster.workers, 'reader', appProps({ namespace, placement: { beside: server } }));
    expect(reader.plan?.placement).toMatchObject({ value: { nodes: ['w1'] }, why: 'server is there' });
    expect(reader.plan?.colocation).toEqual({ value: undefined, why: 'all apps that run beside server are bound to its node' });
    expect(reader.plan?.outcome?.kind).toBe(server.plan?.outcome?.kind);
    new SinglePodFlexible(cluster.workers, 'free', appProps({ namespace, placement: { beside: server } }));
    expect(messages(cluster.verdict().open.filter((one) => one.code !== 'STORAGE-NOT-WRITTEN'))).toMatchInlineSnapshot(`
      "BESIDE-CLASS  lab/worker/free: beside server, a SinglePodPinned, but free is a SinglePodFlexible, and it stops and moves with that app.
                    Make it a SinglePodPinned too."
    `);
  });

  test('is sound, also several of them, and next to one that is beside nothing', () => {
    expect(against({}, BESIDE, BESIDE, {})).toBe('');
  });

  test('needs an app of that name in its namespace', () => {
    expect(against({}, { placement: { beside: { name: 'sever' } } })).toMatchInlineSnapshot(`
      "BESIDE-UNKNOWN  lab/worker/reader-1: beside sever, but there is no other app with that name in the namespace media.
                      Name an app of the namespace, or give both one namespace."
    `);
    expect(against({}, { ...BESIDE, namespace: 'other' })).toMatchInlineSnapshot(`
      "BESIDE-UNKNOWN  lab/worker/reader-1: beside server, but there is no other app with that name in the namespace other.
                      Name an app of the namespace, or give both one namespace."
    `);
    expect(against({}, { placement: { beside: { name: 'server', namespace: 'other' } } })).toMatchInlineSnapshot(`
      "BESIDE-UNKNOWN  lab/worker/reader-1: beside other/server, but there is no other app with that name in the namespace media.
                      Name an app of the namespace, or give both one namespace."
    `);
  });

  test('follows no chain, and no circle', () => {
    expect(against({}, BESIDE, { placement: { beside: { name: 'reader-1' } } })).toMatchInlineSnapshot(`
      "BESIDE-CHAIN  lab/worker/reader-2: beside reader-1, which follows another app itself, but pods can follow only one app, not a chain of apps.
                    Let all of them be beside one app."
    `);
    expect(against({ placement: { beside: { name: 'reader-1' } } }, BESIDE)).toMatchInlineSnapshot(`
      "BESIDE-CHAIN  lab/worker/reader-1: beside server, which follows another app itself, but pods can follow only one app, not a chain of apps.
                    Let all of them be beside one app.

      BESIDE-CHAIN  lab/worker/server: beside reader-1, which follows another app itself, but pods can follow only one app, not a chain of apps.
                    Let all of them be beside one app."
    `);
    expect(against({}, { placement: { beside: { name: 'reader-1' } } })).toMatchInlineSnapshot(`
      "BESIDE-UNKNOWN  lab/worker/reader-1: beside reader-1, but there is no other app with that name in the namespace media.
                      Name an app of the namespace, or give both one namespace."
    `);
  });

  test('and with data of one is told of the data alone, and with data of another is told that they are two', () => {
    const data = (name: string) => ({ volumes: [Volume.shared('/data', { app: { name } })] });
    const owner = { volumes: [Volume.data('/data', { size: Size.gib(1) })] };
    expect(against(owner, { ...BESIDE, ...data('server') })).toBe('');
    expect(against(owner, { placement: { beside: { name: 'sever' } }, ...data('sever') })).toMatchInlineSnapshot(`
      "SHARED-OWNER-UNKNOWN  lab/worker/reader-1: the data of sever at /data, but there is no other app with that name in the namespace media.
                            Name the app that owns it, and set namespace to the namespace of the owner: a claim can only be mounted in its own namespace."
    `);
    expect(against(owner, { ...BESIDE, ...data('other') })).toMatchInlineSnapshot(`
      "SHARED-OWNER-UNKNOWN  lab/worker/reader-1: the data of other at /data, but there is no other app with that name in the namespace media.
                            Name the app that owns it, and set namespace to the namespace of the owner: a claim can only be mounted in its own namespace.

      BESIDE-CHAIN  lab/worker/reader-1: beside server, with data of other, but these two may be on different nodes.
                    Let all of them be beside one app."
    `);
    expect(against({}, owner, { placement: { beside: { name: 'reader-3' } } }, data('reader-1'))).toMatchInlineSnapshot(`
      "BESIDE-CHAIN  lab/worker/reader-2: beside reader-3, which follows another app itself, but pods can follow only one app, not a chain of apps.
                    Let all of them be beside one app."
    `);
    const cluster = lab();
    const server = new SinglePodPinned(cluster.workers, 'server', appProps({ namespace, ...owner, node: { name: 'w1', reason: 'it has the disks' } }));
    new SinglePodFlexible(cluster.workers, 'free', appProps({ namespace, placement: { beside: server }, ...data('server') }));
    expect(messages(cluster.verdict().open.filter((one) => one.code !== 'STORAGE-NOT-WRITTEN'))).toMatchInlineSnapshot(`
      "SHARED-CLASS  lab/worker/free: the data of server, a SinglePodPinned, but free is a SinglePodFlexible, and apps that share data run on one node and move together.
                    Make it a SinglePodPinned too."
    `);
  });

  test('may be a job, which is there for a run only, so nothing is beside it', () => {
    const cluster = lab();
    const server = new SinglePodFlexible(cluster.workers, 'server', appProps({ namespace }));
    new ScheduledJob(cluster.workers, 'backup', { ...appProps({ namespace, placement: { beside: server } }), schedule: '@daily' });
    const prune = new ScheduledJob(cluster.workers, 'prune', { ...appProps({ namespace }), schedule: '@daily' });
    new SinglePodFlexible(cluster.workers, 'reader', appProps({ namespace, placement: { beside: prune } }));
    expect(messages(cluster.verdict().open.filter((one) => one.code !== 'STORAGE-NOT-WRITTEN'))).toMatchInlineSnapshot(`
      "BESIDE-CLASS  lab/worker/reader: beside prune, a ScheduledJob, but the pod of a job exists only during a run, so others cannot follow it.
                    Leave beside out."
    `);
  });

  test('is sought in its chart where there is no cluster', () => {
    const chart = new Chart(Testing.app(), 'lab');
    const reader = new SinglePodFlexible(chart, 'reader', appProps({ placement: { beside: { name: 'server' } } }));
    expect(messages(reader.findings.filter((one) => one.code === 'BESIDE-UNKNOWN'))).toMatchInlineSnapshot(`
      "BESIDE-UNKNOWN  lab/reader: beside server, but there is no other app with that name in the namespace default and in the same chart.
                      Name an app of the namespace, or give both one namespace."
    `);
  });

  test('needs a node in common', () => {
    expect(
      against(
        { placement: { nodes: ['w1'] }, accept: [{ code: 'FLEXIBLE-NOWHERE-TO-GO', reason: 'a test' }] },
        { placement: { ...BESIDE.placement, nodes: ['w2'] } },
      ),
    ).toMatchInlineSnapshot(`
      "SHARED-APART  lab/worker/reader-1: beside server, on w2, but server runs on w1.
                    Give them a common node (placement, node, roles), or leave beside out.

      NODE-OUT-OF-REACH  lab/worker/server: the role worker, but no node is left for the app (3 nodes have the role worker; asked for on w1; reader-1 must run there too).
                         Give a node all of these, or ask for less."
    `);
  });

  test('is beside no app of several pods, nor is one itself', () => {
    const cluster = lab();
    const server = new HighlyAvailable(cluster.workers, 'server', appProps({ namespace, maxReplicas: 5 }));
    new SinglePodFlexible(cluster.workers, 'reader', appProps({ namespace, placement: { beside: server } }));
    expect(messages(cluster.verdict().open.filter((one) => one.code.startsWith('BESIDE')))).toMatchInlineSnapshot(`
      "BESIDE-CLASS  lab/worker/reader: beside server, a HighlyAvailable, but reader is a SinglePodFlexible, and pods on several nodes are beside none.
                    Use a single pod for both, or leave beside out."
    `);
  });

  test('is named by a construct or by its name, and by nothing else', () => {
    expect(against({}, { placement: { beside: 'server' as unknown as { name: string } } })).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/worker/reader-1/placement/beside: a string, but it must be an object.
                   Write { name }."
    `);
  });
});
