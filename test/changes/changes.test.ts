import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  ChartDelivery,
  ChartPer,
  ChartSource,
  HelmChart,
  HelmCharts,
  HighlyAvailable,
  OneOffJob,
  PodSecurityLevel,
  SinglePodFlexible,
  SinglePodPinned,
  ThirdPartyChart,
} from '../../lib';
import { EnvValue } from '../../lib/availability/ask/container/env';
import { Port } from '../../lib/availability/ask/network/port';
import { Image } from '../../lib/availability/ask/reference/image';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { Replicas } from '../../lib/availability/ask/workload';
import { CLUSTER_RENAMED } from '../../lib/changes/clusters';
import { CHANGE_RULES } from '../../lib/changes/rules';
import type { Finding } from '../../lib/cluster/finding';
import { type NodeProps, NodeRole } from '../../lib/cluster/node';
import { Cpu, Duration, Size } from '../../lib/cluster/units';
import type { Cluster } from '../../lib/delivery/cluster';
import type { Manifest } from '../../lib/kubernetes/manifest';
import { crdOf } from '../crd';
import { fc, runs } from '../property';
import { type AnyAppProps, appProps, clusterProps, control, worker } from '../support';
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
  (node: string, volumes = [DATA]): Declare =>
  (cluster) =>
    new SinglePodPinned(cluster.workers, 'wiki', { ...appProps({ volumes }), node: { ...W1, name: node } });
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

const REPLICATED = Volume.data('/data', { size: Size.gib(5), storageClass: 'drbd-replicated' });
const LOCAL = Volume.data('/data', { size: Size.gib(5), storageClass: 'drbd-local' });
const MINUTE = Duration.minutes(1);
const TWO = Replicas.two('the third copy is elsewhere');
/** LINSTOR that somebody else has installed, on two nodes, and a third node with a role of its own. */
const twoCopies = (third: NodeRole, name = 'w3') => ({
  facts: {
    nodes: [worker('w1'), worker('w2'), worker(name, { roles: [third], pools: [] }), control('c1')],
    storage: { classes: [{ name: 'drbd', nodeLocal: false, attachable: true, release: { by: 'the Piraeus high-availability controller', within: MINUTE } }] },
  },
});
/** An app that is not of the library, with some pods and a budget. */
const budget = (minAvailable: number) =>
  all(selecting('app', 3), (cluster) => {
    const spec = { minAvailable, selector: { matchLabels: { app: 'a' } } };
    new ApiObject(cluster.workers, 'budget', { ...inWiki('policy/v1', 'PodDisruptionBudget'), ...({ spec } as object) });
  });
const inWiki = (apiVersion: string, kind: string) => ({ apiVersion, kind, metadata: { name: 'a', namespace: 'wiki' } });
const selecting = (label: string, replicas = 1) => {
  const containers = [{ name: 'a', image: 'registry.example/a:1.0.0' }];
  const template = { metadata: { labels: { app: 'a', tier: 'a' } }, spec: { containers } };
  return object({ ...inWiki('apps/v1', 'Deployment'), spec: { replicas, selector: { matchLabels: { [label]: 'a' } }, template } });
};
/** One that is not of the library, with a volume at /data. */
const mounting = (source: object, mount: object = {}) => {
  const containers = [{ name: 'a', image: 'registry.example/a:1.0.0', volumeMounts: [{ name: 'data', mountPath: '/data', ...mount }] }];
  const template = { metadata: { labels: { app: 'a' } }, spec: { containers, volumes: [{ name: 'data', ...source }] } };
  return all(wiki(), object({ ...inWiki('apps/v1', 'Deployment'), spec: { selector: { matchLabels: { app: 'a' } }, template } }));
};
const onNode = (path: string, type?: string) => mounting({ hostPath: { path, type } });
const inFolder = (subPath?: string) => mounting({ persistentVolumeClaim: { claimName: 'a' } }, { subPath });
const nightly = (suspend: boolean) => all(wiki(), object({ ...inWiki('batch/v1', 'CronJob'), spec: { schedule: '0 3 * * *', suspend } }));
const withPods = (replicas: number) => all(wiki(), selecting('app', replicas));
const job =
  (tag: string): Declare =>
  (cluster) =>
    new OneOffJob(cluster.workers, 'import', { image: Image.of('ghcr.io/example/import', tag), resources: appProps().resources });
