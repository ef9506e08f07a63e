import type { ReachedRule } from '../reached';
import { ROUTE_API_RULES } from './route-api-rules';
import { ROUTE_RULES } from './route-rules';
import { ROUTE_TLS_RULES } from './route-tls-rules';
import { ROUTE_VALUE_RULES } from './route-value-rules';

/** What is wrong with the web addresses of one app, or of a machine outside the cluster. */
export const ALL_ROUTE_RULES: readonly ReachedRule[] = [...ROUTE_RULES, ...ROUTE_API_RULES, ...ROUTE_VALUE_RULES, ...ROUTE_TLS_RULES];
