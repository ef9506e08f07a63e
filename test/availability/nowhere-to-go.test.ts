import {
  type App,
  type Cluster,
  type ClusterFactsProps,
  Concurrency,
  Cpu,
  Duration,
  FencingMethod,
  HighlyAvailable,
  NodeRole,
  Probe,
  Replicas,
  ScheduledJob,
  SinglePodFlexible,
  SinglePodPinned,
  Size,
  Volume,
} from '../../lib';
import { crashInWords, reportOutcome } from '../../lib/availability/report/crash';
import { lab } from '../lab';
import { appProps, control, messages, worker } from '../support';

// What is accepted is true all the same: plan and report say what then happens, and an objective that it breaks is refused.
const accept = (...codes: readonly string[]) =>
  ['CONTROL-SINGLE-SERVER', ...codes].map((code) => ({ code, reason: 'a test' })) as NonNullable<ClusterFactsProps['accept']>;
const crash = ({ plan }: SinglePodFlexible | ScheduledJob): string =>
  plan === undefined ? 'not decided' : crashInWords(plan.ask.availabilityClass, reportOutcome(plan.outcome));
const verdict = (cluster: Cluster): string => messages((cluster.node.scope as App).build().findings);
const memory = (gib: number) => ({ resources: { ...appProps().resources, memory: Size.gib(gib), memoryLimit: Size.gib(gib) } });
const DATA = Volume.data('/data', { size: Size.gib(1) });
const MEDIA = Volume.data('/media', { size: Size.gib(1) });
const FIVE_MINUTES = { objective: { rto: Duration.minutes(5) } };

describe('an app that only one node can run', () => {
  const cluster = lab({ nodes: [control('c1'), worker('w1')], storage: {}, accept: accept('FLEXIBLE-NOWHERE-TO-GO') });
  const wiki = new SinglePodFlexible(cluster.workers, 'wiki', appProps(FIVE_MINUTES));
  const job = new ScheduledJob(cluster.workers, 'sweep', { ...appProps(), schedule: '@daily', concurrency: Concurrency.ALLOW });

  test('is down until repair, and so are the runs of a job', () => {
    expect(crash(wiki)).toBe('down until repair');
    expect(wiki.plan?.outcome).toMatchObject({
      why: 'only w1 can run it: down until its node is back',
      terms: [{ name: 'repair of the node', time: { min: Infinity, max: Infinity } }],
    });
    expect(crash(job)).toBe('no run until repair');
    expect(job.plan?.outcome?.why).toBe('a run is lost, and only w1 can run it: no run until its node is back');
  });

  test('keeps no objective', () => {
    expect(verdict(cluster)).toMatchInlineSnapshot(`
      "OBJECTIVE-UNREACHABLE  lab/worker/wiki: back within 5 min, but only w1 can run it, so it is down until the repair of its node is done.
                             Give another node the role, the room and the storage that it needs, or leave the objective out."
    `);
  });
});

describe('an app with several replicated volumes', () => {
  const among = (nodes: number, replicas: number, volumes: number) => {
    const names = Array.from({ length: nodes }, (_, index) => `w${index + 1}`);
    const cluster = lab({
      nodes: [control('c1', { roles: [NodeRole.CONTROL, NodeRole.WITNESS] }), ...names.map((name) => worker(name))],
      drbd: { pool: 'nvme', replicas },
    });
    const paths = Array.from({ length: volumes }, (_, index) => Volume.data(`/data${index + 1}`, { size: Size.gib(1) }));
    return new SinglePodFlexible(cluster.workers, 'cloud', appProps({ volumes: paths }));
  };

  test.each([
    [5, 3, 2],
    [3, 2, 2],
    [4, 3, 3],
  ])('of %i storage nodes, %i copies and %i volumes is warned that it cannot move, and promises nothing', (...numbers) => {
    const app = among(...numbers);
    expect(app.findings.map(({ code }) => code)).toEqual(['FLEXIBLE-VOLUMES-APART']);
    expect(crash(app)).toBe('down until repair');
  });

  test.each([
    [3, 3, 2],
    [4, 3, 2],
    [3, 2, 1],
  ])('of %i storage nodes, %i copies and %i volumes moves', (...numbers) => {
    const app = among(...numbers);
    expect(app.findings).toEqual([]);
    expect(crash(app)).toMatch(/^back after /);
  });

  test('is told what to do, and keeps no objective', () => {
    const cluster = lab({ drbd: { pool: 'nvme', replicas: 2 } });
    new SinglePodFlexible(cluster.workers, 'cloud', appProps({ volumes: [DATA, MEDIA], ...FIVE_MINUTES }));
    expect(verdict(cluster)).toMatchInlineSnapshot(`
      "FLEXIBLE-VOLUMES-APART  lab/worker/cloud: replicated data at /data and /media, but each volume may have its copies on other nodes, so that no second node is sure to have all of them, and the app cannot move.
                              Keep the data on one volume, keep a copy on every storage node (replicas), or accept it with a reason.

      OBJECTIVE-UNREACHABLE  lab/worker/cloud: back within 5 min, but no other node is sure to have all of /data and /media, so it is down until the repair of its node is done.
                             Give another node the role, the room and the storage that it needs, or leave the objective out."
    `);
  });

  test('counts the volumes of all apps that move with it', () => {
    const cluster = lab({ drbd: { pool: 'nvme', replicas: 2 } });
    const server = new SinglePodFlexible(cluster.workers, 'server', appProps({ namespace: 'cloud', volumes: [DATA] }));
    expect(crash(server)).toMatch(/^back after /);
    new SinglePodFlexible(cluster.workers, 'reader', appProps({ namespace: 'cloud', volumes: [Volume.shared('/data', { app: server }), MEDIA] }));
    expect(crash(server)).toBe('down until repair');
  });
});