const ingressClass = (controller: string) =>
  object({ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'public' }, spec: { controller } });
const priorityClass = (value: number) => object({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'batch' }, value });
const binding = (name: string) =>
  object({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'wiki' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [],
  });
const crd = (...versions: readonly string[]) => object(crdOf('Note', versions));
const OLD = Volume.claim('/old', { claimName: 'wiki-data', storageClass: 'drbd-replicated' });
const FILES = Volume.data('/files', { size: Size.gib(5), name: 'files' });
const media = (server: string, path = '/srv/media') => wiki({ volumes: [Volume.nfs('/media', { server, path, readOnly: true })] });
const chartIn = (folder: Construct, version = '1.4.0', namespace = 'redis', id = 'redis') =>
  new ThirdPartyChart(folder, id, {
    namespace,
    level: PodSecurityLevel.RESTRICTED,
    chart: ChartSource.oci('oci://ghcr.io/example/redis', { version, digest: `sha256:${'1'.repeat(64)}` }),
  });
const chart =
  (version: string, namespace?: string, id?: string): Declare =>
  (cluster) =>
    chartIn(cluster.workers, version, namespace, id);
/** An app, and a chart of it. */
const delivered =
  (deliver: ChartDelivery | undefined, id = 'office', also: readonly string[] = [], version = '1.2.3'): Declare =>
  (cluster) => {
    const of = ['wiki', ...also].map((name) => new SinglePodFlexible(cluster.workers, name, appProps({ namespace: 'wiki' })));
    new HelmChart(cluster, id, { of, version, ...(deliver === undefined ? {} : { deliver }) });
  };
const BY_FLUX = ChartDelivery.flux();
const BY_OCI = ChartDelivery.fluxOci('oci://registry.example/charts/office');
const BY_ARGO = ChartDelivery.argoCd({ url: 'https://git.example/lab.git' });
/** A chart for each app. */
const set =
  (deliver: ChartDelivery | undefined): Declare =>
  (cluster) => {
    for (const name of ['wiki', 'notes']) new SinglePodFlexible(cluster.workers, name, appProps({ namespace: 'wiki' }));
    new HelmCharts(cluster, 'charts', { per: ChartPer.APP, version: '1.2.3', ...(deliver === undefined ? {} : { deliver }) });
  };
/** Two delivered charts. */
const both =
  (...apps: readonly (readonly string[])[]): Declare =>
  (cluster) => {
    for (const [index, names] of apps.entries()) {
      const of = names.map((name) => new SinglePodFlexible(cluster.workers, name, appProps({ namespace: 'wiki' })));
      new HelmChart(cluster, `chart-${index}`, { of, version: '1.2.3', deliver: BY_FLUX });
    }
  };
/** Its file is in a folder below that of the list. */
const nested =
  (deliver: ChartDelivery | undefined): Declare =>
  (cluster) => {
    const books = new SinglePodFlexible(new Chart(cluster.workers, 'media'), 'books', appProps({ namespace: 'wiki' }));
    new HelmChart(cluster, 'office', { of: [books], version: '1.2.3', ...(deliver === undefined ? {} : { deliver }) });
  };
const plain = (name: string) => wiki({ volumes: [], namespace: 'wiki' }, name);
const volume = (spec: object) =>
  object({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'media' },
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadOnlyMany'], persistentVolumeReclaimPolicy: 'Retain', ...spec },
  });
