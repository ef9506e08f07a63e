// Made from the types by `npm run shapes`: change those, not this file.
import { ACCEPTANCE, ARCHITECTURE, CPU, DURATION, NODE_ROLE, SIZE } from '../../cluster/shapes.generated';
import { AllowKind } from './container/security';
import { ClientKind } from './network/client';
import { Concurrency } from './schedule';
import { DestinationKind } from './network/destination';
import { DnsPolicy } from './pod';
import { EnvKind } from './container/env';
import { HostPathType } from './volume/volume-options';
import { IpFamily, IpFamilyPolicy, ServiceType, TrafficPolicy } from './network/service';
import { MountPropagation } from './container/mount';
import { PatchOperation } from './patch';
import { ProbeKind } from './container/health';
import { Protocol } from './network/port';
import { VolumeKind } from './volume/volume';
import { anything, bytes, chosen, flag, inline, instance, list, mapOf, missedElsewhere, number, oneOf, optional, record, text } from '../../cluster/shape';

export const IMAGE = instance('Image', 'Image.of(…)', {
  repository: text,
  tag: optional(text),
  digest: optional(text),
});

export const DEVICE_CLAIM_OPTIONS = record({
  count: optional(number),
  name: optional(text),
});

export const DEVICE_CLAIM = instance('DeviceClaim', 'DeviceClaim.of(…)', {
  deviceClass: text,
  options: inline(DEVICE_CLAIM_OPTIONS),
});

export const RESOURCES_PROPS = record({
  cpu: CPU,
  memory: SIZE,
  memoryLimit: missedElsewhere(SIZE),
  ephemeralStorage: optional(SIZE),
  extended: optional(mapOf(number)),
  deviceClaims: optional(list(DEVICE_CLAIM)),
});

export const ENV_KIND = oneOf('EnvKind', EnvKind);

export const ENV_VALUE = instance('EnvValue', 'EnvValue.of(…)', {
  kind: ENV_KIND,
  value: text,
  source: optional(text),
  publicBecause: optional(text),
  unit: optional(text),
  isOptional: flag,
});

export const ENV_FROM = instance('EnvFrom', 'EnvFrom.secret(…)', {
  kind: ENV_KIND,
  source: text,
  prefix: optional(text),
  isOptional: flag,
});

export const PROTOCOL = oneOf('Protocol', Protocol);

export const HOST_PORT = record({
  number,
  reason: text,
});

export const PORT = instance('Port', 'Port.http(…)', {
  name: text,
  number,
  protocol: PROTOCOL,
  speaksHttp: flag,
  servicePort: optional(number),
  exposed: flag,
  appProtocol: optional(text),
  hostPort: optional(HOST_PORT),
});

export const SERVICE_TYPE = oneOf('ServiceType', ServiceType);

export const TRAFFIC_POLICY = oneOf('TrafficPolicy', TrafficPolicy);

export const SESSION_AFFINITY = instance('SessionAffinity', 'SessionAffinity.clientIp(…)', {
  timeout: optional(DURATION),
});

export const IP_FAMILY_POLICY = oneOf('IpFamilyPolicy', IpFamilyPolicy);

export const IP_FAMILY = oneOf('IpFamily', IpFamily);

export const SERVICE_PROPS = record({
  type: optional(SERVICE_TYPE),
  ports: optional(list(text)),
  headless: optional(flag),
  externalTrafficPolicy: optional(TRAFFIC_POLICY),
  internalTrafficPolicy: optional(TRAFFIC_POLICY),
  nodePorts: optional(mapOf(number)),
  addresses: optional(list(text)),
  loadBalancerClass: optional(text),
  allocateLoadBalancerNodePorts: optional(flag),
  sessionAffinity: optional(SESSION_AFFINITY),
  ipFamilyPolicy: optional(IP_FAMILY_POLICY),
  ipFamilies: optional(list(IP_FAMILY)),
  publishNotReadyAddresses: optional(flag),
  annotations: optional(mapOf(text)),
});

