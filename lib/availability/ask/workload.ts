import type { NodeRole } from '../../cluster/node';
import type { WorkloadProps } from './app';
import type { RunProps, ScheduleProps } from './schedule';

/** What an app promises when a node dies. */
export enum AvailabilityClass {
  /** One pod; it moves to another node when its node dies. */
  SINGLE_POD_FLEXIBLE = 'SinglePodFlexible',
  /** One pod on one node: host down, pod down. */
  SINGLE_POD_PINNED = 'SinglePodPinned',
  /** Always several pods: no single node takes the app down. */
  HIGHLY_AVAILABLE = 'HighlyAvailable',
}

/** Workloads outside the three classes: you do not choose them for what happens when a node dies. */
export enum OtherWorkload {
  /** A pod that runs to its end, on a schedule. */
  SCHEDULED_JOB = 'ScheduledJob',
  /** A pod that runs to its end, once. */
  ONE_OFF_JOB = 'OneOffJob',
  /** A pod on every node, or on every node of a role. */
  NODE_AGENT = 'NodeAgent',
}

export type WorkloadClass = AvailabilityClass | OtherWorkload;

/** Whether its pod runs to its end, on a schedule or once. */
export function isJob({ availabilityClass }: { readonly availabilityClass: WorkloadClass }): boolean {
  return isJobClass(availabilityClass);
}

export function isJobClass(workload: WorkloadClass): workload is OtherWorkload.SCHEDULED_JOB | OtherWorkload.ONE_OFF_JOB {
  return workload === OtherWorkload.SCHEDULED_JOB || workload === OtherWorkload.ONE_OFF_JOB;
}

/** A pod of a new version beside the old one. */
export interface RollingUpdateProps {
  /** Why two pods at once do no harm. The report shows it. */
  readonly reason: string;
}

export interface SinglePodFlexibleProps extends WorkloadProps {
  /**
   * A new version starts beside the old one, which ends once the new one is ready: no gap, but two pods for a while. Only for
   * apps whose pods share nothing that they write. @default - the old pod ends first
   */
  readonly rollingUpdate?: RollingUpdateProps;
}

/** The node that an app is bound to, if no device decides it. */
export interface PinnedNode {
  readonly name: string;
  /** The reason why the app can run nowhere else. */
  readonly reason: string;
}

/** A pinned app names its node, or a device that one node has. */
export interface SinglePodPinnedProps extends WorkloadProps {
  /** @default - the node that has the devices among the volumes */
  readonly node?: PinnedNode;
}

/** How many pods a highly available app has. */
export class Replicas {
  /** Three or more. */
  static of(count: number): Replicas {
    return new Replicas(count, undefined);
  }
  /** Two, with the reason why not three. */
  static two(reason: string): Replicas {
    return new Replicas(2, reason);
  }

  private constructor(
    readonly count: number,
    readonly reason: string | undefined,
  ) {
    Object.freeze(this);
  }
}

/** How many pods a drain may stop at once. */
export class Budget {
  static maxUnavailable(pods: number): Budget {
    return new Budget(pods, undefined);
  }
  static minAvailable(pods: number): Budget {
    return new Budget(undefined, pods);
  }

  private constructor(
    readonly maxUnavailable: number | undefined,
    readonly minAvailable: number | undefined,
  ) {
    Object.freeze(this);
  }
}

/** More pods while there is more to do. */
export interface AutoscaleProps {
  /**
   * The most pods, more than `replicas`, which is the least.
   * @range 2 150000 whole
   */
  readonly max: number;
  /**
   * Pods are added while all together use more than this part of the CPU that they request.
   * @default 80
   * @range 1 1000 whole
   */
  readonly cpuPercent?: number;
}

/** A highly available app may set the number of its pods, and how many a drain may stop. */
export interface HighlyAvailableProps extends WorkloadProps {
  /** @default - 3 */
  readonly replicas?: Replicas;
  /** @default - one pod at a time */
  readonly budget?: Budget;
  /** It serves only while more than half of its pods run, as etcd, RabbitMQ and Galera do. @default false */
  readonly majority?: boolean;
  /** Whether a rollout may start one more pod before an old one stops, where a node is free for it. @default true */
  readonly surge?: boolean;
  /** More pods than `replicas` under load, never fewer. Needs metrics-server. @default - always as many as `replicas` */
  readonly autoscale?: AutoscaleProps;
}

/** A job has the props of an app, except those for apps that serve clients, and a schedule. */
export interface ScheduledJobProps extends Omit<WorkloadProps, 'network' | 'health' | 'objective' | 'maxReplicas'>, ScheduleProps {
  /** @default - the node of the app whose data it shares, or the node of its devices, or else any node of its role */
  readonly node?: PinnedNode;
}

/** A one-off job has the props of a scheduled one, without a schedule. */
export interface OneOffJobProps extends Omit<WorkloadProps, 'network' | 'health' | 'objective' | 'maxReplicas'>, RunProps {
  /** @default - the node of the app whose data it shares, or the node of its devices, or else any node of its role */
  readonly node?: PinnedNode;
}

/** The reason why a node is useless without the agent. */
export interface Critical {
  readonly reason: string;
}

/** An agent has the props of an app. With `placement.role` it runs on the nodes of that role, otherwise on every node. */
export interface NodeAgentProps extends Omit<WorkloadProps, 'objective' | 'maxReplicas'> {
  /** Use the highest priority of Kubernetes, for agents that a node needs: it evicts apps. @default - the priority of pinned apps */
  readonly critical?: Critical;
  /** How many nodes at once may be without it during a rollout. @default 1 */
  readonly maxUnavailable?: number;
}

/** How the scheduler ranks the pods of an app. */
export interface Rank {
  readonly value: number;
  readonly preempts: boolean;
  /** Of a PriorityClass that is not from this library nobody knows what it does: it may block all others, and drive away none. */
  readonly isKnown: boolean;
}

/** One app with its class: the input of the model. */
export interface Ask {
  readonly availabilityClass: WorkloadClass;
  /** The path of the construct: `homelab/worker/sonarr`. */
  readonly path: string;
  readonly name: string;
  /** Undefined in a chart without a namespace. */
  readonly namespace: string | undefined;
  /** The role of the nodes that it may use, from its placement or its folder. */
  readonly role: NodeRole | undefined;
  readonly props: WorkloadProps;
  /** Without a cluster: whether the program writes the PriorityClasses all the same. */
  readonly hasPriorities?: boolean;
  /** Only for pinned apps and jobs. */
  readonly node?: PinnedNode;
  /** Only for flexible apps. */
  readonly rollingUpdate?: RollingUpdateProps;
  /** Only for highly available apps. */
  readonly replicas?: Replicas;
  /** Only for highly available apps. */
  readonly budget?: Budget;
  /** Only for highly available apps. */
  readonly majority?: boolean;
  /** Only for highly available apps. */
  readonly surge?: boolean;
  /** Only for highly available apps. */
  readonly autoscale?: AutoscaleProps;
  /** Only for jobs that run again. */
  readonly schedule?: ScheduleProps;
  /** Only for one-off jobs. */
  readonly run?: RunProps;
  /** Only for node agents. */
  readonly critical?: Critical;
  /** Only for node agents. */
  readonly maxUnavailable?: number;
  /** What YAML of others says of its PriorityClass. @default - follows from the class, or from the name of the PriorityClass */
  readonly rank?: Rank;
}
