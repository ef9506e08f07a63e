import type { ClusterFacts, Node } from '../cluster/cluster';
import type { Alert, RuleGroup } from './rule';
import type { Scrape } from './scrape';

/** What a system in use adds to monitoring. */
export interface SystemAlerts {
  readonly alerts?: (facts: ClusterFacts) => readonly RuleGroup[];
  /** What Prometheus scrapes. */
  readonly scrapes?: readonly Scrape[];
  /** Dashboards for Grafana: JSON by file name. */
  readonly dashboards?: { readonly [file: string]: string };
  /** In addition to the alerts that every node has. */
  readonly nodeAlerts?: (node: Node) => readonly Alert[];
}
