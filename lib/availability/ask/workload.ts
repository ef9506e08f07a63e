import type { NodeRole } from '../../cluster/node';
import type { WorkloadProps } from './app';
import type { ScheduleProps } from './schedule';

/** What an app promises when a node dies. */
export enum AvailabilityClass {
  /** One pod, never two; it moves to another node when its node dies. */
  SINGLE_POD_FLEXIBLE = 'SinglePodFlexible',
  /** One pod on one node: host down, pod down. */
  SINGLE_POD_PINNED = 'SinglePodPinned',
  /** Always several pods: no single node takes the app down. */
  HIGHLY_AVAILABLE = 'HighlyAvailable',
}

/** Workloads beside the classes: a node's death is not what they are chosen by. */
export enum OtherWorkload {
  /** A pod that runs to its end, by the clock. */
  SCHEDULED_JOB = 'ScheduledJob',
  /** A pod on every node, or on every node of a role. */
  NODE_AGENT = 'NodeAgent',
}

export type WorkloadClass = AvailabilityClass | OtherWorkload;

/** A flexible app needs nothing beside what every app says. */
export interface SinglePodFlexibleProps extends WorkloadProps {}

/** The node that an app is bound to, when no device says it. */
export interface PinnedNode {
  readonly name: string;
  /** Why the app can run nowhere else. */
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
  /** Two, and why not three. */
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

/** How many pods a drain may take at once. */
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

/** A highly available app may say how many pods it has, and how many a drain may take. */
export interface HighlyAvailableProps extends WorkloadProps {
  /** @default - 3 */
  readonly replicas?: Replicas;
  /** @default - one pod at a time */
  readonly budget?: Budget;
}

/** A job is described like an app, but for what is of no use to one that nobody calls and that ends; and it says when it runs. */
export interface ScheduledJobProps extends Omit<WorkloadProps, 'network' | 'health' | 'objective' | 'maxReplicas'>, ScheduleProps {
  /** @default - the node of the app whose data it shares or of the devices among the volumes, else any of its role */
  readonly node?: PinnedNode;
}

/** Why every node is of no use without an agent. */
export interface Critical {
  readonly reason: string;
}

/** An agent is described like an app. With `placement.role` it runs on the nodes of that role, else on every node. */
export interface NodeAgentProps extends Omit<WorkloadProps, 'objective' | 'maxReplicas'> {
  /** Kubernetes' own priority for what a node cannot do without: it drives apps away. @default - the priority of pinned apps */
  readonly critical?: Critical;
  /** How many nodes at once may be without it while a new version is rolled out. @default 1 */
  readonly maxUnavailable?: number;
}

/** One app with its class: the question to the model. */
export interface Ask {
  readonly availabilityClass: WorkloadClass;
  /** The construct's path: `homelab/worker/sonarr`. */
  readonly path: string;
  readonly name: string;
  /** Undefined in a chart without a namespace. */
  readonly namespace: string | undefined;
  /** The role of the nodes that it may use, from its placement or its folder. */
  readonly role: NodeRole | undefined;
  readonly props: WorkloadProps;
  /** Of pinned apps and of jobs. */
  readonly node?: PinnedNode;
  /** Of highly available apps. */
  readonly replicas?: Replicas;
  /** Of highly available apps. */
  readonly budget?: Budget;
  /** Of jobs. */
  readonly schedule?: ScheduleProps;
  /** Of node agents. */
  readonly critical?: Critical;
  /** Of node agents. */
  readonly maxUnavailable?: number;
}
