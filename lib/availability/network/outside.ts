import { hostRange, isWithin } from '../../cluster/cidr';
import type { ClusterFacts } from '../../cluster/cluster';
import { listed } from '../../cluster/names';
import { type Dependency, dependenciesOf } from '../model/dependencies';
import type { Plan, PlannedDestination } from '../model/plan';
import type { OtherNames, PlacedSaid } from '../model/rule';

/** A machine outside the cluster that an app needs, and whose addresses its own policy leaves out. */
export interface ShutOutside {
  readonly how: Dependency['how'];
  readonly said: Omit<PlacedSaid, 'fix'>;
  /** Without the end of the sentence. */
  readonly fix: string;
  /** None of its addresses is left. */
  readonly isWhole: boolean;
}

export function* shutOutside(plans: readonly Plan[], facts: ClusterFacts, { outside }: OtherNames): Iterable<ShutOutside> {
  for (const { plan, how, name, said } of dependenciesOf(plans, facts).unknown) {
    const addresses = outside.get(name);
    const { value: peers } = plan.allowTo;
    // No policy applies on the host network.
    if (addresses === undefined || peers === undefined || plan.ask.network.onHostNetwork) continue;
    const ranges = peers.filter(({ cidr, dns }) => cidr !== undefined && dns !== true);
    const closed = addresses.filter((address) => !ranges.some((range) => includes(range, address)));
    // Which addresses a DNS name has is unknown, but no pod has them.
    const unknown = addresses.length === 0 && ranges.length === 0;
    if (closed.length === 0 && !unknown) continue;
    yield {
      how,
      said: { ...said, allowed: `but it may ${unknown ? 'connect only to pods' : `not connect to ${listed(closed)}`}` },
      fix: `Add a Destination.cidr with ${unknown ? 'its addresses' : listed(closed.map(hostRange))} to allowTo`,
      isWhole: closed.length === addresses.length,
    };
  }
}

function includes({ cidr = '', except = [] }: PlannedDestination, address: string): boolean {
  return isWithin(address, cidr) && !except.some((range) => isWithin(address, range));
}
