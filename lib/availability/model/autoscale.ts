/** How an autoscaler changes the number of pods. `replicas` is the least. */
export interface PlannedAutoscale {
  readonly max: number;
  /** Of the CPU that the pods request. */
  readonly cpuPercent: number;
}

/** The part of a plan that counts pods. */
interface Counted {
  readonly replicas: { readonly value: number };
  readonly autoscale?: { readonly value: PlannedAutoscale };
}

/** The most pods of an app at once, but for the extra one of a rollout: what they need has to be there. */
export function mostPods({ replicas, autoscale }: Counted): number {
  return autoscale?.value.max ?? replicas.value;
}
