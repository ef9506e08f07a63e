import { ApiObject } from 'cdk8s';
import { parse, parseAllDocuments } from 'yaml';
import { App, ChartDelivery, Cluster, Duration, HelmChart, type HelmChartProps, SinglePodFlexible, SinglePodPinned } from '../../lib';
import type { Manifest } from '../../lib/kubernetes/manifest';
import { refusedBySchema } from '../crds';
import { clusterProps, messages, textsOf } from '../support';
import { refusal, wikiProps } from './charted';

const plain = { ...wikiProps, network: {}, volumes: [] };
const flux = { url: 'https://git.example/lab.git', namespace: 'flux' };

/** A cluster with two apps of one namespace, and a chart of the first. */
function program(deliver: ChartDelivery, props: Partial<HelmChartProps> = {}, isFlux = true): App {
  const app = new App({ outdir: '/nowhere' });
  const lab = new Cluster(app, 'lab', { facts: clusterProps(), ...(isFlux ? { flux } : {}) });
  const wiki = new SinglePodFlexible(lab.workers, 'wiki', { ...plain, namespace: 'office' });
  new SinglePodFlexible(lab.workers, 'mail', { ...plain, namespace: 'office' });
  new HelmChart(lab, 'pages', { of: [wiki], version: '1.2.3+a', deliver, ...props });
  return app;
}

const built = (...given: Parameters<typeof program>) => textsOf(program(...given));

function against(deliver: ChartDelivery, isFlux = true): string {
  return messages(program(deliver, {}, isFlux).build().findings);
}

/** The objects that install the chart; each is what its CRD wants. */
function releaseOf(files: ReadonlyMap<string, string>): string {
  const paths = [...files.keys()].filter((path) => path.startsWith('lab/worker/pages-'));
  const objects = paths.flatMap((path) => parseAllDocuments(files.get(path) ?? '').map((one) => one.toJS() as Manifest));
  expect(refusedBySchema(objects)).toEqual([]);
  return paths.map((path) => `${path}\n${files.get(path)}`).join('---\n');
}

const listed = (files: ReadonlyMap<string, string>): readonly string[] => parse(files.get('lab/worker/kustomization.yaml') ?? '').resources;

test.each(['', '.', './', './dist/', 'dist'])('the chart is found below the folder "%s" of the repository', (path) => {
  const root = path.includes('dist') ? 'dist/' : '';
  const argo = ChartDelivery.argoCd({ url: flux.url, path });
  expect(parse(built(argo).get('lab/worker/pages-application.yaml') ?? '').spec.source.path).toBe(`${root}lab/charts/pages`);
});

test('a HelmRelease takes the committed chart from the repository of the cluster', () => {
  expect(releaseOf(built(ChartDelivery.flux()))).toMatchInlineSnapshot(`
"lab/worker/pages-release.yaml
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  annotations:
    kustomize.toolkit.fluxcd.io/prune: disabled
  name: lab-pages
  namespace: flux
spec:
  chart:
    spec:
      chart: ./dist/lab/charts/pages
      reconcileStrategy: Revision
      sourceRef:
        kind: GitRepository
        name: lab
  driftDetection:
    mode: enabled
  install:
    crds: CreateReplace
    remediation:
      retries: 3
  interval: 1h
  releaseName: pages
  timeout: 600s
  upgrade:
    crds: CreateReplace
    remediation:
      retries: 3
  values:
    create:
      namespaces: false
      priorityClasses: false
"
`);
});

test('a HelmRelease takes the chart from a registry, with the version of the chart', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const files = built(ChartDelivery.fluxOci('oci://registry.example/charts/pages', { digest, secretName: 'registry' }));
  const specIn = (some: ReadonlyMap<string, string>) => parse(some.get('lab/worker/pages-release.yaml') ?? '').spec;
  const { chart, ...others } = specIn(built(ChartDelivery.flux()));
  expect(specIn(files)).toEqual({ ...others, chartRef: { kind: 'OCIRepository', name: 'lab-pages' } });
  const [source] = releaseOf(files).split('---\n');
  expect(source).toMatchInlineSnapshot(`
"lab/worker/pages-source.yaml
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata:
  annotations:
    kustomize.toolkit.fluxcd.io/prune: disabled
  name: lab-pages
  namespace: flux
spec:
  interval: 12h
  layerSelector:
    mediaType: application/vnd.cncf.helm.chart.content.v1.tar+gzip
    operation: copy
  ref:
    digest: sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    tag: "1.2.3_a"
  secretRef:
    name: registry
  url: oci://registry.example/charts/pages
"
`);
});

