import type { Finding } from '../../cluster/finding';
import { found } from '../../cluster/rule';
import { FLUX_FORCE, FLUX_GROUP } from '../../kubernetes/flux';
import { MANAGED_BY } from '../../kubernetes/labels';
import type { Manifest } from '../../kubernetes/manifest';
import { OBJECT_UNDELIVERED } from '../rules';

/** For kustomize, any value but `false` means an object for tools on this machine. */
const LOCAL = 'config.kubernetes.io/local-config';

interface Skip {
  readonly key: string;
  readonly value: string;
  /** As the end of a sentence. */
  readonly allowed: string;
  readonly concerns: (object: Manifest) => boolean;
}

/**
 * What the apply of kustomize-controller leaves out, applies once, or may delete first (ExclusionSelector, IfNotPresentSelector and ForceSelector
 * in internal/controller/kustomization_controller.go). It compares annotations and labels, values without case (AnyInMetadata in
 * fluxcd/pkg/ssa). `prune: disabled` and `ssa: Merge` still apply each version.
 */
const SKIPS: readonly Skip[] = [
  { key: `${FLUX_GROUP}/reconcile`, value: 'disabled', allowed: 'but Flux never applies such objects', concerns: () => true },
  { key: `${FLUX_GROUP}/ssa`, value: 'ignore', allowed: 'but Flux never applies such objects', concerns: () => true },
  {
    key: `${FLUX_GROUP}/ssa`,
    value: 'ifnotpresent',
    allowed: 'but then Flux applies it once, and what is decided later never reaches the cluster',
    // Objects of your own may be seeds that others change.
    concerns: ({ metadata }) => metadata.labels?.['app.kubernetes.io/managed-by'] === MANAGED_BY,
  },
  {
    key: FLUX_FORCE,
    value: 'enabled',
    allowed: 'but then Flux deletes it, and its data, to change what cannot be changed',
    concerns: ({ kind }) => kind === 'PersistentVolumeClaim',
  },
];

const NAMES: readonly string[] = [LOCAL, ...SKIPS.map(({ key }) => key)];

/** Whether it has one of them at all: nearly no object does. */
function isMarked({ metadata: { annotations = {}, labels = {} } }: Manifest): boolean {
  return NAMES.some((name) => annotations[name] !== undefined || labels[name] !== undefined);
}

/** The annotations and labels by which an object does not reach the cluster, or loses its data there. */
export function undelivered(path: string, object: Manifest): Iterable<Finding> {
  return isMarked(object) ? saidOf(path, object) : [];
}

function* saidOf(path: string, object: Manifest): Iterable<Finding> {
  const { annotations = {}, labels = {} } = object.metadata;
  const of = (what: string) => `the ${what} of the ${object.kind} ${object.metadata.name}`;
  const local = annotations[LOCAL];
  if (local !== undefined && local !== 'false') {
    const given = of(`annotation ${LOCAL}`);
    yield found(OBJECT_UNDELIVERED, path, {
      given,
      allowed: 'but kustomize, and with it Flux, drops such objects',
      fix: 'Remove the annotation, or the object.',
    });
  }
  for (const [what, words] of [
    ['annotation', annotations],
    ['label', labels],
  ] as const) {
    for (const { key, value, allowed, concerns } of SKIPS) {
      const said = words[key];
      if (said?.toLowerCase() !== value || !concerns(object)) continue;
      yield found(OBJECT_UNDELIVERED, path, { given: of(`${what} ${key}: ${said}`), allowed, fix: `Remove the ${what}, or the object.` });
    }
  }
}