export const NAMED_SERVICE_PROPS = record({
  type: optional(SERVICE_TYPE),
  ports: list(text),
  headless: optional(flag),
  externalTrafficPolicy: optional(TRAFFIC_POLICY),
  internalTrafficPolicy: optional(TRAFFIC_POLICY),
  nodePorts: optional(mapOf(number)),
  addresses: optional(list(text)),
  loadBalancerClass: optional(text),
  allocateLoadBalancerNodePorts: optional(flag),
  sessionAffinity: optional(SESSION_AFFINITY),
  ipFamilyPolicy: optional(IP_FAMILY_POLICY),
  ipFamilies: optional(list(IP_FAMILY)),
  publishNotReadyAddresses: optional(flag),
  annotations: optional(mapOf(text)),
  name: text,
});

export const TLS = instance('Tls', 'Tls.clusterIssuer(…)', {
  issuer: optional(text),
  secretName: optional(text),
});

export const ROUTE = record({
  host: text,
  aliases: optional(list(text)),
  paths: optional(list(text)),
  exactPaths: optional(list(text)),
  implementationSpecificPaths: optional(list(text)),
  tls: optional(TLS),
  port: optional(text),
  ingressClass: optional(text),
  annotations: optional(mapOf(text)),
});

export const CLIENT_KIND = oneOf('ClientKind', ClientKind);

export const CLIENT = instance('Client', 'Client.namespace(…)', {
  kind: CLIENT_KIND,
  value: text,
  namespace: optional(text),
});

export const DESTINATION_KIND = oneOf('DestinationKind', DestinationKind);

export const DESTINATION = instance('Destination', 'Destination.namespace(…)', {
  kind: DESTINATION_KIND,
  value: text,
  namespace: optional(text),
});

export const NETWORK_PROPS = record({
  ports: optional(list(PORT)),
  service: optional(SERVICE_PROPS),
  services: optional(list(NAMED_SERVICE_PROPS)),
  routes: optional(list(ROUTE)),
  allowFrom: optional(list(CLIENT)),
  allowTo: optional(list(DESTINATION)),
});

export const METRICS_PROPS = record({
  port: optional(text),
  path: optional(text),
  interval: optional(DURATION),
  honorLabels: optional(flag),
  series: optional(number),
});

export const VOLUME_KIND = oneOf('VolumeKind', VolumeKind);

export const DATA_SOURCE = instance('DataSource', 'DataSource.snapshot(…)', {
  apiGroup: optional(text),
  kind: text,
  name: text,
});

export const DATA_OPTIONS = record({
  size: SIZE,
  storageClass: optional(text),
  name: optional(text),
  readWriteMany: optional(flag),
  source: optional(DATA_SOURCE),
  labels: optional(mapOf(text)),
  annotations: optional(mapOf(text)),
});

export const CLAIM_OPTIONS = record({
  claimName: text,
  readWriteMany: optional(flag),
  readOnly: optional(flag),
  size: optional(SIZE),
  storageClass: optional(text),
});

export const APP_REFERENCE = record({
  name: text,
  namespace: optional(text),
});

export const SHARED_OPTIONS = record({
  app: APP_REFERENCE,
  path: optional(text),
  readOnly: optional(flag),
});

export const NFS_OPTIONS = record({
  server: text,
  path: text,
  readOnly: optional(flag),
});

export const CSI_OPTIONS = record({
  driver: text,
  attributes: optional(mapOf(text)),
  secretName: optional(text),
  readOnly: optional(flag),
});

export const CONFIG_OPTIONS = record({
  files: mapOf(text),
  binaryFiles: optional(mapOf(bytes)),
  mode: optional(number),
  reloads: optional(flag),
});

export const CONFIG_MAP_OPTIONS = record({
  configMapName: text,
  mode: optional(number),
  keys: optional(list(text)),
  file: optional(text),
  optional: optional(flag),
});

