import type { ClusterFacts } from '../cluster/cluster';

/** Whether there is anything to ask LINSTOR. */
export function usesLinstor({ storage }: ClusterFacts): boolean {
  return storage.classes.some((one) => one.madeBy === 'LINSTOR');
}
