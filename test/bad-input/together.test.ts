import { Allow } from '../../lib/availability/ask/container/security';
import { Port, Protocol } from '../../lib/availability/ask/network/port';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass, Replicas } from '../../lib/availability/ask/workload';
import { checkApps } from '../../lib/availability/fleet/rules';
import type { Plan } from '../../lib/availability/model/plan';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import { NodeRole, PoolKind } from '../../lib/cluster/node';
import { Cpu, Size } from '../../lib/cluster/units';
import { type AnyAppProps, agentOf, control, facts, factsOf, messages, planOf, worker } from '../support';

const { SINGLE_POD_FLEXIBLE, SINGLE_POD_PINNED, HIGHLY_AVAILABLE } = AvailabilityClass;
const W1 = { name: 'w1', reason: 'it is the quiet one' };

function flexible(name: string, overrides: Partial<AnyAppProps> = {}, given?: ClusterFacts): Plan {
  return planOf(SINGLE_POD_FLEXIBLE, { name, ...overrides }, given);
}

function pinned(name: string, overrides: Partial<AnyAppProps> = {}, given?: ClusterFacts): Plan {
  return planOf(SINGLE_POD_PINNED, { name, node: W1, ...overrides }, given);
}

/** What is said of apps in the sound cluster that are each sound. */
function said(...plans: Plan[]): string {
  return messages(checkApps(plans, facts()));
}

function asks(cpu: Cpu, memory: Size) {
  return { resources: { cpu, memory, memoryLimit: memory } };
}

describe('names', () => {
  test('may be the same in two namespaces', () => {
    expect(said(flexible('blog'), flexible('blog', { namespace: 'other' }))).toBe('');
  });

  test('refuses two apps of one name in one namespace', () => {
    const one = flexible('blog');
    const other = { ...flexible('blog'), ask: { ...one.ask, path: 'lab/worker/blog-again' } };
    expect(said(one, other)).toMatchInlineSnapshot(`
      "NAME-CLASH  lab/worker/blog-again: the name blog/blog, but lab/worker/blog has it already.
                  Give one of them another name or namespace."
    `);
  });
});

describe('hosts and ports', () => {
  const web = (host: string, paths?: readonly string[]) => ({
    network: { ports: [Port.http(80)], routes: [{ host, ...(paths === undefined ? {} : { paths }) }] },
  });

  test('refuses two apps at one web address', () => {
    expect(said(flexible('blog', web('lab.example')), flexible('wiki', web('lab.example', ['/'])))).toMatchInlineSnapshot(`
      "HOST-CLASH  lab/worker/wiki: the web address lab.example/, but lab/worker/blog has it already.
                  Use another host or path."
    `);
  });

  test('takes two apps at two paths of one host', () => {
    expect(said(flexible('blog', web('lab.example', ['/blog'])), flexible('wiki', web('lab.example', ['/wiki'])))).toBe('');
  });

  test('refuses two apps on one port of the network of one node', () => {
    const host = { network: { ports: [Port.tcp(53, 'dns')] }, security: { allow: [Allow.hostNetwork('it answers broadcasts')] } };
    expect(said(pinned('dns', host), pinned('other', host))).toMatchInlineSnapshot(`
      "HOST-PORT-CLASH  lab/worker/other: the port 53/TCP of w1, but lab/worker/dns may use it there.
                       Use another port, or the pod network."
    `);
    expect(said(pinned('dns', host), pinned('other', { ...host, node: { ...W1, name: 'w2' } }))).toBe('');
  });

  test('takes one port in two pod networks, and two protocols on one port of a node', () => {
    const allow = [Allow.hostNetwork('it answers broadcasts')];
    expect(said(flexible('blog', { network: { ports: [Port.http(80)] } }), flexible('wiki', { network: { ports: [Port.http(80)] } }))).toBe('');
    const dns = (protocol: Protocol) => ({ network: { ports: [protocol === Protocol.TCP ? Port.tcp(53, 'dns') : Port.udp(53, 'dns')] }, security: { allow } });
    expect(said(pinned('tcp', dns(Protocol.TCP)), pinned('udp', dns(Protocol.UDP)))).toBe('');
  });
});

