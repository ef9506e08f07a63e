import { isDeepStrictEqual } from 'node:util';
import { VolumeKind } from '../../availability/ask/volume/volume';
import type { Plan } from '../../availability/model/plan';
import { LABEL_PREFIX } from '../../cluster/node';
import { partAt } from '../../cluster/parts';
import { pointerPart } from '../../kubernetes/json-pointer';
import { configName } from '../../kubernetes/volumes';

/** What a patch must not change, wherever it starts: the plan, the report and the pod-security level of the namespace depend on it. */
interface Decided {
  /** A JSON pointer. `*` is any end of a key or an index; the whole of a key with `?` may be removed. */
  readonly path: string;
  /** What to use instead of a patch. */
  readonly instead: string;
}

function use(instead: string, ...paths: readonly string[]): Decided[] {
  return paths.map((path) => ({ path, instead }));
}

function below(prefix: string, fields: readonly Decided[]): Decided[] {
  return fields.map(({ path, instead }) => ({ path: `${prefix}${path}`, instead }));
}

function under(prefix: string, ...fields: readonly string[]): string[] {
  return fields.map((field) => `${prefix}/${field}`);
}

/** Labels that selectors look for. */
const SELECTED = under('/metadata/labels', 'app.kubernetes.io~1instance', 'app.kubernetes.io~1name', `${LABEL_PREFIX}~1*`);
const IDENTITY = [
  ...use('Use name and namespace of the app.', '/apiVersion', '/kind', '/metadata/name', '/metadata/namespace', ...SELECTED),
  ...use('Leave it out: only Flux creates and deletes what is in Git.', ...under('/metadata', 'finalizers', 'generateName', 'ownerReferences')),
  // Kustomize drops the object; Flux skips it, or applies it once. Flux reads labels, too (kustomize, IgnoredByKustomizeAnnotation; kustomize-controller).
  ...use(
    'Leave it out: the object would not be delivered.',
    ...under('/metadata/annotations', 'config.kubernetes.io~1local-config'),
    ...['annotations', 'labels'].flatMap((words) => under(`/metadata/${words}`, 'kustomize.toolkit.fluxcd.io~1reconcile', 'kustomize.toolkit.fluxcd.io~1ssa')),
  ),
];

const SECURITY = 'Use security, such as security.allow.';
const VOLUMES = 'Use volumes and mounts.';
const CLASS = 'Choose another class.';
const START = 'Use health.usualStart for how long a start takes, and health.startsWithin for how long it may take.';
const SCHEDULER = 'Leave it out: the promise holds for the default scheduler, and for pods that it may place at once.';

const CONTAINER: readonly Decided[] = [
  ...use('Use image.', '/image'),
  ...use('Use resources.', '/resources'),
  ...use(SECURITY, '/securityContext'),
  // Since 1.34 the level baseline forbids these: the node itself would connect (Kubernetes, Pod Security Standards).
  ...use(
    SECURITY,
    ...['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle/postStart', 'lifecycle/preStop'].flatMap((handler) =>
      under(`/${handler}`, 'httpGet/host', 'tcpSocket/host'),
    ),
  ),
  ...use('Use network.ports, or the ports of a sidecar.', '/ports'),
  ...use(START, ...under('/startupProbe?', 'initialDelaySeconds', 'periodSeconds', 'failureThreshold'), '/readinessProbe?/initialDelaySeconds'),
  ...use('Use health.readiness.', ...under('/readinessProbe?', 'periodSeconds', 'failureThreshold', 'successThreshold')),
  ...use(VOLUMES, '/volumeDevices', ...under('/volumeMounts/*', 'name', 'mountPath', 'mountPropagation', 'readOnly', 'subPath')),
];

