import type { ClusterFacts } from '../cluster/cluster';
import { ApiEndpointKind, Distribution } from '../cluster/control-plane';
import { listed } from '../cluster/names';
import { serversWithAddress } from './api-address';
import { type Failure, FailureKind } from './failure';
import { Phase, type Step, step } from './outcome';

/** Those dead servers of which one has the address of the API. */
export function deadWithAddress({ dead, kind }: Failure, facts: ClusterFacts): readonly string[] {
  return kind === FailureKind.POWER ? [] : serversWithAddress(facts).filter((server) => dead.includes(server));
}

/** The same with those that a cut takes from where the control plane goes on. */
export function awayWithAddress(failure: Failure, facts: ClusterFacts): readonly string[] {
  const { servers } = facts.controlPlane;
  const going = failure.parts?.find((part) => servers.filter((server) => part.includes(server)).length * 2 > servers.length);
  return going === undefined ? deadWithAddress(failure, facts) : serversWithAddress(facts).filter((server) => !going.includes(server));
}

/** Before all other steps: without the server that has the address of the API, kubectl works only on another one. Empty: none is left, or the address is. */
export function onAnotherServer(failure: Failure, facts: ClusterFacts, isHeadless: boolean): readonly Step[] {
  const gone = awayWithAddress(failure, facts);
  const left = facts.controlPlane.servers.filter((server) => !failure.dead.includes(server) && !gone.includes(server));
  if (gone.length === 0) return [];
  const who = gone.length === 1 ? listed(gone) : `One of ${listed(gone)}`;
  const are = failure.kind === FailureKind.LINK ? `the link ${failure.name} is` : gone.length === 1 ? 'it is' : 'they are';
  const isSure = serversWithAddress(facts).length === 1;
  const first = `${who} ${isSure ? 'has the address of the API, so that' : 'may have the address of the API: then'} kubectl reaches nobody from elsewhere. Until ${are} back,`;
  const last = isHeadless ? ' The API answers there once enough servers are back.' : '';
  return workOn(left, first, facts).map((one) => ({ ...one, text: `${one.text}${last}`, phase: Phase.SECURE }));
}

/** Nodes that know only one address stay silent until it leads somewhere again. kubeadm writes it into the certificate of each server. */
export function addressElsewhere(failure: Failure, facts: ClusterFacts): readonly Step[] {
  const gone = deadWithAddress(failure, facts);
  const { apiEndpoint, distribution, servers } = facts.controlPlane;
  if (gone.length === 0 || distribution === Distribution.K3S || servers.every((server) => failure.dead.includes(server))) return [];
  const text = `If ${listed(gone)} never ${gone.length === 1 ? 'comes' : 'come'} back, let the address ${apiEndpoint.address} lead to a server that lives: nodes that know only this address hear of nothing before.`;
  return [step(text, undefined, Phase.OVERRIDE)];
}

/** K3s writes a kubeconfig with its own address (docs.k3s.io, Cluster Access); that of kubeadm has the address of the API, and each server a certificate for its name. */
export function workOn(servers: readonly string[], first: string, { controlPlane: { apiEndpoint, distribution } }: ClusterFacts): readonly Step[] {
  const [one] = servers;
  if (one === undefined) return [];
  const those = servers.length === 1 ? one : `one of ${listed(servers)}`;
  if (distribution === Distribution.K3S) return [step(`${first} work on ${those}: kubectl needs no other address there.`, 'k3s kubectl get nodes')];
  const [name, place] = servers.length === 1 ? [one, ''] : ['<server>', ', with its name in place of <server>'];
  const port = apiEndpoint.kind === ApiEndpointKind.LOAD_BALANCER ? 6443 : (apiEndpoint.port ?? 6443);
  const config = distribution === Distribution.KUBEADM ? 'export KUBECONFIG=/etc/kubernetes/admin.conf && ' : '';
  return [
    step(`${first} work on ${those}, and let kubectl ask that server itself${place}.`, `${config}alias kubectl="kubectl --server=https://${name}:${port}"`),
  ];
}
