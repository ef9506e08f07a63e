import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { catalogue } from '../../judges/catalogue';
import { App, Cluster, Cpu, EnvValue, type Files, HelmChart, HighlyAvailable, Image, Port, PriorityClasses, SinglePod, Size, Volume } from '../../lib';
import { crdOf } from '../../test/crd';
import { place } from '../files';

const EXAMPLES = resolve(__dirname, '..', '..', 'examples');
export const VERSION = '1.2.3';

/** What a program writes, with a chart of everything and one for each app. */
export interface Charted {
  readonly name: string;
  readonly files: Files;
  /** The folders of the charts; that of everything first. */
  readonly charts: readonly string[];
}

/** Apps outside of a cluster, with texts that a template could take for its own. */
export function loose(outdir?: string): App {
  const app = new App(outdir === undefined ? {} : { outdir });
  const chart = new Chart(app, 'apps', { namespace: 'apps', disableResourceNameHashes: true });
  new PriorityClasses(chart, 'priorities');
  const resources = { cpu: Cpu.millis(50), memory: Size.mib(64), memoryLimit: Size.mib(128) };
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what templates must leave alone
  const files = { 'page.tmpl': '{{ define "page" }}\n{{- range .Items }}{{ . }}{{{ x }}}\n{{ end }}`${HOME}`{{/* }}', 'one-line': '{{`{{ $labels.x }}`}}' };
  new SinglePod(chart, '_odd', {
    name: 'odd',
    image: Image.of('registry.example:5000/odd', '1.0.0'),
    args: ['{{ .Values.none }}', '}}', '{{', '{{-', '"{{" }}', "it's `{{ x }}`"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what templates must leave alone
    env: EnvValue.texts({ FORMAT: '{{ .Name }} ${HOME} `x`', NUMBER: '1e3' }),
    resources,
    volumes: [Volume.config('/pages', { files }), Volume.data('/data', { size: Size.gib(1) })],
    podAnnotations: { 'example.com/format': '{{ x }}: y # z' },
  });
  new HighlyAvailable(chart, 'front', { image: Image.of('docker.io/traefik/whoami', 'v1.11.0'), resources, network: { ports: [Port.http(80)] } });
  new ApiObject(chart, 'pages', crdOf('Page', ['v1'], { group: 'example.com', description: '{{ x }}' }));
  return app;
}

/** The app of each program; those of examples/ that are in the App of cdk8s have no charts. */
function programs(): ReadonlyMap<string, App> {
  const examples = readdirSync(EXAMPLES).map((name) => [name, (require(join(EXAMPLES, name, 'main.ts')) as { readonly app: unknown }).app] as const);
  const main = require('../../main') as { readonly app: App };
  const ours = examples.filter((one): one is readonly [string, App] => one[1] instanceof App);
  return new Map([['homelab', main.app], ...ours, ['catalogue', catalogue('dist')], ['loose', loose('dist')]]);
}

/** Every program, with its charts below a folder. */
export function charted(folder: string): Charted[] {
  return [...programs()].map(([name, app]) => {
    const scope: Construct = app.node.children.find((one): one is Cluster => one instanceof Cluster) ?? app;
    const apps = app.node.findAll().filter((one): one is SinglePod => 'serviceHost' in one);
    const sonarr = apps.filter((one) => one.name === 'sonarr' && name === 'homelab');
    const history = { name: 'history', object: 'Deployment', path: '/spec/revisionHistoryLimit', comment: 'Old versions to keep.', min: 0, max: 10 };
    new HelmChart(scope, 'everything', { of: [scope], version: VERSION, package: true, values: sonarr.map((of) => ({ of, ...history })) });
    const own = apps.map((one, index) => new HelmChart(scope, `app-${index}`, { of: [one], version: VERSION }));
    const { files, findings } = app.build();
    if (findings.length > 0) throw new Error(`${name}: ${JSON.stringify(findings, undefined, 2)}`);
    const root = join(folder, name);
    place(root, files);
    const above = scope instanceof Cluster ? join(root, scope.node.path) : root;
    return { name, files, charts: ['everything', ...own.map((one) => one.chartName)].map((one) => join(above, 'charts', one)) };
  });
}