const tools = (repository: string, tag: string) => wiki({ image: Image.of(repository, tag) });

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
  ['CHANGE-DATABASE-MAJOR', 'another database has the data', database('16.4'), tools('docker.io/library/mariadb', '11.4.2')],
  ['CHANGE-DATABASE-UNKNOWN', 'the tag of a database no longer says its version', database('16.4'), database('alpine')],
  ['CHANGE-DATABASE-UNKNOWN', 'the tag of a database says its version at last', database('alpine'), database('17.0')],
  [
    'CHANGE-DATABASE-UNKNOWN',
    'a database has a digest alone',
    database('16.4'),
    wiki({ image: Image.digest('docker.io/library/postgres', `sha256:${'1'.repeat(64)}`) }),
  ],
  ['CHANGE-DATABASE-UNKNOWN', 'a database comes from Bitnami', database('16.4'), tools('docker.io/bitnami/postgresql', '16.4.0')],
  ['CHANGE-DATABASE-UNKNOWN', 'a database has an image that nobody knows', database('16.4'), tools('ghcr.io/example/db', '16.4')],
  ['CHANGE-DATA-ELSEWHERE', 'an NFS share is on another server', media('nas.example'), media('nas2.example')],
  ['CHANGE-DATA-ELSEWHERE', 'an NFS share is another folder', media('nas.example'), media('nas.example', '/srv/films')],
  [
    'CHANGE-DATA-ELSEWHERE',
    'a volume keeps its name and has another path',
    wiki({ volumes: [FILES] }),
    wiki({ volumes: [Volume.data('/other', { size: Size.gib(5), name: 'files' })] }),
  ],
  ['CHANGE-DATA-ELSEWHERE', 'a folder of the node is another one', onNode('/srv/a'), onNode('/srv/b')],
  ['CHANGE-DATA-ELSEWHERE', 'a volume is mounted by another folder', inFolder('a'), inFolder('b')],
  ['CHANGE-DATA-ELSEWHERE', 'a volume is mounted as a whole', inFolder('a'), inFolder()],
  ['CHANGE-STOPPED', 'a workload that is not of the library has no pods any more', withPods(2), withPods(0)],
  ['CHANGE-STOPPED', 'a CronJob that is not of the library is suspended', nightly(false), nightly(true)],
  ['CHANGE-CHART-RENAMED', 'a chart of others has another namespace', chart('1.4.0'), chart('1.4.0', 'cache')],
  ['CHANGE-CHART-RENAMED', 'a chart of others has another name', chart('1.4.0'), chart('1.4.0', 'redis', 'cache')],
  ['CHANGE-CHART-GONE', 'a chart of others is removed', all(wiki(), chart('1.4.0')), wiki()],
  ['CHANGE-CHART-MAJOR', 'a chart of others is newer by a major version', chart('1.4.0'), chart('2.0.0')],
  ['CHANGE-DELIVERY', 'a chart of an app that runs is delivered', delivered(undefined), delivered(BY_FLUX)],
  ['CHANGE-DELIVERY', 'Argo CD gets the chart of an app that runs', delivered(undefined), delivered(BY_ARGO)],
  ['CHANGE-DELIVERY', 'a chart of an app in a chart of the folder is delivered', nested(undefined), nested(BY_FLUX)],
  ['CHANGE-DELIVERY', 'each chart of a set is delivered', set(undefined), set(BY_FLUX)],
  ['CHANGE-DELIVERY', 'no chart of a set is delivered any longer', set(BY_FLUX), set(undefined)],
  ['CHANGE-DELIVERY', 'an app that runs joins a delivered chart', all(delivered(BY_FLUX), plain('notes')), delivered(BY_FLUX, 'office', ['notes'])],
  ['CHANGE-DELIVERY', 'an app leaves a delivered chart', delivered(BY_FLUX, 'office', ['notes']), all(delivered(BY_FLUX), plain('notes'))],
  ['CHANGE-DELIVERY', 'an app moves from one delivered chart to another', both(['wiki', 'notes'], ['mail']), both(['wiki'], ['notes', 'mail'])],
  ['CHANGE-DELIVERY', 'a chart that Argo CD installs and its app are removed', all(plain('notes'), delivered(BY_ARGO)), plain('notes')],
  ['CHANGE-DELIVERY', 'a chart is delivered no longer', delivered(BY_FLUX), delivered(undefined)],
  ['CHANGE-DELIVERY', 'a chart in a registry is delivered no longer', delivered(BY_OCI), delivered(undefined)],
  ['CHANGE-DELIVERY', 'a delivered chart has another name', delivered(BY_FLUX), delivered(BY_FLUX, 'rooms')],
  ['CHANGE-DELIVERY', 'a delivered chart and its app are removed', all(plain('notes'), delivered(BY_FLUX)), plain('notes')],
  ['CHANGE-DELIVERY', 'Argo CD gets the chart that Flux has installed', delivered(BY_FLUX), delivered(BY_ARGO)],
  ['CHANGE-VOLUME-SOURCE', 'a volume is another folder', all(wiki(), volume({ hostPath: { path: '/x' } })), all(wiki(), volume({ hostPath: { path: '/y' } }))],
  ['CHANGE-FLUX-PATH', 'Flux is removed', wiki(), wiki(), { flux: undefined }],
  ['CHANGE-FLUX-PATH', 'Flux has another namespace', wiki(), wiki(), { flux: { url: 'https://git.example/lab.git', namespace: 'flux' } }],
  ['CHANGE-DATA-LEFT', 'a pinned app is on another node', pinned('w1'), pinned('w2')],
  ['CHANGE-STORAGE-NODE', 'a node no longer has storage', wiki(), wiki(), nodesWith(worker('w3'), worker('w4', { roles: [NodeRole.WORKER], pools: [] })), FOUR],
  ['CHANGE-STORAGE-NODE', 'a node is gone', wiki(), wiki(), nodesWith(worker('w3')), FOUR],
  ['CHANGE-CLUSTER-RENAMED', 'a cluster has another name', wiki(), wiki(), { name: 'home' }],
  ['CHANGE-PRUNED', 'a database of an operator is removed', all(wiki(), cnpg), wiki()],
  ['CHANGE-SEALED', 'settings that cannot change do', all(wiki(), config({ a: '1' })), all(wiki(), config({ a: '2' }))],
  ['CHANGE-SERVICE', 'a Service becomes headless', all(wiki(), service({})), all(wiki(), service({ clusterIP: 'None' }))],
  ['CHANGE-SERVICE', 'a Service is no longer headless', all(wiki(), service({ clusterIP: 'None' })), all(wiki(), service({}))],
  ['CHANGE-STORAGE-CLASS', 'a storage class has fewer copies', wiki(), wiki(), { facts: { drbd: { pool: 'nvme', replicas: 2 } } }],
  ['CHANGE-WITNESS-GONE', 'the only witness is a worker', wiki(), wiki(), twoCopies(NodeRole.WORKER), twoCopies(NodeRole.WITNESS)],
  ['CHANGE-CLAIM-GONE', 'the claim of an older version is removed', wiki(), wiki({ volumes: [] }), {}, { isOlder: true }],
  ['CHANGE-CLAIM-IMMUTABLE', 'a volume has another storage class', pinned('w1'), pinned('w1', [REPLICATED])],
  ['CHANGE-NAMESPACE-GONE', 'the namespace of an older version is removed', all(wiki(), wiki({ volumes: [] }, 'notes')), wiki(), {}, { isOlder: true }],
  ['CHANGE-COPY-LOST', 'an app with data on each pod has fewer pods', many({ volumes: [LOCAL] }), many({ volumes: [LOCAL], replicas: TWO })],
  ['CHANGE-BUDGET-BLOCKS', 'a budget keeps all pods', all(wiki(), budget(1)), all(wiki(), budget(3))],
  ['CHANGE-SELECTOR', 'a Deployment selects by another label', all(wiki(), selecting('app')), all(wiki(), selecting('tier'))],
  ['CHANGE-JOB', 'a one-off job has a newer image', job('1.2.3'), job('1.2.4')],
  ['CHANGE-INGRESS-CLASS', 'an IngressClass has another controller', ingressClass('a.example/a'), ingressClass('a.example/b')],
  ['CHANGE-PRIORITY-CLASS', 'a PriorityClass has another value', priorityClass(100), priorityClass(200)],
  ['CHANGE-ROLE-REF', 'a RoleBinding has another role', binding('reader'), binding('writer')],
  ['CHANGE-CRD-SCOPE', 'objects of a kind are no longer in namespaces', crd('v1'), object(crdOf('Note', ['v1'], { scope: 'Cluster' }))],
  ['CHANGE-CRD-VERSION', 'a version of a CRD is dropped', crd('v1beta1', 'v1'), crd('v1')],
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
  [
    'a claim is mounted by its name from now on',
    wiki(),
    wiki({ volumes: [Volume.claim('/data', { claimName: 'wiki-data', storageClass: 'drbd-replicated' })] }),
  ],
  ['the old claim is mounted beside a new one', wiki(), wiki({ volumes: [Volume.data('/data', { size: Size.gib(5), name: 'files' }), OLD] })],
  [
    'a second volume takes the place of the first, which stays at another path',
    wiki({ volumes: [DATA, FILES] }),
    wiki({ volumes: [Volume.data('/data', { size: Size.gib(5), name: 'files' }), OLD] }),
  ],
  ['a workload without pods gets some', withPods(0), withPods(2)],
  ['a CronJob is resumed', nightly(true), nightly(false)],
  ['a socket of the node is another one', onNode('/run/a.sock', 'Socket'), onNode('/run/b.sock', 'Socket')],
  ['a folder of the node becomes a claim', onNode('/srv/a'), inFolder()],
  ['a database comes from a mirror', database('16.4'), tools('ghcr.io/mirror/library/postgres', '16.9')],
  ['a database gets an extension', database('16.4'), tools('docker.io/pgvector/pgvector', '0.8.0-pg16')],
  ['an image becomes that of a database', wiki(), database('16.4')],
  ['a chart of others has a newer minor version', chart('1.4.0'), chart('1.5.0')],
  ['a chart of others moves to another folder', chart('1.4.0'), (cluster) => chartIn(cluster.monitoring)],
  [
    'a volume has another size and reclaim policy',
    all(wiki(), volume({ hostPath: { path: '/x' } })),
    all(wiki(), volume({ hostPath: { path: '/x', type: '' }, capacity: { storage: '2Gi' }, persistentVolumeReclaimPolicy: 'Delete' })),
  ],
  ['a chart is delivered from the beginning', plain('notes'), all(plain('notes'), delivered(BY_FLUX))],
  ['a delivered chart gets a new app', delivered(BY_FLUX), delivered(BY_FLUX, 'office', ['notes'])],
  ['a delivered chart has another major version', delivered(BY_OCI), delivered(BY_OCI, 'office', [], '2.0.0')],
  ['a delivered chart comes from a registry', delivered(BY_FLUX), delivered(BY_OCI)],
  ['a chart that nobody delivers is added', wiki(), all(wiki(), (cluster) => new HelmChart(cluster, 'office', { of: [cluster.workers], version: '1.2.3' }))],
  ['an app of a delivered chart is removed', both(['wiki', 'notes'], ['mail']), both(['wiki'], ['mail'])],
  ['a chart that Argo CD installs has another name', delivered(BY_ARGO), delivered(BY_ARGO, 'rooms')],
  ['a chart that Argo CD has installed is delivered no longer', delivered(BY_ARGO), delivered(undefined)],
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
  ['the only witness is another node', wiki(), wiki(), twoCopies(NodeRole.WITNESS, 'w4'), twoCopies(NodeRole.WITNESS)],
  ['a namespace that Flux keeps is removed', all(wiki(), wiki({ volumes: [] }, 'notes')), wiki()],
  ['a budget keeps all pods but one', all(wiki(), budget(1)), all(wiki(), budget(2))],
  ['a one-off job is removed', all(wiki(), job('1.2.3')), wiki()],
  ['a version of a CRD is added', crd('v1'), crd('v1', 'v2')],
];

