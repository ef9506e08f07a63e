import type { DeviceResources } from '../../cluster/cluster';
import type { Acceptance } from '../../cluster/finding';
import type { Size } from '../../cluster/units';
import type { RbacProps } from './access';
import type { CoveredFailure, PlacementProps } from './app';
import type { DeviceClaim } from './container/device-claim';
import type { EnvFrom, EnvValue } from './container/env';
import type { HealthProps, HttpProbeOptions, ProbeKind } from './container/health';
import type { Mount } from './container/mount';
import type { ResourcesProps } from './container/resources';
import type { Allow } from './container/security';
import type { Client } from './network/client';
import type { Destination } from './network/destination';
import type { MetricsEndpoint } from './network/metrics';
import type { Port } from './network/port';
import type { Route } from './network/route';
import type { NamedServiceProps, ServiceProps } from './network/service';
import type { Patch } from './patch';
import type { DnsPolicy, HostAlias, PreStop } from './pod';
import type { AppReference } from './reference/app';
import type { Image } from './reference/image';
import type { Volume } from './volume/volume';
import type { Ask } from './workload';

/** The kind of a container. */
export enum ContainerKind {
  /** It runs to its end before the app starts. */
  INIT = 'init',
  /** It runs next to the app (KEP-753). */
  SIDECAR = 'sidecar',
  MAIN = 'main',
}

/** A probe with every default filled in. */
export interface ResolvedProbe {
  readonly kind: Exclude<ProbeKind, ProbeKind.NONE>;
  /** The path of a GET; for gRPC, the service. */
  readonly path: string | undefined;
  /** The name of the port; empty without a port. */
  readonly port: string;
  /** For probes without port names, such as gRPC; 0: there is no port with that name. */
  readonly portNumber: number;
  readonly command: readonly string[];
  readonly http: HttpProbeOptions;
  /** Seconds. */
  readonly period: number;
  /** Seconds. */
  readonly timeout: number;
  readonly failures: number;
  /** Seconds. */
  readonly delay: number;
}

export interface ResolvedProbes {
  readonly readiness: ResolvedProbe | undefined;
  readonly liveness: ResolvedProbe | undefined;
  readonly startup: ResolvedProbe | undefined;
}

/** The user of a container, and its exceptions from the restricted defaults. */
export interface ContainerSecurity {
  /** It may be user 0. */
  readonly root: boolean;
  readonly user: number;
  readonly group: number;
  readonly allow: readonly Allow[];
}

/** Requests and limits of a container. */
export interface ResolvedResources extends ResourcesProps {
  readonly ephemeralStorage: Size;
  /** What it may write to the disk of the node in total, including its own scratch volumes. */
  readonly ephemeralLimit: Size;
  readonly extended: { readonly [name: string]: number };
  readonly deviceClaims: readonly DeviceClaim[];
}

/** A container with every default filled in. */
export interface ResolvedContainer {
  readonly kind: ContainerKind;
  readonly name: string;
  /** As part of a sentence: `the app`, `setup`. */
  readonly what: string;
  readonly image: Image;
  readonly command: readonly string[] | undefined;
  readonly args: readonly string[] | undefined;
  readonly workingDir: string | undefined;
  readonly tty: boolean;
  readonly stdin: boolean;
  /** In the order given: a value may refer to an earlier one. */
  readonly env: readonly (readonly [name: string, value: EnvValue])[];
  readonly envFrom: readonly EnvFrom[];
  readonly ports: readonly Port[];
  /** As in the props. */
  readonly health: HealthProps;
  readonly probes: ResolvedProbes;
  readonly resources: ResolvedResources;
  readonly security: ContainerSecurity;
  readonly mounts: readonly Mount[];
  readonly postStart: readonly string[] | undefined;
  readonly preStop: PreStop | undefined;
  /** Apps that must answer before it ends. */
  readonly waitsFor: readonly AppReference[];
  /** Which of these it sets itself: what an init container inherits is reported for the app. */
  readonly own: {
    readonly image: boolean;
    readonly env: boolean;
    readonly envFrom: boolean;
    readonly resources: boolean;
    readonly mounts: boolean;
    readonly security: boolean;
  };
}

/** Settings of the whole pod. */
export interface PodSecurity {
  readonly fsGroup: number;
  readonly groups: readonly number[];
  readonly sysctls: { readonly [name: string]: string };
  /** Kernel settings that Kubernetes does not call safe, by name. */
  readonly unsafeSysctls: readonly Allow[];
  readonly userNamespace: boolean;
}

