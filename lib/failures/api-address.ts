import { isAddress } from '../cluster/cidr';
import type { ClusterFacts } from '../cluster/cluster';
import { ApiEndpointKind, Distribution } from '../cluster/control-plane';

/**
 * The servers of which one has the address of the API, so that nobody else has it when that one dies: those that the address names, or each
 * of them. Empty: something else has it, or there is no other server.
 */
export function serversWithAddress({ controlPlane: { apiEndpoint, servers } }: ClusterFacts): readonly string[] {
  if (apiEndpoint.kind !== ApiEndpointKind.ONE_SERVER || servers.length < 2) return [];
  const named = servers.filter((server) => isNameOf(apiEndpoint.address.toLowerCase(), server.toLowerCase()));
  return named.length === 0 ? servers : named;
}

/** `c1.lab.example` is a name of the node `c1`, and `c1` one of the node `c1.lab.example`. */
function isNameOf(address: string, node: string): boolean {
  return address === node || (!isAddress(address) && (address.startsWith(`${node}.`) || node.startsWith(`${address}.`)));
}

/**
 * Whether pods are evicted while the address of the API does not answer. Agents of K3s know the address of each server (docs.k3s.io,
 * Architecture, "client-side load balancer"). Where no server is a node, none is heard of, and Kubernetes evicts nothing.
 */
export function evictsWithoutAddress({ controlPlane: { distribution, servers } }: ClusterFacts): boolean {
  return distribution !== Distribution.K3S && servers.length > 0;
}
