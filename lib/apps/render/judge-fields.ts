import type { ClusterFacts } from '../../cluster/cluster';
import { minorOf } from '../../cluster/control-plane';
import type { Manifest } from '../../kubernetes/manifest';
import { unknownFields } from '../../kubernetes/object-fields';
import { FIELDS_OF_MINOR } from '../../kubernetes/object-fields.generated';
import type { Refusal } from './judge-refused';

/** Fields that Kubernetes does not have. A newer one may have more; where the version is not known, only what looks like a slip is said. */
export function* judgeFields(after: unknown, facts: ClusterFacts | undefined): Iterable<Refusal> {
  const minor = facts === undefined ? undefined : (minorOf(facts.controlPlane.version) ?? 0);
  if (minor !== undefined && minor > FIELDS_OF_MINOR) return;
  if (typeof after !== 'object' || after === null) return;
  for (const { path, meant } of unknownFields(after as Manifest)) {
    if (meant === undefined && minor === undefined) continue;
    yield {
      given: `the field ${path}`,
      allowed: `but Kubernetes 1.${FIELDS_OF_MINOR} has none of that name there`,
      fix: meant === undefined ? 'Remove it: kubectl explain shows the fields.' : `Use ${meant}.`,
    };
  }
}
