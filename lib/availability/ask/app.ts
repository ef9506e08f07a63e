import type { Acceptance } from '../../cluster/finding';
import type { Architecture, NodeRole } from '../../cluster/node';
import type { Duration } from '../../cluster/units';
import type { RbacProps } from './access';
import type { Env, EnvFrom } from './container/env';
import type { HealthProps, Probe } from './container/health';
import type { Mount } from './container/mount';
import type { ResourcesProps } from './container/resources';
import type { ContainerSecurityProps, SecurityProps } from './container/security';
import type { MetricsProps } from './network/metrics';
import type { NetworkProps } from './network/network';
import type { Port } from './network/port';
import type { Patch } from './patch';
import type { DnsProps, HostAlias, PreStop } from './pod';
import type { AppReference } from './reference/app';
import type { Image } from './reference/image';
import type { Volume } from './volume/volume';

/** Failures that an objective can hold for, besides the crash of a node. */
export enum CoveredFailure {
  /** All nodes of a zone crash at once. */
  ZONE = 'zone',
  /** All nodes of a site crash at once. */
  SITE = 'site',
  /** The path between two sites is cut. */
  LINK = 'link',
}

/** The objective of an app: the most that a failure may cost. */
export interface Objective {
  /** The time from the failure until the app serves again (Recovery Time Objective). @default - none */
  readonly rto?: Duration;
  /** How much time of acknowledged writes may be lost (Recovery Point Objective). @default - none */
  readonly rpo?: Duration;
  /**
   * How long its node may be away before the app moves, so that a longer reboot moves nothing: the `tolerationSeconds` of its pod.
   * An `rto` that leaves less comes first, and is refused together with this.
   * @default 30 s
   */
  readonly rideOut?: Duration;
  /**
   * Failures that `rto` and `rpo` hold for, too. What is reached through a way in is judged with it. `rpo` is about the writes that a fail-over
   * loses; what is lost if the nodes never come back is in the report.
   *
   * @default - only the crash of a node
   */
  readonly covers?: readonly CoveredFailure[];
}

/** A container that runs to its end before the app starts. It inherits no devices, no hardware and no limits of the app. */
export interface InitContainer {
  readonly name: string;
  /** @default - the app's */
  readonly image?: Image;
  /** @default - the image's */
  readonly command?: readonly string[];
  /** @default - the image's */
  readonly args?: readonly string[];
  /** @default - the image's */
  readonly workingDir?: string;
  /** @default - the app's */
  readonly env?: Env;
  /** @default - the app's */
  readonly envFrom?: readonly EnvFrom[];
  /** @default - 10m and 64Mi, at most 256Mi, and 256Mi of disk plus the scratch volumes */
  readonly resources?: ResourcesProps;
  /** Replaces the mounts of the app. @default - the app's, without devices */
  readonly mounts?: readonly Mount[];
  /** @default - the app's, without `Allow.privileged` */
  readonly security?: ContainerSecurityProps;
  /** Apps that must answer before it ends. Two that wait for each other are refused. @default - none */
  readonly waitsFor?: readonly AppReference[];
}

/** Health checks of a sidecar. */
export interface SidecarHealthProps {
  /** The pod is only ready when its sidecars are. Runs every 10 s. @default - none */
  readonly readiness?: Probe;
  /** Runs every 10 s; six failures restart the sidecar. @default - none */
  readonly liveness?: Probe;
  /** Runs every 5 s; later containers wait for it, so the start of the pod includes its delay. @default - the same as readiness */
  readonly startup?: Probe;
  /** The longest time that a start may take. @default - 5 min */
  readonly startsWithin?: Duration;
}

/** A container that starts before the app, runs next to it, and ends after it. */
export interface Sidecar {
  readonly name: string;
  readonly image: Image;
  readonly resources: ResourcesProps;
  /** @default - the image's */
  readonly command?: readonly string[];
  /** @default - the image's */
  readonly args?: readonly string[];
  /** @default - the image's */
  readonly workingDir?: string;
  /** @default - none */
  readonly env?: Env;
  /** @default - none */
  readonly envFrom?: readonly EnvFrom[];
  /** @default - none: it mounts no volume of the app */
  readonly mounts?: readonly Mount[];
  /** @default - the app's user, or 65532 if that is root; restricted */
  readonly security?: ContainerSecurityProps;
  /**
   * Where it listens. Only Services that name these ports expose them. Names and numbers of the app's own ports are taken.
   * @default - none
   */
  readonly ports?: readonly Port[];
  /** @default - no probes */
  readonly health?: SidecarHealthProps;
  /** Start before the init containers, so that they can use it, instead of after them. @default false */
  readonly beforeInit?: boolean;
  /** A command that runs in the container at its start. Later containers wait until it ends. @default - nothing */
  readonly postStart?: readonly string[];
  /** What happens before it is told to stop. @default - nothing */
  readonly preStop?: PreStop;
}

