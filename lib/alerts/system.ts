import type { ClusterFacts, Node } from '../cluster/cluster';
import type { Alert, RuleGroup } from './rule';
import type { Scrape } from './scrape';

/** What a system that is in use adds to the rules of its cluster. */
export interface SystemAlerts {
  readonly alerts?: (facts: ClusterFacts) => readonly RuleGroup[];
  /** What Prometheus asks it. */
  readonly scrapes?: readonly Scrape[];
  /** Dashboards for Grafana: JSON by file name. */
  readonly dashboards?: { readonly [file: string]: string };
  /** Beside what is told of every node. */
  readonly nodeAlerts?: (node: Node) => readonly Alert[];
}
