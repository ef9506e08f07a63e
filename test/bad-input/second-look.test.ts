import { Testing } from 'cdk8s';
import {
  Allow,
  App,
  Architecture,
  Budget,
  Cluster,
  Cpu,
  Datastore,
  Duration,
  EnvValue,
  FencingMethod,
  Image,
  NodeRole,
  Patch,
  Port,
  Probe,
  Replicas,
  SinglePodFlexible,
  Size,
  Volume,
} from '../../lib';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { appProps, clusterProps, control, controlPlane, factMessages, facts, factsOf, findingsOf, messages, planOf, worker } from '../support';

const { SINGLE_POD_FLEXIBLE: FLEXIBLE, SINGLE_POD_PINNED: PINNED, HIGHLY_AVAILABLE: AVAILABLE } = AvailabilityClass;
const codes = (...given: Parameters<typeof findingsOf>): string[] => findingsOf(...given).map((finding) => finding.code);

test('refuses passwords in addresses, arguments and variables of less usual names', () => {
  const env = {
    DB_PASS: EnvValue.of('hunter2'),
    ENCRYPTION_KEY: EnvValue.of('0123'),
    DATABASE_URL: EnvValue.of('postgres://blog:hunter2@db/blog'),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an app's own variable
    CACHE_URL: EnvValue.of('redis://:${CACHE}@cache'),
    COMPASS: EnvValue.publicValue('north', 'it is a direction'),
  };
  expect(messages(findingsOf(FLEXIBLE, { env, args: ['--password=hunter2', '--password=$(DB_PASS)'] }, facts()))).toBe(
    `SECRET-IN-ENV  lab/worker/blog: a value for DB_PASS, but this value would end up in Git.
               Use EnvValue.fromSecret, or EnvValue.publicValue with the reason why it is not a secret.

SECRET-IN-ENV  lab/worker/blog: a value for ENCRYPTION_KEY, but this value would end up in Git.
               Use EnvValue.fromSecret, or EnvValue.publicValue with the reason why it is not a secret.

SECRET-IN-ENV  lab/worker/blog: a value for DATABASE_URL, but this value would end up in Git.
               Use EnvValue.fromSecret, or EnvValue.publicValue with the reason why it is not a secret.

SECRET-IN-ARGS  lab/worker/blog: a value in --password=…, but this value would end up in Git.
                Put it into an env variable from a Secret, and write $(NAME) here, or give publicTexts with a reason.`,
  );
});

test.each([['nginx:1.27'], ['ghcr.io/a@sha256'], ['UPPER/case'], ['ghcr.io//a']])('refuses %s as a repository', (repository) => {
  expect(codes(FLEXIBLE, { image: Image.of(repository, '1.28') }, facts())).toEqual(['IMAGE-INVALID']);
});

test.each([['docker.io/library/nginx'], ['localhost:5000/a'], ['registry.example:443/a/b_c'], ['nginx']])('takes %s as a repository', (repository) => {
  expect(codes(FLEXIBLE, { image: Image.of(repository, '1.28') }, facts())).toEqual([]);
});

test('refuses a probe of a port that the app does not have', () => {
  const network = { ports: [Port.http(8080)] };
  expect(messages(findingsOf(FLEXIBLE, { network, health: { readiness: Probe.http('/', 'web') } }, facts()))).toBe(
    `PROBE-WITHOUT-PORT  lab/worker/blog: health.readiness on the port web, but the TCP ports are http.
                    Add the port to network.ports, or name one of them.`,
  );
});

