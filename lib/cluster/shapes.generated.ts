// Made from the types by `npm run shapes`: change those, not this file.
import { ApiEndpointKind, Datastore, Distribution, StateBackupReport } from './control-plane';
import { Architecture, Exclusion, FencingMethod, NodeRole, PoolKind, TaintEffect } from './node';
import { FateKind } from './site';
import { LoadBalancer, PodSecurityLevel } from './policy';
import { Protocol } from './protocol';
import { flag, instance, list, mapOf, number, oneOf, optional, record, text, within } from './shape';

export const CPU = instance('Cpu', 'Cpu.cores(…)', { millis: number });

export const SIZE = instance('Size', 'Size.gib(…)', { bytes: number });

export const PROTOCOL = oneOf('Protocol', Protocol);

export const DURATION = instance('Duration', 'Duration.seconds(…)', { seconds: number });

export const GATEWAY_REFERENCE = record({ name: text, namespace: optional(text), listener: optional(text), external: optional(flag) });

export const NODE_ROLE = oneOf('NodeRole', NodeRole);

export const ARCHITECTURE = oneOf('Architecture', Architecture);

export const ACCEPTANCE = record({ code: text, reason: text });

export const RESERVED = record({ cpu: CPU, memory: SIZE });

export const POOL_KIND = oneOf('PoolKind', PoolKind);

export const POOL = record({
  name: text,
  kind: POOL_KIND,
  size: SIZE,
  otherClaims: optional(within(SIZE, 0, undefined)),
  overcommit: optional(number),
  source: optional(text),
  devices: optional(list(text)),
});

export const DEVICE = record({
  name: text,
  path: text,
  isDirectory: optional(flag),
  group: optional(within(number, 0, 2147483647, true)),
  pods: optional(number),
});

export const FENCING_METHOD = oneOf('FencingMethod', FencingMethod);

export const FENCING = record({ method: FENCING_METHOD, automatedWithin: optional(within(DURATION, 0, undefined)) });

export const TAINT_EFFECT = oneOf('TaintEffect', TaintEffect);

export const TAINT = record({ key: text, value: optional(text), effect: TAINT_EFFECT });

export const EXCLUSION = oneOf('Exclusion', Exclusion);

export const HOST_WORKLOAD = record({ name: text, kind: EXCLUSION });

export const NODE_PROPS = record({
  name: text,
  roles: list(NODE_ROLE),
  site: text,
  zone: optional(text),
  cpu: CPU,
  memory: SIZE,
  reserved: optional(RESERVED),
  ephemeralStorage: optional(SIZE),
  maxPods: optional(number),
  pools: optional(list(POOL)),
  devices: optional(list(DEVICE)),
  extendedResources: optional(mapOf(number)),
  deviceClasses: optional(list(text)),
  allowedUnsafeSysctls: optional(list(text)),
  architecture: optional(ARCHITECTURE),
  fencing: optional(FENCING),
  labels: optional(mapOf(text)),
  taints: optional(list(TAINT)),
  excludes: optional(list(EXCLUSION)),
  hostWorkloads: optional(list(HOST_WORKLOAD)),
});

export const DISTRIBUTION = oneOf('Distribution', Distribution);

export const DATASTORE = oneOf('Datastore', Datastore);

export const API_ENDPOINT_KIND = oneOf('ApiEndpointKind', ApiEndpointKind);

export const API_ENDPOINT = record({ kind: API_ENDPOINT_KIND, address: text, port: optional(within(number, 1, 65535, true)) });

export const TIMING_FLAGS = record({
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
});

export const ETCD_FLAGS = record({ heartbeat: optional(DURATION), electionTimeout: optional(DURATION) });

export const STATE_BACKUP_REPORT = oneOf('StateBackupReport', StateBackupReport);

export const STATE_BACKUP = record({ every: DURATION, reportedBy: STATE_BACKUP_REPORT });

export const CONTROL_PLANE_PROPS = record({
  distribution: DISTRIBUTION,
  version: text,
  servers: list(text),
  datastore: DATASTORE,
  apiEndpoint: API_ENDPOINT,
  flags: optional(TIMING_FLAGS),
  etcd: optional(ETCD_FLAGS),
  stateBackup: optional(STATE_BACKUP),
});

export const SITE = record({ name: text, zones: optional(list(text)), region: optional(text) });

export const LINK = record({ from: text, to: text, roundTrip: DURATION });

export const FATE_KIND = oneOf('FateKind', FateKind);

export const SHARED_FATE = record({ name: text, kind: FATE_KIND, nodes: list(text) });

export const RELEASE_PROPS = record({ by: text, within: DURATION, earliest: optional(DURATION) });

export const FOREIGN_STORAGE_CLASS = record({
  name: text,
  nodeLocal: flag,
  attachable: optional(flag),
  readWriteMany: optional(flag),
  readWriteOncePod: optional(flag),
  zonal: optional(flag),
  release: optional(RELEASE_PROPS),
  dataLoss: optional(within(DURATION, 0, Infinity)),
  pool: optional(text),
});

export const BOUND_CLAIM = record({ namespace: text, name: text });

export const EXISTING_VOLUME = record({
  name: text,
  size: SIZE,
  storageClass: text,
  readWriteMany: optional(flag),
  readWriteOncePod: optional(flag),
  claim: optional(BOUND_CLAIM),
});

export const STORAGE_PROPS = record({
  classes: optional(list(FOREIGN_STORAGE_CLASS)),
  defaultReplicated: optional(text),
  defaultLocal: optional(text),
  clusterDefault: optional(text),
  readWriteOncePod: optional(flag),
  volumes: optional(list(EXISTING_VOLUME)),
});

export const POD_SECURITY_LEVEL = oneOf('PodSecurityLevel', PodSecurityLevel);

export const IMAGE_POLICY = record({ requireDigest: optional(flag), registries: optional(list(text)) });

export const LOAD_BALANCER = oneOf('LoadBalancer', LoadBalancer);

export const PROMETHEUS_OPERATOR = record({ labels: optional(mapOf(text)) });

export const OPERATORS = record({
  clusterIssuer: optional(text),
  ingressClass: optional(text),
  gateway: optional(GATEWAY_REFERENCE),
  ingressNamespace: optional(text),
  loadBalancer: optional(LOAD_BALANCER),
  prometheusOperator: optional(PROMETHEUS_OPERATOR),
  monitoringNamespace: optional(text),
  metricsServer: optional(flag),
  dns: optional(text),
  secrets: optional(text),
});

export const POLICY = record({
  podSecurity: optional(POD_SECURITY_LEVEL),
  images: optional(IMAGE_POLICY),
  operators: optional(OPERATORS),
});

export const CLUSTER_DNS = record({ replicas: number });

export const FAILURE_RATE = record({ perYear: optional(number), repair: optional(DURATION) });

export const CLUSTER_FACTS_PROPS = record({
  nodes: list(NODE_PROPS),
  controlPlane: CONTROL_PLANE_PROPS,
  sites: optional(list(SITE)),
  links: optional(list(LINK)),
  sharedFates: optional(list(SHARED_FATE)),
  storage: optional(STORAGE_PROPS),
  policy: optional(POLICY),
  clusterDns: optional(CLUSTER_DNS),
  failureRates: optional(mapOf(FAILURE_RATE)),
  accept: optional(list(ACCEPTANCE)),
});
