import type { Rules } from '../model/rule';

/** Rules about services, routes, who may connect. */
export const NETWORK_RULES: Rules = {};
