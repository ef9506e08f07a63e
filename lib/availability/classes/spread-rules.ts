import { nodesWithRole } from '../../cluster/cluster';
import { Severity } from '../../cluster/finding';
import { counted, listed } from '../../cluster/names';
import type { ResolvedApp } from '../ask/resolved';
import { isForMany } from '../ask/volume/traits';
import { VolumeKind } from '../ask/volume/volume';
import { AvailabilityClass } from '../ask/workload';
import { mostPods } from '../model/autoscale';
import type { Plan } from '../model/plan';
import { onPlanInCluster } from '../model/rule';
import { hardwareOf } from '../placement/hardware';
import { nodesWithRoom } from '../placement/placement';
import { podRoom, times } from '../placement/room';
import { sharesOf } from '../placement/shares';
import { oneZoneFor } from '../storage/zonal';

function isMany({ availabilityClass }: ResolvedApp): boolean {
  return availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE;
}

/**
 * With more pods than nodes each node must take its share: the scheduler counts every node that the pod may choose, also one
 * without room or hardware for it, and then lets no other take a second pod.
 */
export const SPREAD_UNSATISFIABLE = onPlanInCluster({
  code: 'HA-SPREAD-UNSATISFIABLE',
  severity: Severity.ERROR,
  means: 'more replicas than nodes, and a node that cannot take its share of them',
  fix: 'use fewer replicas, or give each node with the role what they need',
  concerns: isMany,
  *check(plan, facts) {
    const { ask, fitting = [], placement } = plan;
    const { role, nodes = [] } = placement.value;
    const replicas = mostPods(plan);
    if (!isMany(ask) || fitting.length < 2 || replicas <= fitting.length) return;
    const fewer = fewerPods(plan, fitting.length);
    const choices = hardwareOf(ask).length === 0 || role === undefined ? nodes : nodesWithRole(facts, role);
    if (choices.length > fitting.length) {
      yield {
        given: manyPods(plan),
        allowed: `but of the ${choices.length} nodes that the scheduler counts only ${fitting.length} can run it (${fitting.join(', ')}), and none takes a second pod while another has none`,
        fix: `${fewer}, give the other nodes all that it needs, or leave them out with placement.nodes.`,
      };
      return;
    }
    const { least, most, fuller } = sharesOf(replicas, fitting.length);
    const holding = (pods: number) => nodesWithRoom(facts, fitting, times(podRoom(ask), pods));
    const share = holding(least).length < fitting.length ? least : most;
    const able = holding(share);
    if (able.length >= (share === least ? fitting.length : fuller)) return;
    const few = fitting.filter((name) => !able.includes(name));
    yield {
      given: `${manyPods(plan)} on ${counted(fitting.length, 'node')}, ${least === most ? '' : 'up to '}${most} each`,
      allowed: `but ${listed(few)} ${few.length === 1 ? 'has' : 'have'} no room for ${share}`,
      fix: `${fewer}, request less, or make ${few.length === 1 ? 'that node' : 'these nodes'} bigger.`,
    };
  },
});

/** To the scheduler the nodes of other zones count, and have no pod: so none of this zone takes a second one. */
export const ZONE_ALONE = onPlanInCluster({
  code: 'HA-ZONE-ALONE',
  severity: Severity.ERROR,
  means: 'data that all pods share and that stays in its zone, and a zone with fewer nodes than pods',
  fix: 'keep the app in one zone, or use storage that several zones reach',
  concerns: (app) => isMany(app) && app.volumes.some((volume) => isForMany(volume) || volume.kind === VolumeKind.SHARED),
  *check(plan, facts) {
    const { ask, fitting = [], claims } = plan;
    const oneZone = isMany(ask) ? oneZoneFor(claims, fitting, facts) : undefined;
    if (oneZone === undefined || oneZone.nodes.length >= mostPods(plan)) return;
    const { paths, nodes } = oneZone;
    const alone = nodes.length === 1;
    yield {
      given: `${manyPods(plan)} that share ${listed(paths)}, which stays in the zone of its first node`,
      allowed: `but in one zone only ${listed(nodes)} can run them, with one pod each: the others wait for ever${alone ? ', and the app goes down with that node' : ''}`,
      fix: 'Choose nodes of one zone with placement.nodes, two or more, or use storage that several zones reach.',
    };
  },
});

function manyPods(plan: Plan): string {
  return plan.autoscale === undefined ? `${plan.replicas.value} replicas` : `up to ${mostPods(plan)} pods under load`;
}

/** How to have no more of them than there are nodes. */
function fewerPods({ autoscale, replicas }: Plan, nodes: number): string {
  if (autoscale !== undefined) return nodes > replicas.value ? `Set autoscale.max to ${nodes}` : 'Leave autoscale out';
  return `Use ${nodes === 2 ? 'Replicas.two(reason)' : `Replicas.of(${nodes})`}`;
}
