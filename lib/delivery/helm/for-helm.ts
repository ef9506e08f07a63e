import { kindOf } from '../../kubernetes/kinds';
import type { Manifest } from '../../kubernetes/manifest';

/** What Helm must not do to an object: delete what holds data, or what others need. */
export function forHelm(object: Manifest): Manifest {
  if (kindOf(object)?.kept !== true && object.kind !== 'PriorityClass') return object;
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, 'helm.sh/resource-policy': 'keep' } } };
}

/** What Helm installs from `crds/`, before everything else, and not as a template. */
export function isCrd({ kind }: Manifest): boolean {
  return kind === 'CustomResourceDefinition';
}
