import { type Ask, AvailabilityClass } from './classes';
import type { Decided } from './plan';

/** A PriorityClass that the cluster gets. */
export interface Priority {
  readonly name: string;
  readonly value: number;
  /** Whether pods of lower priority have to go when there is no room for it. */
  readonly preempts: boolean;
  readonly why: string;
}

/** When memory is short, who is started first and who has to go. Kubernetes' own components stand above 2,000,000,000. */
export const PRIORITIES: { readonly [availabilityClass in AvailabilityClass]: Priority } = {
  [AvailabilityClass.HIGHLY_AVAILABLE]: {
    name: 'availability-highly-available',
    value: 300_000,
    preempts: true,
    why: 'other apps are reached through it, and its pods are few on each node',
  },
  [AvailabilityClass.SINGLE_POD_PINNED]: {
    name: 'availability-single-pod-pinned',
    value: 200_000,
    preempts: true,
    why: 'it can run nowhere else, so on its node it takes the room of apps that can',
  },
  [AvailabilityClass.SINGLE_POD_FLEXIBLE]: {
    name: 'availability-single-pod-flexible',
    value: 100_000,
    preempts: false,
    why: 'it finds another node; it starts before everything without a class, and drives nothing away',
  },
};

export function decidePriority(ask: Ask, hasCluster: boolean): Decided<string | undefined> {
  if (ask.props.priority !== undefined) return { value: ask.props.priority, why: 'asked for by name' };
  const priority = PRIORITIES[ask.availabilityClass];
  return hasCluster
    ? { value: priority.name, why: priority.why }
    : { value: undefined, why: 'no cluster is given, and a PriorityClass that does not exist would keep the pod out' };
}

/** What is known of an app's priority; of a PriorityClass that the cluster has of its own, only that it is none of these. */
export function priorityOf(ask: Ask): Priority {
  return Object.values(PRIORITIES).find(({ name }) => name === ask.props.priority) ?? PRIORITIES[ask.availabilityClass];
}
