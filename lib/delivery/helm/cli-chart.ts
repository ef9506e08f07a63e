import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Finding } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { found } from '../../cluster/rule';
import { renderYaml } from '../../kubernetes/yaml';
import { told } from '../disk/disk-error';
import type { Files } from '../disk/written-list';
import type { Output } from '../output';
import { HELM_FORMAT_CLUSTERS } from './rules';
import { escapeTemplate } from './template';
import { unitFiles } from './unit-files';

/** What stands against one chart of everything. */
export function againstCliChart(outputs: readonly Output[]): readonly Finding[] {
  const clusters = outputs.flatMap(({ cluster }) => cluster?.name ?? []);
  if (clusters.length < 2) return [];
  return [
    found(HELM_FORMAT_CLUSTERS, 'App', {
      given: `--format helm for ${listed(clusters)}`,
      allowed: 'but that is one chart, which would install all of them into one cluster',
      fix: 'Use HelmChart or HelmCharts in each cluster.',
    }),
  ];
}

/** The objects as templates without values, and CRDs where Helm looks for them; both in one folder each. By their path in the chart. */
function cliChartFiles(outputs: readonly Output[]): Files {
  const files = new Map<string, Buffer>();
  for (const { cluster, units } of outputs)
    for (const [path, text] of units.flatMap((unit) => unitFiles(unit, cluster, (objects) => escapeTemplate(renderYaml(objects))))) {
      const [folder, ...below] = path.replace(/\.yaml$/, '').split('/');
      const flat = `${folder}/${below.join('.')}`;
      // `a.b` and `b` in the folder `a`.
      let free = flat;
      for (let count = 2; files.has(`${free}.yaml`); count += 1) free = `${flat}-${count}`;
      files.set(`${free}.yaml`, Buffer.from(text));
    }
  return files;
}

/** Writes them into a chart that the CLI has just begun: there is nothing to lose. */
export function writeCliChart(chart: string, outputs: readonly Output[]): void {
  told(chart, () => {
    for (const [path, content] of cliChartFiles(outputs)) {
      mkdirSync(dirname(join(chart, path)), { recursive: true });
      writeFileSync(join(chart, path), content);
    }
  });
}