const outputs = (...[, before, after, props, propsBefore]: Change) => [program(before, propsBefore), program(after, props)] as const;
const codes = (before: Output, after: Output) => [...new Set(dangers(before, after).map(({ code }) => code))].join(', ');

for (const [expected, ...change] of DANGEROUS) {
  test(`${expected}: ${change[0]}`, () => {
    const [before, after] = outputs(...change);
    expect(codes(before, after)).toBe(expected);
  });
}

test('each rule has a dangerous program', () => {
  const proven = new Set(DANGEROUS.flatMap(([expected]) => expected.split(', ')));
  expect([...CHANGE_RULES, CLUSTER_RENAMED].map(({ code }) => code).filter((code) => !proven.has(code))).toEqual([]);
});

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

test('of a job with another image the image is named, not the label of its version', () => {
  const job = (version: string): Manifest => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'once', namespace: 'wiki' },
    spec: { template: { metadata: { labels: { version } }, spec: { containers: [{ name: 'once', image: `ghcr.io/example/once:${version}` }] } } },
  });
  expect(dangers(objects(job('1.0.0')), objects(job('1.0.1'))).map(({ given }) => given)).toEqual([
    'spec.template.spec.containers.0.image was ghcr.io/example/once:1.0.0, and is ghcr.io/example/once:1.0.1 now',
  ]);
});

