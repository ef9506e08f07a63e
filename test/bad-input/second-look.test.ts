import { Allow, Budget, Cpu, Duration, EnvValue, Image, NodeRole, Port, Probe, Replicas, Size, Volume } from '../../lib';
import { AvailabilityClass } from '../../lib/availability/classes';
import { control, facts, factsOf, findingsOf, messages, worker } from '../support';

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
    `SECRET-IN-ENV  lab/worker/blog: a value for DB_PASS, but what is written here ends in Git.
               Use EnvValue.fromSecret, or EnvValue.publicValue with the reason why it is none.

SECRET-IN-ENV  lab/worker/blog: a value for ENCRYPTION_KEY, but what is written here ends in Git.
               Use EnvValue.fromSecret, or EnvValue.publicValue with the reason why it is none.

SECRET-IN-ENV  lab/worker/blog: a value for DATABASE_URL, but what is written here ends in Git.
               Use EnvValue.fromSecret, or EnvValue.publicValue with the reason why it is none.

SECRET-IN-ARGS  lab/worker/blog: a value in --password=…, but what is written here ends in Git.
                Put it into an env from a Secret, and write $(NAME) here.`,
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
    `PROBE-WITHOUT-PORT  lab/worker/blog: health.readiness on the port web, but TCP ports are http.
                    Add the port to network.ports, or name one of them.`,
  );
});

test('refuses times and ids that cannot be', () => {
  const odd = { terminationGrace: Duration.seconds(-1), security: { user: -5 }, maxReplicas: 0, health: { startsWithin: Duration.forever() } };
  expect(messages(findingsOf(FLEXIBLE, odd, facts()))).toBe(
    `NUMBER-ABSURD  lab/worker/blog: terminationGrace of -1 s, but it is not below 0, and it has an end.
               Say it in seconds or minutes.

NUMBER-ABSURD  lab/worker/blog: health.startsWithin of Infinity s, but it is not below 0, and it has an end.
               Say it in seconds or minutes.

NUMBER-ABSURD  lab/worker/blog: security.user -5, but ids are 0 to 2147483647.
               Use the number that the image documents.

NUMBER-ABSURD  lab/worker/blog: maxReplicas: 0, but an app has at least one pod.
               Leave it out for no ceiling.`,
  );
});

test('refuses names that grow too long, or that a Service cannot have', () => {
  const long = 'a'.repeat(60);
  const data = [Volume.data('/data', { size: Size.gib(1) })];
  expect(messages(findingsOf(AVAILABLE, { name: long, volumes: data }, facts()))).toBe(
    `NAME-INVALID  lab/worker/${long}: the name "${long}", but a StatefulSet puts a hash of its revision behind it: at most 52.
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
  expect(codes(AVAILABLE, props, factsOf([worker('w1')], { storage: {} }))).toEqual(['HA-ONE-NODE', 'HOST-PORT-CLASH']);
});

test('refuses an objective of an app whose pods are all on one node', () => {
  const props = { replicas: Replicas.two('a test'), objective: { rto: Duration.minutes(5) } };
  expect(messages(findingsOf(AVAILABLE, props, factsOf([worker('w1')], { storage: {} })).slice(1))).toBe(
    `OBJECTIVE-UNREACHABLE  lab/worker/blog: back within 5 min, but all pods are on w1: they are down for as long as its repair takes.
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
    `OBJECTIVE-ON-ONLY-SERVER  lab/worker/blog: back within 5 min, but it may run on w1, the only server: when that node dies, nothing is moved until it is back.
                          Take the role away from that node, run three servers, or accept it with a reason.`,
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

test('an objective that may take for ever is none', () => {
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
