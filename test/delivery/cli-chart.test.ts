import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject } from 'cdk8s';
import { App, type AppProps, Cluster } from '../../lib';
import { clusterProps, refusalOf } from '../support';

let work = '';
let chart = '';

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'cli-chart-'));
  chart = join(work, 'chart');
  // As the CLI leaves it, before it runs the program.
  mkdirSync(join(chart, 'templates'), { recursive: true });
  writeFileSync(join(chart, 'Chart.yaml'), 'name: lab\n');
  process.env.CDK8S_OUTDIR = join(chart, 'templates');
  process.argv.push('--quiet');
});

afterEach(() => {
  delete process.env.CDK8S_OUTDIR;
  process.argv.pop();
  rmSync(work, { recursive: true });
});

/** A program with an object that holds braces, and a CRD. */
function program(props: AppProps = {}): App {
  const app = new App(props);
  const lab = new Cluster(app, 'lab', { facts: clusterProps(), namespaces: { web: { external: true } } });
  new ApiObject(lab.workers, '_page', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'page', namespace: 'web' }, data: { a: '{{ .Title }}' } });
  new ApiObject(lab.workers, 'kind', { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'pages.example.com' } });
  return app;
}

const filesIn = (folder: string) => readdirSync(folder, { recursive: true }).map(String).sort();

test('for the format helm the CLI gets templates in one folder, without braces of their own, and nothing else', () => {
  program().synth();
  expect(filesIn(chart)).toEqual([
    'Chart.yaml',
    'crds',
    'crds/worker.kind.yaml',
    'templates',
    'templates/priorities.availability-highly-available.yaml',
    'templates/priorities.availability-job.yaml',
    'templates/priorities.availability-single-pod-flexible.yaml',
    'templates/priorities.availability-single-pod-pinned.yaml',
    'templates/worker.object_page.yaml',
  ]);
  expect(readFileSync(join(chart, 'templates/worker.object_page.yaml'), 'utf8')).toContain('a: "{{ "{{" }} .Title }}"');
});

test('a program with a folder of its own writes its usual files there', () => {
  program({ outdir: join(work, 'dist') }).synth();
  expect(filesIn(join(work, 'dist', 'lab'))).toEqual(expect.arrayContaining(['report/report.json', 'worker/kustomization.yaml']));
  expect(filesIn(chart)).toContain('templates/worker.object_page.yaml');
});

test('several clusters are no chart, and nothing is written', () => {
  const app = program();
  new Cluster(app, 'other', { facts: clusterProps() });
  expect(refusalOf(() => app.synth())).toMatchInlineSnapshot(`
"Synthesis stopped, nothing was written: 1 finding.

HELM-FORMAT-CLUSTERS  App: --format helm for lab and other, but that is one chart, which would install all of them into one cluster.
                      Use HelmChart or HelmCharts in each cluster.
"
`);
  expect(filesIn(chart)).toEqual(['Chart.yaml', 'templates']);
});

test('a folder named templates without a Chart.yaml beside it is an output folder like others', () => {
  rmSync(join(chart, 'Chart.yaml'));
  program({ outdir: join(work, 'dist') }).synth();
  expect(readdirSync(join(chart, 'templates'))).toContain('lab');
});