describe('claims', () => {
  const mounts = (readWriteMany: boolean) => ({ namespace: 'media', volumes: [Volume.claim('/media', { claimName: 'media', readWriteMany })] });

  test('refuses two writers on one ReadWriteOnce claim', () => {
    expect(said(flexible('blog', mounts(false)), flexible('wiki', mounts(false)))).toMatchInlineSnapshot(`
      "CLAIM-TWO-WRITERS  lab/worker/wiki: the claim media/media, but lab/worker/blog mounts it, and ReadWriteOnce allows only one.
                         Set readWriteMany if the claim is, let one app mount it and the others share it with Volume.shared, or give each app its own claim."
    `);
  });

  const mine = { namespace: 'media', volumes: [Volume.data('/media', { size: Size.gib(1) })] };

  test('refuses what two apps say differently of one claim', () => {
    expect(said(flexible('blog', mounts(false)), flexible('wiki', mounts(true)))).toMatchInlineSnapshot(`
      "CLAIM-TWO-WRITERS  lab/worker/wiki: the claim media/media with readWriteMany, but lab/worker/blog mounts it as ReadWriteOnce.
                         Set readWriteMany in both if several nodes may mount the claim, or give each app its own."
    `);
  });

  test('refuses the claim of another app by its name', () => {
    const byName = (claimName: string, readWriteMany: boolean) => ({ namespace: 'media', volumes: [Volume.claim('/media', { claimName, readWriteMany })] });
    expect(said(flexible('blog', mine), flexible('wiki', byName('blog-media', false)))).toContain('the claim media/blog-media, but lab/worker/blog mounts it');
    expect(said(flexible('wiki', byName('blog-media', true)), flexible('blog', mine))).toMatchInlineSnapshot(`
      "CLAIM-TWO-WRITERS  lab/worker/wiki: the claim media/blog-media with readWriteMany, but lab/worker/blog has it as ReadWriteOnce.
                         Give each app its own claim, or use Volume.shared."
    `);
    const many = planOf(HIGHLY_AVAILABLE, { name: 'blog', ...mine });
    expect(said(many, flexible('wiki', byName('media-blog-2', false)))).toContain('the claim media/media-blog-2');
    expect(said(many, flexible('wiki', byName('media-blog-3', false)))).toBe('');
  });

  test('takes one claim of two apps on one node', () => {
    expect(said(pinned('blog', mounts(false)), pinned('wiki', mounts(false)))).toBe('');
    expect(said(pinned('blog', mounts(false)), pinned('wiki', { ...mounts(false), node: { ...W1, name: 'w2' } }))).toContain('CLAIM-TWO-WRITERS');
  });

  test('takes two writers on a claim that many may write, and claims of one name in two namespaces', () => {
    expect(said(flexible('blog', mounts(true)), flexible('wiki', mounts(true)))).toBe('');
    expect(said(flexible('blog', mounts(false)), flexible('wiki', { ...mounts(false), namespace: 'other' }))).toBe('');
  });
});

describe('dependencies', () => {
  test('are found by name and namespace, and without one in that which is named like the app', () => {
    const db = flexible('db', { namespace: 'data' });
    const cache = flexible('cache', { namespace: 'web' });
    expect(
      said(
        db,
        cache,
        flexible('mail'),
        flexible('blog', { namespace: 'web', dependsOn: [{ name: 'db', namespace: 'data' }, { name: 'cache', namespace: 'web' }, { name: 'mail' }] }),
      ),
    ).toBe('');
  });

  test('refuses one on an app that is not there', () => {
    expect(said(flexible('blog', { dependsOn: [{ name: 'db' }] }))).toMatchInlineSnapshot(`
      "DEPENDENCY-UNKNOWN  lab/worker/blog: dependsOn db, but no app of the cluster has that name.
                          Name its namespace too, or pass the app itself."
    `);
  });

  test('refuses a cycle', () => {
    const plans = [
      flexible('mail'),
      flexible('a', { dependsOn: [{ name: 'b' }] }),
      flexible('b', { dependsOn: [{ name: 'c' }, { name: 'mail' }] }),
      flexible('c', { dependsOn: [{ name: 'a' }] }),
    ];
    expect(said(...plans)).toMatchInlineSnapshot(`
      "DEPENDENCY-CYCLE  lab/worker/a: a needs b needs c needs a, but then none of them can start first.
                        Remove one of the dependencies."
    `);
  });

  test('refuses an app that needs itself', () => {
    expect(said(flexible('a', { dependsOn: [{ name: 'a' }] }))).toMatchInlineSnapshot(`
      "DEPENDENCY-CYCLE  lab/worker/a: a needs a, but then none of them can start first.
                        Remove one of the dependencies."
    `);
  });

  test('takes two ways to one app', () => {
    expect(
      said(
        flexible('a', { dependsOn: [{ name: 'b' }, { name: 'c' }] }),
        flexible('b', { dependsOn: [{ name: 'd' }] }),
        flexible('c', { dependsOn: [{ name: 'd' }, { name: 'b' }] }),
        flexible('d'),
      ),
    ).toBe('');
  });
});

