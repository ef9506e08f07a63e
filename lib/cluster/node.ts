import { refuseMisshapen } from './refuse';
import { oneOf } from './shape';
import type { Cpu, Duration, Size } from './units';

/** The purpose of a node. A node may have several roles. */
export enum NodeRole {
  /** Runs the Kubernetes control plane. */
  CONTROL = 'control',
  /** Runs apps. */
  WORKER = 'worker',
  /** Holds a full copy of replicated data. */
  STORAGE = 'storage',
  /** Votes on replicated data without holding it: a diskless tiebreaker. */
  WITNESS = 'witness',
  /** Receives traffic from outside. */
  INGRESS = 'ingress',
  /** Runs monitoring and nothing else, unless it is a worker too. */
  MONITORING = 'monitoring',
  /** Runs apps in a place that may be offline for a long time. */
  EDGE = 'edge',
}

/** The processor architecture, as Kubernetes writes it into the label `kubernetes.io/arch`. */
export enum Architecture {
  AMD64 = 'amd64',
  ARM64 = 'arm64',
  ARM = 'arm',
}

/** How to make sure that a silent node does no harm. */
export enum FencingMethod {
  NONE = 'none',
  IPMI = 'ipmi',
  AMT = 'amt',
  PDU = 'pdu',
  CLOUD_API = 'cloud-api',
  WATCHDOG = 'watchdog',
  /** The storage freezes the writes of the side without quorum; the machine itself keeps running. */
  QUORUM_IO = 'quorum-io',
}

/** How a dead node is fenced, and how fast. */
export interface Fencing {
  readonly method: FencingMethod;
  /**
   * The time from the last heartbeat of the node to the out-of-service taint, if an agent sets it.
   * @default - a person fences by hand, with no time limit
   * @range 0
   */
  readonly automatedWithin?: Duration;
}

/** The technology of a storage pool. */
export enum PoolKind {
  LVM_THIN = 'lvm-thin',
  LVM = 'lvm',
  ZFS_THIN = 'zfs-thin',
  ZFS = 'zfs',
  /** A directory on the file system of the node. */
  DIRECTORY = 'directory',
}

/** Disk space of a node for volumes. */
export interface Pool {
  /** The same name on all nodes that hold a part of one replicated store (3 to 48 letters, digits, `-`, `_`). */
  readonly name: string;
  readonly kind: PoolKind;
  /** The space for volumes. */
  readonly size: Size;
  /**
   * Claims in it that are not of this program. @default - none
   * @range 0
   */
  readonly otherClaims?: Size;
  /**
   * How often its size may be claimed, for thin pools and directories: 2 is twice. A pool that is full stops every volume in it, so watch it.
   * @default 1
   */
  readonly overcommit?: number;
  /**
   * The LVM volume group, the zpool or the directory.
   * @default - LVM thin: `linstor_<name>`; LVM and ZFS: the pool's name; directory: `/var/lib/linstor-pools/<name>`
   */
  readonly source?: string;
  /**
   * Raw devices to create the pool from if it does not exist yet, as absolute paths.
   * @default - the pool exists already
   */
  readonly devices?: readonly string[];
}

/** A piece of hardware that apps can request by name. */
export interface Device {
  /** Unique in the cluster: `zwave-stick`. */
  readonly name: string;
  /** Its path on the node: `/dev/serial/by-id/…`, `/dev/dri`. */
  readonly path: string;
  /** The path is a folder of device files, as /dev/dri is. @default false */
  readonly isDirectory?: boolean;
  /**
   * The numeric group that owns the device file on the node (`stat -c %g`); pods that use the device join it.
   * @default - the app must run as root to open it
   * @range 0 2147483647 whole
   */
  readonly group?: number;
  /** How many pods may have it at once where a device plugin gives devices out: several for a graphics processor. @default 1 */
  readonly pods?: number;
}

/** What a machine must not run. */
export enum Exclusion {
  PRODUCTIVE_WORKLOADS = 'productive workloads',
  VIRTUAL_MACHINES = 'virtual machines',
  HOST_SERVICES = 'services on the host',
  HOST_CONTAINERS = 'containers outside Kubernetes',
  AI_INFERENCE = 'AI inference',
}

/** Something that a machine runs outside Kubernetes. */
export interface HostWorkload {
  readonly name: string;
  readonly kind: Exclusion;
}

