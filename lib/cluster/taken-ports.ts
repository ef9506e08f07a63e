import { ApiEndpointKind, type ControlPlaneProps, Datastore, Distribution } from './control-plane';
import { LoadBalancer, type Policy } from './policy';

/** TCP ports of nodes that something takes which is no app. */
export interface TakenPorts {
  readonly first: number;
  readonly last: number;
  /** As the subject of a sentence: `the kubelet`. */
  readonly by: string;
  readonly nodes: readonly string[];
}

/**
 * What Kubernetes takes at its defaults.
 *
 * Sources: Kubernetes, Ports and Protocols; KubeProxyConfiguration (`healthzBindAddress`, `metricsBindAddress`). Other distributions
 * have other ports, and with Cilium there may be no kube-proxy.
 */
export function portsOfKubernetes(
  { distribution, servers, datastore, apiEndpoint }: ControlPlaneProps,
  { operators }: Policy,
  nodes: readonly string[],
): TakenPorts[] {
  const kubelet = { first: 10250, last: 10250, by: 'the kubelet', nodes };
  if (distribution !== Distribution.K3S && distribution !== Distribution.KUBEADM) return [kubelet];
  const api = apiEndpoint.kind === ApiEndpointKind.LOAD_BALANCER ? 6443 : (apiEndpoint.port ?? 6443);
  const ofServers = (first: number, by: string, last = first) => ({ first, last, by, nodes: nodes.filter((node) => servers.includes(node)) });
  return [
    kubelet,
    ...(operators?.loadBalancer === LoadBalancer.CILIUM ? [] : [10249, 10256].map((port) => ({ first: port, last: port, by: 'kube-proxy', nodes }))),
    ofServers(api, 'the API server'),
    ...(datastore === Datastore.EMBEDDED_ETCD ? [ofServers(2379, 'etcd', 2380)] : []),
    ofServers(10257, 'kube-controller-manager'),
    ofServers(10259, 'kube-scheduler'),
  ];
}