const POD: readonly Decided[] = [
  // First, so that an additional container is one.
  ...use('Use initContainers or sidecars.', ...['containers', 'initContainers'].flatMap((list) => under(`/spec/${list}/*`, 'name', 'restartPolicy'))),
  ...below('/spec/containers/*', CONTAINER),
  ...below('/spec/initContainers/*', CONTAINER),
  ...use('Use initContainers or sidecars.', '/spec/ephemeralContainers'),
  ...use(SECURITY, ...under('/spec', 'hostIPC', 'hostNetwork', 'hostPID', 'hostUsers', 'os', 'securityContext', 'shareProcessNamespace')),
  ...use(SECURITY, '/metadata/annotations/container.apparmor.security.beta.kubernetes.io~1*'),
  ...use(VOLUMES, '/spec/volumes'),
  ...use('Use placement, or another class.', ...under('/spec', 'affinity', 'nodeName', 'nodeSelector', 'tolerations', 'topologySpreadConstraints')),
  ...use(SCHEDULER, ...under('/spec', 'schedulerName', 'schedulingGates')),
  ...use('Use runtimeClass.', '/spec/runtimeClassName'),
  ...use('Use priority, or another class.', ...under('/spec', 'preemptionPolicy', 'priority', 'priorityClassName')),
  ...use('Use resources.', ...under('/spec', 'overhead', 'resourceClaims', 'resources')),
  ...use('Use rbac.', ...under('/spec', 'automountServiceAccountToken', 'serviceAccount', 'serviceAccountName')),
  ...use('Use terminationGrace.', '/spec/terminationGracePeriodSeconds'),
  ...use(CLASS, '/spec/activeDeadlineSeconds', '/spec/restartPolicy'),
  ...use('Use podLabels or podAnnotations, with a prefix of your own.', ...SELECTED, `/metadata/annotations/${LABEL_PREFIX}~1*`),
];

const WORKLOAD: readonly Decided[] = [
  ...use('Use replicas, or another class.', '/spec/replicas'),
  ...use(CLASS, ...under('/spec', 'selector', 'strategy', 'updateStrategy', 'podManagementPolicy', 'serviceName')),
  ...use('Use health.startsWithin: the deadline follows from it.', '/spec/progressDeadlineSeconds'),
  ...use('Leave it out: a Deployment that is paused starts no new version.', '/spec/paused'),
  ...use(VOLUMES, '/spec/volumeClaimTemplates', '/spec/persistentVolumeClaimRetentionPolicy'),
  ...below('/spec/template', POD),
];

/** A run, and the pod in it. */
const RUN: readonly Decided[] = [
  ...use(
    'Use the props of the job.',
    ...under('/spec', 'activeDeadlineSeconds', 'backoffLimit', 'manualSelector', 'podFailurePolicy', 'podReplacementPolicy', 'selector', 'suspend'),
  ),
  ...use(
    'Declare a job for each pod: the plan has room for one.',
    ...under('/spec', 'backoffLimitPerIndex', 'completionMode', 'completions', 'maxFailedIndexes', 'parallelism', 'successPolicy'),
  ),
  ...below('/spec/template', POD),
];

const JOB: readonly Decided[] = [
  ...use('Use the props of the job.', ...under('/spec', 'concurrencyPolicy', 'schedule', 'startingDeadlineSeconds', 'suspend', 'timeZone')),
  ...below('/spec/jobTemplate', RUN),
];

const SERVICE: readonly Decided[] = [
  ...use(
    'Use network.service or network.services.',
    ...under('/spec', 'allocateLoadBalancerNodePorts', 'clusterIP', 'clusterIPs', 'externalName', 'externalTrafficPolicy'),
    ...under('/spec', 'healthCheckNodePort', 'internalTrafficPolicy', 'loadBalancerClass', 'loadBalancerIP', 'publishNotReadyAddresses', 'selector', 'type'),
    ...under('/spec/ports/*', 'name', 'nodePort', 'port', 'protocol', 'targetPort'),
  ),
  // Whoever may set them can take the traffic of others (CVE-2020-8554).
  ...use('Use network.service with ServiceType.LOAD_BALANCER and addresses.', '/spec/externalIPs'),
];

/** The operator makes pods from fields with the same names. */
const OPERATED: readonly Decided[] = use(
  'Use the props of Monitoring.',
  ...POD.map(({ path }) => path),
  ...under('/spec', 'image', 'podMetadata', 'replicas', 'shards', 'storage', 'volumeMounts'),
);

const RBAC = use('Use rbac.', '/aggregationRule', '/automountServiceAccountToken', '/roleRef', '/rules', '/subjects');

const DECIDED: { readonly [kind: string]: readonly Decided[] } = {
  Deployment: WORKLOAD,
  StatefulSet: WORKLOAD,
  DaemonSet: WORKLOAD,
  CronJob: JOB,
  Job: RUN,
  Prometheus: OPERATED,
  Alertmanager: OPERATED,
  PersistentVolumeClaim: use(
    'Use Volume.data.',
    ...under('/spec', 'accessModes', 'dataSource', 'dataSourceRef', 'resources', 'selector', 'storageClassName', 'volumeMode', 'volumeName'),
  ),
  ResourceClaimTemplate: use('Use resources.deviceClaims.', '/spec'),
  HorizontalPodAutoscaler: use('Use replicas and autoscale.', ...under('/spec', 'maxReplicas', 'minReplicas', 'scaleTargetRef')),
  PodDisruptionBudget: use('Use budget, or another class.', '/spec'),
  Service: SERVICE,
  Ingress: use('Use network.routes.', '/spec'),
  // Filters of a controller's own may be added.
  HTTPRoute: use('Use network.routes.', ...under('/spec', 'hostnames', 'parentRefs', 'rules/*/backendRefs', 'rules/*/matches')),
  TLSRoute: use('Use network.routes.', '/spec'),
  BackendTLSPolicy: use('Use backendTls in network.routes.', '/spec'),
  ReferenceGrant: use('Use network.routes.', '/spec'),
  NetworkPolicy: use('Use network.allowFrom.', '/spec/ingress', '/spec/podSelector', '/spec/policyTypes'),
  ServiceAccount: RBAC,
  Role: RBAC,
  RoleBinding: RBAC,
  ClusterRole: RBAC,
  ClusterRoleBinding: RBAC,
};

