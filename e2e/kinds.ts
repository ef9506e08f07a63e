import type {
  V1APIResource,
  V1ClusterRole,
  V1ClusterRoleBinding,
  V1Condition,
  V1ConfigMap,
  V1DaemonSet,
  V1Deployment,
  V1EndpointSlice,
  V1IngressClass,
  V1Job,
  V1Namespace,
  V1Node,
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1Pod,
  V1PodDisruptionBudget,
  V1PriorityClass,
  V1ReplicaSet,
  V1RoleBinding,
  V1Secret,
  V1SelfSubjectAccessReview,
  V1Service,
  V1ServiceAccount,
  V1StatefulSet,
  V1StorageClass,
  V1VolumeAttachment,
  V2HorizontalPodAutoscaler,
} from '@kubernetes/client-node' with { 'resolution-mode': 'import' };

export type { V1Condition as Condition, V1PodSpec as PodSpec } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
export type Resource = Pick<V1APIResource, 'name' | 'kind' | 'namespaced'>;

/** Any object, as the server has it. Times are text here, whatever the types of the client say. */
export interface Obj {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
    readonly uid?: string;
    readonly generation?: number;
    readonly resourceVersion?: string;
  };
  readonly spec?: unknown;
  readonly status?: unknown;
}

/** A custom resource of Flux or Piraeus, as far as the checks look at it. */
interface Custom {
  spec?: { dependsOn?: { name: string }[]; path?: string };
  status?: {
    observedGeneration?: number;
    lastAppliedRevision?: string;
    lastAttemptedRevision?: string;
    lastHandledReconcileAt?: string;
    inventory?: { entries?: { id: string; v: string }[] };
    conditions?: V1Condition[];
  };
}

interface Kinds {
  ClusterRole: V1ClusterRole;
  ClusterRoleBinding: V1ClusterRoleBinding;
  ConfigMap: V1ConfigMap;
  CustomResourceDefinition: Custom;
  DaemonSet: V1DaemonSet;
  Deployment: V1Deployment;
  EndpointSlice: V1EndpointSlice;
  GitRepository: Custom;
  HelmRelease: Custom;
  HorizontalPodAutoscaler: V2HorizontalPodAutoscaler;
  Kustomization: Custom;
  LinstorCluster: Custom;
  Job: V1Job;
  RoleBinding: V1RoleBinding;
  PriorityClass: V1PriorityClass;
  IngressClass: V1IngressClass;
  Namespace: V1Namespace;
  Node: V1Node;
  OCIRepository: Custom;
  PersistentVolume: V1PersistentVolume;
  PersistentVolumeClaim: V1PersistentVolumeClaim;
  Pod: V1Pod;
  PodDisruptionBudget: V1PodDisruptionBudget;
  ReplicaSet: V1ReplicaSet;
  Secret: V1Secret;
  SelfSubjectAccessReview: V1SelfSubjectAccessReview;
  Service: V1Service;
  ServiceAccount: V1ServiceAccount;
  StatefulSet: V1StatefulSet;
  StorageClass: V1StorageClass;
  VolumeAttachment: V1VolumeAttachment;
}

export type Kind = keyof Kinds;
export type Of<K extends Kind> = Kinds[K] & Obj;

/** The API version in which each kind is read. */
export const API_VERSION: Readonly<Record<Kind, string>> = {
  ClusterRole: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
  ConfigMap: 'v1',
  CustomResourceDefinition: 'apiextensions.k8s.io/v1',
  DaemonSet: 'apps/v1',
  Deployment: 'apps/v1',
  EndpointSlice: 'discovery.k8s.io/v1',
  GitRepository: 'source.toolkit.fluxcd.io/v1',
  HelmRelease: 'helm.toolkit.fluxcd.io/v2',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  Job: 'batch/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  PriorityClass: 'scheduling.k8s.io/v1',
  IngressClass: 'networking.k8s.io/v1',
  Kustomization: 'kustomize.toolkit.fluxcd.io/v1',
  LinstorCluster: 'piraeus.io/v1',
  Namespace: 'v1',
  Node: 'v1',
  OCIRepository: 'source.toolkit.fluxcd.io/v1',
  PersistentVolume: 'v1',
  PersistentVolumeClaim: 'v1',
  Pod: 'v1',
  PodDisruptionBudget: 'policy/v1',
  ReplicaSet: 'apps/v1',
  Secret: 'v1',
  SelfSubjectAccessReview: 'authorization.k8s.io/v1',
  Service: 'v1',
  ServiceAccount: 'v1',
  StatefulSet: 'apps/v1',
  StorageClass: 'storage.k8s.io/v1',
  VolumeAttachment: 'storage.k8s.io/v1',
};

/** `Pod traefik/traefik-abc`, for messages. */
export const called = (obj: Obj) => `${obj.kind} ${obj.metadata.namespace === undefined ? '' : `${obj.metadata.namespace}/`}${obj.metadata.name}`;

export const condition = (obj: { status?: unknown }, type: string): V1Condition | undefined =>
  (obj.status as { conditions?: V1Condition[] } | undefined)?.conditions?.find((it) => it.type === type);

export const isTrue = (obj: { status?: unknown }, type: string) => condition(obj, type)?.status === 'True';

/** The time as the API has it: to the second. */
export const now = () => `${new Date().toISOString().slice(0, 19)}Z`;