test('of a job that is suspended it is said whether its pods stop', () => {
  const suspended = (kind: string, suspend?: boolean): Manifest => ({
    apiVersion: 'batch/v1',
    kind,
    metadata: { name: 'a', namespace: 'b' },
    spec: { suspend },
  });
  const stopped = ['CronJob', 'Job'].flatMap((kind) => dangers(objects(suspended(kind)), objects(suspended(kind, true))));
  expect(stopped.map(({ code, given, allowed }) => `${code} ${given}, ${allowed}`)).toEqual([
    'CHANGE-STOPPED spec.suspend was not set, and is true now, so it starts no job any more, and nobody hears of it: a backup, for example, is no longer made. A job that runs goes on',
    'CHANGE-STOPPED spec.suspend was not set, and is true now, so Kubernetes deletes its pods, and what they were doing begins anew when it is resumed',
  ]);
});

test('each place is named at which data is no longer', () => {
  const mounted = (...mounts: readonly (readonly [name: string, mountPath: string, subPath?: string])[]): Manifest => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a', namespace: 'b' },
    spec: {
      template: {
        spec: {
          containers: [{ name: 'app', volumeMounts: mounts.map(([name, mountPath, subPath]) => ({ name, mountPath, subPath })) }],
          volumes: [
            { name: 'files', persistentVolumeClaim: { claimName: 'files' } },
            { name: 'old', hostPath: { path: '/srv/old' } },
            { name: 'new', hostPath: { path: '/srv/new' } },
          ],
        },
      },
    },
  });
  const before = objects(mounted(['files', '/data', 'a'], ['files', '/media', 'b'], ['old', '/scans'], ['files', '/all']));
  const after = objects(mounted(['files', '/data', 'c'], ['files', '/films', 'b'], ['new', '/scans'], ['files', '/all']));
  expect(dangers(before, after).map(({ given }) => given)).toEqual([
    '/data of container app is the folder c of the claim files now, and was the folder a of the claim files',
    'the folder b of the claim files is at /films of container app now, and was at /media',
    '/scans of container app is /srv/new of its node now, and was /srv/old of its node',
  ]);
});