export const SECRET_OPTIONS = record({
  secretName: text,
  mode: optional(number),
  keys: optional(list(text)),
  file: optional(text),
  optional: optional(flag),
});

export const HOST_PATH_TYPE = oneOf('HostPathType', HostPathType);

export const HOST_PATH_OPTIONS = record({
  hostPath: optional(text),
  readOnly: optional(flag),
  type: optional(HOST_PATH_TYPE),
  onEveryNode: optional(text),
});

export const VOLUME = instance('Volume', 'Volume.data(…)', {
  kind: VOLUME_KIND,
  path: text,
  options: inline(chosen({
    data: optional(DATA_OPTIONS),
    claim: optional(CLAIM_OPTIONS),
    shared: optional(SHARED_OPTIONS),
    nfs: optional(NFS_OPTIONS),
    size: optional(SIZE),
    csi: optional(CSI_OPTIONS),
    image: optional(IMAGE),
    config: optional(CONFIG_OPTIONS),
    configMap: optional(CONFIG_MAP_OPTIONS),
    secret: optional(SECRET_OPTIONS),
    device: optional(text),
    hostPath: optional(HOST_PATH_OPTIONS),
  })),
  mounted: flag,
  ownName: optional(text),
});

export const MOUNT_PROPAGATION = oneOf('MountPropagation', MountPropagation);

export const MOUNT_OPTIONS = record({
  subPath: optional(text),
  readOnly: optional(flag),
  propagation: optional(MOUNT_PROPAGATION),
});

export const MOUNT = instance('Mount', 'Mount.of(…)', {
  volume: VOLUME,
  path: text,
  options: inline(MOUNT_OPTIONS),
});

export const PROBE_KIND = oneOf('ProbeKind', ProbeKind);

export const HTTP_PROBE_OPTIONS = record({
  https: optional(flag),
  headers: optional(mapOf(text)),
});

export const PROBE_TIMING = record({
  period: optional(DURATION),
  timeout: optional(DURATION),
  failures: optional(number),
});

export const PROBE = instance('Probe', 'Probe.http(…)', {
  kind: PROBE_KIND,
  path: optional(text),
  port: optional(text),
  command: list(text),
  http: HTTP_PROBE_OPTIONS,
  timing: PROBE_TIMING,
});

export const HEALTH_PROPS = record({
  readiness: optional(PROBE),
  liveness: optional(PROBE),
  startup: optional(PROBE),
  startsWithin: optional(DURATION),
  usualStart: optional(DURATION),
});

export const ALLOW_KIND = oneOf('AllowKind', AllowKind);

export const ALLOW = instance('Allow', 'Allow.writableRootFilesystem(…)', {
  kind: ALLOW_KIND,
  reason: text,
  detail: optional(text),
  value: optional(text),
});

export const SECURITY_PROPS = record({
  user: optional(number),
  group: optional(number),
  fsGroup: optional(number),
  groups: optional(list(number)),
  allow: optional(list(ALLOW)),
  userNamespace: optional(flag),
  sysctls: optional(mapOf(text)),
});

export const CONTAINER_SECURITY_PROPS = record({
  user: optional(number),
  group: optional(number),
  allow: optional(list(ALLOW)),
});

export const INIT_CONTAINER = record({
  name: text,
  image: optional(IMAGE),
  command: optional(list(text)),
  args: optional(list(text)),
  workingDir: optional(text),
  env: optional(mapOf(ENV_VALUE)),
  envFrom: optional(list(ENV_FROM)),
  resources: optional(RESOURCES_PROPS),
  mounts: optional(list(MOUNT)),
  security: optional(CONTAINER_SECURITY_PROPS),
  waitsFor: optional(list(APP_REFERENCE)),
});

export const SIDECAR_HEALTH_PROPS = record({
  readiness: optional(PROBE),
  liveness: optional(PROBE),
  startup: optional(PROBE),
  startsWithin: optional(DURATION),
});

