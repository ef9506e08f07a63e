import type { Rules } from '../model/rule';
import { CONFIG_RULES } from './config-rules';
import { POOL_RULES } from './pool-rules';
import { STORAGE_NOT_SHARED } from './shared-storage';
import { CLAIM_TWO_WRITERS } from './two-writers';
import { VOLUME_RULES } from './volume-rules';

/** Rules about claims and volumes. */
export const STORAGE_RULES: Rules = { ask: [...VOLUME_RULES, ...CONFIG_RULES, CLAIM_TWO_WRITERS], plan: [STORAGE_NOT_SHARED], fleet: POOL_RULES };