describe('requests', () => {
  test('are refused when they are beyond what the eligible nodes have in sum', () => {
    const given = factsOf([worker('w1'), worker('w2')], { storage: {} });
    const plans = ['a', 'b', 'c', 'd', 'e'].map((name) => flexible(name, asks(Cpu.cores(1), Size.gib(4)), given));
    expect(messages(checkApps(plans, given))).toMatchInlineSnapshot(`
      "CAPACITY-EXCEEDED  lab/nodes/w1,w2: 20Gi of memory requested by 5 apps, but w1 and w2 together have 15160Mi for pods.
                         Request less, make the nodes bigger, or let apps use other nodes."
    `);
  });

  test('are refused in cores as in memory', () => {
    const given = factsOf([worker('w1'), worker('w2')], { storage: {} });
    const plans = ['a', 'b', 'c'].map((name) => flexible(name, asks(Cpu.millis(2700), Size.gib(1)), given));
    expect(messages(checkApps(plans, given))).toMatchInlineSnapshot(`
      "CAPACITY-EXCEEDED  lab/nodes/w1,w2: 8100m cores requested by 3 apps, but w1 and w2 together have 7800m for pods.
                         Request less, make the nodes bigger, or let apps use other nodes."
    `);
  });

  test('are refused in disk where nodes say what they have, 256Mi for who says nothing', () => {
    const given = factsOf([worker('w1', { ephemeralStorage: Size.gib(1) }), worker('w2', { ephemeralStorage: Size.gib(1) })], { storage: {} });
    const plans = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name) => flexible(name, {}, given));
    expect(messages(checkApps(plans.slice(0, 8), given))).not.toContain('CAPACITY-EXCEEDED');
    expect(messages(checkApps(plans, given))).toMatchInlineSnapshot(`
      "CAPACITY-EXCEEDED  lab/nodes/w1,w2: 2304Mi of disk requested by 9 apps, but w1 and w2 together have 2Gi for pods.
                         Request less, make the nodes bigger, or let apps use other nodes."
    `);
  });

  test('are refused in number, with what runs on every node', () => {
    const given = factsOf([worker('w1', { maxPods: 2 }), worker('w2', { maxPods: 2 })], { storage: {} });
    const plans = ['a', 'b', 'c'].map((name) => flexible(name, {}, given));
    expect(checkApps(plans, given).map(({ code }) => code)).toEqual(['CAPACITY-ON-LOSS', 'CAPACITY-ON-LOSS']);
    const agent = agentOf({ name: 'agent', ...asks(Cpu.millis(1), Size.mib(1)) }, given);
    expect(messages(checkApps([...plans, agent], given))).toMatchInlineSnapshot(`
      "CAPACITY-EXCEEDED  lab/nodes/w1,w2: 5 pods requested by 4 apps, but w1 and w2 together have room for 4.
                         Request less, make the nodes bigger, or let apps use other nodes."
    `);
  });

  test('of pinned apps are refused when their one node is full, whatever the others have', () => {
    const findings = checkApps([pinned('a', asks(Cpu.cores(2), Size.gib(1))), pinned('b', asks(Cpu.cores(2), Size.gib(1)))], facts());
    expect(findings.map(({ code, path, given }) => `${code} ${path}: ${given}`)).toEqual(['CAPACITY-EXCEEDED lab/nodes/w1: 4 cores requested by 2 apps']);
  });

  test('of replicas count once for each pod', () => {
    const ha = planOf(HIGHLY_AVAILABLE, { name: 'ha', ...asks(Cpu.cores(2), Size.gib(5)) });
    const other = flexible('other', asks(Cpu.cores(1), Size.gib(7)));
    expect(said(ha)).toBe('');
    expect(said(ha, other)).not.toContain('CAPACITY-EXCEEDED');
    expect(said(ha, other, flexible('third', asks(Cpu.cores(1), Size.gib(2))))).toMatchInlineSnapshot(`
      "CAPACITY-EXCEEDED  lab/nodes/w1,w2,w3: 24Gi of memory requested by 3 apps, but w1, w2 and w3 together have 22740Mi for pods.
                         Request less, make the nodes bigger, or let apps use other nodes."
    `);
  });

  test('of more replicas than nodes are needed on the other nodes, when one dies', () => {
    const ha = (count: number) => planOf(HIGHLY_AVAILABLE, { name: 'ha', replicas: Replicas.of(count), ...asks(Cpu.millis(100), Size.mib(2400)) });
    const other = flexible('other', asks(Cpu.millis(100), Size.gib(4)));
    expect(said(ha(3), other)).toBe('');
    expect(said(ha(6))).toBe('');
    expect(messages(checkApps([ha(6), other], facts()).filter(({ path }) => path.endsWith('/w1')))).toMatchInlineSnapshot(`
      "CAPACITY-ON-LOSS  lab/nodes/w1: apps that move when w1 dies, but w2 and w3 then lack 3336Mi of memory for all of them, so some stay down.
                        Request less, make the other nodes bigger, or accept it with a reason. Priorities decide which apps start first."
    `);
  });

  test('are judged for nodes that some apps share with pinned ones', () => {
    const fill = ['w1', 'w2', 'w3'].map((name) => pinned(`on-${name}`, { node: { ...W1, name }, ...asks(Cpu.cores(1), Size.gib(5)) }));
    expect(said(...fill)).toBe('');
    expect(said(...fill, flexible('a', asks(Cpu.cores(1), Size.gib(4))), flexible('b', asks(Cpu.cores(1), Size.gib(4))))).toMatchInlineSnapshot(`
      "CAPACITY-EXCEEDED  lab/nodes/w1,w2,w3: 23Gi of memory requested by 5 apps, but w1, w2 and w3 together have 22740Mi for pods.
                         Request less, make the nodes bigger, or let apps use other nodes."
    `);
  });
});

