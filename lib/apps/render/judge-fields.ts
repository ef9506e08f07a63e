import type { ClusterFacts } from '../../cluster/cluster';
import { minorOf } from '../../cluster/control-plane';
import type { Manifest } from '../../kubernetes/manifest';
import { misfitsOf } from '../../kubernetes/object-fields';
import { FIELDS_OF_MINOR } from '../../kubernetes/object-fields.generated';
import type { Refusal } from './judge-pod';

/**
 * Fields that Kubernetes does not have, and values of wrong types or of no enum. A newer one may have more fields and values; where the version is
 * not known, only fields are said that look like a slip.
 */
export function* judgeFields(after: unknown, facts: ClusterFacts | undefined): Iterable<Refusal> {
  const minor = facts === undefined ? undefined : (minorOf(facts.controlPlane.version) ?? 0);
  const isNewer = minor !== undefined && minor > FIELDS_OF_MINOR;
  if (typeof after !== 'object' || after === null) return;
  for (const { path, unknown, wrong } of misfitsOf(after as Manifest)) {
    if (wrong !== undefined && !(wrong.isEnum && isNewer))
      yield {
        given: `${wrong.given} at ${path}`,
        allowed: `but it must be ${wrong.must}`,
        fix: wrong.isText ? 'Write it in quotes.' : wrong.isEnum ? 'Use one of them.' : `Write ${wrong.must}.`,
      };
    if (unknown === undefined || isNewer || (unknown.meant === undefined && minor === undefined)) continue;
    yield {
      given: `the field ${path}`,
      allowed: `but Kubernetes 1.${FIELDS_OF_MINOR} has none of that name there`,
      fix: unknown.meant === undefined ? 'Remove it: kubectl explain shows the fields.' : `Use ${unknown.meant}.`,
    };
  }
}
