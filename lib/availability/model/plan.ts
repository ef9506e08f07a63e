import type { NodeRole, Taint } from '../../cluster/node';
import type { PodSecurityLevel } from '../ask/container/security';
import type { Port } from '../ask/network/port';
import type { Route, Tls } from '../ask/network/route';
import type { ServiceProps } from '../ask/network/service';
import type { ResolvedApp } from '../ask/resolved';
import type { VolumeTie } from '../ask/volume/traits';
import type { Volume } from '../ask/volume/volume';
import type { PlannedAutoscale } from './autoscale';
import type { PlannedMetrics } from './metrics';
import type { Outcome } from './outcome';
import type { PlannedSchedule } from './schedule';
import type { Spread } from './spread';

/** A decision with its reason in words. */
export interface Decided<T> {
  readonly value: T;
  readonly why: string;
}

export enum WorkloadKind {
  DEPLOYMENT = 'Deployment',
  STATEFUL_SET = 'StatefulSet',
  CRON_JOB = 'CronJob',
  JOB = 'Job',
  DAEMON_SET = 'DaemonSet',
  /** A pod of its own, which nothing makes again. Only YAML of others has it. */
  POD = 'Pod',
}

/** How a new version replaces the old one. */
export interface Rollout {
  /** All old pods end before the first new one starts. */
  readonly recreate: boolean;
  /** Extra pods during the rollout. */
  readonly maxSurge: number;
  /** Missing pods during the rollout. */
  readonly maxUnavailable: number;
}

/** A label that the pod's node must have. */
export interface NodeRequirement {
  readonly key: string;
  readonly values: readonly string[];
}

/** Which nodes a pod may use. */
export interface Placement {
  readonly role: NodeRole | undefined;
  readonly requirements: readonly NodeRequirement[];
  /** Taints of its nodes, which it tolerates. */
  readonly tolerates: readonly Taint[];
  /** It tolerates every taint. @default false */
  readonly toleratesAll?: boolean;
  /** The nodes that match. Undefined without a cluster. */
  readonly nodes: readonly string[] | undefined;
}

export enum AccessMode {
  READ_WRITE_ONCE = 'ReadWriteOnce',
  READ_WRITE_ONCE_POD = 'ReadWriteOncePod',
  READ_WRITE_MANY = 'ReadWriteMany',
}

/** A claim of the app. */
export interface PlannedClaim {
  readonly volume: Volume;
  /** The name of the claim. With a claim per pod, the name of the template. */
  readonly name: string;
  readonly perPod: boolean;
  readonly accessMode: AccessMode;
  /** It exists already: the app mounts it, and does not create it. @default false */
  readonly exists?: boolean;
  /** The app that owns it, if that is another one. */
  readonly owner?: string;
  /** Undefined: the cluster's default class. */
  readonly storageClass: string | undefined;
  readonly why: string;
}

/** A volume that each pod gets empty. */
export interface PlannedEphemeral {
  readonly volume: Volume;
  /** Undefined: the cluster's default class. */
  readonly storageClass: string | undefined;
}

/** How apps that share data stay on one node. */
export interface Colocation {
  /** The app whose data it is: the others run where its pod runs. */
  readonly owner: string;
  readonly isOwner: boolean;
  /** The owner in turn runs only where one of them runs, if there is one. */
  readonly mutual: boolean;
}

/** A device that the app uses. */
export interface PlannedDevice {
  readonly volume: Volume;
  /** On the node. */
  readonly hostPath: string;
  readonly isDirectory: boolean;
  readonly group: number | undefined;
  /** The extended resource by which a device plugin gives it. Undefined: it is a host path. */
  readonly resource: string | undefined;
}

/** Pods or addresses that may connect. */
export interface PlannedClient {
  /** All pods of the namespace, unless an app is named. Undefined: the app's own namespace, whose name is not known yet. */
  readonly namespace?: string | undefined;
  readonly app?: string;
  /** Only pods with these labels. */
  readonly labels?: { readonly [key: string]: string };
  readonly cidr?: string;
  /** Only on these ports. */
  readonly ports?: readonly Port[];
  /** Whoever it is. */
  readonly anyone?: boolean;
}

/** Pods or addresses that the app may connect to. */
export interface PlannedDestination extends PlannedClient {
  /** Addresses excluded from the range. */
  readonly except?: readonly string[];
  /** Only for DNS queries. */
  readonly dns?: boolean;
}

/** A Service with its ports. */
export interface PlannedService {
  readonly name: string;
  readonly ports: readonly Port[];
  /** Ports that it refers to by number: before 1.32 Kubernetes does not find ports of sidecars by name (kubernetes/kubernetes#127976). */
  readonly byNumber: readonly Port[];
  readonly props: ServiceProps;
  /** Where its fixed addresses go: the field `loadBalancerIP`, or key and value of an annotation. Undefined: it has none. */
  readonly addresses: Decided<{ readonly field?: string; readonly annotation?: readonly [string, string] }> | undefined;
}

