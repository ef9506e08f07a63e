import { type ClusterFacts, nodesNamed } from '../../cluster/cluster';
import { grouped } from '../../cluster/grouped';
import type { PlannedClaim } from '../model/plan';
import { classOf } from './claims';

/** The paths of data that stays in its zone. */
export function zonalPaths(claims: readonly PlannedClaim[], facts: ClusterFacts): readonly string[] {
  return claims.filter((claim) => classOf(facts, claim)?.zonal === true).map(({ volume }) => volume.path);
}

/** The paths of data that all pods of an app share, and that stays in its zone: they are all there. */
export function sharedZonalPaths(claims: readonly PlannedClaim[], facts: ClusterFacts): readonly string[] {
  return zonalPaths(
    claims.filter(({ perPod }) => !perPod),
    facts,
  );
}

/** The same nodes, those of each zone together. */
export function byZone(names: readonly string[], facts: ClusterFacts): readonly (readonly string[])[] {
  const nodes = nodesNamed(facts, names);
  return [...grouped(nodes.map(({ name, site, zone }) => [`${site}/${zone}`, name] as const)).values()];
}

/** Where all pods must be, because they share data that stays in its zone. */
export interface OneZone {
  readonly paths: readonly string[];
  /** Of the zones that it may be in, the one with the fewest nodes that can run a pod. */
  readonly nodes: readonly string[];
}

/**
 * Undefined: they share no such data, or their nodes are all in one zone. In a zone each node gets one pod at most: to the scheduler
 * the nodes of other zones count, too, and have none.
 */
export function oneZoneFor(claims: readonly PlannedClaim[], fitting: readonly string[], facts: ClusterFacts): OneZone | undefined {
  const paths = sharedZonalPaths(claims, facts);
  const zones = paths.length === 0 ? [] : byZone(fitting, facts);
  if (zones.length < 2) return undefined;
  return { paths, nodes: zones.reduce((least, one) => (one.length < least.length ? one : least)) };
}