test('a claim that a StatefulSet takes for that of one of its pods is in use', () => {
  const claim: Manifest = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data-db-1', namespace: 'b' }, spec: {} };
  const set = (replicas: number): Manifest => ({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db', namespace: 'b' },
    spec: { replicas, volumeClaimTemplates: [{ metadata: { name: 'data' } }] },
  });
  expect(codes(objects(claim, set(2)), objects(set(2)))).toBe('');
  expect(codes(objects(claim, set(1)), objects(set(1)))).toBe('CHANGE-CLAIM-GONE');
});

test('a claim that Flux deletes while a pod mounts it must not be deleted by hand as well', () => {
  const claim: Manifest = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'a', namespace: 'b' }, spec: {} };
  const pod = { spec: { volumes: [{ name: 'a', persistentVolumeClaim: { claimName: 'a' } }] } };
  const app: Manifest = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a', namespace: 'b' }, spec: { template: pod } };
  const bare = new Map([...objects(claim, app)].map(([path, text]) => [path, text.replaceAll(/^ {2}annotations:\n {4}kustomize.*\n/gm, '')]));
  const [found] = dangers(bare, objects(app));
  expect(`${found?.code} ${found?.allowed}\n${found?.fix}`).toMatchInlineSnapshot(`
"CHANGE-CLAIM-GONE but deployment a still mounts it, and Flux deletes it: what wrote it did not say that Flux must keep it. Its data is lost once no pod holds it
1. Write the claim again: the app whose volume it was, or an object of your own.
2. If somebody else writes it now, see that nothing deletes it: add the annotation kustomize.toolkit.fluxcd.io/prune: disabled to it, and apply that first. Then accept this change. Do not delete it: it is in use.
To accept this change, and no other: acceptChanges: [{ code: 'CHANGE-CLAIM-GONE', change: 'lab/PersistentVolumeClaim/b/a#7f18b959', reason: '…' }] in the App."
`);
});

