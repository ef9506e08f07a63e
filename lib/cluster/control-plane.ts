import type { Duration } from './units';

/** The distribution of the control plane. */
export enum Distribution {
  K3S = 'k3s',
  KUBEADM = 'kubeadm',
  /** A provider runs it: EKS, GKE, AKS … */
  MANAGED = 'managed',
  OTHER = 'other',
}

/** Where Kubernetes stores its state. */
export enum Datastore {
  /** The default of K3s with one server. It has no scheduled snapshots. */
  SQLITE = 'sqlite',
  EMBEDDED_ETCD = 'embedded-etcd',
  EXTERNAL = 'external',
}

/** How clients and nodes find the API. */
export enum ApiEndpointKind {
  /** The address of one server: when it is down, whoever knows only this address does not reach the API. Nodes of K3s know each server. */
  ONE_SERVER = 'one-server',
  VIRTUAL_IP = 'virtual-ip',
  LOAD_BALANCER = 'load-balancer',
}

export interface ApiEndpoint {
  readonly kind: ApiEndpointKind;
  /** A name or an address, without port. */
  readonly address: string;
  /**
   * @default 6443
   * @range 1 65535 whole
   */
  readonly port?: number;
}

/** Flags of the control plane and the kubelet that fail-over times follow from. Unset ones have the default of Kubernetes. */
export interface TimingFlags {
  /** kube-controller-manager `--node-monitor-grace-period`. @default - 50 s from Kubernetes 1.32 on, 40 s before */
  readonly nodeMonitorGracePeriod?: Duration;
  /** kube-controller-manager `--node-monitor-period`. @default - 5 s */
  readonly nodeMonitorPeriod?: Duration;
  /** kubelet `nodeLeaseDurationSeconds`; the lease is renewed every quarter of it. @default - 40 s */
  readonly nodeLeaseDuration?: Duration;
  /** kube-controller-manager `--node-eviction-rate`, nodes per second and zone. @default 0.1 */
  readonly nodeEvictionRate?: number;
  /** kube-controller-manager `--secondary-node-eviction-rate`, nodes per second in a big broken zone. @default 0.01 */
  readonly secondaryNodeEvictionRate?: number;
  /** kube-controller-manager `--unhealthy-zone-threshold`, the share of NotReady nodes. @default 0.55 */
  readonly unhealthyZoneThreshold?: number;
  /** kube-controller-manager `--large-cluster-size-threshold`, nodes. @default 50 */
  readonly largeClusterSizeThreshold?: number;
  /** kube-apiserver `--default-not-ready-toleration-seconds` and `--default-unreachable-toleration-seconds`. @default - 300 s */
  readonly defaultToleration?: Duration;
  /** kube-controller-manager `--attach-detach-reconcile-sync-period`. @default - 1 min */
  readonly attachDetachReconcileSyncPeriod?: Duration;
  /** kube-controller-manager `--disable-force-detach-on-timeout`. @default false */
  readonly disableForceDetachOnTimeout?: boolean;
  /** kube-controller-manager `--leader-elect-lease-duration` and retry period together. @default - 17 s */
  readonly leaderChange?: Duration;
}

/** Flags of etcd, the same on all members. Source of defaults and advice: etcd.io/docs/v3.6/tuning. */
export interface EtcdFlags {
  /** `--heartbeat-interval`; etcd advises about the round trip between members. @default - 100 ms; with K3s 500 ms */
  readonly heartbeat?: Duration;
  /** `--election-timeout`; etcd asks for at least 10 round trips, and 5 heartbeats. @default - 1 s; with K3s 5 s */
  readonly electionTimeout?: Duration;
}

/** How monitoring learns about a backup of the cluster state. */
export enum StateBackupReport {
  /** K3s with embedded etcd makes snapshots by itself and lists them in ETCDSnapshotFile objects. */
  K3S_SNAPSHOTS = 'k3s-snapshots',
  /**
   * Your backup script writes its Unix time, as `cluster_state_backup_timestamp_seconds`, into a file `*.prom` below
   * /var/lib/node-exporter on its node.
   */
  NODE_FILE = 'node-file',
}

/** How the cluster state is backed up. */
export interface StateBackup {
  /** The interval of the backup. The snapshots of K3s: 12 h, unless you changed `etcd-snapshot-schedule-cron`. */
  readonly every: Duration;
  readonly reportedBy: StateBackupReport;
}

/** The control plane, as its owner describes it. */
export interface ControlPlaneProps {
  readonly distribution: Distribution;
  /** The Kubernetes version, `1.36.3`. */
  readonly version: string;
  /** Names of the nodes that run it. Empty if a provider runs it. */
  readonly servers: readonly string[];
  readonly datastore: Datastore;
  readonly apiEndpoint: ApiEndpoint;
  /** @default - the defaults of Kubernetes */
  readonly flags?: TimingFlags;
  /** Only for embedded etcd. @default - the defaults of etcd, or of K3s */
  readonly etcd?: EtcdFlags;
  /** @default - no backup is declared, and no alert watches its age */
  readonly stateBackup?: StateBackup;
}

/** Every timing flag with its value, times in seconds. */
export interface Timing {
  readonly gracePeriod: number;
  readonly monitorPeriod: number;
  readonly leaseInterval: number;
  readonly evictionRate: number;
  readonly secondaryEvictionRate: number;
  readonly unhealthyZoneThreshold: number;
  readonly largeClusterSize: number;
  readonly defaultToleration: number;
  readonly attachDetachSync: number;
  readonly forceDetach: boolean;
  readonly leaderChange: number;
}

/**
 * Fills in Kubernetes' defaults.
 *
 * Sources: kube-controller-manager and kube-apiserver flag reference, KubeletConfiguration v1beta1; the grace period rose
 * from 40 s to 50 s with kubernetes/kubernetes pull request 126287 (1.32); the lease is renewed at a quarter of its
 * duration (pkg/kubelet, `nodeLeaseRenewIntervalFraction`). All but the leader change were seen on Kubernetes 1.36.3.
 */
export function timingOf(version: string, flags: TimingFlags = {}): Timing {
  const minor = minorOf(version) ?? 36;
  return Object.freeze({
    gracePeriod: flags.nodeMonitorGracePeriod?.seconds ?? (minor >= 32 ? 50 : 40),
    monitorPeriod: flags.nodeMonitorPeriod?.seconds ?? 5,
    leaseInterval: (flags.nodeLeaseDuration?.seconds ?? 40) / 4,
    evictionRate: flags.nodeEvictionRate ?? 0.1,
    secondaryEvictionRate: flags.secondaryNodeEvictionRate ?? 0.01,
    unhealthyZoneThreshold: flags.unhealthyZoneThreshold ?? 0.55,
    largeClusterSize: flags.largeClusterSizeThreshold ?? 50,
    defaultToleration: flags.defaultToleration?.seconds ?? 300,
    attachDetachSync: flags.attachDetachReconcileSyncPeriod?.seconds ?? 60,
    forceDetach: !(flags.disableForceDetachOnTimeout ?? false),
    leaderChange: flags.leaderChange?.seconds ?? 17,
  });
}

/** The minor of a version `1.36.3`, `v1.36` or `1.36.3+k3s1`. */
export function minorOf(version: string): number | undefined {
  const match = /^v?1\.(\d+)(\.\d+)?([-+].*)?$/.exec(version);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}
