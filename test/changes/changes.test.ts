import { ApiObject } from 'cdk8s';
import { HighlyAvailable, SinglePodFlexible, SinglePodPinned } from '../../lib';
import { EnvValue } from '../../lib/availability/ask/container/env';
import { Port } from '../../lib/availability/ask/network/port';
import { Image } from '../../lib/availability/ask/reference/image';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { type NodeProps, NodeRole } from '../../lib/cluster/node';
import { Cpu, Size } from '../../lib/cluster/units';
import type { Cluster } from '../../lib/delivery/cluster';
import type { Manifest } from '../../lib/kubernetes/manifest';
import { fc, runs } from '../property';
import { type AnyAppProps, appProps, clusterProps, worker } from '../support';
import { dangers, type Output, objects, type ProgramProps, program } from './outputs';

const DATA = Volume.data('/data', { size: Size.gib(5) });
const W1 = { name: 'w1', reason: 'the scanner is there' };
type Declare = (cluster: Cluster) => void;
const wiki =
  (props: Partial<AnyAppProps> = {}, id = 'wiki'): Declare =>
  (cluster) =>
    new SinglePodFlexible(cluster.workers, id, appProps({ volumes: [DATA], ...props }));
const many =
  (props: Partial<AnyAppProps> = {}): Declare =>
  (cluster) =>
    new HighlyAvailable(cluster.workers, 'wiki', appProps({ network: { ports: [Port.http(80)] }, ...props }));
const pinned =
  (node: string): Declare =>
  (cluster) =>
    new SinglePodPinned(cluster.workers, 'wiki', { ...appProps({ volumes: [DATA] }), node: { ...W1, name: node } });
const object =
  (manifest: object): Declare =>
  (cluster) =>
    new ApiObject(cluster.workers, 'raw', { ...(manifest as Manifest) });
const all =
  (...some: readonly Declare[]): Declare =>
  (cluster) => {
    for (const declare of some) declare(cluster);
  };
