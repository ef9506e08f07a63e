import { APP_CASES } from './apps';
import type { CaseOf } from './case';
import { CLUSTER_CASES } from './cluster';
import { NODE_CASES } from './nodes';
import { WORKLOAD_CASES } from './workloads';

/** What each alert is to do, by its name. */
export const CASES: Readonly<Record<string, CaseOf>> = { ...APP_CASES, ...WORKLOAD_CASES, ...NODE_CASES, ...CLUSTER_CASES };
