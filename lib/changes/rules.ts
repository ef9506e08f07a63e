import type { RuleRecord } from '../cluster/rule';
import { APP_RULES } from './apps';
import { BUDGET_BLOCKS } from './budgets';
import { CHART_RULES } from './charts';
import { CLAIM_RULES } from './claims';
import { CLUSTER_RENAMED } from './clusters';
import { DATABASE_RULES } from './databases';
import { DELIVERY } from './delivery';
import { FLUX_PATH } from './flux';
import { IMMUTABLE_RULES } from './immutable';
import { KIND_RULES } from './kinds';
import type { ChangeRule } from './model';
import { NODE_RULES } from './nodes';
import { DATA_ELSEWHERE } from './places';
import { SERVICE } from './service';
import { STOPPED } from './stopped';

/** Every rule about the change of one cluster's output. */
export const CHANGE_RULES: readonly ChangeRule[] = [
  ...CLAIM_RULES,
  ...APP_RULES,
  STOPPED,
  DATA_ELSEWHERE,
  ...DATABASE_RULES,
  BUDGET_BLOCKS,
  ...NODE_RULES,
  ...KIND_RULES,
  ...CHART_RULES,
  DELIVERY,
  FLUX_PATH,
  ...IMMUTABLE_RULES,
  SERVICE,
];

/** All records, with that about clusters together. */
export const CHANGE_RECORDS: readonly RuleRecord[] = [...CHANGE_RULES, CLUSTER_RENAMED];
