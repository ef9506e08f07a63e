import type { ClusterFacts } from '../../cluster/cluster';
import type { PlannedClaim } from '../model/plan';
import { classOf } from './claims';

/** The paths of data that stays in its zone. */
export function zonalPaths(claims: readonly PlannedClaim[], facts: ClusterFacts): readonly string[] {
  return claims.filter((claim) => classOf(facts, claim)?.zonal === true).map(({ volume }) => volume.path);
}
