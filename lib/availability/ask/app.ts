import type { Acceptance } from '../../cluster/finding';
import type { Architecture, NodeRole } from '../../cluster/node';
import type { Duration } from '../../cluster/units';
import type { RbacProps } from './access';
import type { Env, EnvFrom } from './container/env';
import type { HealthProps, Probe } from './container/health';
import type { Image } from './container/image';
import type { Mount } from './container/mount';
import type { ResourcesProps } from './container/resources';
import type { ContainerSecurityProps, SecurityProps } from './container/security';
import type { MetricsProps } from './network/metrics';
import type { NetworkProps, Port } from './network/network';
import type { Patch } from './patch';
import type { DnsProps, HostAlias, PreStop } from './pod';
import type { AppReference } from './reference';
import type { Volume } from './volume/volume';

/** What the app asks of the model: the most that a failure may cost. */
export interface Objective {
  /** From the failure until the app serves again (Recovery Time Objective). @default - none */
  readonly rto?: Duration;
  /** The acknowledged writes that may be lost, in time (Recovery Point Objective). @default - none */
  readonly rpo?: Duration;
}

/** A container that runs to its end before the app starts. */
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
  /** @default - the app's */
  readonly resources?: ResourcesProps;
  /** In place of all that the app has. @default - the app's */
  readonly mounts?: readonly Mount[];
  /** @default - the app's */
  readonly security?: ContainerSecurityProps;
  /** Apps that must answer before it ends. Two that wait for each other are refused. @default - none */
  readonly waitsFor?: readonly AppReference[];
}

/** How Kubernetes learns that a sidecar is well. */
export interface SidecarHealthProps {
  /** The pod is ready only when its sidecars are. Asked every 10 s. @default - none */
  readonly readiness?: Probe;
  /** Asked every 10 s; six bad answers restart it. @default - none */
  readonly liveness?: Probe;
  /** Asked every 5 s; what comes after it waits for it. @default - the same as readiness */
  readonly startup?: Probe;
  /** The slowest start that is still a start. @default - 5 min */
  readonly startsWithin?: Duration;
}

/** A container that starts before the app, runs beside it, and ends after it. */
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
  /** @default - none: it sees no volume of the app */
  readonly mounts?: readonly Mount[];
  /** @default - the app's user, or 65532 where that is root; restricted */
  readonly security?: ContainerSecurityProps;
  /**
   * Where it listens. A Service has those that it names in its `ports`, and no others. Names and numbers of the app's own are taken.
   * @default - none
   */
  readonly ports?: readonly Port[];
  /** @default - nobody asks */
  readonly health?: SidecarHealthProps;
  /** Before the init containers, which then can use it, in place of after them. @default false */
  readonly beforeInit?: boolean;
  /** A command in the container as soon as it runs; until it ends, nothing that comes after it starts. @default - nothing */
  readonly postStart?: readonly string[];
  /** Before it is told to end. @default - nothing */
  readonly preStop?: PreStop;
}

/** Where an app may run, within what its class allows. */
export interface PlacementProps {
  /** @default - the role of the folder that it is put into: `worker` in `cluster.workers` */
  readonly role?: NodeRole;
  /**
   * Processor architectures that the image is built for.
   * @default - all that its nodes have; where they have several, a warning asks for a word
   */
  readonly architectures?: readonly Architecture[];
  /** Sites that it may be at: of the LAN in which its devices are. @default - all */
  readonly sites?: readonly string[];
  /** Names of nodes that it may use, of those with the role. @default - all */
  readonly nodes?: readonly string[];
}

/** What every app says of itself, whatever its class. */
export interface WorkloadProps {
  /** @missedElsewhere */
  readonly image: Image;
  /** @missedElsewhere */
  readonly resources: ResourcesProps;
  /** @default - the construct's id */
  readonly name?: string;
  /** @default - one of its own, named like the app; in a chart of your own, that chart's */
  readonly namespace?: string;
  /** The image's entry point. @default - the image's */
  readonly command?: readonly string[];
  /** @default - the image's */
  readonly args?: readonly string[];
  /** @default - the image's */
  readonly workingDir?: string;
  /** @default - none */
  readonly env?: Env;
  /** Whole Secrets and ConfigMaps, in this order: of two with one key the later counts, and `env` above all. @default - none */
  readonly envFrom?: readonly EnvFrom[];
  /** @default - it listens on nothing */
  readonly network?: NetworkProps;
  /** What Prometheus can ask it. @default - nothing */
  readonly metrics?: MetricsProps;
  /** @default - it keeps nothing */
  readonly volumes?: readonly Volume[];
  /** Further mounts of these volumes, beside the path of each. @default - none */
  readonly mounts?: readonly Mount[];
  /** @default - derived from the main port */
  readonly health?: HealthProps;
  /** @default - user 65532, restricted */
  readonly security?: SecurityProps;
  /** In this order, before the app. @default - none */
  readonly initContainers?: readonly InitContainer[];
  /** In this order, from before the app starts until after it ends. @default - none */
  readonly sidecars?: readonly Sidecar[];
  /** @default - no rights, no token */
  readonly rbac?: RbacProps;
  /** @default - decided by class and facts */
  readonly placement?: PlacementProps;
  /** On pods, beside our own. @default - none */
  readonly podLabels?: { readonly [key: string]: string };
  /** On pods. @default - none */
  readonly podAnnotations?: { readonly [key: string]: string };
  /** On the Deployment, or what takes its place, beside our own. @default - none */
  readonly labels?: { readonly [key: string]: string };
  /** On the Deployment, or what takes its place: `reloader.stakater.com/auto`. @default - none */
  readonly annotations?: { readonly [key: string]: string };
  /** The time that the app gets to end cleanly. @default - 30 s, Kubernetes' own */
  readonly terminationGrace?: Duration;
  /** A command in the app's container as soon as it runs. @default - nothing */
  readonly postStart?: readonly string[];
  /** Before the app is told to end. @default - nothing */
  readonly preStop?: PreStop;
  /** It has a terminal. @default false */
  readonly tty?: boolean;
  /** It reads what people type who attach to it. @default false */
  readonly stdin?: boolean;
  /** An existing PriorityClass, in place of the class's own. @default - that of the availability class */
  readonly priority?: string;
  /** An existing RuntimeClass: `nvidia`. Its runtime must be on all nodes that the app may use. @default - the nodes' usual runtime */
  readonly runtimeClass?: string;
  /** Secrets that exist in the app's namespace, with what its registries ask for. @default - none */
  readonly imagePullSecrets?: readonly string[];
  /** What the pod calls itself. @default - the pod's name */
  readonly hostname?: string;
  /** @default - none */
  readonly hostAliases?: readonly HostAlias[];
  /** @default - the cluster's DNS */
  readonly dns?: DnsProps;
  /** Apps it cannot live without. @default - none */
  readonly dependsOn?: readonly AppReference[];
  /** @default - none: the report says what comes out */
  readonly objective?: Objective;
  /** More pods than this at once would break the app's data. @default - no ceiling */
  readonly maxReplicas?: number;
  /** Weaknesses of this app that are taken knowingly. @default - none */
  readonly accept?: readonly Acceptance[];
  /** @default - none */
  readonly patches?: readonly Patch[];
}
