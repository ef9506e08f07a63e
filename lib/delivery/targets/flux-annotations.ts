import { sortKeys } from '../../kubernetes/kube-object';
import type { Manifest } from '../../kubernetes/plain';

/**
 * Objects whose loss costs data: Flux must not delete them when they are no longer generated, nor when somebody deletes the
 * Kustomization. With the operator's release go its CRDs, and in these LINSTOR keeps what it knows of every volume.
 */
const KEPT = new Set(['HelmRelease', 'LinstorCluster', 'LinstorSatelliteConfiguration', 'Namespace', 'OCIRepository', 'PersistentVolumeClaim']);

/** What Flux must not do to an object, in annotations that it reads. */
export function forFlux(object: Manifest): Manifest {
  const annotations = {
    ...object.metadata.annotations,
    ...(KEPT.has(object.kind) ? { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } : {}),
    // Its parameters cannot be changed; volumes that exist keep theirs.
    ...(object.kind === 'StorageClass' ? { 'kustomize.toolkit.fluxcd.io/force': 'enabled' } : {}),
    // Scripts, rules and dashboards have variables of their own.
    ...(holdsVariable(object) ? { 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' } : {}),
  };
  if (Object.keys(annotations).length === 0) return object;
  return { ...object, metadata: sortKeys({ ...object.metadata, annotations }) as Manifest['metadata'] };
}

function holdsVariable(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('${');
  if (Array.isArray(value)) return value.some(holdsVariable);
  return typeof value === 'object' && value !== null && Object.entries(value).some(([key, part]) => key.includes('${') || holdsVariable(part));
}
