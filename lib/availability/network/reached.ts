import type { ClusterFacts } from '../../cluster/cluster';
import type { RuleRecord } from '../../cluster/rule';
import type { ResolvedNetwork } from '../ask/resolved';
import type { Said } from '../model/rule';

/** Something that others reach over the network: an app, or a machine outside the cluster. */
export interface Reached {
  readonly network: ResolvedNetwork;
}

/** A rule that holds for both. */
export interface ReachedRule extends RuleRecord {
  readonly check: (one: Reached, facts: ClusterFacts | undefined) => Iterable<Said>;
}
