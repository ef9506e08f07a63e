import type { Plan } from '../availability/plan';
import type { ClusterFacts } from '../cluster/cluster';
import { appRules } from './apps';
import { controlPlaneRules } from './control-plane';
import { nodeRules } from './nodes';
import type { RuleGroup } from './rule';
import { selfRules } from './self';
import { drbdRules, volumeRules } from './storage';
import { workloadRules } from './workloads';

/** Where monitoring lives. */
export interface Watch {
  readonly namespace: string;
  /** The nodes that may run Prometheus. */
  readonly nodes: readonly string[];
}

/** Every rule of a cluster, by what it watches. The same facts and plans give the same rules, in the same order. */
export function rulesOf(facts: ClusterFacts, plans: readonly Plan[], watch: Watch): readonly RuleGroup[] {
  return [
    selfRules(watch.namespace),
    controlPlaneRules(facts, plans),
    ...facts.nodes.map((node) => nodeRules(node, plans, facts, watch.nodes)),
    ...drbdRules(facts),
    volumeRules(),
    ...plans.flatMap((plan) => [appRules(plan, facts), workloadRules(plan)].filter((group) => group !== undefined)),
  ];
}
