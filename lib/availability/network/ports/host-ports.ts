import { Severity } from '../../../cluster/finding';
import type { RuleRecord } from '../../../cluster/rule';

/** One port of one node for two. */
export const HOST_PORT_CLASH: RuleRecord = {
  code: 'HOST-PORT-CLASH',
  severity: Severity.ERROR,
  means: 'a port of a node for two: for an app on the host network, with `withHostPort` or behind ServiceLB, and for another one, or the node itself',
  fix: 'use another port, or the pod network',
};

/** Likewise, where the other one may not have it. */
export const HOST_PORT_DOUBTFUL: RuleRecord = {
  code: 'HOST-PORT-DOUBTFUL',
  severity: Severity.WARNING,
  means: 'a port of a node that kube-proxy, Flannel or DRBD may have',
  fix: 'use another port, or accept it if nothing has it there',
};
