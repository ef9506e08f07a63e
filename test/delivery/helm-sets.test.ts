import { ApiObject, Chart } from 'cdk8s';
import { parse, parseAllDocuments } from 'yaml';
import { App, ChartDelivery, ChartPer, Cluster, type ClusterProps, HelmChart, HelmCharts, type HelmChartsProps, SinglePodFlexible } from '../../lib';
import { crdOf } from '../crd';
import { clusterProps, messages, textsOf } from '../support';
import { wikiProps } from './charted';

const plain = { ...wikiProps, network: {}, volumes: [] };
const crd = crdOf('Page', ['v1'], { group: 'example.com', description: '{{ a text }}' });

/** Two apps of one namespace, two objects beside them, and charts of all. */
function built(props: Partial<HelmChartsProps>, delivered: Pick<ClusterProps, 'flux'> = {}) {
  const app = new App({ outdir: '/nowhere' });
  const lab = new Cluster(app, 'lab', { facts: clusterProps(), ...delivered });
  new SinglePodFlexible(lab.workers, 'wiki', { ...plain, namespace: 'office' });
  new SinglePodFlexible(lab.workers, 'mail', { ...plain, namespace: 'office' });
  new ApiObject(lab.control, 'rules', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'rules', namespace: 'office' }, data: { a: 'b' } });
  new ApiObject(lab.operators, 'pages', crd);
  new HelmCharts(lab, 'charts', { per: ChartPer.APP, version: '1.2.3', ...props });
  return textsOf(app);
}

/** The files with objects in each chart. */
function objectsOf(files: ReadonlyMap<string, string>): readonly string[] {
  return [...files.keys()]
    .filter((path) => /^lab\/charts\/.*\.yaml$/.test(path) && !/\/(Chart|values)\.yaml$/.test(path))
    .map((path) => path.slice('lab/charts/'.length));
}

test('a chart for each app has its objects alone; what belongs to none of them is in the chart shared', () => {
  const files = built({});
  expect(objectsOf(files)).toMatchInlineSnapshot(`
[
  "shared/crds/operators/pages.yaml",
  "shared/templates/control/rules.yaml",
  "shared/templates/priorities/availability-highly-available.yaml",
  "shared/templates/priorities/availability-job.yaml",
  "shared/templates/priorities/availability-single-pod-flexible.yaml",
  "shared/templates/priorities/availability-single-pod-pinned.yaml",
  "shared/templates/priorities/namespace-office.yaml",
  "wiki/templates/worker/wiki.yaml",
  "mail/templates/worker/mail.yaml",
]
`);
  expect(files.get('lab/charts/wiki/templates/NOTES.txt')).toContain(
    'These must exist before the apps start:\n- Namespace office: from the chart shared\n- PriorityClass availability-single-pod-flexible: from the chart shared\n',
  );
  expect(files.get('lab/charts/wiki/README.md')).not.toContain('create');
});

test('a chart for each folder has what is in it', () => {
  const files = built({ per: ChartPer.FOLDER });
  expect(objectsOf(files)).toMatchInlineSnapshot(`
[
  "operators/crds/operators/pages.yaml",
  "priorities/templates/priorities/availability-highly-available.yaml",
  "priorities/templates/priorities/availability-job.yaml",
  "priorities/templates/priorities/availability-single-pod-flexible.yaml",
  "priorities/templates/priorities/availability-single-pod-pinned.yaml",
  "priorities/templates/priorities/namespace-office.yaml",
  "control/templates/control/rules.yaml",
  "worker/templates/worker/mail.yaml",
  "worker/templates/worker/wiki.yaml",
]
`);
});

