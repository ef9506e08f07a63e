import { FLUX_FOLDERS } from './flux';
import { HELM_CHARTS } from './helm-charts';
import { REPORT } from './report';
import type { Target } from './target';

/** Every output format for clusters. */
export const TARGETS: readonly Target[] = [FLUX_FOLDERS, HELM_CHARTS, REPORT];
