/** What answers for the names of Services. */
export interface ClusterDns {
  /**
   * How many pods it has, each on a node of its own: one is enough. K3s spreads those of CoreDNS so (k3s-io/k3s#12433 quotes its
   * manifest: `DoNotSchedule` over `kubernetes.io/hostname`). kubeadm only prefers different nodes: say 1 there, unless you spread them.
   */
  readonly replicas: number;
}
