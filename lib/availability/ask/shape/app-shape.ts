import { ACCEPTANCES, CPU, DURATION, SIZE } from '../../../cluster/facts-shape';
import type { Finding } from '../../../cluster/finding';
import {
  checkShape,
  type Fields,
  flag,
  instance,
  list,
  mapOf,
  missedElsewhere,
  number,
  oneOf,
  optional,
  record,
  type Shape,
  text,
} from '../../../cluster/shape';
import type { InitContainer, Objective, Sidecar, SidecarHealthProps, WorkloadProps } from '../app';
import type { DeviceClaim } from '../container/device-claim';
import { type EnvFrom, EnvKind, type EnvValue } from '../container/env';
import { type HealthProps, type HttpProbeOptions, type Probe, ProbeKind, type ProbeTiming } from '../container/health';
import { type Mount, MountPropagation } from '../container/mount';
import type { ResourcesProps } from '../container/resources';
import { type Allow, AllowKind, type ContainerSecurityProps, type SecurityProps } from '../container/security';
import type { MetricsProps } from '../network/metrics';
import { type Patch, PatchOperation } from '../patch';
import { Concurrency, type HistoryProps } from '../schedule';
import {
  type Ask,
  AvailabilityClass,
  type Budget,
  type Critical,
  type HighlyAvailableProps,
  type NodeAgentProps,
  OtherWorkload,
  type PinnedNode,
  type Replicas,
  type ScheduledJobProps,
  type SinglePodFlexibleProps,
  type SinglePodPinnedProps,
  type WorkloadClass,
} from '../workload';
import { NETWORK, PORTS } from './network-shape';
import { DNS, HOST_ALIASES, PLACEMENT, PRE_STOP, RBAC } from './pod-shape';
import { IMAGE, VOLUME } from './volume-shape';

const ENV = mapOf(
  instance<EnvValue>('an EnvValue', 'EnvValue.of(…)', {
    kind: oneOf('EnvKind', EnvKind),
    value: text,
    source: optional(text),
    publicBecause: optional(text),
    isOptional: flag,
  }),
);

const ENV_FROM = list(
  instance<EnvFrom>('an EnvFrom', 'EnvFrom.secret(…)', { kind: oneOf('EnvKind', EnvKind), source: text, prefix: optional(text), isOptional: flag }),
);

const DEVICE_CLAIM = instance<DeviceClaim>('a DeviceClaim', 'DeviceClaim.of(…)', { deviceClass: text, count: number, name: text });

// That there is no limit, no image, no resources: these rules have codes of their own.
const RESOURCES = record<ResourcesProps>({
  cpu: CPU,
  memory: SIZE,
  memoryLimit: missedElsewhere(SIZE),
  ephemeralStorage: optional(SIZE),
  extended: optional(mapOf(number)),
  deviceClaims: optional(list(DEVICE_CLAIM)),
});

const PROBE = instance<Probe>('a Probe', 'Probe.http(…)', {
  kind: oneOf('ProbeKind', ProbeKind),
  path: optional(text),
  port: optional(text),
  command: list(text),
  http: record<HttpProbeOptions>({ https: optional(flag), headers: optional(mapOf(text)) }),
  timing: record<ProbeTiming>({ period: optional(DURATION), timeout: optional(DURATION), failures: optional(number) }),
});

const ALLOW = instance<Allow>('an Allow', 'Allow.rootUser(…)', {
  kind: oneOf('Leeway', AllowKind),
  reason: text,
  detail: optional(text),
  value: optional(text),
});

const CONTAINER_SECURITY = record<ContainerSecurityProps>({ user: optional(number), group: optional(number), allow: optional(list(ALLOW)) });

const MOUNTS = list(
  instance<Mount>('a Mount', 'Mount.of(…)', {
    volume: VOLUME,
    path: text,
    subPath: optional(text),
    readOnly: flag,
    propagation: optional(oneOf('MountPropagation', MountPropagation)),
  }),
);

const SIDECAR = record<Sidecar>({
  name: text,
  image: IMAGE,
  resources: RESOURCES,
  command: optional(list(text)),
  args: optional(list(text)),
  workingDir: optional(text),
  env: optional(ENV),
  envFrom: optional(ENV_FROM),
  mounts: optional(MOUNTS),
  security: optional(CONTAINER_SECURITY),
  ports: optional(PORTS),
  health: optional(
    record<SidecarHealthProps>({ readiness: optional(PROBE), liveness: optional(PROBE), startup: optional(PROBE), startsWithin: optional(DURATION) }),
  ),
  beforeInit: optional(flag),
  postStart: optional(list(text)),
  preStop: optional(PRE_STOP),
});

