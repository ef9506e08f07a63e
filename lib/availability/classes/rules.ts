import type { Rules } from '../model/rule';
import { AUTOSCALE_RULES } from './autoscale-rules';
import { FLEXIBLE_RULES } from './flexible-rules';
import { HIGHLY_AVAILABLE_RULES } from './highly-available-rules';
import { NODE_AGENT_RULES } from './node-agent-rules';
import { OBJECTIVE_RULES } from './objective-rules';
import { PINNED_RULES } from './pinned-rules';
import { SCHEDULED_JOB_RULES } from './scheduled-job-rules';

const ALL: readonly Rules[] = [FLEXIBLE_RULES, PINNED_RULES, HIGHLY_AVAILABLE_RULES, AUTOSCALE_RULES, SCHEDULED_JOB_RULES, NODE_AGENT_RULES, OBJECTIVE_RULES];

/** Rules about the five classes. */
export const CLASS_RULES: Rules = { ask: ALL.flatMap(({ ask = [] }) => ask), plan: ALL.flatMap(({ plan = [] }) => plan) };
