import type { ResolvedApp } from '../ask/resolved';
import { AvailabilityClass, isJobClass, OtherWorkload, type WorkloadClass } from '../ask/workload';
import type { Decided } from '../model/plan';

/** A PriorityClass that the library creates. */
export interface Priority {
  readonly name: string;
  readonly value: number;
  /** Whether it preempts pods of lower priority when there is no room. */
  readonly preempts: boolean;
  readonly why: string;
}

/** Which apps start first and which are evicted when memory is short. The components of Kubernetes have priorities above 2,000,000,000. */
export const PRIORITIES: { readonly [availabilityClass in AvailabilityClass]: Priority } = {
  [AvailabilityClass.HIGHLY_AVAILABLE]: {
    name: 'availability-highly-available',
    value: 300_000,
    preempts: true,
    why: 'other apps are reached through it, and each node has few of its pods',
  },
  [AvailabilityClass.SINGLE_POD_PINNED]: {
    name: 'availability-single-pod-pinned',
    value: 200_000,
    preempts: true,
    why: 'it can run nowhere else, so on its node it goes before apps that can move',
  },
  [AvailabilityClass.SINGLE_POD_FLEXIBLE]: {
    name: 'availability-single-pod-flexible',
    value: 100_000,
    preempts: false,
    why: 'it can move to another node; it starts before all pods without a class, and preempts none',
  },
};

/** The priority of pods without a class (Kubernetes, Pod Priority: zero, unless a class says it is the default). */
const NO_PRIORITY = { value: 0, preempts: false };

/** How the scheduler ranks the pods of a workload against others. */
function rankOf(workload: WorkloadClass): Pick<Priority, 'value' | 'preempts'> {
  if (isJobClass(workload)) return NO_PRIORITY;
  return PRIORITIES[workload === OtherWorkload.NODE_AGENT ? AvailabilityClass.SINGLE_POD_PINNED : workload];
}

/** Since 1.17 pods of any namespace may have it; the admission plugin Priority does not look at the namespace. */
const NODE_CRITICAL = 'system-node-critical';

export function decidePriority({ availabilityClass, critical, priority: asked }: ResolvedApp, hasCluster: boolean): Decided<string | undefined> {
  if (asked !== undefined) return { value: asked, why: 'asked for by name' };
  if (critical !== undefined) return { value: NODE_CRITICAL, why: critical.reason };
  if (isJobClass(availabilityClass))
    return { value: undefined, why: 'without one it is below all apps: a run without room waits, and is the first to go when memory is short' };
  const priority = PRIORITIES[availabilityClass === OtherWorkload.NODE_AGENT ? AvailabilityClass.SINGLE_POD_PINNED : availabilityClass];
  return hasCluster
    ? { value: priority.name, why: priority.why }
    : { value: undefined, why: 'without a cluster the PriorityClass may not exist, and then the pod would not start' };
}

/** The known priority of an app. Of a PriorityClass that is not from this library only the app's class is known. */
export function priorityOf(ask: ResolvedApp): Pick<Priority, 'value' | 'preempts'> {
  return Object.values(PRIORITIES).find(({ name }) => name === ask.priority) ?? rankOf(ask.availabilityClass);
}