const told = (some: readonly Finding[]) => some.map(({ code, path, given, allowed, fix }) => `${code} ${path}: ${given}, ${allowed}\n${fix}`).join('\n');

test('before a chart is delivered, Flux must keep what runs', () => {
  expect(told(dangers(program(delivered(undefined)), program(delivered(BY_FLUX))))).toMatchInlineSnapshot(`
"CHANGE-DELIVERY lab/worker: a release installs what is in wiki.yaml from now on, and kustomization.yaml no longer names it, but Flux deletes at once what the folder no longer names, before the release has installed it again: pods stop, and Services and settings go. Only claims and namespaces stay (they are marked so)
1. Suspend the Kustomization of the folder: flux suspend kustomization lab-worker -n flux-system.
2. Tell Flux to keep what runs, in the output folder: kubectl annotate --overwrite -f lab/worker/wiki.yaml kustomize.toolkit.fluxcd.io/prune=disabled.
3. Accept this change, and merge it. When Flux has the commit (flux reconcile source git lab -n flux-system), resume: flux resume kustomization lab-worker -n flux-system. The release takes over what it finds.
To accept this change, and no other: acceptChanges: [{ code: 'CHANGE-DELIVERY', change: 'lab/worker#34218c1f', reason: '…' }] in the App."
`);
});

test('of a set of charts, one finding is about all apps of a folder', () => {
  expect(dangers(program(set(undefined)), program(set(BY_FLUX))).map(({ given }) => given)).toEqual([
    'a release installs what is in notes.yaml and wiki.yaml from now on, and kustomization.yaml no longer names them',
  ]);
});

test('a release of a chart that is delivered no longer is deleted while it is suspended', () => {
  expect(told(dangers(program(delivered(BY_FLUX)), program(delivered(undefined))))).toMatchInlineSnapshot(`
"CHANGE-DELIVERY lab/helm.toolkit.fluxcd.io/HelmRelease/flux-system/lab-office: the release of a chart of this program is no longer written, but Flux leaves it in the cluster (it is marked so): it goes on to make its apps as its chart had them, against whatever else applies them now; and if it is deleted as it is, Flux uninstalls them
1. If it was not meant, keep deliver, the id of the chart and the namespace of Flux.
2. If something else applies the apps from now on, suspend the release before you merge: flux suspend helmrelease lab-office -n flux-system.
3. Accept this change. Once Flux has applied it, delete the release while it is suspended, for then nothing is uninstalled: kubectl delete helmrelease lab-office -n flux-system. Then delete what Helm remembers of it: kubectl delete secret -n flux-system -l owner=helm,name=office.
4. If its apps are to go as well, save their data, accept this change, and delete the release without suspending it. Claims stay.
To accept this change, and no other: acceptChanges: [{ code: 'CHANGE-DELIVERY', change: 'lab/helm.toolkit.fluxcd.io/HelmRelease/flux-system/lab-office#c47d06b3', reason: '…' }] in the App."
`);
});

