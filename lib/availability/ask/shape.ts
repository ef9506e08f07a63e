import type { Finding } from '../../cluster/finding';
import { checkShape, type Shape } from '../../cluster/shape';
import {
  HIGHLY_AVAILABLE_PROPS,
  NODE_AGENT_PROPS,
  ONE_OFF_JOB_PROPS,
  SCHEDULED_JOB_PROPS,
  SINGLE_POD_FLEXIBLE_PROPS,
  SINGLE_POD_PINNED_PROPS,
} from './shapes.generated';
import { type Ask, AvailabilityClass, OtherWorkload, type WorkloadClass } from './workload';

const BY_CLASS: { readonly [C in WorkloadClass]: Shape } = {
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
  const found = checkShape(BY_CLASS[availabilityClass], props, path);
  if (isObject && found.length === 0) SOUND.set(props, availabilityClass);
  return found;
}
