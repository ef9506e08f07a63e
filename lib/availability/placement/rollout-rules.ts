import { Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { AvailabilityClass } from '../ask/workload';
import { onFleet } from '../model/rule';
import { contend } from './crowd';
import { inWords, roomOf } from './room';
import { withoutRoomForMore } from './trial';

/** Seen on a real control plane: the extra pod of a rollout drove 8 of 14 apps of lower priority away. */
const CAPACITY_ON_ROLLOUT = onFleet({
  code: 'CAPACITY-ON-ROLLOUT',
  severity: Severity.WARNING,
  means: 'a rollout of a highly available app whose extra pod finds room only where other apps make place',
  fix: 'set `surge: false`, request less, or accept it',
  concerns: ({ availabilityClass }) => availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE,
  *check(plans, facts) {
    const { apps } = contend(plans, facts);
    const surging = apps.filter(
      ({ plan, group }) => plan.ask.availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE && plan.rollout.value.maxSurge > 0 && group.nodes.length > 1,
    );
    if (surging.length === 0) return;
    for (const { plan, pod, group } of withoutRoomForMore(surging, apps, facts)) {
      const offers = facts.nodes.filter(({ name }) => group.nodes.includes(name)).map(roomOf);
      yield {
        path: plan.ask.path,
        given: `a rollout that starts one more pod (${inWords(pod, offers)}) before an old one stops`,
        allowed: `but when all apps run, ${listed(group.nodes)} may have no room for it where none of its pods is: apps of lower priority are stopped to make room, or the rollout waits`,
        fix: 'Set surge: false, so that an old pod stops first, request less, or accept it with a reason.',
      };
    }
  },
});

/** Rules about room during a rollout. */
export const ROLLOUT_RULES = [CAPACITY_ON_ROLLOUT];
