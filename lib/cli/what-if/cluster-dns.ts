import type { ClusterFactsProps } from '../../cluster/cluster';
import { Distribution } from '../../cluster/control-plane';
import type { Change } from './change';

const PODS = 2;

/** K3s has one pod of CoreDNS, and keeps the number that somebody scales it to: its manifest names none (k3s, manifests/coredns.yaml). */
export function clusterDnsCandidates(facts: ClusterFactsProps): readonly Change[] {
  const { replicas = 1 } = facts.clusterDns ?? {};
  if (facts.controlPlane.distribution !== Distribution.K3S || replicas >= PODS || facts.nodes.length < PODS) return [];
  return [
    {
      id: 'cluster-dns',
      title: `CoreDNS has ${PODS} pods`,
      work: `kubectl -n kube-system scale deployment coredns --replicas=${PODS}`,
      alike: [],
      facts: { ...facts, clusterDns: { replicas: PODS } },
    },
  ];
}
