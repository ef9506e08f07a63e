import { nodesNamed } from '../../cluster/cluster';
import { Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { AvailabilityClass } from '../ask/workload';
import { onFleet } from '../model/rule';
import { byZone, sharedZonalPaths } from '../storage/zonal';
import { contend } from './crowd';
import { inWords, roomOf } from './room';
import { withoutRoomForMore } from './trial';

/** Seen on a real control plane: the extra pod of a rollout drove 8 of 14 apps of lower priority away. */
const CAPACITY_ON_ROLLOUT = onFleet({
  code: 'CAPACITY-ON-ROLLOUT',
  severity: Severity.WARNING,
  means: 'a rollout whose extra pod finds room only where other apps make place',
  fix: 'set `surge: false` or leave `rollingUpdate` out, request less, or accept it',
  concerns: ({ availabilityClass, rollingUpdate }) => availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE || rollingUpdate !== undefined,
  *check(plans, facts) {
    const { apps } = contend(plans, facts);
    const surging = apps.filter(({ plan }) => plan.rollout.value.maxSurge > 0);
    if (surging.length === 0) return;
    for (const { plan, pod, group, apart } of withoutRoomForMore(surging, apps, facts)) {
      const offers = nodesNamed(facts, group.nodes).map(roomOf);
      const shared = sharedZonalPaths(plan.claims, facts);
      const zone = shared.length > 0 && byZone(group.nodes, facts).length > 1 ? ` in the zone of ${listed(shared)}` : '';
      const single = plan.ask.rollingUpdate !== undefined;
      yield {
        path: plan.ask.path,
        given: `a rollout that starts one more pod (${inWords(pod, offers)}) before an old one stops`,
        allowed: `but when all apps run, ${listed(group.nodes)} may have no room for it${zone}${apart ? ' where none of its pods is' : ''}: ${group.priority.preempts ? 'apps of lower priority are stopped to make room, or ' : ''}the rollout waits`,
        fix: `${single ? 'Leave rollingUpdate out, so that the last pod ends first' : 'Set surge: false, so that an old pod stops first'}, request less, or accept it with a reason.`,
      };
    }
  },
});

/** Rules about room during a rollout. */
export const ROLLOUT_RULES = [CAPACITY_ON_ROLLOUT];
