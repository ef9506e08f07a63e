import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Finding } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { found } from '../../cluster/rule';
import { renderYaml } from '../../kubernetes/yaml';
import { told } from '../disk/disk-error';
import type { Files } from '../disk/written-list';
import type { Output } from '../output';
import { forHelm, isCrd } from './for-helm';
import { HELM_FORMAT_CLUSTERS } from './rules';
import { escapeTemplate } from './template';

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

/** The objects as templates, in one folder, and CRDs where Helm looks for them. By their path in the chart. */
export function cliChartFiles(outputs: readonly Output[]): Files {
  const files = new Map<string, Buffer>();
  const add = (folder: string, name: string, text: string) => {
    let path = `${folder}/${name}.yaml`;
    for (let count = 2; files.has(path); count += 1) path = `${folder}/${name}-${count}.yaml`;
    files.set(path, Buffer.from(text));
  };
  for (const { cluster, units } of outputs)
    for (const unit of units) {
      const name = `${unit.folder}/${unit.name}`.slice(cluster === undefined ? 0 : cluster.path.length + 1).replaceAll('/', '.');
      const manifests = unit.manifests().map(forHelm);
      const others = manifests.filter((one) => !isCrd(one));
      if (others.length < manifests.length) add('crds', name, renderYaml(manifests.filter(isCrd)));
      // Helm takes a name that begins with "_" for helpers.
      if (others.length > 0) add('templates', name.replace(/^_/, 'object_'), escapeTemplate(renderYaml(others)));
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
