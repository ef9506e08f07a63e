// Made from the types by `npm run shapes`: change those, not this file.
import { ACCEPTANCE, ARCHITECTURE, DURATION, NODE_ROLE } from '../../cluster/shapes.generated';
import { APP_REFERENCE, IMAGE } from './reference/shapes.generated';
import { CONTAINER_SECURITY_PROPS, ENV_FROM, ENV_VALUE, HEALTH_PROPS, MOUNT, PROBE, RESOURCES_PROPS, SECURITY_PROPS } from './container/shapes.generated';
import { Concurrency } from './schedule';
import { CoveredFailure } from './app';
import { DnsPolicy } from './pod';
import { METRICS_PROPS, NETWORK_PROPS, PORT } from './network/shapes.generated';
import { PatchOperation } from './patch';
import { VOLUME } from './volume/shapes.generated';
import { anything, flag, instance, list, mapOf, missedElsewhere, number, oneOf, optional, record, text, within, without } from '../../cluster/shape';

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

export const PRE_STOP = instance('PreStop', 'PreStop.sleep(…)', { time: optional(DURATION), command: list(text) });

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
  rulesIn: optional(mapOf(list(RBAC_RULE))),
  clusterRules: optional(list(RBAC_RULE)),
  clusterRoles: optional(list(text)),
  serviceAccount: optional(text),
});

export const TOLERATED_TAINT = record({ key: text, value: optional(text) });

export const PLACEMENT_PROPS = record({
  role: optional(NODE_ROLE),
  architectures: optional(list(ARCHITECTURE)),
  sites: optional(list(text)),
  nodes: optional(list(text)),
  beside: optional(APP_REFERENCE),
  nodeLabels: optional(mapOf(text)),
  tolerates: optional(list(TOLERATED_TAINT)),
});

export const HOST_ALIAS = record({ ip: text, hostnames: list(text) });

export const DNS_POLICY = oneOf('DnsPolicy', DnsPolicy);

export const DNS_PROPS = record({
  policy: optional(DNS_POLICY),
  nameservers: optional(list(text)),
  searches: optional(list(text)),
  options: optional(mapOf(text)),
});

export const COVERED_FAILURE = oneOf('CoveredFailure', CoveredFailure);

export const OBJECTIVE = record({
  rto: optional(DURATION),
  rpo: optional(DURATION),
  rideOut: optional(DURATION),
  covers: optional(list(COVERED_FAILURE)),
});

export const PATCH_OPERATION = oneOf('PatchOperation', PatchOperation);

export const PATCH = instance('Patch', 'Patch.add(…)', { operation: PATCH_OPERATION, object: text, path: text, value: optional(anything), reason: text });

export const WORKLOAD_PROPS = record({
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
  publicTexts: optional(mapOf(text)),
  patches: optional(list(PATCH)),
});

export const REPLICAS = instance('Replicas', 'Replicas.of(…)', { count: number, reason: optional(text) });

export const BUDGET = instance('Budget', 'Budget.maxUnavailable(…)', { maxUnavailable: optional(number), minAvailable: optional(number) });

export const AUTOSCALE_PROPS = record({ max: within(number, 2, 150000, true), cpuPercent: optional(within(number, 1, 1000, true)) });

export const HIGHLY_AVAILABLE_PROPS = record({
  ...WORKLOAD_PROPS.fields,
  replicas: optional(REPLICAS),
  budget: optional(BUDGET),
  majority: optional(flag),
  surge: optional(flag),
  autoscale: optional(AUTOSCALE_PROPS),
});

export const CRITICAL = record({ reason: text });

export const NODE_AGENT_PROPS = record({
  ...without(WORKLOAD_PROPS, 'maxReplicas', 'objective').fields,
  critical: optional(CRITICAL),
  maxUnavailable: optional(number),
});

export const RUN_PROPS = record({
  deadline: optional(DURATION),
  retries: optional(number),
  timeToLive: optional(DURATION),
  suspend: optional(flag),
});

export const PINNED_NODE = record({ name: text, reason: text });

export const ONE_OFF_JOB_PROPS = record({
  ...without(WORKLOAD_PROPS, 'health', 'maxReplicas', 'network', 'objective').fields,
  ...RUN_PROPS.fields,
  node: optional(PINNED_NODE),
});

export const CONCURRENCY = oneOf('Concurrency', Concurrency);

export const HISTORY_PROPS = record({ succeeded: optional(number), failed: optional(number) });

export const SCHEDULE_PROPS = record({
  ...RUN_PROPS.fields,
  schedule: text,
  timeZone: optional(text),
  concurrency: optional(CONCURRENCY),
  startingDeadline: optional(DURATION),
  history: optional(HISTORY_PROPS),
});

export const SCHEDULED_JOB_PROPS = record({
  ...without(WORKLOAD_PROPS, 'health', 'maxReplicas', 'network', 'objective').fields,
  ...SCHEDULE_PROPS.fields,
  node: optional(PINNED_NODE),
});

export const SINGLE_POD_PINNED_PROPS = record({ ...WORKLOAD_PROPS.fields, node: optional(PINNED_NODE) });

export const ROLLING_UPDATE_PROPS = record({ reason: text });

export const SINGLE_POD_FLEXIBLE_PROPS = record({ ...WORKLOAD_PROPS.fields, rollingUpdate: optional(ROLLING_UPDATE_PROPS) });
