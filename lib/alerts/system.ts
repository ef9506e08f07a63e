import type { ClusterFacts, Node } from '../cluster/cluster';
import type { Alert, RuleGroup } from './rule';
import type { Scrape } from './scrape';

/** The alerts that a system in use adds to its cluster. */
export interface SystemAlerts {
  readonly alerts?: (facts: ClusterFacts) => readonly RuleGroup[];
  /** What Prometheus asks it. */
  readonly scrapes?: readonly Scrape[];
  /** Dashboards for Grafana: JSON by file name. */
  readonly dashboards?: { readonly [file: string]: string };
  /** In addition to the alerts that every node has. */
  readonly nodeAlerts?: (node: Node) => readonly Alert[];
}