test('refuses times and ids that cannot be', () => {
  const odd = { terminationGrace: Duration.seconds(-1), security: { user: -5 }, maxReplicas: 0, health: { startsWithin: Duration.forever() } };
  expect(messages(findingsOf(FLEXIBLE, odd, facts()))).toBe(
    `NUMBER-ABSURD  lab/worker/blog: terminationGrace of -1 s, but a duration is finite and not negative.
               Use seconds or minutes.

NUMBER-ABSURD  lab/worker/blog: health.startsWithin of Infinity s, but a duration is finite and not negative.
               Use seconds or minutes.

NUMBER-ABSURD  lab/worker/blog: security.user -5, but ids are 0 to 2147483647.
               Use the number that the image documents.

NUMBER-ABSURD  lab/worker/blog: maxReplicas: 0, but an app has at least one pod.
               Leave it out for no limit.`,
  );
});

test('refuses names that grow too long, or that a Service cannot have', () => {
  const long = 'a'.repeat(60);
  const data = [Volume.data('/data', { size: Size.gib(1) })];
  expect(messages(findingsOf(AVAILABLE, { name: long, volumes: data }, facts()))).toBe(
    `NAME-INVALID  lab/worker/${long}: the name "${long}", but a StatefulSet appends a hash of its revision, so it has room for 52 characters.
              Shorten it.`,
  );
  expect(messages(findingsOf(FLEXIBLE, { name: '2fauth', network: { ports: [Port.http(8000)] } }, facts()))).toBe(
    `NAME-INVALID  lab/worker/2fauth: the name "2fauth", but the name of a Service starts with a letter.
              Give the construct another id, or set name.`,
  );
});

test('counts what init containers ask for', () => {
  const initContainers = [{ name: 'unpack', resources: { cpu: Cpu.cores(64), memory: Size.mib(64), memoryLimit: Size.mib(64) } }];
  expect(codes(FLEXIBLE, { initContainers }, facts())).toEqual(['FIT-NO-NODE']);
});

test('refuses several pods on the network of one node', () => {
  const props = {
    network: { ports: [Port.http(8080)] },
    replicas: Replicas.two('a test'),
    security: { allow: [Allow.hostNetwork('a test')] },
  };
  expect(messages(findingsOf(AVAILABLE, props, factsOf([worker('w1')], { storage: {} })))).toMatchInlineSnapshot(`
"HA-ONE-NODE  lab/worker/blog: 2 replicas, but only w1 can run them (1 node has the role worker), so the app goes down with that node.
             Add another node with this role, or accept the risk with a reason.

HOST-PORT-CLASH  lab/worker/blog: 2 pods on the network of 1 node, but each node has a port only once.
                 Use the pod network, or as many nodes as pods."
`);
  expect(codes(AVAILABLE, { ...props, replicas: Replicas.of(3) }, facts())).toEqual([]);
});

test('refuses an objective of an app whose pods are all on one node', () => {
  const props = { replicas: Replicas.two('a test'), objective: { rto: Duration.minutes(5) } };
  expect(messages(findingsOf(AVAILABLE, props, factsOf([worker('w1')], { storage: {} })).slice(1))).toBe(
    `OBJECTIVE-UNREACHABLE  lab/worker/blog: back within 5 min, but all pods are on w1, so they are down until its repair is done.
                       Give another node the role, or leave the objective out.`,
  );
});

test('refuses a budget of half a pod', () => {
  expect(codes(AVAILABLE, { budget: Budget.maxUnavailable(1.5) }, facts())).toEqual(['HA-BUDGET-BLOCKS-DRAINS']);
});

test('warns of an objective next to the only server of the control plane', () => {
  const both = factsOf([worker('w1'), worker('w2')], { storage: {} });
  const given = { ...both, controlPlane: { ...both.controlPlane, servers: ['w1'] } };
  expect(messages(findingsOf(FLEXIBLE, { objective: { rto: Duration.minutes(5) } }, given))).toBe(
    `OBJECTIVE-ON-ONLY-SERVER  lab/worker/blog: back within 5 min, but it may run on w1, the only server: when that node dies, nothing moves until it is back.
                          Remove the role from that node, run three servers, or accept it with a reason.`,
  );
});

