import { Severity } from '../../../cluster/finding';
import type { RuleRecord } from '../../../cluster/rule';

/** One port of one node for two. */
export const HOST_PORT_CLASH: RuleRecord = {
  code: 'HOST-PORT-CLASH',
  severity: Severity.ERROR,
  means: 'an app on the host network or with `withHostPort`, and another one, ServiceLB or the node itself, on one port of one node',
  fix: 'use another port, or the pod network',
};
