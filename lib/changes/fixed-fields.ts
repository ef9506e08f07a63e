import { Severity } from '../cluster/finding';
import type { PlacedSaid, RuleRecord } from '../cluster/rule';
import type { Manifest } from '../kubernetes/manifest';
import { at, type Difference, difference, differs, isSame } from './fields';
import { type ChangeRule, changed, type Pair, type Placed, placeOf } from './model';
import { isForced, refused } from './words';

/** Paths of fields that the API server does not let anybody change, and what they are where nothing is said. */
export interface FixedFields {
  readonly [path: string]: string | undefined;
}

/** What a message says of a field that changes. */
type FieldSaid = Pick<PlacedSaid, 'allowed' | 'fix'> & Partial<Pick<PlacedSaid, 'given'>>;

/** A rule about fields of some kinds that cannot change. It tells the first that does. @param addable fields that may be set where they were not */
export function fixedFields(
  record: Omit<RuleRecord, 'severity'>,
  kinds: readonly string[],
  fields: FixedFields,
  say: (pair: Pair, after: Placed, field: Difference) => FieldSaid,
  addable: readonly string[] = [],
): ChangeRule {
  return {
    ...record,
    severity: Severity.ERROR,
    *check(pair) {
      for (const [before, after] of changed(pair, new Set(kinds))) {
        const field = firstChanged(fields, before.object, after.object, addable);
        if (field === undefined) continue;
        const { path, was, is } = field;
        yield { path: placeOf(pair, after.object), given: differs(difference(path, was, is)), print: JSON.stringify(field), ...say(pair, after, field) };
      }
    },
  };
}

function firstChanged(fields: FixedFields, before: Manifest, after: Manifest, addable: readonly string[]): Difference | undefined {
  for (const [path, standard] of Object.entries(fields)) {
    const [was, is] = [at(before, path) ?? standard, at(after, path) ?? standard];
    if (!isSame(was, is) && !(was === undefined && addable.includes(path))) return { path, was, is };
  }
  return undefined;
}

/** What happens to a change of such a field. @param replaced what Flux does where it is told to replace the object */
export function cannotChange(pair: Pair, after: Placed, replaced: string): string {
  return isForced(after.object) ? `but that cannot be changed, and Flux is told to replace it (force): ${replaced}` : refused(pair, after);
}
