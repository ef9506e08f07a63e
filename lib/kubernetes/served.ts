import { closest } from '../cluster/closest';
import { groupOf } from './kinds';
import { FIELDS_OF_MINOR } from './object-fields.generated';

/** Kinds that manifests may be of, by stable API version. Source: the paths of api/openapi-spec/swagger.json in Kubernetes 1.36.3. */
const SERVED = tableOf({
  v1: 'ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolume PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount',
  'admissionregistration.k8s.io/v1':
    'MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration',
  'apiextensions.k8s.io/v1': 'CustomResourceDefinition',
  'apiregistration.k8s.io/v1': 'APIService',
  'apps/v1': 'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet',
  'autoscaling/v2': 'HorizontalPodAutoscaler',
  'autoscaling/v1': 'HorizontalPodAutoscaler',
  'batch/v1': 'CronJob Job',
  'certificates.k8s.io/v1': 'CertificateSigningRequest',
  'coordination.k8s.io/v1': 'Lease',
  'discovery.k8s.io/v1': 'EndpointSlice',
  'events.k8s.io/v1': 'Event',
  'flowcontrol.apiserver.k8s.io/v1': 'FlowSchema PriorityLevelConfiguration',
  'networking.k8s.io/v1': 'IPAddress Ingress IngressClass NetworkPolicy ServiceCIDR',
  'node.k8s.io/v1': 'RuntimeClass',
  'policy/v1': 'PodDisruptionBudget',
  'rbac.authorization.k8s.io/v1': 'ClusterRole ClusterRoleBinding Role RoleBinding',
  'resource.k8s.io/v1': 'DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice',
  'scheduling.k8s.io/v1': 'PriorityClass',
  'storage.k8s.io/v1': 'CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment VolumeAttributesClass',
});

/**
 * API versions that are gone, by the minor of Kubernetes that removed them. Sources: APILifecycleRemoved in k8s.io/api 0.36.3; for autoscaling,
 * apiextensions, apiregistration and PodSecurityPolicy, whose types are gone, too: Kubernetes, Deprecated API Migration Guide.
 */
const REMOVED: { readonly [minor: number]: ReadonlyMap<string, readonly string[]> } = {
  16: tableOf({
    'apps/v1beta1': 'ControllerRevision Deployment StatefulSet',
    'apps/v1beta2': 'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet',
    'extensions/v1beta1': 'DaemonSet Deployment NetworkPolicy PodSecurityPolicy ReplicaSet',
  }),
  22: tableOf({
    'admissionregistration.k8s.io/v1beta1': 'MutatingWebhookConfiguration ValidatingWebhookConfiguration',
    'apiextensions.k8s.io/v1beta1': 'CustomResourceDefinition',
    'apiregistration.k8s.io/v1beta1': 'APIService',
    'certificates.k8s.io/v1beta1': 'CertificateSigningRequest',
    'coordination.k8s.io/v1beta1': 'Lease',
    'extensions/v1beta1': 'Ingress',
    'networking.k8s.io/v1beta1': 'Ingress IngressClass',
    'rbac.authorization.k8s.io/v1beta1': 'ClusterRole ClusterRoleBinding Role RoleBinding',
    'scheduling.k8s.io/v1beta1': 'PriorityClass',
    'storage.k8s.io/v1beta1': 'CSIDriver CSINode StorageClass VolumeAttachment',
  }),
  25: tableOf({
    'autoscaling/v2beta1': 'HorizontalPodAutoscaler',
    'batch/v1beta1': 'CronJob',
    'discovery.k8s.io/v1beta1': 'EndpointSlice',
    'events.k8s.io/v1beta1': 'Event',
    'node.k8s.io/v1beta1': 'RuntimeClass',
    'policy/v1beta1': 'PodDisruptionBudget PodSecurityPolicy',
  }),
  26: tableOf({ 'autoscaling/v2beta2': 'HorizontalPodAutoscaler', 'flowcontrol.apiserver.k8s.io/v1beta1': 'FlowSchema PriorityLevelConfiguration' }),
  27: tableOf({ 'storage.k8s.io/v1beta1': 'CSIStorageCapacity' }),
  29: tableOf({ 'flowcontrol.apiserver.k8s.io/v1beta2': 'FlowSchema PriorityLevelConfiguration' }),
  32: tableOf({ 'flowcontrol.apiserver.k8s.io/v1beta3': 'FlowSchema PriorityLevelConfiguration' }),
  34: tableOf({ 'admissionregistration.k8s.io/v1beta1': 'ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding' }),
};

