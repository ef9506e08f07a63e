// One measurement in a process of its own, of the compiled library: the CPU time of one way to write many apps, in milliseconds, and the peak of
// memory. What only prepares it is left out, so that all ways compare.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { dump, loadAll } from 'js-yaml';
import { stringify } from 'yaml';
import type * as Library from '../lib';
import type { Manifest } from '../lib/kubernetes/manifest';
import { manyApps } from './many-apps';

const [way = '', count = '', nodes = '', work = ''] = process.argv.slice(2);
const ours = join(work, 'ours');
const other = join(work, way);

interface File {
  readonly path: string;
  readonly objects: readonly Manifest[];
}

/** The objects that our synthesis wrote, for those that only write them. */
function written(): File[] {
  return readdirSync(ours, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: file.slice(ours.length + 1), objects: loadAll(readFileSync(file, 'utf8')) as Manifest[] }));
}

function writeAll(files: readonly File[], textOf: (object: Manifest) => string): void {
  for (const { path, objects } of files) {
    mkdirSync(dirname(join(other, path)), { recursive: true });
    writeFileSync(join(other, path), objects.map(textOf).join('---\n'));
  }
}

/** An object of cdk8s-plus, or one without a type where it has none. */
function create(chart: Chart, id: string, { apiVersion, kind, ...props }: Manifest): void {
  const Kind = (k8s as unknown as { readonly [name: string]: (new (scope: Chart, id: string, props: object) => ApiObject) | undefined })[`Kube${kind}`];
  if (Kind === undefined) new ApiObject(chart, id, { apiVersion, kind, ...props });
  else new Kind(chart, id, props);
}

/** What helm reads: a chart of the same apps, which is not measured. */
function chart(): void {
  const library = require(resolve(__dirname, '..', 'build', 'lib')) as typeof Library;
  process.argv.push('--quiet');
  const app = manyApps(library, Number(count), Number(nodes), other);
  const [cluster] = app.node.children.filter((one) => one instanceof library.Cluster);
  if (cluster === undefined) throw new Error('there is no cluster');
  new library.HelmChart(cluster, 'all', { of: [cluster], version: '1.0.0' });
  app.synth();
}

/** Each returns what is measured. */
const WAYS: { readonly [way: string]: () => () => void } = {
  ours() {
    const library = require(resolve(__dirname, '..', 'build', 'lib')) as typeof Library;
    process.argv.push('--quiet');
    return () => manyApps(library, Number(count), Number(nodes), ours).synth();
  },
  chart: () => chart,
  'js-yaml'() {
    const files = written();
    return () => writeAll(files, (object) => dump(object, { lineWidth: -1, noRefs: true }));
  },
  floor() {
    const files = written();
    return () => writeAll(files, (object) => stringify(object, { lineWidth: 0, compat: 'yaml-1.1' }));
  },
  'one-chart'() {
    const files = written();
    return () => {
      const app = new App({ outdir: other });
      const chart = new Chart(app, 'all');
      for (const { path, objects } of files) for (const [index, object] of objects.entries()) create(chart, `${path}-${index}`, object);
      app.synth();
    };
  },
  'chart-per-app'() {
    const files = written();
    return () => {
      const app = new App({ outdir: other });
      for (const { path, objects } of files) {
        const chart = new Chart(app, path.replaceAll('/', '-'));
        for (const [index, object] of objects.entries()) create(chart, `${index}`, object);
      }
      app.synth();
    };
  },
};

const run = WAYS[way]?.();
if (run === undefined) throw new Error(`${way} is none of ${Object.keys(WAYS).join(', ')}`);
const before = process.cpuUsage();
run();
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ cpu: (user + system) / 1000, megabytes: process.resourceUsage().maxRSS / 1024 }));
