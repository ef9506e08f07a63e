import type { Cpu, Duration, Size } from './units';

/** What a machine is there for. A node may have several roles. */
export enum NodeRole {
  /** Runs the Kubernetes control plane. */
  CONTROL = 'control',
  /** Runs apps. */
  WORKER = 'worker',
  /** Holds a full copy of replicated data: a diskful DRBD peer. */
  STORAGE = 'storage',
  /** Votes on replicated data without holding it: a diskless DRBD tiebreaker. */
  WITNESS = 'witness',
  /** Lets the outside in. */
  INGRESS = 'ingress',
  /** Runs monitoring and nothing else, unless it is a worker too. */
  MONITORING = 'monitoring',
  /** Runs apps at a place that may be cut off for long. */
  EDGE = 'edge',
}

/** The processor architecture, as Kubernetes writes it into the label `kubernetes.io/arch`. */
export enum Architecture {
  AMD64 = 'amd64',
  ARM64 = 'arm64',
  ARM = 'arm',
}

/** How a machine that went silent can be made surely harmless. */
export enum FencingMethod {
  NONE = 'none',
  IPMI = 'ipmi',
  AMT = 'amt',
  PDU = 'pdu',
  CLOUD_API = 'cloud-api',
  WATCHDOG = 'watchdog',
  /** The storage freezes the writes of the side without quorum; the machine itself runs on. */
  QUORUM_IO = 'quorum-io',
}

/** Whether, and how fast, a dead node is fenced. */
export interface Fencing {
  readonly method: FencingMethod;
  /**
   * From the node's last sign of life to the out-of-service taint, when an agent does it.
   * @default - a person fences by hand, whenever he comes
   */
  readonly automatedWithin?: Duration;
}

/** What holds the bytes of a storage pool. */
export enum PoolKind {
  LVM_THIN = 'lvm-thin',
  LVM = 'lvm',
  ZFS_THIN = 'zfs-thin',
  ZFS = 'zfs',
  /** A directory of the node's own file system. */
  DIRECTORY = 'directory',
}

/** Disk space of a node that volumes are cut from. */
export interface Pool {
  /** Of all nodes that hold a part of one replicated store, the same name (3 to 48 letters, digits, `-`, `_`). */
  readonly name: string;
  readonly kind: PoolKind;
  /** What volumes may use of it. */
  readonly size: Size;
  /**
   * The LVM volume group, the zpool or the directory.
   * @default - LVM thin: `linstor_<name>`; LVM and ZFS: the pool's name; directory: `/var/lib/linstor-pools/<name>`
   */
  readonly source?: string;
  /**
   * Plain devices that the pool is made from when it does not exist yet, as absolute paths.
   * @default - the pool exists already
   */
  readonly devices?: readonly string[];
}

/** A piece of hardware that apps may ask for by its name. */
export interface Device {
  /** Unique in the cluster: `zwave-stick`. */
  readonly name: string;
  /** Where the node shows it: `/dev/serial/by-id/…`, `/dev/dri`. */
  readonly path: string;
  /** The path is a folder of device files, as /dev/dri is. @default false */
  readonly isDirectory?: boolean;
  /**
   * The numeric group that owns the device file on the node (`stat -c %g`); a non-root pod joins it.
   * The container must be privileged as well, or the runtime's device cgroup keeps the file closed.
   * @default - the app must run as root to open it
   */
  readonly group?: number;
}

/** What a machine must not run. */
export enum Exclusion {
  PRODUCTIVE_WORKLOADS = 'productive workloads',
  VIRTUAL_MACHINES = 'virtual machines',
  HOST_SERVICES = 'services on the host',
  HOST_CONTAINERS = 'containers outside Kubernetes',
  AI_INFERENCE = 'AI inference',
}

/** Something that a machine runs beside Kubernetes. */
export interface HostWorkload {
  readonly name: string;
  readonly kind: Exclusion;
}

/** What keeps pods off a node that do not ask for it. */
export interface Taint {
  readonly key: string;
  /** @default - no value */
  readonly value?: string;
  readonly effect: TaintEffect;
}

