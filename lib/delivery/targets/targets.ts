import { FLUX_FOLDERS } from './flux';
import { REPORT } from './report';
import type { Target } from './target';

/** Every form in which clusters are written. */
export const TARGETS: readonly Target[] = [FLUX_FOLDERS, REPORT];