/** The API that routes web addresses to an app. */
export enum RouteApi {
  INGRESS = 'Ingress',
  /** The Gateway API: HTTPRoute and TLSRoute. */
  GATEWAY = 'Gateway',
}

/** A listener of a Gateway that a route attaches to. */
export interface PlannedParent {
  readonly name: string;
  readonly namespace: string;
  /** The name of the listener; undefined: every listener that accepts the route. */
  readonly listener: string | undefined;
}

/** A route, with everything that it leaves to the cluster filled in. */
export interface PlannedRoute {
  readonly route: Route;
  readonly tls: Tls;
  /** Undefined: the default class of the cluster, or no Ingress. */
  readonly ingressClass: string | undefined;
  /** Empty: an Ingress. */
  readonly parents: readonly PlannedParent[];
}

/** A disruption budget, in one of its two forms. */
export interface PlannedBudget {
  /** Pods, or a part of as many as there are: `50%`. */
  readonly maxUnavailable?: number | string;
  readonly minAvailable?: number;
}

/** All decisions for one app, frozen. Rendering adds nothing to them. */
export interface Plan {
  /**
   * What the app asks for, as the decisions read it.
   *
   * @internal
   */
  readonly ask: ResolvedApp;
  readonly workload: Decided<WorkloadKind>;
  /** With an autoscaler, the least. */
  readonly replicas: Decided<number>;
  readonly autoscale?: Decided<PlannedAutoscale>;
  readonly rollout: Decided<Rollout>;
  readonly placement: Decided<Placement>;
  /** Those of its nodes with room for it and the apps that move with it, if nothing else ran there. Undefined without a cluster. */
  readonly fitting: readonly string[] | undefined;
  readonly spread: Decided<readonly Spread[]>;
  /** Each of its pods asks to be on the node of another one, which may be ending there. No class does. @default false */
  readonly followsItself?: boolean;
  /** Whether it prefers nodes without other apps of the same class. */
  readonly apart: Decided<boolean>;
  /** Seconds on a dead node; infinite: forever. */
  readonly toleration: Decided<number>;
  readonly budget: Decided<PlannedBudget | undefined>;
  /** The PriorityClass; undefined without a cluster that has it. */
  readonly priority: Decided<string | undefined>;
  /** Who may connect; undefined: anyone. */
  readonly allowFrom: Decided<readonly PlannedClient[] | undefined>;
  /** What it may connect to; undefined: anything. */
  readonly allowTo: Decided<readonly PlannedDestination[] | undefined>;
  readonly services: readonly PlannedService[];
  readonly routeApi: Decided<RouteApi>;
  readonly routes: readonly PlannedRoute[];
  readonly metrics: Decided<PlannedMetrics> | undefined;
  readonly claims: readonly PlannedClaim[];
  readonly ephemeral: readonly PlannedEphemeral[];
  /** Undefined: it is scheduled independently of other apps. */
  readonly colocation: Decided<Colocation | undefined>;
  /** Only for jobs. */
  readonly schedule?: Decided<PlannedSchedule>;
  readonly devices: readonly PlannedDevice[];
  readonly securityLevel: Decided<PodSecurityLevel>;
  /** Supplementary groups of the pod: those of its devices, and those that it asks for. */
  readonly groups: readonly number[];
  /** Seconds after which a rollout counts as failed; undefined: the 10 min of Kubernetes. */
  readonly progressDeadline: number | undefined;
  readonly volumeTie: VolumeTie;
  /** What happens to it when its node crashes. Undefined without a cluster. */
  readonly outcome: Outcome | undefined;
  /** Codes of rules that could not be checked without facts. */
  readonly unchecked: readonly string[];
}

/** The nodes that its pods may be on: those with room for it, if any has. */
export function nodesOf({ fitting = [], placement }: Pick<Plan, 'fitting' | 'placement'>): readonly string[] {
  return fitting.length > 0 ? fitting : (placement.value.nodes ?? []);
}

/**
 * Nodes of its role that are too small for its pods. A hard spread counts them (nodeAffinityPolicy Honor looks at labels alone): as long as
 * one of them is there, each other node takes one pod at most.
 */
export function emptyNodesOf({ fitting = [], placement, spread }: Pick<Plan, 'fitting' | 'placement' | 'spread'>): readonly string[] {
  const { nodes = [] } = placement.value;
  if (fitting.length === 0 || fitting.length === nodes.length || !spread.value.some(({ hard }) => hard)) return [];
  const taking = new Set(fitting);
  return nodes.filter((node) => !taking.has(node));
}
