import { Severity } from '../cluster/finding';
import type { RuleRecord } from '../cluster/rule';

export const CLUSTER_UNREADABLE: RuleRecord = {
  code: 'CLUSTER-UNREADABLE',
  severity: Severity.ERROR,
  means: '`cdk8s-availability facts` got something else than the JSON of `kubectl get … -o json`, or no nodes in it',
  fix: 'pipe in what the message shows',
};

/** What stops a command. */
export const CLI_RULES: readonly RuleRecord[] = [CLUSTER_UNREADABLE];