export const PRE_STOP = instance('PreStop', 'PreStop.sleep(…)', {
  time: optional(DURATION),
  command: list(text),
});

export const SIDECAR = record({
  name: text,
  image: IMAGE,
  resources: RESOURCES_PROPS,
  command: optional(list(text)),
  args: optional(list(text)),
  workingDir: optional(text),
  env: optional(mapOf(ENV_VALUE)),
  envFrom: optional(list(ENV_FROM)),
  mounts: optional(list(MOUNT)),
  security: optional(CONTAINER_SECURITY_PROPS),
  ports: optional(list(PORT)),
  health: optional(SIDECAR_HEALTH_PROPS),
  beforeInit: optional(flag),
  postStart: optional(list(text)),
  preStop: optional(PRE_STOP),
});

export const RBAC_RULE = record({
  apiGroups: optional(list(text)),
  resources: optional(list(text)),
  resourceNames: optional(list(text)),
  nonResourceURLs: optional(list(text)),
  verbs: list(text),
});

export const RBAC_PROPS = record({
  rules: optional(list(RBAC_RULE)),
  clusterRules: optional(list(RBAC_RULE)),
  clusterRoles: optional(list(text)),
  serviceAccount: optional(text),
});

export const PLACEMENT_PROPS = record({
  role: optional(NODE_ROLE),
  architectures: optional(list(ARCHITECTURE)),
  sites: optional(list(text)),
  nodes: optional(list(text)),
});

export const HOST_ALIAS = record({
  ip: text,
  hostnames: list(text),
});

export const DNS_POLICY = oneOf('DnsPolicy', DnsPolicy);

export const DNS_PROPS = record({
  policy: optional(DNS_POLICY),
  nameservers: optional(list(text)),
  searches: optional(list(text)),
  options: optional(mapOf(text)),
});

export const OBJECTIVE = record({
  rto: optional(DURATION),
  rpo: optional(DURATION),
});

export const PATCH_OPERATION = oneOf('PatchOperation', PatchOperation);

export const PATCH = instance('Patch', 'Patch.add(…)', {
  operation: PATCH_OPERATION,
  kind: text,
  path: text,
  value: optional(anything),
  reason: text,
});

export const REPLICAS = instance('Replicas', 'Replicas.of(…)', {
  count: number,
  reason: optional(text),
});

export const BUDGET = instance('Budget', 'Budget.maxUnavailable(…)', {
  maxUnavailable: optional(number),
  minAvailable: optional(number),
});

export const HIGHLY_AVAILABLE_PROPS = record({
  image: missedElsewhere(IMAGE),
  resources: missedElsewhere(RESOURCES_PROPS),
  name: optional(text),
  namespace: optional(text),
  command: optional(list(text)),
  args: optional(list(text)),
  workingDir: optional(text),
  env: optional(mapOf(ENV_VALUE)),
  envFrom: optional(list(ENV_FROM)),
  network: optional(NETWORK_PROPS),
  metrics: optional(METRICS_PROPS),
  volumes: optional(list(VOLUME)),
  mounts: optional(list(MOUNT)),
  health: optional(HEALTH_PROPS),
  security: optional(SECURITY_PROPS),
  initContainers: optional(list(INIT_CONTAINER)),
  sidecars: optional(list(SIDECAR)),
  rbac: optional(RBAC_PROPS),
  placement: optional(PLACEMENT_PROPS),
  podLabels: optional(mapOf(text)),
  podAnnotations: optional(mapOf(text)),
  labels: optional(mapOf(text)),
  annotations: optional(mapOf(text)),
  terminationGrace: optional(DURATION),
  postStart: optional(list(text)),
  preStop: optional(PRE_STOP),
  tty: optional(flag),
  stdin: optional(flag),
  priority: optional(text),
  runtimeClass: optional(text),
  imagePullSecrets: optional(list(text)),
  hostname: optional(text),
  hostAliases: optional(list(HOST_ALIAS)),
  dns: optional(DNS_PROPS),
  dependsOn: optional(list(APP_REFERENCE)),
  objective: optional(OBJECTIVE),
  maxReplicas: optional(number),
  accept: optional(list(ACCEPTANCE)),
  patches: optional(list(PATCH)),
  replicas: optional(REPLICAS),
  budget: optional(BUDGET),
});

