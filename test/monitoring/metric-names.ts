import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import { KEPT_METRICS } from '../../lib/monitoring/config/kube-state-metrics';
import { scrapesOf } from '../../lib/monitoring/scrapes';

const FOLDER = join(__dirname, 'metrics');

/** Labels by metric, of each exporter in the version that is pinned: by the name of its file. */
export function exported(): ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> {
  return new Map(
    readdirSync(FOLDER).map((file) => {
      const lines = readFileSync(join(FOLDER, file), 'utf8')
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'));
      return [file.replace('.txt', ''), new Map(lines.map(labelled))];
    }),
  );
}

function labelled(line: string): [string, string[]] {
  const [, name = '', labels = ''] = /^([a-zA-Z_:]\w*)(?:\{(.*)\})?$/.exec(line) ?? [];
  return [name, labels.split(',').filter((label) => label !== '')];
}

/** A histogram is listed by its own name in some lists; what is asked for is its parts. */
const PARTS = /_(bucket|sum|count)$/;

/** Labels of each metric that Prometheus has of a cluster after what our configuration drops; with those that it adds. */
export function kept(facts: ClusterFacts): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, readonly string[]>();
  for (const [exporter, metrics] of exported()) {
    const stays = stayOf(exporter, facts);
    for (const [name, labels] of metrics) if (stays(name)) all.set(name, [...labels, 'job', 'instance', ...ADDED[exporter as keyof typeof ADDED]]);
  }
  return all;
}

/** Labels that lib/monitoring/config/scrapes.ts sets on targets. */
const ADDED = {
  alertmanager: [],
  'drbd-reactor': ['node'],
  'kube-state-metrics': [],
  kubelet: ['node'],
  linstor: [],
  'node-exporter': ['node'],
  prometheus: [],
  traefik: ['namespace', 'app', 'pod'],
};

function stayOf(exporter: string, facts: ClusterFacts): (name: string) => boolean {
  if (exporter === 'kube-state-metrics') return (name) => (KEPT_METRICS as readonly string[]).includes(name);
  if (exporter !== 'kubelet') return () => true;
  const patterns = keptOfKubelets(facts).map((regex) => new RegExp(`^(?:${regex})$`));
  return (name) => patterns.some((pattern) => pattern.test(name));
}

function keptOfKubelets(facts: ClusterFacts): string[] {
  return scrapesOf({ facts, namespace: 'monitoring', highlyAvailable: false, exporterTlsSecret: undefined, systems: [], plans: [], targets: [] })
    .filter(({ from }) => from.kind === 'kubelets')
    .flatMap(({ keep = '' }) => keep);
}

/** What a query asks for: each metric, with the labels that it is chosen by. */
export function metricsIn(expr: string): { readonly metric: string; readonly labels: readonly string[] }[] {
  const plain = expr
    .replace(/"(?:[^"\\]|\\.)*"/g, '""')
    .replace(/\b(?:by|without|on|ignoring|group_left|group_right) *\([^)]*\)/g, ' ')
    .replace(/\[[^\]]*\]/g, ' ');
  const found = plain.matchAll(/(?<![\w:.])([a-zA-Z_:][\w:]*)(?:\{([^}]*)\})?(?! *\(|[\w:])/g);
  return [...found]
    .filter(([, name = '']) => !WORDS.has(name))
    .map(([, metric = '', matchers = '']) => ({ metric, labels: [...matchers.matchAll(/([a-zA-Z_]\w*) *(?:=~|!~|!=|=)/g)].map(([, label = '']) => label) }));
}

const WORDS = new Set(['and', 'or', 'unless', 'bool', 'offset', 'inf', 'nan', 'by', 'without', 'on', 'ignoring', 'group_left', 'group_right']);

/** The metric itself, or the histogram that it is a part of. */
export function labelsOf(metric: string, all: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  return all.get(metric) ?? all.get(metric.replace(PARTS, ''));
}
