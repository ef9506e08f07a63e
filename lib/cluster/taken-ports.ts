import { ApiEndpointKind, type ControlPlaneProps, Datastore, Distribution } from './control-plane';
import { Protocol } from './protocol';

/** Ports of nodes that something takes which is no app. */
export interface TakenPorts {
  readonly first: number;
  readonly last: number;
  /** @default - TCP */
  readonly protocol?: Protocol;
  /** As the subject of a sentence: `the kubelet`. */
  readonly by: string;
  readonly nodes: readonly string[];
  /** Whether it may have none of them, or only some: apps there are warned of. @default false */
  readonly maybe?: boolean;
}

/**
 * What Kubernetes takes at its defaults. No fact says whether there is a kube-proxy, nor which network plugin there is.
 *
 * Sources: Kubernetes, Ports and Protocols; KubeletConfiguration (`healthzPort`); KubeProxyConfiguration (`healthzBindAddress`,
 * `metricsBindAddress`); K3s, Requirements, Inbound Rules for K3s Nodes (8472/udp), and `k3s agent --help` (`--lb-server-port`).
 * Other distributions have other ports.
 */
export function portsOfKubernetes({ distribution, servers, datastore, apiEndpoint }: ControlPlaneProps, nodes: readonly string[]): TakenPorts[] {
  const kubelet = [10248, 10250].map((port) => ({ first: port, last: port, by: 'the kubelet', nodes }));
  if (distribution !== Distribution.K3S && distribution !== Distribution.KUBEADM) return kubelet;
  const isK3s = distribution === Distribution.K3S;
  const api = apiEndpoint.kind === ApiEndpointKind.LOAD_BALANCER ? 6443 : (apiEndpoint.port ?? 6443);
  const ofServers = (first: number, by: string, last = first) => ({ first, last, by, nodes: nodes.filter((node) => servers.includes(node)) });
  return [
    ...kubelet,
    ...[10249, 10256].map((port) => ({ first: port, last: port, by: 'kube-proxy', nodes, maybe: true })),
    ...(isK3s ? [{ first: 6444, last: 6444, by: 'K3s, for its way to the servers,', nodes }] : []),
    ...(isK3s ? [{ first: 8472, last: 8472, protocol: Protocol.UDP, by: 'Flannel', nodes, maybe: true }] : []),
    ofServers(api, 'the API server'),
    ...(datastore === Datastore.EMBEDDED_ETCD ? [ofServers(2379, 'etcd', 2380)] : []),
    ofServers(10257, 'kube-controller-manager'),
    ofServers(10259, 'kube-scheduler'),
  ];
}
