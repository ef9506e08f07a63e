import { kindOf } from '../../kubernetes/kinds';
import type { Manifest } from '../../kubernetes/manifest';
import { sortKeys } from '../../kubernetes/tree/kube-object';

/** What Flux must not do to an object, in annotations that it reads. */
export function forFlux(object: Manifest): Manifest {
  const kind = kindOf(object);
  const annotations = {
    ...object.metadata.annotations,
    ...(kind?.kept === true ? { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } : {}),
    ...(kind?.immutable === true ? { 'kustomize.toolkit.fluxcd.io/force': 'enabled' } : {}),
    // Scripts, rules and dashboards have their own variables.
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
