import type { Finding } from '../../cluster/finding';
import type { Files } from '../disk/written-list';
import { tgzOf } from '../helm/archive';
import { CHARTS, chartFiles, chartYaml } from '../helm/chart';
import { ociLayout } from '../helm/oci';
import type { ChartContent } from '../output';
import type { Target } from './target';

/** Helm charts beside the folders, out of the same objects. Flux does not read them. */
export const HELM_CHARTS: Target = {
  objects: () => [],
  files: ({ charts }, refuse) => new Map(charts.flatMap((chart) => [...filesOf(chart, refuse)])),
};

function filesOf(chart: ChartContent, refuse: (finding: Finding) => void): Files {
  const above = chart.cluster === undefined ? CHARTS : `${chart.cluster.path}/${CHARTS}`;
  const files = chartFiles(chart, refuse);
  const folder = below(`${above}/${chart.name}`, files);
  if (!chart.isPackaged) return folder;
  const tgz = tgzOf(below(chart.name, files));
  const packed = [[`${above}/${chart.name}-${chart.version}.tgz`, tgz] as const, ...below(`${above}/${chart.name}.oci`, ociLayout(chartYaml(chart), tgz))];
  return new Map([...folder, ...packed]);
}

function below(folder: string, files: Files): Files {
  return new Map([...files].map(([path, content]) => [`${folder}/${path}`, content]));
}
