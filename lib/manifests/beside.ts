import type { PlannedAutoscale } from '../availability/model/autoscale';
import type { PlannedBudget } from '../availability/model/plan';
import { partAt } from '../cluster/parts';
import type { Manifest } from '../kubernetes/manifest';
import { type Inventory, mapsAt, numberAt, selectsPods, textAt } from './objects';

/** A budget of a workload. */
export interface ReadBudget {
  readonly name: string;
  readonly planned: PlannedBudget;
}

/** The disruption budgets of a workload, by the labels of its pods. */
export function budgetsOf(object: Manifest, labels: { readonly [key: string]: string }, inventory: Inventory): readonly ReadBudget[] {
  return inventory
    .of('policy/PodDisruptionBudget')
    .filter((one) => one.metadata.namespace === object.metadata.namespace && selectsPods(partAt(one, 'spec', 'selector'), labels))
    .map((one) => {
      const [least, most] = [partAt(one, 'spec', 'minAvailable'), partAt(one, 'spec', 'maxUnavailable')];
      const isAmount = (value: unknown): value is number | string => typeof value === 'number' || typeof value === 'string';
      return {
        name: one.metadata.name,
        planned: { ...(isAmount(most) ? { maxUnavailable: most } : {}), ...(isAmount(least) ? { minAvailable: least as number } : {}) },
      };
    });
}

/** What scales a workload. */
export interface ReadScaler {
  readonly least: number;
  readonly autoscale: PlannedAutoscale;
  /** Whether it asks metrics-server what the pods use. */
  readonly isMeasured: boolean;
}

/** Sources: HorizontalPodAutoscaler v2, KEDA's ScaledObject. */
export function scalerOf(object: Manifest, inventory: Inventory): ReadScaler | undefined {
  const isMeant = (one: Manifest) =>
    one.metadata.namespace === object.metadata.namespace &&
    textAt(one, 'spec', 'scaleTargetRef', 'name') === object.metadata.name &&
    (textAt(one, 'spec', 'scaleTargetRef', 'kind') ?? 'Deployment') === object.kind;
  const hpa = inventory.of('autoscaling/HorizontalPodAutoscaler').find(isMeant);
  const keda = inventory.of('keda.sh/ScaledObject').find(isMeant);
  if (hpa !== undefined) {
    const metrics = mapsAt(hpa, 'spec', 'metrics');
    const cpu = metrics.find((one) => textAt(one, 'resource', 'name') === 'cpu');
    const cpuPercent = numberAt(cpu, 'resource', 'target', 'averageUtilization') ?? numberAt(hpa, 'spec', 'targetCPUUtilizationPercentage') ?? 80;
    return {
      least: numberAt(hpa, 'spec', 'minReplicas') ?? 1,
      autoscale: { max: numberAt(hpa, 'spec', 'maxReplicas') ?? 1, cpuPercent },
      // Without metrics, Kubernetes takes 80 % of the CPU.
      isMeasured: metrics.length === 0 || metrics.some((one) => ['Resource', 'ContainerResource'].includes(textAt(one, 'type') ?? '')),
    };
  }
  if (keda === undefined) return undefined;
  return {
    // What it scales to zero is judged as it is when it runs.
    least: Math.max(1, numberAt(keda, 'spec', 'minReplicaCount') ?? 0),
    autoscale: { max: numberAt(keda, 'spec', 'maxReplicaCount') ?? 100, cpuPercent: 80 },
    isMeasured: mapsAt(keda, 'spec', 'triggers').some((one) => ['cpu', 'memory'].includes(textAt(one, 'type') ?? '')),
  };
}
