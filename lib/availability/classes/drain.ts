import { type ClusterFacts, type Node, nodesNamed } from '../../cluster/cluster';
import type { ResolvedApp } from '../ask/resolved';
import { mostPods } from '../model/autoscale';
import type { Decided, Plan, PlannedBudget, PlannedClaim } from '../model/plan';
import { hardwareOf } from '../placement/hardware';
import { holds, podRoom, roomOf, times } from '../placement/room';
import { keptApart, servingPods, sharesOf } from '../placement/shares';
import { classOf } from '../storage/claims';
import { byZone } from '../storage/zonal';

/** Seen on a real control plane: with any budget the drain of the only node never ends, because the first pod has nowhere else to run. */
const NO_BUDGET: Decided<PlannedBudget | undefined> = { value: undefined, why: 'a drain of its only node stops it anyway, and must not be blocked' };

/**
 * What a drain may stop at once: what the death of a node stops, too. With less, the second pod of a node could never be evicted
 * while the first one waits for a place: for the disk of its node, or for room that other apps have.
 */
export function decideBudget(app: ResolvedApp, replicas: number, fitting: readonly string[] = []): Decided<PlannedBudget | undefined> {
  const { budget, majority, autoscale } = app;
  const nodes = Math.max(1, fitting.length);
  if (fitting.length === 1) return NO_BUDGET;
  if (budget !== undefined)
    return {
      value: budget.minAvailable === undefined ? { maxUnavailable: budget.maxUnavailable ?? 1 } : { minAvailable: budget.minAvailable },
      why: 'asked for',
    };
  const most = fitting.length === 0 ? 1 : sharesOf(autoscale?.max ?? replicas, nodes).most;
  const mayGo = Math.min(most, replicas - servingPods(replicas, majority));
  if (most <= 1 || (autoscale === undefined && mayGo <= 1)) return { value: { maxUnavailable: 1 }, why: 'drains stop one pod at a time' };
  return {
    value: { maxUnavailable: autoscale === undefined ? mayGo : shareInPercent(replicas, autoscale.max, nodes) },
    why:
      keptApart(replicas, nodes, { majority, tied: false }) === undefined
        ? 'as many as one node has: a drain never waits for room on the others'
        : 'a drain stops all pods of a node: while it is away, no other takes them',
  };
}

/** The least part that is never less than one node has. The API server rounds it up. */
function shareInPercent(least: number, max: number, nodes: number): string {
  const part = Math.floor(100 / nodes);
  for (let pods = least; pods <= max; pods += 1) if (partOf(pods, part) < sharesOf(pods, nodes).most) return `${part + 1}%`;
  return `${part}%`;
}

/** How many pods so many percent are, as the API server rounds. */
export function partOf(pods: number, percent: number): number {
  return Math.ceil((pods * percent) / 100);
}

/** How many pods must stop before the drain of the fullest node ends, if the others cannot take them; 0, if they can. */
export function stuckInDrain(plan: Plan, pods: number, facts: ClusterFacts | undefined): number {
  const { ask, spread, claims, fitting = [] } = plan;
  if (facts === undefined || fitting.length < 2) return 0;
  const stays = spread.value.some(({ minDomains }) => minDomains !== undefined) || tiedToNodes(claims, facts) || tiedToZones(plan, facts);
  return stays || !takenByOthers(ask, pods, fitting, facts) ? sharesOf(pods, fitting.length).most : 0;
}

/** Whether each pod has data on its node, which it follows. */
export function tiedToNodes(claims: readonly PlannedClaim[], facts: ClusterFacts): boolean {
  return claims.some((claim) => claim.perPod && classOf(facts, claim)?.nodeLocal === true);
}

/** Within their zone the nodes may have more pods than those of other zones, and then take none. */
function tiedToZones({ claims, fitting = [] }: Plan, facts: ClusterFacts): boolean {
  return byZone(fitting, facts).length > 1 && claims.some((claim) => claim.perPod && classOf(facts, claim)?.zonal === true);
}

/** Whether any of the nodes may be away, and the others have room and hardware for all pods, if nothing else ran there. */
function takenByOthers(app: ResolvedApp, pods: number, fitting: readonly string[], facts: ClusterFacts): boolean {
  const nodes = nodesNamed(facts, fitting);
  const { least, most, fuller } = sharesOf(pods, nodes.length - 1);
  const small = nodes.filter((node) => !takes(node, app, least));
  const large = new Set(nodes.filter((node) => takes(node, app, most)));
  return nodes.every((away) => small.every((node) => node === away) && large.size - (large.has(away) ? 1 : 0) >= fuller);
}

function takes(node: Node, app: ResolvedApp, pods: number): boolean {
  // Of devices, facts only say that there are some.
  const equipped = hardwareOf(app).every(
    ({ name, count, isDeviceClass }) => pods === 0 || (!isDeviceClass && (node.extendedResources?.[name] ?? 0) >= count * pods),
  );
  return equipped && holds(roomOf(node), times(podRoom(app), pods));
}

/** Whether its budget keeps the drain of its fullest node waiting for ever. */
export function blocksDrain(plan: Plan, facts: ClusterFacts): boolean {
  const { maxUnavailable } = plan.budget.value ?? {};
  return typeof maxUnavailable === 'number' && stuckInDrain(plan, mostPods(plan), facts) > maxUnavailable;
}