describe('an app whose volume stays in its zone', () => {
  const fencing = { method: FencingMethod.CLOUD_API, automatedWithin: Duration.minutes(2) };
  const among = (...zones: readonly string[]) =>
    lab({
      nodes: [control('c1'), ...zones.map((zone, index) => worker(`w${index + 1}`, { zone, fencing }))],
      sites: [{ name: 'home', zones: ['a', 'b', 'c', 'home'] }],
      storage: { classes: [{ name: 'disk', nodeLocal: false, zonal: true }] },
    });
  const app = (cluster: Cluster, more = {}) => new SinglePodFlexible(cluster.workers, 'jenkins', appProps({ volumes: [DATA], ...more }));

  test('is down until repair where no zone has a second node', () => {
    const cluster = among('a', 'b', 'c');
    expect(crash(app(cluster, FIVE_MINUTES))).toBe('down until repair');
    expect(verdict(cluster)).toMatchInlineSnapshot(`
      "FLEXIBLE-ZONE-ALONE  lab/worker/jenkins: /data, which stays in the zone of its first node, but in the zones of w1, w2 and w3 no other node can run it.
                           Add a node to each of these zones, use storage that several zones reach, or accept it with a reason.

      OBJECTIVE-UNREACHABLE  lab/worker/jenkins: back within 5 min, but /data stays in its zone, where no other node can run it, so it is down until the repair of its node is done.
                             Give another node the role, the room and the storage that it needs, or leave the objective out."
    `);
  });

  test('is down until repair on the node that is alone in its zone', () => {
    expect(crash(app(among('a', 'a', 'b')))).toBe('back after 42 s to 3 min 12 s; on w3, down until repair, because no other node of its zone can run it');
    const strict = among('a', 'a', 'b');
    app(strict, FIVE_MINUTES);
    expect(verdict(strict)).toMatchInlineSnapshot(`
      "FLEXIBLE-ZONE-ALONE  lab/worker/jenkins: /data, which stays in the zone of its first node, but in the zone of w3 no other node can run it.
                           Add a node to each of these zones, use storage that several zones reach, or accept it with a reason.

      OBJECTIVE-UNREACHABLE  lab/worker/jenkins: back within 5 min, but in the zone of w3 no other node can run it, and its data stays there, so it is down until the repair of its node is done.
                             Give another node the role, the room and the storage that it needs, or leave the objective out."
    `);
  });

  test('is told of its only node, not of the zone, and nothing when it stays on one node or has a volume on each', () => {
    const one = among('a');
    app(one);
    expect(one.verdict().open.map(({ code }) => code)).toEqual(['FLEXIBLE-NOWHERE-TO-GO']);
    const cluster = among('a', 'b', 'c');
    const node = { name: 'w1', reason: 'a test' };
    const pinned = new SinglePodPinned(cluster.workers, 'pinned', appProps({ node, volumes: [DATA] }));
    const many = new HighlyAvailable(cluster.workers, 'many', appProps({ volumes: [DATA], health: { readiness: Probe.exec('true') } }));
    expect(messages([...pinned.findings, ...many.findings])).toBe('');
  });

  test('moves within its zone', () => {
    const cluster = among('a', 'a', 'b', 'b');
    expect(crash(app(cluster, FIVE_MINUTES))).toMatch(/^back after [^;]*$/);
    expect(verdict(cluster)).toBe('');
  });
});

