import { parse, parseAllDocuments } from 'yaml';
import { Allow, App, Cluster, DrbdStorage, Image, NodeExporter, PiraeusOperator, SinglePodFlexible, Size, Volume } from '../../lib';
import { clusterProps, RESOURCES } from '../support';

interface Seen {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: { readonly [key: string]: string }; readonly annotations?: { readonly [key: string]: string } };
  readonly spec: { readonly [field: string]: unknown };
}

function built(build: (cluster: Cluster) => void, path = './out'): Map<string, Buffer> {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', {
    facts: clusterProps(),
    flux: { url: 'https://git.example/lab.git', branch: 'live', secretName: 'git', path },
  });
  new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme' });
  build(cluster);
  const { files, findings } = app.build();
  expect(findings).toEqual([]);
  return new Map(files);
}

const objects = (files: Map<string, Buffer>, path: string): Seen[] =>
  parseAllDocuments(files.get(path)?.toString() ?? '').map((document) => document.toJS() as Seen);
const props = { image: Image.of('ghcr.io/example/app', '1.0.0'), resources: RESOURCES };

const kustomizations = (files: Map<string, Buffer>) =>
  Object.fromEntries(
    [...files]
      .filter(([path]) => path.startsWith('lab/flux/kustomization-'))
      .map(([, bytes]) => parse(bytes.toString()) as Seen)
      .map(({ metadata, spec }) => [metadata.name, ((spec.dependsOn ?? []) as { name: string }[]).map((one) => one.name)]),
  );

test('Flux gets a source, and a Kustomization for each folder', () => {
  const files = built((cluster) => new SinglePodFlexible(cluster.workers, 'wiki', props));
  expect(objects(files, 'lab/flux/source-lab.yaml')[0]?.spec).toEqual({
    interval: '5m',
    url: 'https://git.example/lab.git',
    ref: { branch: 'live' },
    secretRef: { name: 'git' },
  });
  expect(objects(files, 'lab/flux/kustomization-worker.yaml')[0]?.spec).toEqual({
    interval: '1h',
    retryInterval: '2m',
    timeout: '3m',
    path: './out/lab/worker',
    sourceRef: { kind: 'GitRepository', name: 'lab' },
    prune: true,
    wait: true,
    dependsOn: [{ name: 'lab-priorities' }, { name: 'lab-storage' }],
  });
});

test.each([
  ['./', './lab/worker'],
  ['.', './lab/worker'],
  ['out', './out/lab/worker'],
  ['./out/', './out/lab/worker'],
])('below the folder "%s" of the repository, Flux reads %s', (path, expected) => {
  const files = built((cluster) => new SinglePodFlexible(cluster.workers, 'wiki', props), path);
  expect(objects(files, 'lab/flux/kustomization-worker.yaml')[0]?.spec.path).toBe(expected);
});

test('folders are applied in the order in which they need each other', () => {
  const files = built((cluster) => {
    new PiraeusOperator(cluster.operators, 'piraeus');
    new NodeExporter(cluster.monitoring, 'node-exporter');
    new SinglePodFlexible(cluster.workers, 'wiki', props);
  });
  expect(kustomizations(files)).toEqual({
    'lab-flux': [],
    'lab-monitoring': ['lab-priorities'],
    'lab-operators': [],
    'lab-priorities': [],
    'lab-storage': ['lab-operators'],
    'lab-worker': ['lab-priorities', 'lab-storage'],
  });
});

test('a folder without objects has no Kustomization, and nothing waits for it', () => {
  expect(kustomizations(built(() => undefined))).toEqual({ 'lab-flux': [], 'lab-priorities': [], 'lab-storage': [] });
});

test('the Flux folder looks after itself, and does not wait for itself', () => {
  const spec = objects(
    built(() => undefined),
    'lab/flux/kustomization-flux.yaml',
  )[0]?.spec;
  expect([spec?.path, spec?.prune, spec?.wait]).toEqual(['./out/lab/flux', true, false]);
});

test('Flux does not delete a namespace or a claim that is no longer generated', () => {
  const files = built((cluster) => new SinglePodFlexible(cluster.workers, 'wiki', { ...props, volumes: [Volume.data('/data', { size: Size.gib(1) })] }));
  const kept = [...objects(files, 'lab/worker/wiki.yaml'), ...objects(files, 'lab/worker/namespace-wiki.yaml')].filter(
    (one) => one.metadata.annotations?.['kustomize.toolkit.fluxcd.io/prune'] === 'disabled',
  );
  expect(kept.map((one) => one.kind)).toEqual(['PersistentVolumeClaim', 'Namespace']);
});

test('Flux does not delete what LINSTOR needs to know its volumes, even when the Kustomization goes', () => {
  const files = built((cluster) => new PiraeusOperator(cluster.operators, 'piraeus'));
  const all = [...files.keys()]
    .filter((path) => /^lab\/(operators|storage)\//.test(path) && !path.endsWith('kustomization.yaml'))
    .flatMap((path) => objects(files, path));
  const pruned = all.filter((one) => one.metadata.annotations?.['kustomize.toolkit.fluxcd.io/prune'] !== 'disabled').map((one) => one.kind);
  expect([...new Set(pruned)].sort()).toEqual(['StorageClass', 'VolumeSnapshotClass']);
});

test('Flux leaves variables in files alone, and substitutes elsewhere', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the variable belongs to the app
  const script = 'echo ${HOME}';
  const files = built(
    (cluster) => new SinglePodFlexible(cluster.workers, 'wiki', { ...props, volumes: [Volume.config('/etc/wiki', { files: { 'start.sh': script } })] }),
  );
  const off = objects(files, 'lab/worker/wiki.yaml').filter((one) => one.metadata.annotations?.['kustomize.toolkit.fluxcd.io/substitute'] === 'disabled');
  expect(off.map((one) => one.kind)).toEqual(['ConfigMap']);
});

test('a namespace has the strictest level that lets all of its pods in, and stands in the first folder that uses it', () => {
  const shared = { ...props, namespace: 'media' };
  const files = built((cluster) => {
    new SinglePodFlexible(cluster.workers, 'one', shared);
    new SinglePodFlexible(cluster.workers, 'two', { ...shared, volumes: [Volume.nfs('/films', { server: 'nas.example', path: '/films', readOnly: true })] });
    new SinglePodFlexible(cluster.workers, 'three', { ...props, security: { allow: [Allow.privileged('a test')] } });
  });
  const level = (path: string) => objects(files, path)[0]?.metadata.labels?.['pod-security.kubernetes.io/enforce'];
  expect(level('lab/worker/namespace-media.yaml')).toBe('baseline');
  expect(level('lab/worker/namespace-three.yaml')).toBe('privileged');
});
