import type { ClusterFacts, Node } from './cluster';
import type { Finding } from './finding';
import { found, type PlacedSaid, type RuleRecord, type Said } from './rule';

/** A rule about the facts of a cluster alone. Paths begin below its name. */
export interface FactsRule extends RuleRecord {
  readonly check: (facts: ClusterFacts) => Iterable<PlacedSaid>;
}

/** A rule about the facts of a cluster. */
export function onFacts(rule: FactsRule): FactsRule {
  return rule;
}

/** A rule about each node of a cluster by itself. */
export function onNodes({ check, ...rule }: RuleRecord & { readonly check: (node: Node, facts: ClusterFacts) => Iterable<Said> }): FactsRule {
  return {
    ...rule,
    *check(facts) {
      for (const node of facts.nodes) for (const said of check(node, facts)) yield { ...said, path: `nodes/${node.name}` };
    },
  };
}

/** What the rules say of the facts of a cluster, in their order. */
export function judgeFacts(rules: readonly FactsRule[], facts: ClusterFacts): Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) for (const said of rule.check(facts)) findings.push(found(rule, '', { ...said, path: `${facts.name}/${said.path}` }));
  return findings;
}