describe('apps that find no room when a node dies', () => {
  const cluster = lab({
    nodes: [control('c1'), worker('w1', { memory: Size.gib(8) }), worker('w2', { memory: Size.gib(8) })],
    storage: {},
    accept: accept('CAPACITY-ON-LOSS'),
  });
  const big = new SinglePodFlexible(cluster.workers, 'big', appProps({ ...memory(4), ...FIVE_MINUTES }));

  test('are only perhaps back, once there are more than fit', () => {
    expect(crash(big)).toBe('back after 71 s to 2 min 7 s');
    new SinglePodFlexible(cluster.workers, 'other', appProps(memory(4)));
    expect(crash(big)).toBe(
      'back after 71 s to 2 min 7 s; on w1, perhaps down until repair, because w2 then lacks 612Mi of memory; on w2, perhaps down until repair, because w1 then lacks 612Mi of memory',
    );
  });

  const among = (nodes: readonly (readonly [string, number, number?])[]) =>
    lab({
      nodes: [control('c1'), ...nodes.map(([name, gib, cores = 8]) => worker(name, { memory: Size.gib(gib), cpu: Cpu.cores(cores) }))],
      storage: {},
    });
  const put = (cluster: Cluster, name: string, gib: number, nodes?: readonly string[]) =>
    new SinglePodFlexible(cluster.workers, name, appProps({ ...memory(gib), ...(nodes === undefined ? {} : { placement: { nodes } }) }));

  test('are told of every node after which they find none', () => {
    const cluster = among([
      ['w1', 8],
      ['w2', 8],
      ['w3', 8],
    ]);
    for (const name of ['a', 'b']) put(cluster, name, 4, ['w1', 'w2']);
    const [x] = ['x', 'y'].map((name) => put(cluster, name, 4, ['w1', 'w3']));
    expect(x && crash(x)).toBe(
      'back after 71 s to 2 min 7 s; on w1, perhaps down until repair, because w3 then lacks 612Mi of memory; on w3, perhaps down until repair, because w1 then lacks 612Mi of memory',
    );
  });

  test('may lack CPU as well as memory', () => {
    const cluster = among([
      ['w1', 16, 4],
      ['w2', 16, 4],
    ]);
    const resources = { ...appProps().resources, cpu: Cpu.cores(3) };
    const [x] = ['x', 'y'].map((name) => new SinglePodFlexible(cluster.workers, name, appProps({ resources })));
    expect(x && crash(x)).toContain('on w1, perhaps down until repair, because w2 then lacks 2100m cores');
  });

  test('may be so large that no node has room for two, though all fit in total', () => {
    const cluster = among([
      ['w1', 9],
      ['w2', 9],
      ['w3', 9],
      ['w4', 9],
    ]);
    const [x] = ['a', 'b', 'c', 'd'].map((name) => put(cluster, name, 5));
    expect(x && crash(x)).toBe('back after 71 s to 2 min 7 s; on 4 of its nodes, perhaps down until repair');
    expect(x?.plan?.outcome?.unless?.[0]?.why).toBe(
      'perhaps down until repair, because w2, w3 and w4 then lack room for 4 pods, each with more than half the memory of a node',
    );
  });

  test('may share a node when one is large in memory and the other in CPU', () => {
    const cluster = among([
      ['w1', 16, 4],
      ['w2', 16, 4],
    ]);
    const [x] = [memory(9), { resources: { ...appProps().resources, cpu: Cpu.cores(3) } }].map(
      (resources, index) => new SinglePodFlexible(cluster.workers, `app${index}`, appProps(resources)),
    );
    expect(x && crash(x)).toBe('back after 71 s to 2 min 7 s');
  });

  test('find no more room because of a highly available app that lost no pod', () => {
    const cluster = among([
      ['w1', 9],
      ['w2', 9],
      ['w3', 9],
    ]);
    new HighlyAvailable(cluster.workers, 'h', { ...appProps({ ...memory(4), placement: { nodes: ['w2', 'w3'] } }), replicas: Replicas.two('a test') });
    const [x] = ['x', 'y'].map((name) => put(cluster, name, 5));
    expect(x?.plan?.outcome?.unless?.[0]?.why).toBe('perhaps down until repair, because w2 and w3 then lack 1224Mi of memory');
  });

  test('keep no objective', () => {
    expect(verdict(cluster)).toMatchInlineSnapshot(`
      "OBJECTIVE-WITHOUT-ROOM  lab/worker/big: back within 5 min, but when w1 dies, w2 then lacks 612Mi of memory for all apps that move, and it may be one that stays down, whatever its priority.
                              Request less, make the other nodes bigger, or leave the objective out."
    `);
  });
});