export const CRITICAL = record({
  reason: text,
});

export const NODE_AGENT_PROPS = record({
  image: missedElsewhere(IMAGE),
  resources: missedElsewhere(RESOURCES_PROPS),
  name: optional(text),
  namespace: optional(text),
  command: optional(list(text)),
  args: optional(list(text)),
  workingDir: optional(text),
  env: optional(mapOf(ENV_VALUE)),
  envFrom: optional(list(ENV_FROM)),
  network: optional(NETWORK_PROPS),
  metrics: optional(METRICS_PROPS),
  volumes: optional(list(VOLUME)),
  mounts: optional(list(MOUNT)),
  health: optional(HEALTH_PROPS),
  security: optional(SECURITY_PROPS),
  initContainers: optional(list(INIT_CONTAINER)),
  sidecars: optional(list(SIDECAR)),
  rbac: optional(RBAC_PROPS),
  placement: optional(PLACEMENT_PROPS),
  podLabels: optional(mapOf(text)),
  podAnnotations: optional(mapOf(text)),
  labels: optional(mapOf(text)),
  annotations: optional(mapOf(text)),
  terminationGrace: optional(DURATION),
  postStart: optional(list(text)),
  preStop: optional(PRE_STOP),
  tty: optional(flag),
  stdin: optional(flag),
  priority: optional(text),
  runtimeClass: optional(text),
  imagePullSecrets: optional(list(text)),
  hostname: optional(text),
  hostAliases: optional(list(HOST_ALIAS)),
  dns: optional(DNS_PROPS),
  dependsOn: optional(list(APP_REFERENCE)),
  accept: optional(list(ACCEPTANCE)),
  patches: optional(list(PATCH)),
  critical: optional(CRITICAL),
  maxUnavailable: optional(number),
});

export const CONCURRENCY = oneOf('Concurrency', Concurrency);

export const HISTORY_PROPS = record({
  succeeded: optional(number),
  failed: optional(number),
});

export const PINNED_NODE = record({
  name: text,
  reason: text,
});

export const SCHEDULED_JOB_PROPS = record({
  image: missedElsewhere(IMAGE),
  resources: missedElsewhere(RESOURCES_PROPS),
  name: optional(text),
  namespace: optional(text),
  command: optional(list(text)),
  args: optional(list(text)),
  workingDir: optional(text),
  env: optional(mapOf(ENV_VALUE)),
  envFrom: optional(list(ENV_FROM)),
  metrics: optional(METRICS_PROPS),
  volumes: optional(list(VOLUME)),
  mounts: optional(list(MOUNT)),
  security: optional(SECURITY_PROPS),
  initContainers: optional(list(INIT_CONTAINER)),
  sidecars: optional(list(SIDECAR)),
  rbac: optional(RBAC_PROPS),
  placement: optional(PLACEMENT_PROPS),
  podLabels: optional(mapOf(text)),
  podAnnotations: optional(mapOf(text)),
  labels: optional(mapOf(text)),
  annotations: optional(mapOf(text)),
  terminationGrace: optional(DURATION),
  postStart: optional(list(text)),
  preStop: optional(PRE_STOP),
  tty: optional(flag),
  stdin: optional(flag),
  priority: optional(text),
  runtimeClass: optional(text),
  imagePullSecrets: optional(list(text)),
  hostname: optional(text),
  hostAliases: optional(list(HOST_ALIAS)),
  dns: optional(DNS_PROPS),
  dependsOn: optional(list(APP_REFERENCE)),
  accept: optional(list(ACCEPTANCE)),
  patches: optional(list(PATCH)),
  schedule: text,
  timeZone: optional(text),
  deadline: optional(DURATION),
  concurrency: optional(CONCURRENCY),
  startingDeadline: optional(DURATION),
  retries: optional(number),
  history: optional(HISTORY_PROPS),
  suspend: optional(flag),
  node: optional(PINNED_NODE),
});

