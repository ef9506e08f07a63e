import type { Rules } from '../model/rule';
import { STORAGE_NOT_SHARED } from './shared-storage';
import { CLAIM_TWO_WRITERS } from './two-writers';

/** Rules about claims and volumes. */
export const STORAGE_RULES: Rules = { ask: [CLAIM_TWO_WRITERS], plan: [STORAGE_NOT_SHARED] };
