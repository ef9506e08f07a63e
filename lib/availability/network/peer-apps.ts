import { hostRange } from '../../cluster/cidr';
import { Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { byIdentity } from '../model/identity';
import type { Plan, PlannedClient, PlannedDestination } from '../model/plan';
import { type OtherNames, onFleet, type PlacedSaid } from '../model/rule';

interface Peer {
  readonly path: string;
  /** `namespace/name`. */
  readonly name: string;
  /** Undefined: no app of the cluster has that name. */
  readonly plan: Plan | undefined;
  /** Of a machine outside the cluster. */
  readonly addresses: readonly string[] | undefined;
}

/** Peers that an app names and that no policy selector would match. */
function* lostPeers(
  plans: readonly Plan[],
  { undecided, outside }: OtherNames,
  peersOf: (plan: Plan) => readonly (PlannedClient | PlannedDestination)[] | undefined,
): Iterable<Peer> {
  const apps = byIdentity(plans);
  for (const plan of plans) {
    for (const { app, namespace } of peersOf(plan) ?? []) {
      if (app === undefined) continue;
      const name = `${namespace ?? 'default'}/${app}`;
      if (undecided.has(name)) continue;
      const other = apps.get(name);
      if (other === undefined || other.ask.network.onHostNetwork) yield { path: plan.ask.path, name, plan: other, addresses: outside.get(name) };
    }
  }
}

/** Why no selector matches it, and what does. @param how `Client` or `Destination` */
function lost({ plan, addresses }: Peer, how: string, onHost: string): Pick<PlacedSaid, 'allowed' | 'fix'> {
  if (addresses !== undefined)
    return {
      allowed: 'but that is a machine outside the cluster',
      fix: `Use ${how}.cidr with its addresses${addresses.length === 0 ? '' : `: ${listed(addresses.map(hostRange))}`}.`,
    };
  if (plan !== undefined) return { allowed: `but it ${onHost} the address of its node`, fix: `Use ${how}.cidr with the addresses of its nodes.` };
  return { allowed: 'but no app of the cluster has that name', fix: `Name its namespace too, or use ${how}.namespace.` };
}

/** A misspelt client would be shut out silently. */
const CLIENT_UNKNOWN = onFleet({
  code: 'CLIENT-UNKNOWN',
  severity: Severity.ERROR,
  means: 'a client that is not an app of the cluster, or that connects from the address of its node',
  fix: 'name its namespace, or use `Client.namespace` or `Client.cidr`',
  concerns: ({ network }) => network.allowFrom !== undefined,
  *check(plans, _facts, others) {
    for (const peer of lostPeers(plans, others, ({ allowFrom }) => allowFrom.value))
      yield { path: peer.path, given: `the client ${peer.name}`, ...lost(peer, 'Client', 'connects from') };
  },
});

/** A misspelt destination would be unreachable, with no warning. */
const DESTINATION_UNKNOWN = onFleet({
  code: 'DESTINATION-UNKNOWN',
  severity: Severity.ERROR,
  means: 'a destination that is not an app of the cluster, or that listens on the address of its node',
  fix: 'name its namespace, or use `Destination.namespace` or `Destination.cidr`',
  concerns: ({ network }) => network.allowTo !== undefined,
  *check(plans, _facts, others) {
    for (const peer of lostPeers(plans, others, ({ allowTo }) => allowTo.value))
      yield { path: peer.path, given: `the destination ${peer.name}`, ...lost(peer, 'Destination', 'listens on') };
  },
});

/** What is wrong with the apps that others name as peers. */
export const PEER_RULES = [CLIENT_UNKNOWN, DESTINATION_UNKNOWN];