export const SINGLE_POD_PINNED_PROPS = record({
  image: missedElsewhere(IMAGE),
  resources: missedElsewhere(RESOURCES_PROPS),
  name: optional(text),
  namespace: optional(text),
  command: optional(list(text)),
  args: optional(list(text)),
  workingDir: optional(text),
  env: optional(mapOf(ENV_VALUE)),
  envFrom: optional(list(ENV_FROM)),
  network: optional(NETWORK_PROPS),
  metrics: optional(METRICS_PROPS),
  volumes: optional(list(VOLUME)),
  mounts: optional(list(MOUNT)),
  health: optional(HEALTH_PROPS),
  security: optional(SECURITY_PROPS),
  initContainers: optional(list(INIT_CONTAINER)),
  sidecars: optional(list(SIDECAR)),
  rbac: optional(RBAC_PROPS),
  placement: optional(PLACEMENT_PROPS),
  podLabels: optional(mapOf(text)),
  podAnnotations: optional(mapOf(text)),
  labels: optional(mapOf(text)),
  annotations: optional(mapOf(text)),
  terminationGrace: optional(DURATION),
  postStart: optional(list(text)),
  preStop: optional(PRE_STOP),
  tty: optional(flag),
  stdin: optional(flag),
  priority: optional(text),
  runtimeClass: optional(text),
  imagePullSecrets: optional(list(text)),
  hostname: optional(text),
  hostAliases: optional(list(HOST_ALIAS)),
  dns: optional(DNS_PROPS),
  dependsOn: optional(list(APP_REFERENCE)),
  objective: optional(OBJECTIVE),
  maxReplicas: optional(number),
  accept: optional(list(ACCEPTANCE)),
  patches: optional(list(PATCH)),
  node: optional(PINNED_NODE),
});

export const SINGLE_POD_FLEXIBLE_PROPS = record({
  image: missedElsewhere(IMAGE),
  resources: missedElsewhere(RESOURCES_PROPS),
  name: optional(text),
  namespace: optional(text),
  command: optional(list(text)),
  args: optional(list(text)),
  workingDir: optional(text),
  env: optional(mapOf(ENV_VALUE)),
  envFrom: optional(list(ENV_FROM)),
  network: optional(NETWORK_PROPS),
  metrics: optional(METRICS_PROPS),
  volumes: optional(list(VOLUME)),
  mounts: optional(list(MOUNT)),
  health: optional(HEALTH_PROPS),
  security: optional(SECURITY_PROPS),
  initContainers: optional(list(INIT_CONTAINER)),
  sidecars: optional(list(SIDECAR)),
  rbac: optional(RBAC_PROPS),
  placement: optional(PLACEMENT_PROPS),
  podLabels: optional(mapOf(text)),
  podAnnotations: optional(mapOf(text)),
  labels: optional(mapOf(text)),
  annotations: optional(mapOf(text)),
  terminationGrace: optional(DURATION),
  postStart: optional(list(text)),
  preStop: optional(PRE_STOP),
  tty: optional(flag),
  stdin: optional(flag),
  priority: optional(text),
  runtimeClass: optional(text),
  imagePullSecrets: optional(list(text)),
  hostname: optional(text),
  hostAliases: optional(list(HOST_ALIAS)),
  dns: optional(DNS_PROPS),
  dependsOn: optional(list(APP_REFERENCE)),
  objective: optional(OBJECTIVE),
  maxReplicas: optional(number),
  accept: optional(list(ACCEPTANCE)),
  patches: optional(list(PATCH)),
});

export const SECRET_KEY = record({
  secretName: text,
  key: text,
});
