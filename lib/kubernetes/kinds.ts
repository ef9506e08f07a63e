import { isDeepStrictEqual } from 'node:util';
import { type Finding, Severity } from '../cluster/finding';
import { found, type RuleRecord } from '../cluster/rule';

/** What the library must know about a kind to write and deliver its objects. */
export interface Kind {
  /** The API group: `piraeus.io`; empty for the core group of Kubernetes. */
  readonly group: string;
  readonly kind: string;
  /** It is cluster-wide: it must not get the namespace of its chart. @default false */
  readonly clusterScoped?: boolean;
  /** Deleting it loses data: it must stay when it is no longer generated, or when the object that applies it is deleted. @default false */
  readonly kept?: boolean;
  /** Its fields cannot be changed: it must be replaced as a whole. @default false */
  readonly immutable?: boolean;
  /** When it is ready, in CEL. @default - its status shows it the usual way: a condition Ready, or `observedGeneration` */
  readonly ready?: string;
}

function clusterScoped(group: string, ...kinds: readonly string[]): Kind[] {
  return kinds.map((kind) => ({ group, kind, clusterScoped: true }));
}

/** Kinds of Kubernetes with special properties. Source: `kubectl api-resources --namespaced=false`. */
const OF_KUBERNETES: readonly Kind[] = [
  { group: '', kind: 'Namespace', clusterScoped: true, kept: true },
  { group: '', kind: 'PersistentVolumeClaim', kept: true },
  // Existing volumes keep the parameters that they were created with.
  { group: 'storage.k8s.io', kind: 'StorageClass', clusterScoped: true, immutable: true },
  // Its pod cannot be changed: it runs again.
  { group: 'batch', kind: 'Job', immutable: true },
  ...clusterScoped('', 'Node', 'PersistentVolume'),
  ...clusterScoped('storage.k8s.io', 'CSIDriver', 'CSINode', 'VolumeAttachment', 'VolumeAttributesClass'),
  ...clusterScoped('scheduling.k8s.io', 'PriorityClass'),
  ...clusterScoped('networking.k8s.io', 'IngressClass'),
  ...clusterScoped('node.k8s.io', 'RuntimeClass'),
  ...clusterScoped('resource.k8s.io', 'DeviceClass', 'ResourceSlice'),
  ...clusterScoped('rbac.authorization.k8s.io', 'ClusterRole', 'ClusterRoleBinding'),
  ...clusterScoped('certificates.k8s.io', 'CertificateSigningRequest'),
  ...clusterScoped('apiregistration.k8s.io', 'APIService'),
  ...clusterScoped('apiextensions.k8s.io', 'CustomResourceDefinition'),
  ...clusterScoped('flowcontrol.apiserver.k8s.io', 'FlowSchema', 'PriorityLevelConfiguration'),
  ...clusterScoped(
    'admissionregistration.k8s.io',
    'MutatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'ValidatingWebhookConfiguration',
  ),
];

const known = new Map<string, Kind>();

/** Registers kinds of other systems: those that come with the library, and those of systems in use. A kind is the same in every cluster. */
export function knowKinds(kinds: readonly Kind[]): void {
  for (const kind of kinds) if (!known.has(nameOf(kind))) known.set(nameOf(kind), kind);
}

function nameOf({ group, kind }: Kind): string {
  return `${group}/${kind}`;
}

export const KIND_KNOWN: RuleRecord = {
  code: 'SYSTEM-KIND-KNOWN',
  severity: Severity.ERROR,
  means: 'a system in use gives a known kind other properties',
  fix: 'leave the kind out of `kinds`, or give it the same properties',
};

/** Kinds of a system that are known already, with other properties. */
export function contradictions(path: string, { name, kinds = [] }: { readonly name: string; readonly kinds?: readonly Kind[] }): Finding[] {
  return kinds
    .filter((kind) => !isDeepStrictEqual(kind, known.get(nameOf(kind)) ?? kind))
    .map((kind) =>
      found(KIND_KNOWN, path, {
        given: `${kind.kind} among the kinds of ${name}`,
        allowed: 'but that kind is known, with other properties',
        fix: 'Leave it out, or give it the same properties.',
      }),
    );
}

knowKinds(OF_KUBERNETES);

/** The properties of the kind of an object. */
export function kindOf({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): Kind | undefined {
  return known.get(`${groupOf(apiVersion)}/${kind}`);
}

/** `apps` of `apps/v1`, nothing of `v1`. */
export function groupOf(apiVersion: string): string {
  return apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')));
}
