import type { ClusterFactsProps } from '../../cluster/cluster';
import { ApiEndpointKind, Datastore } from '../../cluster/control-plane';
import { listed } from '../../cluster/names';
import { NodeRole } from '../../cluster/node';
import type { Change } from './change';

const SERVERS = 3;
/** More choices than these are not tried: those with the most memory come first. */
const MOST_NODES = 4;

/** Three servers with etcd, which go on without one of them. */
export function serverCandidates(facts: ClusterFactsProps): readonly Change[] {
  const { servers, datastore, apiEndpoint, distribution } = facts.controlPlane;
  const missing = SERVERS - servers.length;
  if (missing <= 0 || servers.length === 0 || datastore === Datastore.EXTERNAL) return [];
  const others = facts.nodes
    .filter(({ name, roles }) => !servers.includes(name) && !roles.includes(NodeRole.EDGE))
    .sort((one, other) => other.memory.bytes - one.memory.bytes || (one.name < other.name ? -1 : 1))
    .slice(0, MOST_NODES)
    .map(({ name }) => name)
    .sort();
  const isAlone = apiEndpoint.kind === ApiEndpointKind.ONE_SERVER;
  return choices(others, missing).map((added) => ({
    id: `servers:${added.join('+')}`,
    title: `${listed(added)} ${added.length === 1 ? 'runs' : 'run'} the control plane, too`,
    work: [
      `${distribution} servers on ${listed(added)}`,
      ...(datastore === Datastore.EMBEDDED_ETCD ? [] : ['embedded etcd in place of SQLite']),
      ...(isAlone ? [`a load balancer before all ${SERVERS}`] : []),
    ].join('; '),
    alike: [],
    facts: {
      ...facts,
      nodes: facts.nodes.map((node) =>
        added.includes(node.name) && !node.roles.includes(NodeRole.CONTROL) ? { ...node, roles: [...node.roles, NodeRole.CONTROL] } : node,
      ),
      controlPlane: {
        ...facts.controlPlane,
        servers: [...servers, ...added],
        datastore: Datastore.EMBEDDED_ETCD,
        apiEndpoint: isAlone ? { ...apiEndpoint, kind: ApiEndpointKind.LOAD_BALANCER } : apiEndpoint,
      },
    },
  }));
}

/** Each choice of so many, in order. */
function choices(from: readonly string[], count: number): readonly (readonly string[])[] {
  if (count === 0) return [[]];
  return from.flatMap((first, index) => choices(from.slice(index + 1), count - 1).map((rest) => [first, ...rest]));
}
