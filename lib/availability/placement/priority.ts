import type { ResolvedApp } from '../ask/resolved';
import { AvailabilityClass, OtherWorkload, type WorkloadClass } from '../ask/workload';
import type { Decided } from '../model/plan';

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

/** What pods without a class have (Kubernetes, Pod Priority: zero, unless a class says it is the default). */
const NO_PRIORITY = { value: 0, preempts: false };

/** What the scheduler makes of the pods of a workload beside others. */
function rankOf(workload: WorkloadClass): Pick<Priority, 'value' | 'preempts'> {
  if (workload === OtherWorkload.SCHEDULED_JOB) return NO_PRIORITY;
  return PRIORITIES[workload === OtherWorkload.NODE_AGENT ? AvailabilityClass.SINGLE_POD_PINNED : workload];
}

/** Since 1.17 pods of any namespace may have it; the admission plugin Priority does not look at the namespace. */
const NODE_CRITICAL = 'system-node-critical';

export function decidePriority({ availabilityClass, critical, priority: asked }: ResolvedApp, hasCluster: boolean): Decided<string | undefined> {
  if (asked !== undefined) return { value: asked, why: 'asked for by name' };
  if (critical !== undefined) return { value: NODE_CRITICAL, why: critical.reason };
  if (availabilityClass === OtherWorkload.SCHEDULED_JOB)
    return { value: undefined, why: 'without one it is below all apps: a run that finds no room waits, and goes first where memory is short' };
  const priority = PRIORITIES[availabilityClass === OtherWorkload.NODE_AGENT ? AvailabilityClass.SINGLE_POD_PINNED : availabilityClass];
  return hasCluster
    ? { value: priority.name, why: priority.why }
    : { value: undefined, why: 'no cluster is given, and a PriorityClass that does not exist would keep the pod out' };
}

/** What is known of an app's priority; of a PriorityClass that the cluster has of its own, only that it is none of these. */
export function priorityOf(ask: ResolvedApp): Pick<Priority, 'value' | 'preempts'> {
  return Object.values(PRIORITIES).find(({ name }) => name === ask.priority) ?? rankOf(ask.availabilityClass);
}