/** Where an app may run, within the limits of its class. */
export interface PlacementProps {
  /** @default - the role of the folder that it is put into: `worker` in `cluster.workers` */
  readonly role?: NodeRole;
  /**
   * Processor architectures that the image is built for.
   * @default - all architectures of its nodes; if there are several, a warning asks you to set this
   */
  readonly architectures?: readonly Architecture[];
  /** Sites that it may run at, such as the one whose LAN has its devices. @default - all */
  readonly sites?: readonly string[];
  /** Names of nodes that it may use, among those with the role. @default - all */
  readonly nodes?: readonly string[];
  /**
   * An app of the same namespace on whose node it must run: the construct, or `{ name: 'server' }`. It starts where that pod is, waits while
   * there is none, moves with it, and so has the same class. @default - none
   */
  readonly beside?: AppReference;
  /** Labels that its nodes must have, beside those from the facts: `{ 'example.com/disk': 'fast' }`. @default - none */
  readonly nodeLabels?: { readonly [key: string]: string };
  /** Taints that do not keep it off a node: `[{ key: 'nvidia.com/gpu' }]`. @default - none: it avoids nodes with `taints` of their own */
  readonly tolerates?: readonly ToleratedTaint[];
}

/** Which of the declared taints an app tolerates. */
export interface ToleratedTaint {
  readonly key: string;
  /** @default - any value */
  readonly value?: string;
}

/** The props of every app, of any class. */
export interface WorkloadProps {
  /** @missedElsewhere */
  readonly image: Image;
  /** @missedElsewhere */
  readonly resources: ResourcesProps;
  /** @default - the construct's id */
  readonly name?: string;
  /** @default - its own namespace, with the name of the app; in your own chart, the namespace of that chart */
  readonly namespace?: string;
  /** The entry point. @default - the image's */
  readonly command?: readonly string[];
  /** @default - the image's */
  readonly args?: readonly string[];
  /** @default - the image's */
  readonly workingDir?: string;
  /** @default - none */
  readonly env?: Env;
  /** Whole Secrets and ConfigMaps, in this order: with the same key the later one wins, and `env` wins over all. @default - none */
  readonly envFrom?: readonly EnvFrom[];
  /** @default - it listens on nothing */
  readonly network?: NetworkProps;
  /** Its metrics for Prometheus. @default - nothing */
  readonly metrics?: MetricsProps;
  /** @default - no volumes */
  readonly volumes?: readonly Volume[];
  /** Further mounts of these volumes, in addition to the path of each. @default - none */
  readonly mounts?: readonly Mount[];
  /** @default - derived from the main port */
  readonly health?: HealthProps;
  /** @default - user 65532, restricted */
  readonly security?: SecurityProps;
  /** In this order, before the app. @default - none */
  readonly initContainers?: readonly InitContainer[];
  /** In this order, running from before the app starts until after it ends. @default - none */
  readonly sidecars?: readonly Sidecar[];
  /** @default - no permissions, no token */
  readonly rbac?: RbacProps;
  /** @default - decided by class and facts */
  readonly placement?: PlacementProps;
  /** Extra labels of the pods. @default - none */
  readonly podLabels?: { readonly [key: string]: string };
  /** Annotations of the pods. @default - none */
  readonly podAnnotations?: { readonly [key: string]: string };
  /** Extra labels of the Deployment or other workload object. @default - none */
  readonly labels?: { readonly [key: string]: string };
  /** Annotations of the Deployment or other workload object: `reloader.stakater.com/auto`. @default - none */
  readonly annotations?: { readonly [key: string]: string };
  /** How long the app may take to stop cleanly. @default - 30 s, the default of Kubernetes */
  readonly terminationGrace?: Duration;
  /** A command that runs in the container of the app at its start. @default - nothing */
  readonly postStart?: readonly string[];
  /** What happens before the app is told to stop. @default - nothing */
  readonly preStop?: PreStop;
  /** It has a terminal. @default false */
  readonly tty?: boolean;
  /** It reads input from people who attach to it. @default false */
  readonly stdin?: boolean;
  /** An existing PriorityClass, instead of the default one. @default - the one of the availability class */
  readonly priority?: string;
  /** An existing RuntimeClass: `nvidia`. All nodes that the app may use must have its runtime. @default - the default runtime of the nodes */
  readonly runtimeClass?: string;
  /** Existing Secrets in the namespace of the app with the credentials for its registries. @default - none */
  readonly imagePullSecrets?: readonly string[];
  /** The hostname of the pod. @default - the pod's name */
  readonly hostname?: string;
  /** @default - none */
  readonly hostAliases?: readonly HostAlias[];
  /** @default - the cluster's DNS */
  readonly dns?: DnsProps;
  /** Apps that it does not work without. @default - none */
  readonly dependsOn?: readonly AppReference[];
  /** @default - none: the report shows the predicted outcome */
  readonly objective?: Objective;
  /** The most pods that may run at once, if more would break its data: a rollout starts no extra one. @default - no limit */
  readonly maxReplicas?: number;
  /** Weaknesses of this app that you accept. @default - none */
  readonly accept?: readonly Acceptance[];
  /**
   * Texts in commands, config files, headers and annotations that look like secrets but are public, each with the reason that the report
   * shows: `{ changeme: 'the password of the demo' }`. For variables, use `EnvValue.publicValue`. @default - none
   */
  readonly publicTexts?: { readonly [text: string]: string };
  /** @default - none */
  readonly patches?: readonly Patch[];
}
