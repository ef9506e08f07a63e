import type { ClusterFacts } from '../../cluster/cluster';
import type { Outcome, OutcomeKind } from '../model/outcome';

/** Whether one of several control plane servers, and so the active controller manager, may run on one of the nodes. */
export function leaderMayBeOn(facts: ClusterFacts, nodes: readonly string[]): boolean {
  return facts.controlPlane.servers.length > 1 && facts.controlPlane.servers.some((server) => nodes.includes(server));
}

/** What else happens when an app is on the only server of the control plane; nothing, if it may not be there. */
export function unlessOnServer(facts: ClusterFacts, nodes: readonly string[], kind: OutcomeKind, why: string): Pick<Outcome, 'unless'> {
  const node = onlyServerAmong(facts, nodes);
  return node === undefined ? {} : { unless: [{ node, kind, brief: why, why: `the only server, ${why}` }] };
}

/** The only server of the control plane, if the app may run there: when it dies, nothing moves and no endpoint is removed. */
export function onlyServerAmong(facts: ClusterFacts, nodes: readonly string[]): string | undefined {
  const [server, ...others] = facts.controlPlane.servers;
  return server !== undefined && others.length === 0 && nodes.includes(server) ? server : undefined;
}