test.each([ChartPer.APP, ChartPer.FOLDER])('no object is in two charts per %s, and none is missing', (per) => {
  const files = built({ per });
  const named = (path: string) =>
    parseAllDocuments((files.get(path) ?? '').replaceAll(/^.*\{\{.*\n/gm, '')).map((one) => {
      const { kind, metadata } = one.toJS();
      return `${kind} ${metadata.namespace} ${metadata.name}`;
    });
  const inCharts = objectsOf(files).flatMap((path) => named(`lab/charts/${path}`));
  const inFolders = [...files.keys()].filter((path) => /^lab\/(?!charts|report).*\.yaml$/.test(path) && !path.endsWith('kustomization.yaml')).flatMap(named);
  expect([...inCharts].sort()).toEqual([...inFolders].sort());
});

test('a CustomResourceDefinition is no template: Helm installs it first, and its text stays as it is', () => {
  const files = built({});
  expect(files.get('lab/charts/shared/crds/operators/pages.yaml')).toContain('description: "{{ a text }}"');
  expect(files.get('lab/charts/shared/README.md')).toContain('kubectl apply --server-side --recursive -f crds');
  expect(files.get('lab/charts/wiki/README.md')).not.toContain('crds');
});

test('apps with one name in two namespaces have charts with the names of both', () => {
  const app = new App({ outdir: '/nowhere' });
  const apps = new Chart(app, 'apps');
  for (const namespace of ['blue', 'red']) new SinglePodFlexible(apps, namespace, { ...plain, name: 'wiki', namespace });
  new HelmCharts(app, 'charts', { per: ChartPer.APP, version: '1.2.3' });
  expect([...textsOf(app).keys()].filter((path) => path.endsWith('/Chart.yaml'))).toEqual(['charts/blue-wiki/Chart.yaml', 'charts/red-wiki/Chart.yaml']);
});

describe('a set that Flux installs', () => {
  const flux = { url: 'https://git.example/lab.git' };
  const listed = (files: ReadonlyMap<string, string>, folder: string): readonly string[] =>
    parse(files.get(`lab/${folder}/kustomization.yaml`) ?? '').resources;

  test('has a release for each app, and what belongs to none stays in its folder', () => {
    const files = built({ deliver: ChartDelivery.flux() }, { flux });
    expect(listed(files, 'worker')).toEqual(['mail-release.yaml', 'wiki-release.yaml']);
    expect(listed(files, 'control')).toEqual(['rules.yaml']);
    expect(parse(files.get('lab/worker/wiki-release.yaml') ?? '').spec).toMatchObject({
      releaseName: 'wiki',
      chart: { spec: { chart: './dist/lab/charts/wiki' } },
      values: {},
    });
  });

  test('has a release for each folder but that of what others need', () => {
    const files = built({ per: ChartPer.FOLDER, deliver: ChartDelivery.flux() }, { flux });
    expect(listed(files, 'worker')).toEqual(['worker-release.yaml']);
    expect(listed(files, 'control')).toEqual(['control-release.yaml']);
    expect(listed(files, 'priorities')).toContain('namespace-office.yaml');
  });

  test('comes from one address of a registry, which is judged once, but not with one digest', () => {
    const files = built({ deliver: ChartDelivery.fluxOci('oci://registry.example/charts') }, { flux });
    expect(parseAllDocuments(files.get('lab/worker/wiki-source.yaml') ?? '')[0]?.toJS().spec.url).toBe('oci://registry.example/charts/wiki');
    const app = new App({ outdir: '/nowhere' });
    const lab = new Cluster(app, 'lab', { facts: clusterProps(), flux });
    for (const name of ['wiki', 'mail']) new SinglePodFlexible(lab.workers, name, plain);
    new HelmCharts(lab, 'charts', {
      per: ChartPer.APP,
      version: '1.2.3',
      deliver: ChartDelivery.fluxOci('https://registry.example/charts', { digest: `sha256:${'a'.repeat(64)}` }),
    });
    expect(messages(app.build().findings)).toMatchInlineSnapshot(`
"HELM-DELIVERY-INVALID  lab/charts: one digest for several charts, but each has its own.
                       Remove it, or use HelmChart for each.

HELM-DELIVERY-INVALID  lab/charts: the address "https://registry.example/charts/wiki", but Flux takes oci:// for this source.
                       Write it as oci://…."
`);
  });
});

test('an app may be called shared, as the chart of what belongs to no app is', () => {
  const app = new App({ outdir: '/nowhere' });
  const lab = new Cluster(app, 'lab', { facts: clusterProps() });
  new SinglePodFlexible(lab.workers, 'shared', { ...plain, namespace: 'office' });
  new HelmCharts(lab, 'charts', { per: ChartPer.APP, version: '1.2.3' });
  expect([...textsOf(app).keys()].filter((path) => path.endsWith('/Chart.yaml'))).toEqual([
    'lab/charts/shared/Chart.yaml',
    'lab/charts/office-shared/Chart.yaml',
  ]);
});

test('a set of nothing, a version that is none, a name that is too long or taken are refused', () => {
  const app = new App({ outdir: '/nowhere' });
  const lab = new Cluster(app, 'lab', { facts: clusterProps() });
  const wiki = new SinglePodFlexible(lab.workers, 'wiki', plain);
  new SinglePodFlexible(lab.workers, 'w'.repeat(54), plain);
  new HelmChart(lab, 'wiki', { of: [wiki], version: '1.2.3' });
  new HelmCharts(lab, 'charts', { per: ChartPer.APP, version: 'v1' });
  new HelmCharts(app, 'none', { per: ChartPer.APP, version: '1.2.3' });
  expect(messages(app.build().findings)).toMatchInlineSnapshot(`
"HELM-CHART-INVALID  lab/charts: the chart version "v1", but Helm and registries accept three numbers, perhaps followed by - or + and words, like 1.2.3 or 1.2.3-rc.1.
                    Use a version of SemVer 2.

HELM-CHART-CLASH  lab/charts: a chart named wiki, but lab/wiki has one already, and both would be one folder.
                  Give the app or the folder another name.

HELM-CHART-INVALID  lab/charts: the chart name "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww", but names of charts and releases have at most 53 of a-z, 0-9 and "-".
                    Give the app or the folder a shorter name.

HELM-CHART-CONTENT  none: a chart of nothing, but a chart installs something.
                    Declare something beside it."
`);
});

test('a chart with a name that Windows cannot have is refused', () => {
  const app = new App({ outdir: '/nowhere' });
  const lab = new Cluster(app, 'lab', { facts: clusterProps() });
  new HelmChart(lab, 'con', { of: [new SinglePodFlexible(lab.workers, 'wiki', plain)], version: '1.2.3' });
  expect(messages(app.build().findings)).toMatchInlineSnapshot(`
"FILE-NAME  lab/con: a chart named con, but Windows cannot have it: con, prn, aux, nul, com0 to com9 and lpt0 to lpt9 are devices, and no name ends with a dot or a space.
           Give it another id, or set name."
`);
});
