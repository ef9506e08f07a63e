import { Severity } from '../finding';
import type { RuleRecord } from '../rule';

/** Two ways in, of which one is not used. */
export const ROUTE_NEEDS_INGRESS: RuleRecord = {
  code: 'ROUTE-NEEDS-INGRESS',
  severity: Severity.ERROR,
  means: 'an ingress class for HTTP routes that attach to a Gateway',
  fix: 'leave `ingressClass` or `gateway` out',
};