/** What a release of a mail server and whatever is declared beside it says of waiting. */
function waiting(declare: (lab: Cluster) => unknown) {
  const app = new App({ outdir: '/nowhere' });
  const lab = new Cluster(app, 'lab', { facts: clusterProps(), flux });
  new SinglePodFlexible(lab.workers, 'mail', plain);
  declare(lab);
  new HelmChart(lab, 'pages', { of: [lab.workers], version: '1.0.0', deliver: ChartDelivery.flux() });
  const release = parse(textsOf(app).get('lab/worker/pages-release.yaml') ?? '');
  expect(refusedBySchema([release])).toEqual([]);
  const { timeout, install, upgrade, rollback } = release.spec;
  return { timeout, install, upgrade, rollback };
}

const action = { crds: 'CreateReplace', remediation: { retries: 3 } };

test('a release waits as long as Kubernetes does for the slowest of its apps', () => {
  const slow = (startsWithin: Duration) => waiting((lab) => new SinglePodFlexible(lab.workers, 'wiki', { ...plain, health: { startsWithin } }));
  expect(slow(Duration.minutes(1))).toEqual({ timeout: '600s', install: action, upgrade: action, rollback: undefined });
  expect(slow(Duration.minutes(20))).toEqual({ timeout: '1320s', install: action, upgrade: action, rollback: undefined });
});

/** Raw, as a program may have it from elsewhere. */
const daemonSet = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'agent', namespace: 'mail' },
  spec: {
    selector: { matchLabels: { app: 'agent' } },
    template: { metadata: { labels: { app: 'agent' } }, spec: { containers: [{ name: 'agent', image: 'ghcr.io/example/agent:1.0.0' }] } },
  },
};

test.each<readonly [string, (lab: Cluster) => unknown]>([
  ['a pinned app', (lab) => new SinglePodPinned(lab.workers, 'wiki', { ...plain, node: { name: 'w1', reason: 'its disk' } })],
  ['a DaemonSet', (lab) => new ApiObject(lab.workers, 'agent', daemonSet)],
])('a release with %s waits for nothing: a node that is off would roll back every upgrade of all its apps', (_, declare) => {
  const unawaited = { ...action, disableWait: true };
  expect(waiting(declare)).toEqual({ timeout: undefined, install: unawaited, upgrade: unawaited, rollback: { disableWait: true } });
});

test('an Application takes the committed chart, with or without Flux', () => {
  const files = built(ChartDelivery.argoCd({ url: 'https://git.example/lab.git', revision: 'live', path: './out' }), {}, false);
  expect(releaseOf(files)).toMatchInlineSnapshot(`
"lab/worker/pages-application.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  annotations:
    argocd.argoproj.io/compare-options: ServerSideDiff=true
  name: lab-pages
  namespace: argocd
spec:
  destination:
    namespace: default
    server: https://kubernetes.default.svc
  project: default
  source:
    helm:
      releaseName: pages
      valuesObject:
        create:
          namespaces: false
          priorityClasses: false
    path: out/lab/charts/pages
    repoURL: https://git.example/lab.git
    targetRevision: live
  syncPolicy:
    automated:
      prune: true
      selfHeal: true
    syncOptions:
      - ServerSideApply=true
"
`);
});

test('what a release installs stays in its folder to be read, but is not delivered twice', () => {
  const files = built(ChartDelivery.flux());
  expect(listed(files)).toEqual(['mail.yaml', 'namespace-office.yaml', 'pages-release.yaml']);
  expect(files.get('lab/worker/wiki.yaml')).toContain('kind: Deployment');
});

