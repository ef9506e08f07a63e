import type { NodeRole, Taint } from '../../cluster/node';
import type { PodSecurityLevel } from '../ask/container/security';
import type { Port, ServiceProps } from '../ask/network/network';
import type { ResolvedApp } from '../ask/resolved';
import type { Concurrency, HistoryProps } from '../ask/schedule';
import type { VolumeTie } from '../ask/volume/traits';
import type { Volume } from '../ask/volume/volume';
import type { Outcome } from './outcome';

/** A decision with its reason in words. */
export interface Decided<T> {
  readonly value: T;
  readonly why: string;
}

export enum WorkloadKind {
  DEPLOYMENT = 'Deployment',
  STATEFUL_SET = 'StatefulSet',
  CRON_JOB = 'CronJob',
  DAEMON_SET = 'DaemonSet',
}

/** How a new version takes the place of the old. */
export interface Rollout {
  /** All old pods end before the first new one starts. */
  readonly recreate: boolean;
  /** Pods beyond the replicas while it goes on. */
  readonly maxSurge: number;
  /** Pods short of the replicas while it goes on. */
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
  /** Node taints that it tolerates because its nodes have them. */
  readonly tolerates: readonly Taint[];
  /** Whatever keeps others off a node does not keep it off. @default false */
  readonly toleratesAll?: boolean;
  /** The nodes that are left; undefined without a cluster. */
  readonly nodes: readonly string[] | undefined;
}

/** How an app's own pods keep apart. */
export interface Spread {
  readonly topologyKey: string;
  /** A pod rather waits than breaks it. */
  readonly hard: boolean;
  /** Count each version of the app for itself, so that a rollout does not skew it. */
  readonly perRevision: boolean;
}

export enum AccessMode {
  READ_WRITE_ONCE = 'ReadWriteOnce',
  READ_WRITE_MANY = 'ReadWriteMany',
}

/** A claim that the app brings along. */
export interface PlannedClaim {
  readonly volume: Volume;
  /** Of the claim; of a claim per pod, the template's. */
  readonly name: string;
  readonly perPod: boolean;
  readonly accessMode: AccessMode;
  /** The app that brings it along, when it is another one. */
  readonly owner?: string;
  /** Undefined: the cluster's default class. */
  readonly storageClass: string | undefined;
  readonly why: string;
}

/** How apps that share data are kept on one node. */
export interface Colocation {
  /** The app whose data it is: the others go where its pod is. */
  readonly owner: string;
  readonly isOwner: boolean;
  /** The owner in its turn goes only where one of them is, as long as there is one. */
  readonly mutual: boolean;
}

/** When a pod of a job counts as over, so that another one may follow. */
export enum PodOver {
  /** Its kubelet, or who knows that the node is off, says so. */
  FAILED = 'Failed',
  /** It is being deleted: by force it can be taken away at once. */
  TERMINATING_OR_FAILED = 'TerminatingOrFailed',
}

/** When a job runs. */
export interface PlannedSchedule {
  readonly schedule: string;
  readonly timeZone: string;
  readonly concurrency: Concurrency;
  /** Seconds; undefined: a run may take for ever. */
  readonly deadline: number | undefined;
  /** Seconds; undefined: a run may start as late as need be. */
  readonly startingDeadline: number | undefined;
  readonly retries: number;
  /** Pods that a drain or a dead node ended do not count as retries. */
  readonly ignoresDisruptions: boolean;
  /** When a pod counts as over; undefined: the cluster is too old to be told. */
  readonly over: PodOver | undefined;
  readonly history: HistoryProps;
  readonly suspend: boolean;
}

/** A device that the app gets. */
export interface PlannedDevice {
  readonly volume: Volume;
  /** On the node. */
  readonly hostPath: string;
  readonly isDirectory: boolean;
  readonly group: number | undefined;
}

/** Pods or addresses that may connect. */
export interface PlannedClient {
  /** All pods of it, unless an app is named. Undefined: the app's own, which has no name yet. */
  readonly namespace?: string | undefined;
  readonly app?: string;
  readonly cidr?: string;
}

