import { ApiObject } from 'cdk8s';
import { App, Cluster, DrbdStorage, HighlyAvailable, Image, NodeRole, Port, SinglePodFlexible, Size, Volume } from '../../lib';
import { lab } from '../lab';
import { fc, runs } from '../property';
import { clusterProps, messages, RESOURCES } from '../support';

type Text = { readonly [path: string]: string };

/** What a program would write. */
function written(build: (cluster: Cluster) => void, nodes = clusterProps().nodes): Text {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: { ...clusterProps(), nodes }, flux: { url: 'https://git.example/lab.git' } });
  new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme' });
  build(cluster);
  const { files, findings } = app.build();
  expect(findings).toEqual([]);
  return Object.fromEntries([...files].map(([path, bytes]) => [path, bytes.toString()]).sort());
}

interface Wanted {
  readonly name: string;
  readonly available: boolean;
  readonly data: boolean;
  readonly namespace: string | undefined;
}

const wanted = fc.uniqueArray(
  fc.record({
    name: fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/),
    available: fc.boolean(),
    data: fc.boolean(),
    namespace: fc.constantFrom(undefined, 'media', 'shop'),
  }),
  { selector: (app) => app.name, maxLength: 6 },
);

function add(cluster: Cluster, { name, available, data, namespace }: Wanted): void {
  const volumes = data ? [Volume.data('/data', { size: Size.gib(1) })] : [];
  const props = { image: Image.of('ghcr.io/example/app', '1.0.0'), resources: RESOURCES, namespace, volumes, network: { ports: [Port.http(8080)] } };
  if (available) new HighlyAvailable(cluster.workers, name, props);
  else new SinglePodFlexible(cluster.workers, name, props);
}

function addAll(cluster: Cluster, apps: readonly Wanted[]): void {
  for (const one of apps) add(cluster, one);
}

test('the same program gives the same bytes, however often it is asked', () => {
  fc.assert(
    fc.property(wanted, (apps) => {
      const app = new App({ outdir: '/nowhere' });
      const cluster = lab({}, {}, app);
      for (const one of apps) add(cluster, one);
      expect(app.build()).toEqual(app.build());
    }),
    runs(25),
  );
});

test('the order in which nodes and apps are written down changes no byte', () => {
  const shuffled = wanted.chain((apps) =>
    fc.tuple(fc.constant(apps), fc.shuffledSubarray(apps, { minLength: apps.length }), fc.shuffledSubarray([...clusterProps().nodes], { minLength: 4 })),
  );
  fc.assert(
    fc.property(shuffled, ([apps, others, nodes]) => {
      const inOrder = written((cluster) => addAll(cluster, apps));
      const inAnother = written((cluster) => addAll(cluster, others), nodes);
      expect(inAnother).toEqual(inOrder);
    }),
    runs(25),
  );
});

test('each folder lists its files, sorted, and nothing else', () => {
  fc.assert(
    fc.property(wanted, (apps) => {
      const files = written((cluster) => addAll(cluster, apps));
      for (const [path, text] of Object.entries(files).filter(([one]) => one.endsWith('/kustomization.yaml'))) {
        const folder = path.slice(0, -'kustomization.yaml'.length);
        const beside = Object.keys(files)
          .filter((one) => one.startsWith(folder) && one !== path)
          .map((one) => `  - ${one.slice(folder.length)}`);
        expect(text.split('\n').filter((line) => line.startsWith('  - '))).toEqual(beside.sort());
      }
    }),
    runs(25),
  );
});

test('two objects that are one to Kubernetes are refused, whoever made them', () => {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps() });
  add(cluster, { name: 'web', available: false, data: false, namespace: 'shop' });
  new ApiObject(cluster.control, 'theirs', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop' } });
  expect(
    messages(app.build().findings),
  ).toBe(`OBJECT-CLASH  lab/worker/web.yaml: a Service shop/web, but lab/control/theirs.yaml creates it too, and the last one applied would win.
              Give one of them another name or namespace.`);
});

test('apps of one name are refused once, not once for each of their objects', () => {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps() });
  add(cluster, { name: 'web', available: false, data: false, namespace: 'shop' });
  const image = Image.of('ghcr.io/example/app', '1.0.0');
  new SinglePodFlexible(cluster.control, 'gate', { image, resources: RESOURCES, name: 'web', namespace: 'shop', placement: { role: NodeRole.WORKER } });
  expect(messages(app.build().findings)).toBe(`NAME-CLASH  lab/worker/web: the name shop/web, but lab/control/gate has it already.
            Give one of them another name or namespace.`);
});

test('files that differ in capitals only are refused', () => {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps() });
  new ApiObject(cluster.control, 'one', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one' } });
  new ApiObject(cluster.control, 'ONE', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'two' } });
  expect(
    messages(app.build().findings),
  ).toBe(`FILE-CLASH  lab/control/ONE.yaml: a file with this name, but lab/control/one.yaml is the same file on disks that ignore case.
            Give one of the constructs another id.`);
});

test('files that differ in how an accent is encoded only are refused: a Mac has one of them', () => {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps() });
  const [one, two] = ['NFC', 'NFD'].map((form) => 'café'.normalize(form));
  new ApiObject(cluster.control, `${one}`, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one' } });
  new ApiObject(cluster.control, `${two}`, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'two' } });
  expect(
    messages(app.build().findings),
  ).toBe(`FILE-CLASH  lab/control/${two}.yaml: a file with this name, but lab/control/${one}.yaml is the same file on disks that ignore how accents are encoded.
            Give one of the constructs another id.`);
});

test('an app with the name of the list of files would be lost, and is refused', () => {
  const cluster = lab();
  new SinglePodFlexible(cluster.workers, 'kustomization', { image: Image.of('ghcr.io/example/app', '1.0.0'), resources: RESOURCES });
  expect(
    messages((cluster.node.scope as App).build().findings),
  ).toBe(`FILE-CLASH  lab/worker/kustomization.yaml: a file with this name, but that is the list of the files in the folder.
            Give the construct another id.`);
});

test('what a construct of another library refuses is a finding too', () => {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps() });
  const theirs = new ApiObject(cluster.control, 'theirs', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'theirs' } });
  theirs.node.addValidation({ validate: () => ['has no data'] });
  expect(messages(app.build().findings)).toBe(`CONSTRUCT-INVALID  lab/control/theirs: has no data, and the construct refuses it.
                   See the documentation of the construct.`);
});
