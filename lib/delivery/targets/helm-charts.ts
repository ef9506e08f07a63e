import { CHARTS, chartFiles } from '../helm/chart';
import type { Target } from './target';

/** Helm charts beside the folders, out of the same objects. Flux does not read them. */
export const HELM_CHARTS: Target = {
  objects: () => [],
  files({ charts }) {
    const files = charts.flatMap((chart) => {
      const folder = `${chart.root === '' ? '' : `${chart.root}/`}${CHARTS}/${chart.name}`;
      return [...chartFiles(chart)].map(([path, content]) => [`${folder}/${path}`, content] as const);
    });
    return new Map(files);
  },
};
