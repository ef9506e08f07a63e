import type { Plan } from '../availability/model/plan';
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
  /** Paths of apps whose workloads an operator makes, under names of its own: what they are called no rule knows. @default - none */
  readonly operated?: readonly string[];
}

/** Every rule of a cluster, by what it watches. The same facts and plans give the same rules, in the same order. */
export function rulesOf(facts: ClusterFacts, plans: readonly Plan[], watch: Watch): readonly RuleGroup[] {
  const mayRun = byNode(plans);
  return [
    selfRules(watch.namespace),
    controlPlaneRules(facts, plans),
    ...facts.nodes.map((node) => nodeRules(node, mayRun.get(node.name) ?? [], facts, watch.nodes)),
    ...drbdRules(facts),
    volumeRules(),
    ...plans
      .filter(({ ask }) => watch.operated?.includes(ask.path) !== true)
      .flatMap((plan) => [appRules(plan, facts), workloadRules(plan)].filter((group) => group !== undefined)),
  ];
}

/** One look at each plan, whatever number of nodes there is. */
function byNode(plans: readonly Plan[]): ReadonlyMap<string, readonly Plan[]> {
  const found = new Map<string, Plan[]>();
  for (const plan of plans) {
    for (const node of plan.placement.value.nodes ?? []) {
      const some = found.get(node);
      if (some === undefined) found.set(node, [plan]);
      else some.push(plan);
    }
  }
  return found;
}