export enum TaintEffect {
  NO_SCHEDULE = 'NoSchedule',
  PREFER_NO_SCHEDULE = 'PreferNoSchedule',
  NO_EXECUTE = 'NoExecute',
}

/** What of a node's capacity is not for pods. */
export interface Reserved {
  readonly cpu: Cpu;
  readonly memory: Size;
}

/** One machine, as its owner describes it. */
export interface NodeProps {
  /** The name that Kubernetes knows it by, equal to its label `kubernetes.io/hostname`. */
  readonly name: string;
  readonly roles: readonly NodeRole[];
  /** The place with its own power and uplink in which it stands. */
  readonly site: string;
  /** A part of the site that fails on its own. @default - the site */
  readonly zone?: string;
  readonly cpu: Cpu;
  readonly memory: Size;
  /**
   * For the system, the kubelet and, on control nodes, the control plane.
   * @default - 100m and 512Mi; with the role control 500m and 2Gi
   */
  readonly reserved?: Reserved;
  /**
   * What its own disk has for pods: their logs, what they write into themselves, scratch volumes. `ephemeral-storage` below
   * Allocatable of `kubectl describe node`.
   * @default - not known, and not checked
   */
  readonly ephemeralStorage?: Size;
  /** How many pods the kubelet takes (`maxPods`). @default 110 */
  readonly maxPods?: number;
  /** @default - no space for volumes */
  readonly pools?: readonly Pool[];
  /** @default - none that apps ask for */
  readonly devices?: readonly Device[];
  /** What device plugins offer on it, by name, as `kubectl get node -o yaml` shows it: `{ 'gpu.intel.com/i915': 1 }`. @default - nothing */
  readonly extendedResources?: { readonly [name: string]: number };
  /** DeviceClasses of which drivers for Dynamic Resource Allocation have devices here: `gpu.intel.com`. @default - none */
  readonly deviceClasses?: readonly string[];
  /** Kernel settings that its kubelet lets pods have beside the safe ones (`--allowed-unsafe-sysctls`): `net.ipv4.ip_forward`, `net.*`. @default - none */
  readonly allowedUnsafeSysctls?: readonly string[];
  /** @default Architecture.AMD64 */
  readonly architecture?: Architecture;
  /** @default - FencingMethod.NONE */
  readonly fencing?: Fencing;
  /** Own labels, beside those that follow from the facts. @default - none */
  readonly labels?: { readonly [key: string]: string };
  /** Own taints, beside those that follow from the roles. @default - none */
  readonly taints?: readonly Taint[];
  /** What it must not run. @default - nothing is excluded */
  readonly excludes?: readonly Exclusion[];
  /** What it runs beside Kubernetes. @default - nothing */
  readonly hostWorkloads?: readonly HostWorkload[];
}

/** The prefix of every label and annotation that is this library's own. */
export const LABEL_PREFIX = 'cdk8s-availability';

/** The label of a node that has a role; the kubelet may not set `node-role.kubernetes.io/*` itself. */
export function roleLabel(role: NodeRole): string {
  return `${LABEL_PREFIX}/role-${role}`;
}

/**
 * The taints that follow from the roles of a node. Ingress makes none: the pods in which K3s' ServiceLB receives traffic
 * tolerate the control plane's taint and no other (k3s pkg/cloudprovider/servicelb.go).
 */
export function roleTaints(roles: readonly NodeRole[]): Taint[] {
  if (roles.includes(NodeRole.WORKER)) return [];
  if (roles.includes(NodeRole.CONTROL)) return [{ key: 'node-role.kubernetes.io/control-plane', effect: TaintEffect.NO_SCHEDULE }];
  return [NodeRole.MONITORING, NodeRole.EDGE]
    .filter((role) => roles.includes(role))
    .map((role) => ({ key: `${LABEL_PREFIX}/dedicated-${role}`, effect: TaintEffect.NO_SCHEDULE }));
}
