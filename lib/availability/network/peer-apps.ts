import { Severity } from '../../cluster/finding';
import { byIdentity } from '../model/identity';
import type { Plan, PlannedClient, PlannedDestination } from '../model/plan';
import { onFleet } from '../model/rule';

interface Peer {
  readonly path: string;
  /** `namespace/name`. */
  readonly name: string;
  /** Undefined: no app of the cluster has that name. */
  readonly plan: Plan | undefined;
}

/** Peers that an app names and that no policy selector would match. */
function* lostPeers(
  plans: readonly Plan[],
  undecided: ReadonlySet<string>,
  peersOf: (plan: Plan) => readonly (PlannedClient | PlannedDestination)[] | undefined,
): Iterable<Peer> {
  const apps = byIdentity(plans);
  for (const plan of plans) {
    for (const { app, namespace } of peersOf(plan) ?? []) {
      if (app === undefined) continue;
      const name = `${namespace ?? 'default'}/${app}`;
      if (undecided.has(name)) continue;
      const other = apps.get(name);
      if (other === undefined || other.ask.network.onHostNetwork) yield { path: plan.ask.path, name, plan: other };
    }
  }
}

/** A misspelt client would be shut out silently. */
const CLIENT_UNKNOWN = onFleet({
  code: 'CLIENT-UNKNOWN',
  severity: Severity.ERROR,
  means: 'a client that is not an app of the cluster, or that connects from the address of its node',
  fix: 'name its namespace, or use `Client.namespace` or `Client.cidr`',
  concerns: ({ network }) => network.allowFrom !== undefined,
  *check(plans, _facts, undecided) {
    for (const { path, name, plan } of lostPeers(plans, undecided, ({ allowFrom }) => allowFrom.value))
      yield {
        path,
        given: `the client ${name}`,
        allowed: plan === undefined ? 'but no app of the cluster has that name' : 'but it connects from the address of its node',
        fix: plan === undefined ? 'Name its namespace too, or use Client.namespace.' : 'Use Client.cidr with the addresses of its nodes.',
      };
  },
});

/** A misspelt destination would be unreachable, with no warning. */
const DESTINATION_UNKNOWN = onFleet({
  code: 'DESTINATION-UNKNOWN',
  severity: Severity.ERROR,
  means: 'a destination that is not an app of the cluster, or that listens on the address of its node',
  fix: 'name its namespace, or use `Destination.namespace` or `Destination.cidr`',
  concerns: ({ network }) => network.allowTo !== undefined,
  *check(plans, _facts, undecided) {
    for (const { path, name, plan } of lostPeers(plans, undecided, ({ allowTo }) => allowTo.value))
      yield {
        path,
        given: `the destination ${name}`,
        allowed: plan === undefined ? 'but no app of the cluster has that name' : 'but it listens on the address of its node',
        fix: plan === undefined ? 'Name its namespace too, or use Destination.namespace.' : 'Use Destination.cidr with the addresses of its nodes.',
      };
  },
});

/** What is wrong with the apps that others name as peers. */
export const PEER_RULES = [CLIENT_UNKNOWN, DESTINATION_UNKNOWN];
