import type { ClusterFacts } from '../cluster/cluster';
import type { RuleRecord, Said } from '../cluster/rule';
import type { Reading } from './reading';

/** A rule about a workload that somebody wrote: what apps of this library cannot do, YAML can. */
export interface ManifestRule extends RuleRecord {
  readonly check: (reading: Reading, facts: ClusterFacts) => Iterable<Said>;
}