const PATCH = instance<Patch>('a Patch', 'Patch.add(…)', {
  operation: oneOf('PatchOperation', PatchOperation),
  kind: text,
  path: text,
  reason: text,
});

const APP: Fields<WorkloadProps> = {
  image: missedElsewhere(IMAGE),
  resources: missedElsewhere(RESOURCES),
  name: optional(text),
  namespace: optional(text),
  command: optional(list(text)),
  args: optional(list(text)),
  workingDir: optional(text),
  env: optional(ENV),
  envFrom: optional(ENV_FROM),
  network: optional(NETWORK),
  metrics: optional(
    record<MetricsProps>({ port: optional(text), path: optional(text), interval: optional(DURATION), honorLabels: optional(flag), series: optional(number) }),
  ),
  volumes: optional(list(VOLUME)),
  mounts: optional(MOUNTS),
  health: optional(
    record<HealthProps>({
      readiness: optional(PROBE),
      liveness: optional(PROBE),
      startup: optional(PROBE),
      startsWithin: optional(DURATION),
      usualStart: optional(DURATION),
    }),
  ),
  security: optional(
    record<SecurityProps>({
      user: optional(number),
      group: optional(number),
      fsGroup: optional(number),
      groups: optional(list(number)),
      allow: optional(list(ALLOW)),
      userNamespace: optional(flag),
      sysctls: optional(mapOf(text)),
    }),
  ),
  initContainers: optional(
    list(
      record<InitContainer>({
        name: text,
        image: optional(IMAGE),
        command: optional(list(text)),
        args: optional(list(text)),
        workingDir: optional(text),
        env: optional(ENV),
        envFrom: optional(ENV_FROM),
        resources: optional(RESOURCES),
        mounts: optional(MOUNTS),
        security: optional(CONTAINER_SECURITY),
        waitsFor: optional(list(text)),
      }),
    ),
  ),
  sidecars: optional(list(SIDECAR)),
  rbac: optional(RBAC),
  placement: optional(PLACEMENT),
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
  hostAliases: optional(HOST_ALIASES),
  dns: optional(DNS),
  dependsOn: optional(list(text)),
  objective: optional(record<Objective>({ rto: optional(DURATION), rpo: optional(DURATION) })),
  maxReplicas: optional(number),
  accept: optional(ACCEPTANCES),
  patches: optional(list(PATCH)),
};

const PINNED_NODE = optional(record<PinnedNode>({ name: text, reason: text }));

// Nobody waits for these, and there are as many as there are runs or nodes.
const { objective: _objective, maxReplicas: _maxReplicas, ...OF_AGENTS } = APP;
const { network: _network, health: _health, ...OF_JOBS } = OF_AGENTS;

const BY_CLASS: { readonly [C in WorkloadClass]: Shape<WorkloadProps> } = {
  [AvailabilityClass.SINGLE_POD_FLEXIBLE]: record<SinglePodFlexibleProps>(APP),
  [AvailabilityClass.SINGLE_POD_PINNED]: record<SinglePodPinnedProps>({ ...APP, node: PINNED_NODE }),
  [AvailabilityClass.HIGHLY_AVAILABLE]: record<HighlyAvailableProps>({
    ...APP,
    replicas: optional(instance<Replicas>('a Replicas', 'Replicas.of(…)', { count: number, reason: optional(text) })),
    budget: optional(instance<Budget>('a Budget', 'Budget.maxUnavailable(…)', { maxUnavailable: optional(number), minAvailable: optional(number) })),
  }),
  [OtherWorkload.SCHEDULED_JOB]: record<ScheduledJobProps>({
    ...OF_JOBS,
    node: PINNED_NODE,
    schedule: text,
    timeZone: optional(text),
    deadline: optional(DURATION),
    concurrency: optional(oneOf('Concurrency', Concurrency)),
    startingDeadline: optional(DURATION),
    retries: optional(number),
    history: optional(record<HistoryProps>({ succeeded: optional(number), failed: optional(number) })),
    suspend: optional(flag),
  }),
  [OtherWorkload.NODE_AGENT]: record<NodeAgentProps>({
    ...OF_AGENTS,
    critical: optional(record<Critical>({ reason: text })),
    maxUnavailable: optional(number),
  }),
};

/** Props that are not what their types say. With one of these nothing else can be judged. */
export function checkAppShape(ask: Pick<Ask, 'path' | 'availabilityClass'> & { readonly props: unknown }): Finding[] {
  return checkShape(BY_CLASS[ask.availabilityClass], ask.props, ask.path);
}
