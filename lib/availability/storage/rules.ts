import { concerning, type Rules } from '../model/rule';
import { ADOPTED_PER_POD, CLAIM_UNLIKE_VOLUME } from './adopted-rules';
import { CONFIG_RULES } from './config-rules';
import { CLAIM_ONE_POD, STORAGE_NOT_ONE_POD } from './one-pod-rules';
import { POOL_RULES } from './pool-rules';
import { STORAGE_NOT_SHARED } from './shared-storage';
import { CLAIM_TWO_WRITERS } from './two-writers';
import { VOLUME_RULES } from './volume-rules';

/** Rules about claims and volumes. */
export const STORAGE_RULES: Rules = {
  ask: concerning(({ volumes }) => volumes.length > 0, [...VOLUME_RULES, ...CONFIG_RULES, CLAIM_TWO_WRITERS, CLAIM_ONE_POD, ADOPTED_PER_POD]),
  plan: [STORAGE_NOT_SHARED, STORAGE_NOT_ONE_POD, CLAIM_UNLIKE_VOLUME],
  fleet: POOL_RULES,
};