test('an app that leaves a delivered chart is deleted by the release', () => {
  const before = program(delivered(BY_FLUX, 'office', ['notes']));
  expect(told(dangers(before, program(all(delivered(BY_FLUX), plain('notes')))))).toMatchInlineSnapshot(`
"CHANGE-DELIVERY lab/worker: notes.yaml is no longer in the chart office, but in kustomization.yaml, and the release of office deletes what its chart no longer has, also if that has just been applied by somebody else: pods stop, and Services and settings go, until they are applied again
1. Keep the app in the chart.
2. If it must leave, first remove deliver from the whole chart office, and follow what is said of that. When all of it is applied by the Kustomization, deliver the chart again, without the app.
3. If the app may be away for a while, accept this change, and once it is applied: flux reconcile kustomization lab-worker -n flux-system.
To accept this change, and no other: acceptChanges: [{ code: 'CHANGE-DELIVERY', change: 'lab/worker#79e50563', reason: '…' }] in the App."
`);
});

test('an app that moves to another delivered chart is deleted by the first release', () => {
  const [found] = dangers(program(both(['wiki', 'notes'], ['mail'])), program(both(['wiki'], ['notes', 'mail'])));
  expect(`${found?.given}\n${found?.fix}`).toMatchInlineSnapshot(`
"notes.yaml is no longer in the chart chart-0, but in the chart chart-1
1. Keep the app in the chart.
2. If it must leave, first remove deliver from the whole chart chart-0, and follow what is said of that. When all of it is applied by the Kustomization, deliver the chart again, without the app.
3. If the app may be away for a while, accept this change, and once it is applied: flux reconcile helmrelease lab-chart-1 -n flux-system --force, if it is not one of Argo CD.
To accept this change, and no other: acceptChanges: [{ code: 'CHANGE-DELIVERY', change: 'lab/worker#060cb407', reason: '…' }] in the App."
`);
});

test('Argo CD leaves an app whose Application is removed with it', () => {
  expect(told(dangers(program(all(plain('notes'), delivered(BY_ARGO))), program(plain('notes'))))).toMatchInlineSnapshot(`
"CHANGE-DELIVERY lab/worker: wiki.yaml is no longer written, nor is the Application lab-office that installed it, but Argo CD leaves what an Application without a finalizer has installed: the pods run on, and nobody updates or removes them
1. If it was not meant, write the app and its chart again.
2. If it may go, save its data, and let Argo CD delete it before you merge: kubectl patch application lab-office -n argocd --field-manager=by-hand --type merge -p '{"metadata":{"finalizers":["resources-finalizer.argocd.argoproj.io"]}}'.
3. Then accept this change.
To accept this change, and no other: acceptChanges: [{ code: 'CHANGE-DELIVERY', change: 'lab/worker#9706f294', reason: '…' }] in the App."
`);
});

test('a release has another name while its source stays as it is', () => {
  const source = {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'HelmRepository',
    metadata: { name: 'all', namespace: 'cache' },
    spec: { url: 'https://charts.example' },
  };
  const release = (name: string) => ({
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name, namespace: 'cache' },
    spec: { chart: { spec: { chart: 'redis', sourceRef: { kind: 'HelmRepository', name: 'all' } } } },
  });
  expect(codes(objects(source, release('redis')), objects(source, release('cache')))).toBe('CHANGE-CHART-RENAMED');
});

test('of objects that are not understood nothing is said', () => {
  const odd = (spec: unknown) => ({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'a', namespace: 'b' }, spec });
  for (const spec of [undefined, null, 'text', [], { resources: 7 }])
    expect(() => dangers(objects(odd(spec) as Manifest), objects(odd({}) as Manifest))).not.toThrow();
});
