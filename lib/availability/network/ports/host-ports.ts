import { Severity } from '../../../cluster/finding';
import type { RuleRecord } from '../../../cluster/rule';

/** Two pods on one port of one node. */
export const HOST_PORT_CLASH: RuleRecord = {
  code: 'HOST-PORT-CLASH',
  severity: Severity.ERROR,
  means: 'two apps want one port of one node, on the host network or with `withHostPort`',
  fix: 'use another port, or the pod network',
};