/** How an app is reached, and what it reaches. */
export interface ResolvedNetwork {
  /** All ports of the pod, whose containers share one network: the app's own, then those of its sidecars. */
  readonly ports: readonly Port[];
  /** The ports of a Service without a list of ports. Ports of sidecars are not included, because most are for probes. */
  readonly exposed: readonly Port[];
  /** The first Service, as in the props; undefined: the default one. */
  readonly service: ServiceProps | undefined;
  readonly services: readonly NamedServiceProps[];
  readonly routes: readonly Route[];
  /** Undefined: anyone. */
  readonly allowFrom: readonly Client[] | undefined;
  /** Undefined: anything. */
  readonly allowTo: readonly Destination[] | undefined;
  readonly onHostNetwork: boolean;
}

interface ResolvedDns {
  readonly policy: DnsPolicy | undefined;
  readonly nameservers: readonly string[];
  readonly searches: readonly string[];
  readonly options: { readonly [name: string]: string };
}

/** Where an app has metrics. */
export interface ResolvedMetrics {
  readonly endpoints: readonly (MetricsEndpoint & { readonly path: string; readonly honorLabels: boolean })[];
  readonly series: number | undefined;
}

/** The props of an app with every default filled in, in one form: the input of decisions and rules. */
export interface ResolvedApp extends Omit<Ask, 'props'> {
  /** Required props that are missing: then nothing is decided. */
  readonly missing: readonly ('image' | 'resources')[];
  readonly main: ResolvedContainer;
  /** Sidecars and init containers in the order in which Kubernetes starts them, the app last. */
  readonly containers: readonly ResolvedContainer[];
  readonly volumes: readonly Volume[];
  /** How a device plugin gives devices out. Empty: they are host paths. */
  readonly deviceResources: DeviceResources;
  readonly network: ResolvedNetwork;
  readonly metrics: ResolvedMetrics | undefined;
  readonly security: PodSecurity;
  readonly rbac: RbacProps | undefined;
  /** It holds a token for the Kubernetes API. */
  readonly hasToken: boolean;
  readonly placement: PlacementProps;
  readonly labels: { readonly [key: string]: string };
  readonly annotations: { readonly [key: string]: string };
  readonly podLabels: { readonly [key: string]: string };
  readonly podAnnotations: { readonly [key: string]: string };
  /** Seconds; undefined: the default of Kubernetes. */
  readonly terminationGrace: number | undefined;
  readonly priority: string | undefined;
  readonly runtimeClass: string | undefined;
  readonly imagePullSecrets: readonly string[];
  readonly hostname: string | undefined;
  readonly hostAliases: readonly HostAlias[];
  readonly dns: ResolvedDns;
  readonly dependsOn: readonly AppReference[];
  /** Seconds within which it must be back; undefined: no limit. */
  readonly rto: number | undefined;
  /** Seconds of writes that may be lost; undefined: not set. */
  readonly rpo: number | undefined;
  /** Seconds for which its node may be away before it moves; undefined: not set. */
  readonly rideOut: number | undefined;
  /** What `rto` and `rpo` hold for, besides the crash of a node. */
  readonly covers: readonly CoveredFailure[];
  /** Its usual start time, in seconds. */
  readonly usualStart: number;
  /** From the start of its first container until its probes and those of its sidecars usually let it serve, in seconds. */
  readonly readyWithin: number;
  /** The longest time that a start may take, in seconds. */
  readonly startsWithin: number;
  readonly maxReplicas: number | undefined;
  readonly accept: readonly Acceptance[];
  readonly patches: readonly Patch[];
  /** The reasons of texts that look like secrets. */
  readonly publicTexts: { readonly [text: string]: string };
  /** The apps that share data with it, including itself, the owner first. Undefined: it shares no data. */
  readonly sharing: readonly ResolvedApp[] | undefined;
  /** Those of them that move together, because the data is on one node at a time. Undefined: it moves alone. */
  readonly group: readonly ResolvedApp[] | undefined;
}

/** The app itself, then the others in start order: the order for messages. */
export function mainFirst({ main, containers }: ResolvedApp): readonly ResolvedContainer[] {
  return containers.length === 1 ? containers : [main, ...containers.slice(0, -1)];
}
