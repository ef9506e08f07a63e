import type { ResolvedApp } from '../ask/resolved';
import { AvailabilityClass, isJobClass, OtherWorkload, type Rank, type WorkloadClass } from '../ask/workload';
import type { Decided } from '../model/plan';

/** A PriorityClass that the library creates. */
export interface Priority {
  readonly name: string;
  readonly value: number;
  /** Whether it preempts pods of lower priority when there is no room. */
  readonly preempts: boolean;
  readonly why: string;
}

/** The workloads that have a PriorityClass of their own. */
type Ranked = AvailabilityClass | OtherWorkload.SCHEDULED_JOB;

/** Which pods start first and which are evicted when memory is short. The components of Kubernetes have priorities above 2,000,000,000. */
export const PRIORITIES: { readonly [workload in Ranked]: Priority } = {
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
  [OtherWorkload.SCHEDULED_JOB]: {
    name: 'availability-job',
    value: 50_000,
    preempts: false,
    why: 'below all apps: a run without room waits, and is the first to go when memory is short',
  },
};

/** How the scheduler ranks the pods of a workload against others. */
function rankOf(workload: WorkloadClass): Priority {
  if (isJobClass(workload)) return PRIORITIES[OtherWorkload.SCHEDULED_JOB];
  return PRIORITIES[workload === OtherWorkload.NODE_AGENT ? AvailabilityClass.SINGLE_POD_PINNED : workload];
}

/** Since 1.17 pods of any namespace may have it; the admission plugin Priority does not look at the namespace. */
const NODE_CRITICAL = 'system-node-critical';

export function decidePriority(
  { availabilityClass, critical, priority: asked, hasPriorities = false }: ResolvedApp,
  hasCluster: boolean,
): Decided<string | undefined> {
  if (asked !== undefined) return { value: asked, why: 'asked for by name' };
  if (critical !== undefined) return { value: NODE_CRITICAL, why: critical.reason };
  const { name, why } = rankOf(availabilityClass);
  return hasCluster || hasPriorities
    ? { value: name, why }
    : { value: undefined, why: 'without a cluster the PriorityClass may not exist, and then the pod would not start: add PriorityClasses' };
}

/** Source: SystemCriticalPriority, pkg/apis/scheduling/types.go of Kubernetes. */
const CRITICAL: { readonly [name: string]: number } = { 'system-cluster-critical': 2_000_000_000, [NODE_CRITICAL]: 2_000_001_000 };

/** The rank of an app; what its class has, where nothing else is known. */
export function priorityOf({ priority, critical, availabilityClass, rank }: ResolvedApp): Rank {
  if (rank !== undefined) return rank;
  const name = priority ?? (critical === undefined ? undefined : NODE_CRITICAL);
  const value = CRITICAL[name ?? ''];
  if (value !== undefined) return { value, preempts: true, isKnown: true };
  const ours = Object.values(PRIORITIES).find((one) => one.name === name);
  const { value: known, preempts } = ours ?? rankOf(availabilityClass);
  return { value: known, preempts, isKnown: name === undefined || ours !== undefined };
}
