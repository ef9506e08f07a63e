import type { Files } from '../disk/written-list';
import { tgzOf } from '../helm/archive';
import { CHARTS, chartFiles, chartYaml } from '../helm/chart';
import { ociLayout } from '../helm/oci';
import type { ChartContent } from '../output';
import type { Target } from './target';

/** Helm charts beside the folders, out of the same objects. Flux does not read them. */
export const HELM_CHARTS: Target = {
  objects: () => [],
  files: ({ charts }) => new Map(charts.flatMap((chart) => [...filesOf(chart)])),
};

function filesOf(chart: ChartContent): Files {
  const above = `${chart.root === '' ? '' : `${chart.root}/`}${CHARTS}`;
  const files = chartFiles(chart);
  const folder = below(`${above}/${chart.name}`, files);
  if (!chart.isPackaged) return folder;
  const tgz = tgzOf(below(chart.name, files));
  const packed = [[`${above}/${chart.name}-${chart.version}.tgz`, tgz] as const, ...below(`${above}/${chart.name}.oci`, ociLayout(chartYaml(chart), tgz))];
  return new Map([...folder, ...packed]);
}

function below(folder: string, files: Files): Files {
  return new Map([...files].map(([path, content]) => [`${folder}/${path}`, content]));
}
