import type { Rules } from '../model/rule';

/** Rules about containers and the pod around them. */
export const POD_RULES: Rules = {};
