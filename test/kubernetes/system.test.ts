import { ApiObject, Chart } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { App, Cluster, Duration, SinglePodFlexible, Size, type StorageClass, type System, Volume } from '../../lib';
import { Severity } from '../../lib/cluster/finding';
import { appProps, clusterProps, messages } from '../support';

const POOLED: StorageClass = {
  name: 'blocks',
  nodeLocal: false,
  attachable: true,
  readWriteMany: false,
  nodes: ['w1', 'w2'],
  copies: 2,
  pool: 'nvme',
  dataLossSeconds: 0,
  release: {
    by: 'the agent of Blocks',
    step: 'volume handed over',
    earliestSeconds: 5,
    roundSeconds: 5,
    safeVolumes: ['configMap', 'emptyDir', 'secret'],
    unsafePods: false,
    allowUnsafePods: 'Say in Blocks why two pods at once do no harm',
  },
  madeBy: 'Blocks',
  why: 'two copies',
};

/** A storage that nothing of the library knows. */
const BLOCKS: System = {
  name: 'Blocks',
  storageClasses: () => [POOLED],
  check: (facts) => [
    { code: 'BLOCKS-OLD', severity: Severity.WARNING, path: `${facts.name}/blocks`, given: 'Blocks 1', allowed: 'but it is old', fix: 'Take 2.' },
  ],
  notes: (facts) => [
    { code: 'BLOCKS-NEW', severity: Severity.NOTE, path: `${facts.name}/blocks`, given: 'Blocks 1', allowed: 'and 2 is out', fix: 'Read on.' },
  ],
  kinds: [{ group: 'blocks.example', kind: 'BlockPool', clusterScoped: true, kept: true, ready: 'status.ok == true' }],
};

function built(storage?: ConstructorParameters<typeof Cluster>[2]['facts']['storage']) {
  const app = new App({ outdir: '/nowhere' });
  const facts = clusterProps(storage === undefined ? {} : { storage });
  const cluster = new Cluster(app, 'lab', { facts, flux: { url: 'https://git.example/lab.git' } });
  cluster.use(BLOCKS);
  return { app, cluster };
}

const DATA = { volumes: [Volume.data('/data', { size: Size.gib(1) })] };

test('apps choose from the storage classes of a system, and their recovery follows from who frees its volumes', () => {
  const { cluster } = built({ classes: [{ name: 'ceph', nodeLocal: false }] });
  const { plan } = new SinglePodFlexible(cluster.workers, 'blog', appProps({ ...DATA, objective: { rto: Duration.minutes(5) } }));
  expect(plan?.claims.map((claim) => claim.storageClass)).toEqual(['blocks']);
  expect(plan?.placement.value.nodes).toEqual(['w1', 'w2']);
  expect(plan?.outcome?.terms?.[0]).toEqual({ name: 'volume handed over', time: { min: 5, max: 125 } });
});

test('a volume that such a storage cannot fence keeps it from moving the pod, in the words of the system', () => {
  const { cluster } = built();
  const nfs = Volume.nfs('/media', { server: 'nas.example', path: '/media' });
  const app = new SinglePodFlexible(cluster.workers, 'blog', appProps({ volumes: [...DATA.volumes, nfs] }));
  expect(messages(app.findings)).toMatchInlineSnapshot(`
    "FLEXIBLE-FAILOVER-EXEMPT  lab/worker/blog: /media together with replicated data, and the agent of Blocks does not move pods with such volumes: when the node dies, the app stays down until a person acts.
                              Say in Blocks why two pods at once do no harm, remove the volume, or accept it with a reason."
  `);
});

test('pools are judged whoever cuts volumes from them', () => {
  const { app, cluster } = built();
  new SinglePodFlexible(cluster.workers, 'blog', appProps({ volumes: [Volume.data('/data', { size: Size.gib(101) })] }));
  expect(app.build().findings.map(({ code }) => code)).toEqual(['BLOCKS-OLD', 'CLAIMS-BEYOND-POOL']);
});

test('what a system says against the cluster stands with the facts, and what it notes in the report', () => {
  const { cluster } = built();
  const { open, notes } = cluster.verdict();
  expect(messages(open)).toBe('BLOCKS-OLD  lab/blocks: Blocks 1, but it is old.\n            Take 2.');
  expect(messages(notes)).toBe('BLOCKS-NEW  lab/blocks: Blocks 1, and 2 is out.\n            Read on.');
});

test('a class of the cluster with the name of one of a system is refused', () => {
  const { app } = built({ classes: [{ name: 'blocks', nodeLocal: false }] });
  expect(messages(app.build().findings.filter(({ code }) => code === 'STORAGE-CLASS-DUPLICATE'))).toMatchInlineSnapshot(`
    "STORAGE-CLASS-DUPLICATE  lab/storage/classes/blocks: a class named blocks, but Blocks creates one with that name.
                             Remove it, or rename yours."
  `);
});

test('its kinds have no namespace, stay when they are no longer generated, and Flux knows when they are ready', () => {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps(), flux: { url: 'https://git.example/lab.git' } });
  cluster.use({ name: 'Blocks', ...(BLOCKS.kinds === undefined ? {} : { kinds: BLOCKS.kinds }) });
  new ApiObject(cluster.storage, 'pool', { apiVersion: 'blocks.example/v1', kind: 'BlockPool', metadata: { name: 'ssd' } });
  const { files, findings } = app.build();
  expect(findings).toEqual([]);
  const read = (path: string) => parseAllDocuments(files.get(path)?.toString() ?? '').map((one) => one.toJS())[0];
  expect(read('lab/storage/pool.yaml').metadata.annotations).toEqual({ 'kustomize.toolkit.fluxcd.io/prune': 'disabled' });
  expect(read('lab/flux/kustomization-storage.yaml').spec.healthCheckExprs).toEqual([
    { apiVersion: 'blocks.example/v1', kind: 'BlockPool', current: 'status.ok == true' },
  ]);
});

test('kinds of systems that are not in use are known too, and a kind of the same name in another group is another', () => {
  const app = new App({ outdir: '/nowhere' });
  const issuer = (scope: Chart, id: string, apiVersion: string, namespace: string) =>
    new ApiObject(scope, id, { apiVersion, kind: 'ClusterIssuer', metadata: { name: 'ca', namespace } });
  const chart = new Chart(app, 'mine');
  issuer(chart, 'one', 'cert-manager.io/v1', 'a');
  issuer(chart, 'two', 'cert-manager.io/v1', 'b');
  issuer(chart, 'three', 'example.org/v1', 'a');
  issuer(chart, 'four', 'example.org/v1', 'b');
  expect(messages(app.build().findings)).toMatchInlineSnapshot(`
    "OBJECT-CLASH  mine/two.yaml: a ClusterIssuer ca, but mine/one.yaml creates it too, and the last one applied would win.
                  Give one of them another name or namespace."
  `);
});
