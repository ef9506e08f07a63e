import type { Acceptance } from '../../cluster/finding';
import type { Architecture, NodeRole } from '../../cluster/node';
import type { Duration } from '../../cluster/units';
import type { RbacProps } from './access';
import type { Env } from './env';
import type { HealthProps } from './health';
import type { Image } from './image';
import type { NetworkProps } from './network';
import type { Patch } from './patch';
import type { ResourcesProps } from './resources';
import type { SecurityProps } from './security';
import type { Volume } from './volume';

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
  /** @default - the app's */
  readonly env?: Env;
  /** @default - the app's */
  readonly resources?: ResourcesProps;
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
}

/** What every app says of itself, whatever its class. */
export interface AppProps {
  readonly image: Image;
  readonly resources: ResourcesProps;
  /** @default - the construct's id */
  readonly name?: string;
  /** @default - one of its own, named like the app; in a chart of your own, that chart's */
  readonly namespace?: string;
  /** The image's entry point. @default - the image's */
  readonly command?: readonly string[];
  /** @default - the image's */
  readonly args?: readonly string[];
  /** @default - none */
  readonly env?: Env;
  /** @default - it listens on nothing */
  readonly network?: NetworkProps;
  /** @default - it keeps nothing */
  readonly volumes?: readonly Volume[];
  /** @default - derived from the main port */
  readonly health?: HealthProps;
  /** @default - user 65532, restricted */
  readonly security?: SecurityProps;
  /** In this order, before the app. @default - none */
  readonly initContainers?: readonly InitContainer[];
  /** @default - no rights, no token */
  readonly rbac?: RbacProps;
  /** @default - decided by class and facts */
  readonly placement?: PlacementProps;
  /** On pods, beside our own. @default - none */
  readonly podLabels?: { readonly [key: string]: string };
  /** On pods. @default - none */
  readonly podAnnotations?: { readonly [key: string]: string };
  /** The time that the app gets to end cleanly. @default - 30 s, Kubernetes' own */
  readonly terminationGrace?: Duration;
  /** Apps it cannot live without: `name`, or `namespace/name`. @default - none */
  readonly dependsOn?: readonly string[];
  /** @default - none: the report says what comes out */
  readonly objective?: Objective;
  /** More pods than this at once would break the app's data. @default - no ceiling */
  readonly maxReplicas?: number;
  /** Weaknesses of this app that are taken knowingly. @default - none */
  readonly accept?: readonly Acceptance[];
  /** @default - none */
  readonly patches?: readonly Patch[];
}