/** Pods or addresses that the app may connect to. */
export interface PlannedDestination extends PlannedClient {
  /** Of a range of addresses: those that are none. */
  readonly except?: readonly string[];
  /** To ask for names, and for nothing else. */
  readonly dns?: boolean;
}

/** A Service with its ports. */
export interface PlannedService {
  readonly name: string;
  readonly ports: readonly Port[];
  /** Those of them that it finds by number: before 1.32 Kubernetes knows no names of ports of sidecars (kubernetes/kubernetes#127976). */
  readonly byNumber: readonly Port[];
  readonly props: ServiceProps;
  /** Where its fixed addresses are written: the field `loadBalancerIP`, or key and value of an annotation. Undefined: none are asked for. */
  readonly addresses: Decided<{ readonly field?: string; readonly annotation?: readonly [string, string] }> | undefined;
}

/** The API by which web addresses are led to an app. */
export enum RouteApi {
  INGRESS = 'Ingress',
}

/** Where Prometheus asks an app, and how it gets to know. */
export interface PlannedMetrics {
  readonly port: Port;
  /** The Service that has the port. */
  readonly service: string;
  readonly path: string;
  /** Undefined: as often as Prometheus asks everybody. */
  readonly intervalSeconds: number | undefined;
  readonly honorLabels: boolean;
  /** Labels of the ServiceMonitor; undefined: annotations of the Service say it. */
  readonly monitor: { readonly [key: string]: string } | undefined;
  /** The namespace that must be let in, for the app shuts others out. */
  readonly letIn: string | undefined;
}

/** A disruption budget, in one of its two forms. */
export interface PlannedBudget {
  readonly maxUnavailable?: number;
  readonly minAvailable?: number;
}

/** Everything that was decided for one app, frozen. Rendering adds nothing to it. */
export interface Plan {
  /**
   * What was asked for, as the decisions read it.
   *
   * @internal
   */
  readonly ask: ResolvedApp;
  readonly workload: Decided<WorkloadKind>;
  readonly replicas: Decided<number>;
  readonly rollout: Decided<Rollout>;
  readonly placement: Decided<Placement>;
  /** The nodes of these on which it has room when it is alone, with those that go where it goes; undefined without a cluster. */
  readonly fitting: readonly string[] | undefined;
  readonly spread: Decided<readonly Spread[]>;
  /** The soft wish to stay away from other apps of the same class. */
  readonly apart: Decided<boolean>;
  /** Seconds on a dead node; infinite: for ever. */
  readonly toleration: Decided<number>;
  readonly budget: Decided<PlannedBudget | undefined>;
  /** The PriorityClass; undefined without a cluster that has it. */
  readonly priority: Decided<string | undefined>;
  /** Who may connect; undefined: everybody. */
  readonly allowFrom: Decided<readonly PlannedClient[] | undefined>;
  /** Whom it may connect to; undefined: everybody. */
  readonly allowTo: Decided<readonly PlannedDestination[] | undefined>;
  readonly services: readonly PlannedService[];
  readonly routeApi: Decided<RouteApi>;
  readonly metrics: Decided<PlannedMetrics> | undefined;
  readonly claims: readonly PlannedClaim[];
  /** Undefined: it may be scheduled without a look at others. */
  readonly colocation: Decided<Colocation | undefined>;
  /** Of jobs alone. */
  readonly schedule?: Decided<PlannedSchedule>;
  readonly devices: readonly PlannedDevice[];
  readonly securityLevel: Decided<PodSecurityLevel>;
  /** The groups that the pod is in beside its own: those of its devices, and those that it asks for. */
  readonly groups: readonly number[];
  /** Seconds after which a rollout counts as failed; undefined: Kubernetes' own 10 min. */
  readonly progressDeadline: number | undefined;
  readonly volumeTie: VolumeTie;
  /** What the crash of its node does to it. Undefined without a cluster. */
  readonly outcome: Outcome | undefined;
  /** Codes of rules that nobody could check, since there are no facts. */
  readonly unchecked: readonly string[];
}