describe('data', () => {
  const data = (size: Size, storageClass?: string) => ({
    volumes: [Volume.data('/data', { size, ...(storageClass === undefined ? {} : { storageClass }) })],
  });

  test('is refused without storage', () => {
    const given = facts({ storage: {} });
    expect(messages(checkApps([flexible('blog', data(Size.gib(1)), given)], given))).toMatchInlineSnapshot(`
      "STORAGE-MISSING  lab/worker/blog: data at /data, but the cluster declares no storage for it.
                       Put a storage into cluster.storage before the app, or declare a class in storage.classes."
    `);
  });

  test('is refused on a class that the facts do not know', () => {
    expect(said(flexible('blog', data(Size.gib(1), 'longhorn')))).toMatchInlineSnapshot(`
      "STORAGE-CLASS-UNKNOWN  lab/worker/blog: the storage class longhorn, but the facts do not declare it.
                             Declare it in storage.classes, or leave it out."
    `);
  });

  test('is refused when a copy does not fit into the pools that must hold one', () => {
    const pool = (size: Size) => ({ pools: [{ name: 'nvme', kind: PoolKind.LVM_THIN, size }] });
    const given = factsOf([worker('w1', pool(Size.gib(800))), worker('w2', pool(Size.gib(200))), control('t1', { roles: [NodeRole.WITNESS] })]);
    expect(messages(checkApps([flexible('blog', data(Size.gib(300)), given)], given))).toMatchInlineSnapshot(`
      "CLAIMS-BEYOND-POOL  lab/worker/blog: 300Gi at /data in 2 full copies, but the pool nvme has w1 800Gi and w2 200Gi.
                          Make the volume smaller, or the pools of the smaller nodes bigger."
    `);
    expect(messages(checkApps([flexible('blog', data(Size.gib(200)), given)], given))).toBe('');
  });

  test('counts what others claim in a pool, and how often a thin pool may be claimed', () => {
    const refused = (more: object, size: number) => {
      const pool = { pools: [{ name: 'nvme', kind: PoolKind.LVM_THIN, size: Size.gib(100), ...more }] };
      const given = factsOf([worker('w1', pool), worker('w2', pool), control('t1', { roles: [NodeRole.WITNESS] })]);
      return messages(checkApps([flexible('blog', data(Size.gib(size)), given)], given));
    };
    expect(refused({}, 100)).toBe('');
    expect(refused({ otherClaims: Size.gib(30) }, 71)).toMatchInlineSnapshot(`
      "CLAIMS-BEYOND-POOL  lab/worker/blog: 71Gi at /data in 2 full copies, but the pool nvme has w1 70Gi and w2 70Gi.
                          Make the volume smaller, or the pools of the smaller nodes bigger."
    `);
    expect(refused({ otherClaims: Size.gib(30) }, 70)).toBe('');
    expect(refused({ overcommit: 3, otherClaims: Size.gib(30) }, 270)).toBe('');
    expect(refused({ overcommit: 3, otherClaims: Size.gib(30) }, 271)).not.toBe('');
  });

  test('of a class that is on the disks of the nodes is refused when it does not fit there', () => {
    const pool = { pools: [{ name: 'disk', kind: PoolKind.DIRECTORY, size: Size.gib(100) }] };
    const storage = { classes: [{ name: 'local-path', nodeLocal: true, pool: 'disk' }] };
    const given = factsOf([worker('w1', pool), worker('w2', pool)], { storage });
    const local = (name: string, size: number) => planOf(SINGLE_POD_PINNED, { name, node: W1, ...data(Size.gib(size), 'local-path') }, given);
    expect(messages(checkApps([local('a', 60), local('b', 60)], given))).toMatchInlineSnapshot(`
      "CLAIMS-BEYOND-POOL  lab/nodes/w1: 120Gi of claims that must be on w1, but the pool disk has w1 100Gi and w2 100Gi.
                          Make the volumes smaller, or the pools bigger."
    `);
    expect(messages(checkApps([local('a', 60), local('b', 40)], given))).toBe('');
  });

  test('is refused when all claims together are beyond a pool', () => {
    expect(said(flexible('a', data(Size.gib(60))), flexible('b', data(Size.gib(60))))).toMatchInlineSnapshot(`
      "CLAIMS-BEYOND-POOL  lab/nodes/w1: 120Gi of claims that must be on w1, but the pool nvme has w1 100Gi, w2 100Gi and w3 100Gi.
                          Make the volumes smaller, or the pools bigger.

      CLAIMS-BEYOND-POOL  lab/nodes/w2: 120Gi of claims that must be on w2, but the pool nvme has w1 100Gi, w2 100Gi and w3 100Gi.
                          Make the volumes smaller, or the pools bigger.

      CLAIMS-BEYOND-POOL  lab/nodes/w3: 120Gi of claims that must be on w3, but the pool nvme has w1 100Gi, w2 100Gi and w3 100Gi.
                          Make the volumes smaller, or the pools bigger."
    `);
  });

  test('is refused when the copies of all claims are beyond the pools in sum', () => {
    const given = facts({ drbd: { pool: 'nvme', replicas: 2 } });
    const plans = ['a', 'b', 'c', 'd'].map((name) => flexible(name, data(Size.gib(40)), given));
    expect(messages(checkApps(plans, given))).toMatchInlineSnapshot(`
      "CLAIMS-BEYOND-POOL  lab/storage: 320Gi of claims, including copies, but the pool nvme has w1 100Gi, w2 100Gi and w3 100Gi.
                          Make the volumes smaller, or the pools bigger."
    `);
  });

  test('of pinned apps is refused when their own node has not the room', () => {
    expect(said(pinned('a', data(Size.gib(60))), pinned('b', data(Size.gib(60))))).toMatchInlineSnapshot(`
      "CLAIMS-BEYOND-POOL  lab/nodes/w1: 120Gi of claims that must be on w1, but the pool nvme has w1 100Gi, w2 100Gi and w3 100Gi.
                          Make the volumes smaller, or the pools bigger."
    `);
    expect(said(pinned('a', data(Size.gib(60))), pinned('b', { ...data(Size.gib(60)), node: { ...W1, name: 'w2' } }))).toBe('');
  });

  test('of replicas counts once for each pod', () => {
    const ha = (name: string) => planOf(HIGHLY_AVAILABLE, { name, ...data(Size.gib(60)) });
    expect(said(ha('a'))).toBe('');
    expect(checkApps([ha('a'), ha('b')], facts()).map(({ code, path }) => `${code} ${path}`)).toEqual([
      'CLAIMS-BEYOND-POOL lab/nodes/w1',
      'CLAIMS-BEYOND-POOL lab/nodes/w2',
      'CLAIMS-BEYOND-POOL lab/nodes/w3',
    ]);
  });
});
