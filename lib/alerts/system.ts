import type { ClusterFacts, Node } from '../cluster/cluster';
import type { Alert, RuleGroup } from './rule';

/** What a system that is in use adds to the rules of its cluster. */
export interface SystemAlerts {
  readonly alerts?: (facts: ClusterFacts) => readonly RuleGroup[];
  /** Beside what is told of every node. */
  readonly nodeAlerts?: (node: Node) => readonly Alert[];
}