/** The pods restart when the files of the props change. After a patch they would keep the old ones. */
const FILES = use('Change the files of the volume, so that the pods restart, or set reloads if the app reads changes by itself.', '/data', '/binaryData');

function restartsPods(plan: Plan, name: unknown): boolean {
  return plan.ask.volumes.some((volume) => volume.kind === VolumeKind.CONFIG && volume.options.config?.reloads !== true && configName(plan, volume) === name);
}

/** The paths where a patched object differs in what is decided, by what to use instead. */
export function changesOfDecided(plan: Plan, kind: string, before: unknown, after: unknown): ReadonlyMap<string, readonly string[]> {
  const areEqual = equality();
  const seen = new Set<string>();
  const changes = new Map<string, string[]>();
  // Without `allowTo` everything may go out: a patch can only narrow that.
  const outgoing = kind === 'NetworkPolicy' && plan.allowTo.value !== undefined ? use('Use network.allowTo.', '/spec/egress') : [];
  const files = kind === 'ConfigMap' && restartsPods(plan, partAt(before, 'metadata', 'name')) ? FILES : [];
  for (const { path, instead } of [...IDENTITY, ...(DECIDED[kind] ?? []), ...outgoing, ...files]) {
    for (const changed of changesAt(path.split('/').slice(1), before, after, '', areEqual)) {
      if (seen.has(changed)) continue;
      seen.add(changed);
      changes.set(instead, [...(changes.get(instead) ?? []), changed]);
    }
  }
  return changes;
}

type AreEqual = (before: unknown, after: unknown) => boolean;

/** Most paths begin alike, so the same parts are compared for each of them. */
function equality(): AreEqual {
  const known = new Map<unknown, Map<unknown, boolean>>();
  return (before, after) => {
    const ofBefore = known.get(before) ?? new Map<unknown, boolean>();
    known.set(before, ofBefore);
    const isEqual = ofBefore.get(after) ?? isDeepStrictEqual(before, after);
    ofBefore.set(after, isEqual);
    return isEqual;
  };
}

function* changesAt([first, ...rest]: readonly string[], before: unknown, after: unknown, walked: string, areEqual: AreEqual): Iterable<string> {
  if (areEqual(before, after)) return;
  if (first === undefined) {
    yield* differences(before, after, walked);
    return;
  }
  if (first.endsWith('?')) {
    const key = first.slice(0, -1);
    if (partOf(after, key) !== undefined) yield* changesAt([key, ...rest], before, after, walked, areEqual);
    return;
  }
  const isMany = first.endsWith('*');
  for (const key of isMany ? keysOf(before, after).filter((one) => pointerPart(one).startsWith(first.slice(0, -1))) : [first.replaceAll('~1', '/')]) {
    const [old, now] = [partOf(before, key), partOf(after, key)];
    const path = `${walked}/${pointerPart(key)}`;
    // What one of a list misses, or has too much, is the whole of it.
    if (isMany && (old === undefined) !== (now === undefined)) yield path;
    else yield* changesAt(rest, old, now, path, areEqual);
  }
}

/** Where two values differ, as far down as both go. */
function* differences(before: unknown, after: unknown, walked: string): Iterable<string> {
  if (isDeepStrictEqual(before, after)) return;
  const areAlike = isNested(before) && isNested(after) && Array.isArray(before) === Array.isArray(after);
  if (!areAlike) yield walked;
  else for (const key of keysOf(before, after)) yield* differences(partOf(before, key), partOf(after, key), `${walked}/${pointerPart(key)}`);
}

function isNested(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null;
}

function keysOf(...values: readonly unknown[]): readonly string[] {
  return [...new Set(values.flatMap((value) => (isNested(value) ? Object.keys(value) : [])))];
}

function partOf(value: unknown, key: string): unknown {
  return isNested(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