/** A taint: it repels pods that do not tolerate it. */
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

/** Capacity of a node that is not for pods. */
export interface Reserved {
  readonly cpu: Cpu;
  readonly memory: Size;
}

/** One machine, as its owner describes it. */
export interface NodeProps {
  /** Its name in Kubernetes, equal to its label `kubernetes.io/hostname`. */
  readonly name: string;
  readonly roles: readonly NodeRole[];
  /** The site where the node is. */
  readonly site: string;
  /** A part of the site that fails on its own. @default - the site */
  readonly zone?: string;
  readonly cpu: Cpu;
  readonly memory: Size;
  /**
   * Capacity for the system, the kubelet and, on control nodes, the control plane.
   * @default - 100m and 512Mi; with the role control 500m and 2Gi
   */
  readonly reserved?: Reserved;
  /**
   * The space on its disk for pods: logs, container file systems and scratch volumes. `ephemeral-storage` below
   * Allocatable of `kubectl describe node`.
   * @default - not known, and not checked
   */
  readonly ephemeralStorage?: Size;
  /** How many pods the kubelet accepts (`maxPods`). @default 110 */
  readonly maxPods?: number;
  /** @default - no pools */
  readonly pools?: readonly Pool[];
  /** @default - no devices */
  readonly devices?: readonly Device[];
  /** Extended resources that device plugins offer on it, as `kubectl get node -o yaml` shows it: `{ 'gpu.intel.com/i915': 1 }`. @default - nothing */
  readonly extendedResources?: { readonly [name: string]: number };
  /** DeviceClasses for which Dynamic Resource Allocation drivers have devices here: `gpu.intel.com`. @default - none */
  readonly deviceClasses?: readonly string[];
  /** Kernel settings that its kubelet allows in addition to the safe ones (`--allowed-unsafe-sysctls`): `net.ipv4.ip_forward`, `net.*`. @default - none */
  readonly allowedUnsafeSysctls?: readonly string[];
  /** @default Architecture.AMD64 */
  readonly architecture?: Architecture;
  /** @default - FencingMethod.NONE */
  readonly fencing?: Fencing;
  /** Extra labels, in addition to those from the facts. @default - none */
  readonly labels?: { readonly [key: string]: string };
  /** Extra taints, in addition to those from the roles. @default - none */
  readonly taints?: readonly Taint[];
  /** What it must not run. @default - nothing is excluded */
  readonly excludes?: readonly Exclusion[];
  /** What it runs outside Kubernetes. @default - nothing */
  readonly hostWorkloads?: readonly HostWorkload[];
}

/** The label of a node with the name of its machine: nearly always that of the node. */
export const HOSTNAME = 'kubernetes.io/hostname';

/** What a node has in that label. A cloud may name its nodes otherwise than their machines. */
export function hostnameOf({ name, labels = {} }: Pick<NodeProps, 'name' | 'labels'>): string {
  return labels[HOSTNAME] ?? name;
}

/** The labels of a node with its zone and its region. */
export const ZONE = 'topology.kubernetes.io/zone';
export const REGION = 'topology.kubernetes.io/region';

/** The prefix of every label and annotation of this library. */
export const LABEL_PREFIX = 'cdk8s-availability';

const ROLE = oneOf('NodeRole', NodeRole);

/** The label of a node that has a role; the kubelet must not set `node-role.kubernetes.io/*` itself. */
export function roleLabel(role: NodeRole): string {
  refuseMisshapen('roleLabel', ROLE, role);
  return `${LABEL_PREFIX}/role-${role}`;
}

/**
 * The taints that follow from the roles of a node. The role ingress adds none: the pods in which K3s' ServiceLB receives traffic
 * tolerate only the control plane taint (k3s pkg/cloudprovider/servicelb.go).
 */
export function roleTaints(roles: readonly NodeRole[]): Taint[] {
  if (roles.includes(NodeRole.WORKER)) return [];
  if (roles.includes(NodeRole.CONTROL)) return [{ key: 'node-role.kubernetes.io/control-plane', effect: TaintEffect.NO_SCHEDULE }];
  return [NodeRole.MONITORING, NodeRole.EDGE]
    .filter((role) => roles.includes(role))
    .map((role) => ({ key: `${LABEL_PREFIX}/dedicated-${role}`, effect: TaintEffect.NO_SCHEDULE }));
}
