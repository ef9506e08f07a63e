import { FLUX_FORCE, FLUX_GROUP, FLUX_PRUNE } from '../../kubernetes/flux';
import { kindOf } from '../../kubernetes/kinds';
import type { Manifest } from '../../kubernetes/manifest';
import { sortKeys } from '../../kubernetes/tree/kube-object';

/** What Flux must not do to an object, in annotations that it reads. */
export function forFlux(object: Manifest): Manifest {
  const kind = kindOf(object);
  if (object.metadata.annotations === undefined && kind?.kept !== true && kind?.immutable !== true) return object;
  const annotations = {
    ...object.metadata.annotations,
    ...(kind?.kept === true ? { [FLUX_PRUNE]: 'disabled' } : {}),
    ...(kind?.immutable === true ? { [FLUX_FORCE]: 'enabled' } : {}),
  };
  if (Object.keys(annotations).length === 0) return object;
  return { ...object, metadata: sortKeys({ ...object.metadata, annotations }) as Manifest['metadata'] };
}

/** The same for objects in a file with variables: scripts, rules and dashboards have their own. */
export function unsubstituted(object: Manifest): Manifest {
  if (!holdsVariable(object)) return object;
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [`${FLUX_GROUP}/substitute`]: 'disabled' } } };
}

/** Whether a text is, or holds, what Flux takes for a variable. */
export function holdsVariable(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('${');
  if (Array.isArray(value)) return value.some(holdsVariable);
  if (typeof value !== 'object' || value === null) return false;
  // No entries: every part of every object is looked at.
  return Object.keys(value).some((key) => key.includes('${') || holdsVariable((value as { readonly [key: string]: unknown })[key]));
}
