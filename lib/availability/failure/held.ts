import type { ClusterFacts } from '../../cluster/cluster';
import { listed } from '../../cluster/names';
import type { PlannedClaim } from '../model/plan';
import { copiesApart } from '../storage/copies';
import { byZone, zonalPaths } from '../storage/zonal';

/** Why an app that may move has nowhere to go when its node dies. Undefined: another node can run it. */
export function heldBy(fitting: readonly string[] = [], claims: readonly PlannedClaim[], facts: ClusterFacts): string | undefined {
  if (fitting.length === 1) return `only ${fitting[0]} can run it`;
  const apart = copiesApart(claims, fitting, facts);
  if (apart !== undefined) return apart.why;
  const alone = aloneInZone(fitting, claims, facts);
  return alone.length > 0 && alone.length === fitting.length
    ? `${listed(zonalPaths(claims, facts))} stays in its zone, where no other node can run it`
    : undefined;
}

/** Nodes that are the only ones of their zone to run an app whose data stays in its zone. */
export function aloneInZone(fitting: readonly string[] = [], claims: readonly PlannedClaim[], facts: ClusterFacts): readonly string[] {
  if (zonalPaths(claims, facts).length === 0) return [];
  return byZone(fitting, facts).flatMap((names) => (names.length === 1 ? names : []));
}