test('refuses that a pinned app on one disk loses nothing', () => {
  const props = { node: { name: 'w1', reason: 'a test' }, volumes: [Volume.data('/data', { size: Size.gib(1) })], objective: { rpo: Duration.seconds(0) } };
  expect(codes(PINNED, props, facts())).toEqual(['OBJECTIVE-DATA-LOSS']);
});

test('says so when no node has the role that an app has by default', () => {
  expect(codes(FLEXIBLE, {}, factsOf([control('c2')], { storage: {} }))).toEqual(['ROLE-WITHOUT-NODE']);
  expect(codes(FLEXIBLE, { placement: { role: NodeRole.EDGE } }, facts())).toEqual(['ROLE-WITHOUT-NODE']);
});

test('an objective that may take forever is none', () => {
  expect(codes(FLEXIBLE, { objective: { rto: Duration.forever() } }, facts())).toEqual([]);
});

test('units are whole numbers that Kubernetes takes', () => {
  expect([Cpu.cores(2.01), Cpu.millis(0.5), Size.gib(0.1), Duration.seconds(179.6), Duration.seconds(7199.7)].map(String)).toEqual([
    '2010m',
    '1m',
    '107374182',
    '3 min',
    '2 h',
  ]);
});

test('refuses a patch of what the class decides', () => {
  const chart = Testing.chart();
  const patches = [Patch.replace('Deployment', '/spec/replicas', 2, 'more is better'), Patch.remove('Deployment', '/metadata', 'a mistake')];
  const app = new SinglePodFlexible(chart, 'blog', { ...appProps(), patches });
  expect(messages(app.findings)).toBe(
    `PATCH-AGAINST-CLASS  test/blog: a patch that changes /metadata/name, /metadata/labels/app.kubernetes.io~1instance and /metadata/labels/app.kubernetes.io~1name in the Deployment blog, but the class, the facts and the props decide that.
                     Use name and namespace of the app.

PATCH-AGAINST-CLASS  test/blog: a patch that changes /spec/replicas in the Deployment blog, but the class, the facts and the props decide that.
                     Use replicas, or another class.`,
  );
});

test('warns of two writers where a flexible app keeps its data on the network', () => {
  const volumes = [Volume.nfs('/data', { server: 'nas.example', path: '/data' })];
  expect(messages(findingsOf(FLEXIBLE, { volumes }, facts()))).toBe(
    `FLEXIBLE-TWIN-WRITER  lab/worker/blog: /data over the network, and while a node is cut off but alive, its pod keeps writing there next to its replacement.
                      Keep data on replicated volumes, such as those of DRBD, if two writers would damage it, mount it read-only, or accept it with the reason why they do no damage.`,
  );
  expect(codes(FLEXIBLE, { volumes: [Volume.nfs('/data', { server: 'nas.example', path: '/data', readOnly: true })] }, facts())).toEqual([]);
});

test('warns when all but one copy of the data may lie where the app cannot run', () => {
  const nodes = [worker('w1'), worker('w2'), worker('w3', { roles: [NodeRole.STORAGE] })];
  const given = factsOf(nodes, { drbd: { pool: 'nvme', replicas: 2 } });
  expect(messages(findingsOf(FLEXIBLE, { volumes: [Volume.data('/data', { size: Size.gib(1) })] }, given))).toBe(
    `FLEXIBLE-COPIES-ELSEWHERE  lab/worker/blog: /data in 2 full copies, but all but one may be on w3, where the app cannot run, so it cannot move.
                           Give those nodes the role and the room that the app needs, remove the role storage from them, or accept it with a reason.`,
  );
});

test('warns when the survivors of a node have no room for what moves', () => {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: { ...clusterProps({ storage: {} }), nodes: [worker('w1'), worker('w2'), control('c1')] } });
  const big = { ...appProps(), resources: { cpu: Cpu.millis(100), memory: Size.gib(3), memoryLimit: Size.gib(3) } };
  for (const name of ['one', 'two', 'three']) new SinglePodFlexible(cluster.workers, name, big);
  expect(messages(app.build().findings)).toBe(
    ['w1', 'w2']
      .map(
        (
          node,
        ) => `CAPACITY-ON-LOSS  lab/nodes/${node}: apps that move when ${node} dies, but ${node === 'w1' ? 'w2' : 'w1'} then lacks 1636Mi of memory for all of them, so some stay down.
                  Request less, make the other nodes bigger, or accept it with a reason. Priorities decide which apps start first.`,
      )
      .join('\n\n'),
  );
});

