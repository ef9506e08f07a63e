import type { Chart } from 'cdk8s';
import { PRIORITIES, type Priority } from '../availability/placement/priority';
import type { Manifest } from '../kubernetes/manifest';
import type { PlacedObject } from '../kubernetes/tree/placed-objects';

/** The PriorityClass of each availability class. */
export function priorityClasses(scope: Chart): PlacedObject[] {
  return Object.values(PRIORITIES).map((priority) => ({ scope, id: priority.name, manifest: priorityClass(priority) }));
}

function priorityClass({ name, value, preempts, why }: Priority): Manifest {
  return {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name },
    value,
    preemptionPolicy: preempts ? 'PreemptLowerPriority' : 'Never',
    globalDefault: false,
    description: why,
  };
}
