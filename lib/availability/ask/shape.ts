import type { Finding } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { checkShape, type RecordShape } from '../../cluster/shape';
import { UNKNOWN_KEY, UNKNOWN_KEY_SAID, withArticle } from '../../cluster/shape-rules';
import {
  HIGHLY_AVAILABLE_PROPS,
  NODE_AGENT_PROPS,
  ONE_OFF_JOB_PROPS,
  SCHEDULED_JOB_PROPS,
  SINGLE_POD_FLEXIBLE_PROPS,
  SINGLE_POD_PINNED_PROPS,
} from './shapes.generated';
import { type Ask, AvailabilityClass, OtherWorkload, type WorkloadClass } from './workload';

const BY_CLASS: { readonly [C in WorkloadClass]: RecordShape } = {
  [AvailabilityClass.SINGLE_POD_FLEXIBLE]: SINGLE_POD_FLEXIBLE_PROPS,
  [AvailabilityClass.SINGLE_POD_PINNED]: SINGLE_POD_PINNED_PROPS,
  [AvailabilityClass.HIGHLY_AVAILABLE]: HIGHLY_AVAILABLE_PROPS,
  [OtherWorkload.SCHEDULED_JOB]: SCHEDULED_JOB_PROPS,
  [OtherWorkload.ONE_OFF_JOB]: ONE_OFF_JOB_PROPS,
  [OtherWorkload.NODE_AGENT]: NODE_AGENT_PROPS,
};

/** Props that passed the check, per class. An app with shared data is checked for each of the others. */
const SOUND = new WeakMap<object, WorkloadClass>();

/** Props that do not match their types. With one of these, nothing else can be checked. */
export function checkAppShape({ props, path, availabilityClass }: Pick<Ask, 'path' | 'availabilityClass'> & { readonly props: unknown }): Finding[] {
  const isObject = typeof props === 'object' && props !== null;
  if (isObject && SOUND.get(props) === availabilityClass) return [];
  const found = checkShape(BY_CLASS[availabilityClass], props, path).map((finding) => (finding.path === path ? ofOtherClass(finding) : finding));
  if (isObject && found.length === 0) SOUND.set(props, availabilityClass);
  return found;
}

/** A key that is none of this class, but of another one: `replicas` of a single pod. */
function ofOtherClass(finding: Finding): Finding {
  const key = finding.given.slice(UNKNOWN_KEY_SAID.length);
  const owners = finding.code === UNKNOWN_KEY.code ? Object.entries(BY_CLASS).flatMap(([name, { fields }]) => (Object.hasOwn(fields, key) ? [name] : [])) : [];
  if (owners.length === 0) return finding;
  const allowed = `but only ${listed(owners)} ${owners.length === 1 ? 'has' : 'have'} it`;
  return { ...finding, allowed, fix: `Remove it, or make the app ${owners.length === 1 ? withArticle(owners[0] ?? '') : 'one of them'}.` };
}