test('another storage beside DRBD keeps the controller from freeing the pod', () => {
  const volumes = [Volume.data('/data', { size: Size.gib(1) }), Volume.claim('/old', { claimName: 'old' })];
  const given = facts({ drbd: { pool: 'nvme', failOverUnsafePods: 'a test' } });
  expect(codes(FLEXIBLE, { volumes }, given)).toEqual(['FLEXIBLE-FAILOVER-EXEMPT']);
});

test('refuses the annotation that turns the fail-over off', () => {
  expect(codes(FLEXIBLE, { podAnnotations: { 'drbd.linbit.com/ignore-fail-over': 'true' } }, facts())).toEqual(['ANNOTATION-AGAINST-CLASS']);
  expect(codes(PINNED, { node: { name: 'w1', reason: 'a test' }, podAnnotations: { 'drbd.linbit.com/ignore-fail-over': 'true' } }, facts())).toEqual([]);
});

test('warns of a highly available app that nobody asks whether it is ready', () => {
  expect(codes(AVAILABLE, { network: {} }, facts())).toEqual(['HA-WITHOUT-PROBE']);
});

test('refuses facts that cannot be together', () => {
  const nodes = [
    worker('w1', { fencing: { method: FencingMethod.QUORUM_IO, automatedWithin: Duration.seconds(30) } }),
    worker('w2', { fencing: { method: FencingMethod.NONE, automatedWithin: Duration.seconds(30) } }),
    worker('w3', { labels: { 'kubernetes.io/foo': 'bar' } }),
    control('c1'),
  ];
  const odd = {
    nodes,
    controlPlane: controlPlane({ servers: ['c1', 'c1'], version: '1.26.3', datastore: Datastore.EXTERNAL }),
    drbd: { pool: 'nvme', replicas: 1 },
  };
  expect([...new Set(factMessages(odd).match(/^[A-Z-]{6,}/gm))].sort()).toEqual([
    'CONTROL-ENTRY-SINGLE',
    'CONTROL-SERVER-DUPLICATE',
    'CONTROL-VERSION-OLD',
    'FENCING-NONE',
    'FENCING-QUORUM-IO',
    'NODE-LABEL-INVALID',
    'STORAGE-ONE-COPY',
  ]);
});

test('asks for which architectures an image is built, where nodes have several', () => {
  const mixed = factsOf([worker('w1'), worker('w2'), worker('w3', { architecture: Architecture.ARM64 })], { storage: {} });
  expect(messages(findingsOf(FLEXIBLE, {}, mixed))).toBe(
    `ARCHITECTURE-UNSAID  lab/worker/blog: nodes with amd64 and arm64, and the app does not say which of these its image supports: on the others it would not start.
                     Set placement.architectures, or accept it with a reason.`,
  );
  const said = planOf(FLEXIBLE, { placement: { architectures: [Architecture.AMD64] } }, mixed);
  expect(said.placement.value.nodes).toEqual(['w1', 'w2']);
  expect(said.placement.value.requirements.at(-1)).toEqual({ key: 'kubernetes.io/arch', values: ['amd64'] });
  expect(codes(PINNED, { node: { name: 'w3', reason: 'a test' }, placement: { architectures: [Architecture.AMD64] } }, mixed)).toEqual(['PINNED-ARCHITECTURE']);
  expect(codes(FLEXIBLE, { placement: { architectures: [Architecture.ARM] } }, mixed)).toEqual(['NODE-OUT-OF-REACH']);
});