const nothing: Declare = () => undefined;
const database = (tag: string) => wiki({ image: Image.of('docker.io/library/postgres', tag) });
const cnpg = object({ apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', metadata: { name: 'db', namespace: 'wiki' } });
const nodesWith = (...others: readonly NodeProps[]) => ({ facts: { nodes: [worker('w1'), worker('w2'), ...others, ...clusterProps().nodes.slice(3)] } });
const FOUR = nodesWith(worker('w3'), worker('w4'));
const config = (data: object, immutable = true) => object({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'wiki' }, data, immutable });
const service = (spec: object) =>
  object({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a', namespace: 'wiki' }, spec: { ports: [{ port: 1 }], ...spec } });

type Change = readonly [what: string, before: Declare, after: Declare, props?: ProgramProps, propsBefore?: ProgramProps];

const DANGEROUS: readonly (readonly [codes: string, ...Change])[] = [
  ['CHANGE-CLAIM-GONE', 'an app with data is removed', wiki(), nothing],
  ['CHANGE-CLAIM-GONE', 'a volume is removed', wiki(), wiki({ volumes: [] })],
  ['CHANGE-CLAIM-RENAMED', 'a volume has another path', wiki(), wiki({ volumes: [Volume.data('/files', { size: Size.gib(5) })] })],
  ['CHANGE-CLAIM-SHRINKS', 'a volume is smaller', wiki(), wiki({ volumes: [Volume.data('/data', { size: Size.gib(4) })] })],
  ['CHANGE-CLAIM-SHRINKS', 'a volume is a little smaller, in another unit', wiki(), wiki({ volumes: [Volume.data('/data', { size: Size.mib(5119) })] })],
  ['CHANGE-APP-RENAMED', 'an app has another name', wiki(), wiki({ name: 'notes', namespace: 'wiki' })],
  ['CHANGE-APP-RENAMED', 'an app has another id', wiki(), wiki({}, 'notes')],
  ['CHANGE-APP-RENAMED', 'an app has another namespace', wiki(), wiki({ namespace: 'docs' })],
  ['CHANGE-CLASS-LOWERED', 'an app without data has a single pod', many(), wiki({ volumes: [], network: { ports: [Port.http(80)] } })],
  ['CHANGE-WORKLOAD-KIND, CHANGE-CLASS-LOWERED', 'an app with data on each pod has a single pod', many({ volumes: [DATA] }), wiki()],
  ['CHANGE-STATEFULSET', 'the volumes of each pod are bigger', many({ volumes: [DATA] }), many({ volumes: [Volume.data('/data', { size: Size.gib(6) })] })],
  ['CHANGE-DATABASE-MAJOR', 'a database is newer', database('16.4'), database('17.0')],
  ['CHANGE-DATABASE-MAJOR', 'a database is older', database('17.0'), database('16.4')],
  ['CHANGE-DATA-LEFT', 'a pinned app is on another node', pinned('w1'), pinned('w2')],
  ['CHANGE-STORAGE-NODE', 'a node no longer has storage', wiki(), wiki(), nodesWith(worker('w3'), worker('w4', { roles: [NodeRole.WORKER], pools: [] })), FOUR],
  ['CHANGE-STORAGE-NODE', 'a node is gone', wiki(), wiki(), nodesWith(worker('w3')), FOUR],
  ['CHANGE-CLUSTER-RENAMED', 'a cluster has another name', wiki(), wiki(), { name: 'home' }],
  ['CHANGE-PRUNED', 'a database of an operator is removed', all(wiki(), cnpg), wiki()],
  ['CHANGE-SEALED', 'settings that cannot change do', all(wiki(), config({ a: '1' })), all(wiki(), config({ a: '2' }))],
  ['CHANGE-SERVICE', 'a Service becomes headless', all(wiki(), service({})), all(wiki(), service({ clusterIP: 'None' }))],
  ['CHANGE-SERVICE', 'a Service is no longer headless', all(wiki(), service({ clusterIP: 'None' })), all(wiki(), service({}))],
  ['CHANGE-STORAGE-CLASS', 'a storage class has fewer copies', wiki(), wiki(), { facts: { drbd: { pool: 'nvme', replicas: 2 } } }],
];

const HARMLESS: readonly Change[] = [
  ['an image is newer', wiki(), wiki({ image: Image.of('ghcr.io/example/blog', '2.0.0') })],
  ['a database has a newer patch', database('16.4'), database('16.9')],
  [
    'a database without data is newer',
    wiki({ image: Image.of('docker.io/library/postgres', '16.4'), volumes: [] }),
    wiki({ image: Image.of('docker.io/library/postgres', '17.0'), volumes: [] }),
  ],
  ['a volume is bigger', wiki(), wiki({ volumes: [Volume.data('/data', { size: Size.gib(6) })] })],
  ['a volume has its size in another unit', wiki(), wiki({ volumes: [Volume.data('/data', { size: Size.mib(5120) })] })],
  ['a volume is added', wiki(), wiki({ volumes: [DATA, Volume.data('/files', { size: Size.gib(1) })] })],
  ['an app is added', wiki(), all(wiki(), wiki({}, 'notes'))],
  ['an app with the image of another is added', wiki(), all(wiki(), wiki({ volumes: [] }, 'notes'))],
  ['an app without data is removed', all(wiki(), wiki({ volumes: [] }, 'notes')), wiki()],
  ['an app without data has another name', wiki({ volumes: [] }), wiki({ volumes: [] }, 'notes')],
  ['an app has another id, and keeps its name and namespace', wiki({ name: 'wiki', namespace: 'wiki' }), wiki({ name: 'wiki', namespace: 'wiki' }, 'notes')],
  [
    'an app is in another folder',
    wiki(),
    (cluster) => new SinglePodFlexible(cluster.monitoring, 'wiki', appProps({ volumes: [DATA], placement: { role: NodeRole.WORKER } })),
  ],
  ['requests are higher', wiki(), wiki({ resources: { cpu: Cpu.millis(200), memory: Size.mib(200), memoryLimit: Size.mib(256) } })],
  ['a variable is added', wiki(), wiki({ env: { TITLE: EnvValue.of('Wiki') } })],
  ['a port is added', wiki(), wiki({ network: { ports: [Port.http(80)] } })],
  ['scratch space is added', wiki(), wiki({ volumes: [DATA, Volume.scratch('/tmp', Size.mib(64))] })],
  ['an app becomes highly available', wiki({ volumes: [], network: { ports: [Port.http(80)] } }), many()],
  ['a highly available app has a newer image', many({ volumes: [DATA] }), many({ volumes: [DATA], image: Image.of('ghcr.io/example/blog', '2.0.0') })],
  ['a node is added', wiki(), wiki(), { facts: { nodes: [...clusterProps().nodes, worker('w4')] } }],
  ['a node has more memory', wiki(), wiki(), nodesWith(worker('w3', { memory: Size.gib(16) }))],
  ['Flux is added', wiki(), wiki(), {}, { flux: undefined }],
  ['a namespace has a label', wiki(), wiki(), { namespaces: { wiki: { labels: { team: 'a' } } } }],
  ['settings that can change do', all(wiki(), config({ a: '1' }, false)), all(wiki(), config({ a: '2' }, false))],
  ['a Service has other ports', all(wiki(), service({})), all(wiki(), service({ ports: [{ port: 2 }] }))],
];

const outputs = (...[, before, after, props, propsBefore]: Change) => [program(before, propsBefore), program(after, props)] as const;
const codes = (before: Output, after: Output) => [...new Set(dangers(before, after).map(({ code }) => code))].join(', ');

for (const [expected, ...change] of DANGEROUS) {
  test(`${expected}: ${change[0]}`, () => {
    const [before, after] = outputs(...change);
    expect(codes(before, after)).toBe(expected);
  });
}

for (const change of HARMLESS) {
  test(`nothing is said when ${change[0]}`, () => {
    const [before, after] = outputs(...change);
    expect(dangers(before, after)).toEqual([]);
  });
}

const whole = () => program(all(wiki(), cnpg, wiki({ network: { ports: [Port.http(80)] } }, 'notes')));

test('the same output twice is silent', () => {
  expect(dangers(whole(), whole())).toEqual([]);
});

test('an output whose files, objects and keys have another order is silent', () => {
  const output = whole();
  const made = [...output].filter(([path]) => path.endsWith('wiki.yaml') || path.endsWith('notes.yaml'));
  fc.assert(
    fc.property(fc.shuffledSubarray([...made, ...output], { minLength: made.length + output.size }), fc.infiniteStream(fc.nat()), (files, dice) => {
      const turn = () => dice.next().value as number;
      const mixed = new Map(files.map(([path, text]) => [path, path.endsWith('.yaml') ? shuffled(text, turn) : text]));
      expect(dangers(output, mixed)).toEqual([]);
      expect(dangers(mixed, output)).toEqual([]);
    }),
    runs(5),
  );
});

/** The documents in another order, each with its top-level parts in another order. */
function shuffled(text: string, turn: () => number): string {
  const mix = <T>(list: readonly T[]): T[] =>
    list
      .map((one) => [turn(), one] as const)
      .sort(([a], [b]) => a - b)
      .map(([, one]) => one);
  return mix(text.split(/^---\n/m).map((document) => mix(document.split(/^(?=\w)/m)).join(''))).join('---\n');
}

test('of objects that are not understood nothing is said', () => {
  const odd = (spec: unknown) => ({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'a', namespace: 'b' }, spec });
  for (const spec of [undefined, null, 'text', [], { resources: 7 }])
    expect(() => dangers(objects(odd(spec) as Manifest), objects(odd({}) as Manifest))).not.toThrow();
});
