import type { ClusterFacts } from '../../cluster/cluster';
import { minorOf } from '../../cluster/control-plane';
import { type Finding, Severity } from '../../cluster/finding';
import { partAt } from '../../cluster/parts';
import { found, type RuleRecord } from '../../cluster/rule';
import type { Manifest } from '../../kubernetes/manifest';
import { misfitsOf } from '../../kubernetes/object-fields';
import { FIELDS_OF_MINOR } from '../../kubernetes/object-fields.generated';
import type { Placed } from '../objects';
import { isFilledInLater, type Refusal, shown } from './refusal';
import { refusedIn } from './workloads';

const REFUSED: RuleRecord = {
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

/** What the API server refuses, as far as it is sure: `npm run e2e` tries each case of test/manifests/refused-cases.ts. */
export function refusedObjects(placed: readonly Placed[], facts: ClusterFacts): readonly Finding[] {
  return placed.flatMap(({ object, at }) => {
    // Values that SOPS encrypted are not the ones that are applied.
    if ('sops' in object) return [];
    const path = [object.metadata.namespace, object.kind, object.metadata.name].filter((part) => part !== undefined).join('/');
    return [...findingsOf(object, path, facts)].map((one) => (at === undefined ? one : { ...one, at }));
  });
}

function* findingsOf(object: Manifest, path: string, facts: ClusterFacts): Iterable<Finding> {
  const minor = minorOf(facts.controlPlane.version) ?? 0;
  const isNewer = minor > FIELDS_OF_MINOR;
  const wrong: Refusal[] = [];
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
      yield found(FIELD_UNKNOWN, path, {
        given: `the field ${field}`,
        allowed: `but Kubernetes 1.${FIELDS_OF_MINOR} has none of that name there: kubectl apply and Flux refuse it, others leave it out`,
        fix: unknown.meant === undefined ? 'Remove it, or move it: kubectl explain shows the fields.' : `Use ${unknown.meant}.`,
      });
  }
  const fields = new Set(wrong.map(({ field }) => field));
  const others = [...refusedIn(object)].filter(({ field }) => !fields.has(field));
  for (const { field, given, wants, fix } of [...wrong, ...others]) {
    // Kubernetes 1.36 looks into a StatefulSet; 1.33 accepts it, and refuses the pods and claims that its controller makes.
    const refuses =
      object.kind === 'StatefulSet' && /^spec\.(template\.spec|volumeClaimTemplates)\b/.test(field) ? 'refuses this, or its pods' : 'refuses this';
    yield found(REFUSED, path, { given: `${given} at ${field}`, allowed: `but the API server wants ${wants}, and ${refuses}`, fix });
  }
}

function unescaped(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** `spec.ports[0].name`, `metadata.labels[example.org/app]`. */
function fieldOf(keys: readonly string[]): string {
  return keys.reduce((field, key) => (/^[A-Za-z][A-Za-z0-9]*$/.test(key) ? `${field === '' ? '' : `${field}.`}${key}` : `${field}[${key}]`), '');
}
