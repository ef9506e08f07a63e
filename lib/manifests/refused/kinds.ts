import type { Manifest } from '../../kubernetes/manifest';
import { unservedKind } from '../../kubernetes/served';
import { isFilledInLater, type Refusal, shown } from './refusal';

/** A kind that the API server does not have, or no longer has in that API version. */
export function* refusedType({ apiVersion, kind }: Manifest, minor: number): Iterable<Refusal> {
  const unserved = isFilledInLater(apiVersion) || isFilledInLater(kind) ? undefined : unservedKind({ apiVersion, kind }, minor);
  if (unserved === undefined) return;
  const { field, removedIn, meant } = unserved;
  const since = removedIn === undefined ? '' : ` (Kubernetes 1.${removedIn} removed this version)`;
  if (field === 'kind')
    yield {
      field,
      given: shown(kind),
      wants: `a kind of ${apiVersion}`,
      fix: meant === undefined ? 'Correct it: kubectl api-resources shows them.' : `Write ${meant}.`,
    };
  else if (meant !== undefined)
    yield { field, given: shown(apiVersion), wants: `${meant} for ${kind}${since}`, fix: `Write ${meant}, with its fields: kubectl explain shows them.` };
  else if (removedIn !== undefined) yield { field, given: shown(apiVersion), wants: `no ${kind} at all${since}`, fix: 'Remove it.' };
  else yield { field, given: shown(apiVersion), wants: 'an API version that it has', fix: 'Correct it: kubectl api-resources shows them.' };
}