function tableOf(kinds: { readonly [apiVersion: string]: string }): ReadonlyMap<string, readonly string[]> {
  return new Map(Object.entries(kinds).map(([apiVersion, text]) => [apiVersion, text.split(' ')]));
}

/** Why the API server has no such kind. */
export interface Unserved {
  readonly field: 'apiVersion' | 'kind';
  /** The minor that removed it. @default - it never was there */
  readonly removedIn?: number;
  /** What to write there instead. Undefined: nobody knows. */
  readonly meant: string | undefined;
}

type Typed = { readonly apiVersion: string; readonly kind: string };

/** Whether an API server of this minor has no such kind, as far as that is sure: a newer one may have any, and groups of others have kinds of their own. */
export function unservedKind({ apiVersion, kind }: Typed, minor: number): Unserved | undefined {
  if (isNoObject({ apiVersion, kind })) return undefined;
  const home = homeOf(kind, groupOf(apiVersion));
  const [removedIn, was] = removal({ apiVersion, kind }) ?? [];
  if (was !== undefined) return minor >= Number(removedIn) ? { field: 'apiVersion', removedIn: Number(removedIn), meant: home } : undefined;
  if (minor > FIELDS_OF_MINOR) return undefined;
  const kinds = SERVED.get(apiVersion);
  if (kinds === undefined) return isOfKubernetes(apiVersion, kind) ? { field: 'apiVersion', meant: home } : undefined;
  if (kinds.includes(kind)) return undefined;
  const same = kinds.find((one) => one.toLowerCase() === kind.toLowerCase());
  return same === undefined && home !== undefined ? { field: 'apiVersion', meant: home } : { field: 'kind', meant: same ?? closest(kind, kinds) };
}

function removal({ apiVersion, kind }: Typed): [minor: string, kinds: ReadonlyMap<string, readonly string[]>] | undefined {
  return Object.entries(REMOVED).find(([, kinds]) => kinds.get(apiVersion)?.includes(kind));
}

/** Whether these are of Kubernetes itself: a group of others has a dot. Source: ValidateCustomResourceDefinition in k8s.io/apiextensions-apiserver. */
export function isOfKubernetes(apiVersion: string, kind: string): boolean {
  const group = groupOf(apiVersion);
  if (isNoObject({ apiVersion, kind })) return false;
  if (SERVED.has(apiVersion) || removal({ apiVersion, kind }) !== undefined) return true;
  return !group.includes('.') && (GROUPS.has(group) || homeOf(kind, group) !== undefined);
}

/** Files of kubectl and Helm with apiVersion and kind, and lists. */
function isNoObject({ apiVersion, kind }: Typed): boolean {
  return kind.endsWith('List') || (apiVersion === 'v1' && kind === 'Config');
}

/** The groups without a dot. Of extensions, nothing is left. */
const GROUPS: ReadonlySet<string> = new Set(['extensions', ...[...SERVED.keys()].map(groupOf).filter((group) => !group.includes('.'))]);

/** The API version that has a kind, whatever its case, first of the same group. */
export function homeOf(kind: string, group = ''): string | undefined {
  const has = (kinds: readonly string[]) => kinds.some((one) => one.toLowerCase() === kind.toLowerCase());
  const homes = [...SERVED].flatMap(([apiVersion, kinds]) => (has(kinds) ? [apiVersion] : []));
  return homes.find((one) => groupOf(one) === group) ?? homes[0];
}
