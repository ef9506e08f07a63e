import type { Rank } from '../availability/ask/workload';
import type { PlannedAutoscale } from '../availability/model/autoscale';
import type { PlannedBudget } from '../availability/model/plan';
import { partAt } from '../cluster/parts';
import type { Manifest } from '../kubernetes/manifest';
import { type Inventory, mapsAt, numberAt, type PodTemplate, selectsPods, textAt, textsAt } from './objects';

/** A budget of a workload. */
export interface ReadBudget {
  readonly name: string;
  readonly planned: PlannedBudget;
  /** How many pods it lets a drain evict at once. */
  readonly room: number;
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
        room: 0,
        planned: { ...(isAmount(most) ? { maxUnavailable: most } : {}), ...(isAmount(least) ? { minAvailable: least as number } : {}) },
      };
    });
}

/** Whether a Service reaches the pods. */
export function isReached({ namespace, labels }: PodTemplate, inventory: Inventory): boolean {
  return inventory.of('/Service').some(({ metadata, ...one }) => {
    const matchLabels = textsAt(one, 'spec', 'selector');
    // Unlike a selector of labels, an empty one of a Service selects nothing.
    return metadata.namespace === namespace && Object.keys(matchLabels).length > 0 && selectsPods({ matchLabels }, labels);
  });
}

/** Without a name of its own, a pod has the class that is the default for all, or 0. Undefined: nothing is known but the name. Source: Kubernetes, Pod Priority and Preemption. */
export function readRank({ spec }: PodTemplate, inventory: Inventory): Rank | undefined {
  const name = textAt(spec, 'priorityClassName') ?? '';
  const classes = inventory.of('scheduling.k8s.io/PriorityClass');
  const own = classes.find((one) => (name === '' ? partAt(one, 'globalDefault') === true : one.metadata.name === name));
  if (own === undefined) return name === '' ? { value: 0, preempts: true, isKnown: true } : undefined;
  return { value: numberAt(own, 'value') ?? 0, preempts: textAt(own, 'preemptionPolicy') !== 'Never', isKnown: true };
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
