import type { ClusterFacts } from '../../cluster/cluster';
import { minorOf } from '../../cluster/control-plane';
import { type Finding, Severity } from '../../cluster/finding';
import { fewOf } from '../../cluster/names';
import { partAt } from '../../cluster/parts';
import { found, type RuleRecord, type Said } from '../../cluster/rule';
import type { Manifest } from '../../kubernetes/manifest';
import { misfitsOf } from '../../kubernetes/object-fields';
import { FIELDS_OF_MINOR } from '../../kubernetes/object-fields.generated';
import { type Placed, pathOf, withSoundNamespace } from '../objects';
import { isFilledInLater, type Refusal, shown } from './refusal';
import { refusedIn } from './workloads';

export const REFUSED: RuleRecord = {
  code: 'MANIFEST-REFUSED',
  severity: Severity.ERROR,
  means: 'an object that the API server refuses, or whose pods or claims it refuses: nothing of it ever runs',
  fix: 'see the message, which names the field as the API server does',
};

const FIELD_UNKNOWN: RuleRecord = {
  code: 'MANIFEST-FIELD-UNKNOWN',
  severity: Severity.WARNING,
  means:
    'a field that Kubernetes does not have there: `kubectl apply` and Flux refuse the object, and whatever applies it without validation leaves the field out',
  fix: 'correct its name or its place, or remove it',
};

/** Rules about objects of any kind. */
export const REFUSED_RULES: readonly RuleRecord[] = [REFUSED, FIELD_UNKNOWN];

/** What the API server refuses, and what is said of that. */
export interface RefusedObjects {
  readonly findings: readonly Finding[];
  /** By the path of each: why nothing of it runs. */
  readonly why: ReadonlyMap<string, string>;
  /** By path, those whose containers it has nothing against: what else is wrong with these can be said. */
  readonly withSoundContainers: ReadonlySet<string>;
}

/** What the API server refuses, as far as it is sure: `npm run e2e` tries each case of test/manifests/refused-cases.ts. */
export function refusedObjects(placed: readonly Placed[], facts: ClusterFacts): RefusedObjects {
  const why = new Map<string, string>();
  const withSoundContainers = new Set<string>();
  const findings = placed.flatMap((one): readonly Finding[] => {
    // Values that SOPS encrypted are not the ones that are applied.
    if ('sops' in one.object) return [];
    const path = pathOf(withSoundNamespace(one).object);
    const { refusals, unknown } = misfitting(one.object, facts);
    if (refusals.length > 0) why.set(path, whyNothingRuns(one.object, refusals));
    if (!refusals.some(isOfContainers)) withSoundContainers.add(path);
    const all = [...unknown.map((field) => found(FIELD_UNKNOWN, path, field)), ...refusals.map((refusal) => found(REFUSED, path, said(one.object, refusal)))];
    const { at } = one;
    return at === undefined ? all : all.map((finding) => ({ ...finding, at }));
  });
  return { findings, why, withSoundContainers };
}

/** Of containers, or of what they are in. */
function isOfContainers({ field }: Refusal): boolean {
  return /ontainers\b|^spec$|[tT]emplate(\.spec)?$/.test(field);
}

/** Fields that Kubernetes refuses, and those that it does not have. */
interface Misfitting {
  readonly refusals: readonly Refusal[];
  readonly unknown: readonly Said[];
}

function misfitting(object: Manifest, facts: ClusterFacts): Misfitting {
  const minor = minorOf(facts.controlPlane.version) ?? FIELDS_OF_MINOR;
  const isNewer = minor > FIELDS_OF_MINOR;
  const wrong: Refusal[] = [];
  const none: Said[] = [];
  for (const { path: pointer, wrong: misfit, unknown } of misfitsOf(object)) {
    const keys = pointer.split('/').slice(1).map(unescaped);
    const field = fieldOf(keys);
    const value = partAt(object, ...keys);
    if (misfit !== undefined && !(misfit.isEnum && isNewer) && !isFilledInLater(value))
      wrong.push({
        field,
        given: typeof value === 'string' ? shown(value) : misfit.given,
        wants: misfit.must,
        fix: misfit.isText ? 'Write it in quotes.' : misfit.isEnum ? 'Use one of them.' : 'Correct it.',
      });
    if (unknown !== undefined && !isNewer)
      none.push({
        given: `the field ${field}`,
        allowed: `but Kubernetes 1.${FIELDS_OF_MINOR} has none of that name there: kubectl apply and Flux refuse it, others leave it out`,
        fix: unknown.meant === undefined ? 'Remove it, or move it: kubectl explain shows the fields.' : `Use ${unknown.meant}.`,
      });
  }
  const fields = new Set(wrong.map(({ field }) => field));
  const others = [...refusedIn(object, minor)].filter(({ field }) => !fields.has(field));
  return { refusals: [...wrong, ...others], unknown: none };
}

/** Kubernetes 1.36 looks into a StatefulSet; 1.33 accepts it, and refuses the pods and claims that its controller makes. */
function mayRefusePodsOnly({ kind }: Manifest, { field, ofPods }: Refusal): boolean {
  if (ofPods === true) return kind !== 'Pod';
  return kind === 'StatefulSet' && /^spec\.(template\.spec|volumeClaimTemplates)\b/.test(field);
}

function said(object: Manifest, refusal: Refusal): Said {
  const { field, given, wants, fix, ofPods } = refusal;
  const refuses = mayRefusePodsOnly(object, refusal) ? (ofPods ? 'refuses its pods' : 'refuses this, or its pods') : 'refuses this';
  return { given: `${given} at ${field}`, allowed: `but the API server wants ${wants}, and ${refuses}`, fix };
}

/** An update that is accepted ends a pod before its next one is made. Source: Kubernetes, StatefulSets, "Rolling Updates" and "Forced rollback". */
function whyNothingRuns(object: Manifest, refusals: readonly Refusal[]): string {
  const fields = fewOf(refusals.map(({ field }) => field));
  return refusals.every((refusal) => mayRefusePodsOnly(object, refusal))
    ? `the API server refuses its ${fields}, or the pods that are made of it: none ever starts, and an update may end one that is there already`
    : `the API server refuses its ${fields}: it never runs, and one that is there already stays as it is`;
}

function unescaped(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** `spec.ports[0].name`, `metadata.labels[example.org/app]`. */
function fieldOf(keys: readonly string[]): string {
  return keys.reduce((field, key) => (/^[A-Za-z][A-Za-z0-9]*$/.test(key) ? `${field === '' ? '' : `${field}.`}${key}` : `${field}[${key}]`), '');
}