test('namespaces in a List stay with their folder, too, and the chart asks for each', () => {
  const app = new App({ outdir: '/nowhere' });
  const lab = new Cluster(app, 'lab', { facts: clusterProps(), flux, namespaces: { office: { external: true } } });
  const namespaces = ['office', 'spare'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
  new ApiObject(lab.workers, 'spaces', { apiVersion: 'v1', kind: 'List', items: namespaces });
  const wiki = new SinglePodFlexible(lab.workers, 'wiki', { ...plain, namespace: 'office' });
  new HelmChart(lab, 'pages', { of: [wiki], version: '1.0.0', deliver: ChartDelivery.flux() });
  const files = textsOf(app);
  const textOf = (path: string) => files.get(`lab/${path}`) ?? '';
  expect(parse(textOf('worker/pages-release.yaml')).spec.values).toEqual({ create: { namespaces: false, priorityClasses: false } });
  expect(
    refusal({ 'values.yaml': textOf('charts/pages/values.yaml'), 'values.schema.json': textOf('charts/pages/values.schema.json') }, 'create.namespaces', false),
  ).toBe('');
  expect(textOf('charts/pages/templates/worker/spaces.yaml')).toMatchInlineSnapshot(`
"{{ if .Values.create.namespaces -}}
apiVersion: v1
kind: Namespace
metadata:
  name: office
  annotations:
    helm.sh/resource-policy: keep
{{- end }}
---
{{ if .Values.create.namespaces -}}
apiVersion: v1
kind: Namespace
metadata:
  name: spare
  annotations:
    helm.sh/resource-policy: keep
{{- end }}
"
`);
});

test('a delivery that would reach nothing is refused', () => {
  expect(
    [
      against(ChartDelivery.flux(), false),
      against(ChartDelivery.fluxOci('https://registry.example/charts/pages:1', { digest: 'sha256:1', secretName: 'A B' })),
      against(ChartDelivery.fluxOci('oci://me:secret@registry.example/charts/pages')),
      against(ChartDelivery.argoCd({ url: 'https://me:secret@git.example/lab.git', path: '../dist', namespace: 'Argo CD' })),
    ].join('\n\n'),
  ).toMatchInlineSnapshot(`
"HELM-DELIVERY-INVALID  lab/pages: deliver by Flux, but the cluster lab has no flux.
                       Set flux of the cluster.

HELM-DELIVERY-INVALID  lab/pages: the address "https://registry.example/charts/pages:1", but Flux takes oci:// for this source.
                       Write it as oci://….

HELM-DELIVERY-INVALID  lab/pages: the Secret "A B", but Kubernetes accepts a-z, 0-9, "-" and ".".
                       Use its name in the cluster.

HELM-DELIVERY-INVALID  lab/pages: the digest "sha256:1", but a digest is sha256: and 64 hexadecimal digits.
                       Copy the whole digest.

HELM-DELIVERY-INVALID  lab/pages: a login in the address, but this value would end up in Git.
                       Put it into a Secret, and name that in secretName.

HELM-DELIVERY-INVALID  lab/pages: a login in url, but this value would end up in Git.
                       Let Argo CD have it as a repository.

HELM-DELIVERY-INVALID  lab/pages: the path "../dist", but it is a folder of the repository, without "..".
                       Write it from the root of the repository.

HELM-DELIVERY-INVALID  lab/pages: the namespace "Argo CD", but Kubernetes accepts at most 63 of a-z, 0-9 and "-".
                       Use that of Argo CD."
`);
});

test('a chart of two folders, or of what another one delivers, is refused', () => {
  const app = program(ChartDelivery.flux());
  const lab = app.node.findChild('lab') as Cluster;
  new ApiObject(lab.control, 'rules', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'rules', namespace: 'office' }, data: { a: 'b' } });
  new HelmChart(lab, 'both', { of: [lab.control, lab.workers], version: '1.0.0', deliver: ChartDelivery.flux() });
  expect(messages(app.build().findings)).toMatchInlineSnapshot(`
"HELM-DELIVERY-INVALID  lab/both: deliver for lab/control and lab/worker, but folders are delivered one after the other, and one release would be at once.
                       Make a chart for each of them.

HELM-DELIVERED-TWICE  lab/both: deliver for lab/worker/wiki, but lab/pages delivers it already.
                      Remove deliver from one of the charts."
`);
});
