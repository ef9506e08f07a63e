import type { ClusterFactsProps } from './cluster';
import {
  type ApiEndpoint,
  ApiEndpointKind,
  type ControlPlaneProps,
  Datastore,
  Distribution,
  type StateBackup,
  StateBackupReport,
  type TimingFlags,
} from './control-plane';
import type { Acceptance, Finding } from './finding';
import {
  Architecture,
  type Device,
  DiskSpeed,
  Exclusion,
  type Fencing,
  FencingMethod,
  type HostWorkload,
  type NodeProps,
  NodeRole,
  type Pool,
  PoolKind,
  type Reserved,
  type Taint,
  TaintEffect,
} from './node';
import { type ImagePolicy, LoadBalancer, type Operators, PodSecurityLevel, type Policy, type PrometheusOperator } from './policy';
import { checkShape, flag, instance, list, mapOf, number, oneOf, optional, record, type Shape, text } from './shape';
import { FateKind, type Link, type SharedFate, type Site } from './site';
import { type ForeignStorageClass, type LinstorProps, ReplicationProtocol, type StorageProps } from './storage';
import type { Cpu, Duration, Size } from './units';

export const SIZE: Shape<Size> = instance<Size>('a Size', 'Size.gib(…)', { bytes: number });
export const CPU: Shape<Cpu> = instance<Cpu>('a Cpu', 'Cpu.cores(…)', { millis: number });
export const DURATION: Shape<Duration> = instance<Duration>('a Duration', 'Duration.seconds(…)', { seconds: number });
export const NODE_ROLE: Shape<NodeRole> = oneOf('NodeRole', NodeRole);
export const ACCEPTANCES: Shape<readonly Acceptance[]> = list(record<Acceptance>({ code: text, reason: text }));

const POOL = record<Pool>({
  name: text,
  kind: oneOf('PoolKind', PoolKind),
  size: SIZE,
  speed: optional(oneOf('DiskSpeed', DiskSpeed)),
  source: optional(text),
  devices: optional(list(text)),
});

const DEVICE = record<Device>({
  name: text,
  path: text,
  isDirectory: optional(flag),
  usbId: optional(text),
  pciClass: optional(text),
  label: optional(text),
  group: optional(number),
});

const NODE = record<NodeProps>({
  name: text,
  roles: list(NODE_ROLE),
  site: text,
  zone: optional(text),
  cpu: CPU,
  memory: SIZE,
  reserved: optional(record<Reserved>({ cpu: CPU, memory: SIZE })),
  ephemeralStorage: optional(SIZE),
  maxPods: optional(number),
  pools: optional(list(POOL)),
  devices: optional(list(DEVICE)),
  extendedResources: optional(mapOf(number)),
  deviceClasses: optional(list(text)),
  allowedUnsafeSysctls: optional(list(text)),
  architecture: optional(oneOf('Architecture', Architecture)),
  fencing: optional(record<Fencing>({ method: oneOf('FencingMethod', FencingMethod), automatedWithin: optional(DURATION) })),
  labels: optional(mapOf(text)),
  taints: optional(list(record<Taint>({ key: text, value: optional(text), effect: oneOf('TaintEffect', TaintEffect) }))),
  excludes: optional(list(oneOf('Exclusion', Exclusion))),
  hostWorkloads: optional(list(record<HostWorkload>({ name: text, kind: oneOf('Exclusion', Exclusion) }))),
});

const CONTROL_PLANE = record<ControlPlaneProps>({
  distribution: oneOf('Distribution', Distribution),
  version: text,
  servers: list(text),
  datastore: oneOf('Datastore', Datastore),
  apiEndpoint: record<ApiEndpoint>({ kind: oneOf('ApiEntryKind', ApiEndpointKind), address: text, port: optional(number) }),
  flags: optional(
    record<TimingFlags>({
      nodeMonitorGracePeriod: optional(DURATION),
      nodeMonitorPeriod: optional(DURATION),
      nodeLeaseDuration: optional(DURATION),
      nodeEvictionRate: optional(number),
      secondaryNodeEvictionRate: optional(number),
      unhealthyZoneThreshold: optional(number),
      largeClusterSizeThreshold: optional(number),
      defaultToleration: optional(DURATION),
      attachDetachReconcileSyncPeriod: optional(DURATION),
      disableForceDetachOnTimeout: optional(flag),
      leaderChange: optional(DURATION),
    }),
  ),
  stateBackup: optional(record<StateBackup>({ every: DURATION, reportedBy: oneOf('StateBackupReport', StateBackupReport) })),
});

const STORAGE = record<StorageProps>({
  linstor: optional(
    record<LinstorProps>({
      pool: text,
      replicas: optional(number),
      protocol: optional(oneOf('ReplicationProtocol', ReplicationProtocol)),
      acceptSlowWrites: optional(text),
      failOverUnsafePods: optional(text),
      kernelModulePreinstalled: optional(flag),
      localPool: optional(text),
    }),
  ),
  classes: optional(
    list(
      record<ForeignStorageClass>({
        name: text,
        nodeLocal: flag,
        attachable: optional(flag),
        readWriteMany: optional(flag),
        dataLoss: optional(DURATION),
      }),
    ),
  ),
  defaultReplicated: optional(text),
  defaultLocal: optional(text),
});

const POLICY = record<Policy>({
  podSecurity: optional(oneOf('PodSecurityLevel', PodSecurityLevel)),
  images: optional(record<ImagePolicy>({ requireDigest: optional(flag), registries: optional(list(text)) })),
  operators: optional(
    record<Operators>({
      clusterIssuer: optional(text),
      ingressClass: optional(text),
      ingressNamespace: optional(text),
      loadBalancer: optional(oneOf('LoadBalancer', LoadBalancer)),
      prometheusOperator: optional(record<PrometheusOperator>({ labels: optional(mapOf(text)) })),
      monitoringNamespace: optional(text),
      dns: optional(text),
      secrets: optional(text),
    }),
  ),
});

export const FACTS: Shape<ClusterFactsProps> = record<ClusterFactsProps>({
  nodes: list(NODE),
  controlPlane: CONTROL_PLANE,
  sites: optional(list(record<Site>({ name: text, zones: optional(list(text)), region: optional(text) }))),
  links: optional(list(record<Link>({ from: text, to: text, roundTrip: DURATION, dedicated: optional(flag), redundant: optional(flag) }))),
  sharedFates: optional(list(record<SharedFate>({ name: text, kind: oneOf('FateKind', FateKind), nodes: list(text) }))),
  storage: optional(STORAGE),
  policy: optional(POLICY),
  accept: optional(ACCEPTANCES),
});

/** What stands in for facts that are none, so that the rest of the program runs and shows its own mistakes. */
export const NO_FACTS: ClusterFactsProps = {
  nodes: [],
  controlPlane: {
    distribution: Distribution.MANAGED,
    version: '1.36',
    servers: [],
    datastore: Datastore.EXTERNAL,
    apiEndpoint: { kind: ApiEndpointKind.LOAD_BALANCER, address: '' },
  },
};

/** Facts that are not what their types say. With one of these nothing else can be judged. */
export function checkFactsShape(name: string, props: unknown): Finding[] {
  return checkShape(FACTS, props, name);
}
