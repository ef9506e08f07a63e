import type { Plan } from '../availability/model/plan';
import type { ClusterFacts } from '../cluster/cluster';
import { appRules } from './apps';
import { controlPlaneRules } from './control-plane';
import { nodeRules } from './nodes';
import type { RuleGroup } from './rule';
import { selfRules } from './self';
import type { SystemAlerts } from './system';
import { volumeRules } from './volumes';
import { workloadRules } from './workloads';

/** Where monitoring lives. */
export interface Watch {
  readonly namespace: string;
  /** The nodes that may run Prometheus. */
  readonly nodes: readonly string[];
  /** Paths of apps whose workloads an operator creates, under names that no rule knows. @default - none */
  readonly operated?: readonly string[];
  /** The systems in use. @default - none */
  readonly systems?: readonly SystemAlerts[];
}

/** What the rules follow from. */
export interface Watched {
  readonly facts: ClusterFacts;
  readonly plans: readonly Plan[];
  readonly watch: Watch;
}

/** Everything that contributes rules, in the order in which they are written. */
const CONTRIBUTIONS: readonly ((watched: Watched) => readonly RuleGroup[])[] = [
  ({ watch }) => [selfRules(watch.namespace)],
  ({ facts, plans }) => [controlPlaneRules(facts, plans)],
  rulesOfNodes,
  ({ facts, watch }) => (watch.systems ?? []).flatMap((system) => system.alerts?.(facts) ?? []),
  () => [volumeRules()],
  rulesOfApps,
];

/** Every rule of a cluster, grouped by what it watches. The same facts and plans give the same rules, in the same order. */
export function rulesOf(facts: ClusterFacts, plans: readonly Plan[], watch: Watch): readonly RuleGroup[] {
  return CONTRIBUTIONS.flatMap((contribution) => contribution({ facts, plans, watch }));
}

function rulesOfNodes({ facts, plans, watch }: Watched): readonly RuleGroup[] {
  const mayRun = byNode(plans);
  return facts.nodes.map((node) =>
    nodeRules(
      node,
      mayRun.get(node.name) ?? [],
      watch.nodes,
      (watch.systems ?? []).flatMap((system) => system.nodeAlerts?.(node) ?? []),
    ),
  );
}

function rulesOfApps({ facts, plans, watch }: Watched): readonly RuleGroup[] {
  return plans
    .filter(({ ask }) => watch.operated?.includes(ask.path) !== true)
    .flatMap((plan) => [appRules(plan, facts), workloadRules(plan)].filter((group) => group !== undefined));
}

/** Looks at each plan once, however many nodes there are. */
function byNode(plans: readonly Plan[]): ReadonlyMap<string, readonly Plan[]> {
  const found = new Map<string, Plan[]>();
  for (const plan of plans) {
    // The crash of another node may take down what it needs.
    for (const node of new Set([...(plan.placement.value.nodes ?? []), ...(plan.outcome?.unless ?? []).map((one) => one.node)])) {
      const some = found.get(node);
      if (some === undefined) found.set(node, [plan]);
      else some.push(plan);
    }
  }
  return found;
}
