import type { ClusterFacts } from '../../cluster/cluster';
import type { PlannedClaim } from '../model/plan';
import { copiesApart } from '../storage/copies';

/** Why an app that may move has nowhere to go when its node dies. Undefined: another node can run it. */
export function heldBy(fitting: readonly string[] | undefined, claims: readonly PlannedClaim[], facts: ClusterFacts): string | undefined {
  if (fitting?.length === 1) return `only ${fitting[0]} can run it`;
  return copiesApart(claims, fitting ?? [], facts)?.why;
}
