import { FLUX_FOLDERS } from './flux';
import { REPORT } from './report';
import type { Target } from './target';

/** Every output format for clusters. */
export const TARGETS: readonly Target[] = [FLUX_FOLDERS, REPORT];
