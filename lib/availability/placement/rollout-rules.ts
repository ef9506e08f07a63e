import { Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { AvailabilityClass } from '../ask/workload';
import { onFleet } from '../model/rule';
import { type Group, groupsOf } from './capacity';
import { amountOf, lacking, minus, NOTHING, plus, type Room, roomOf, times } from './room';

/** Seen on a real control plane: the extra pod of a rollout drove 8 of 14 apps of lower priority away. */
const CAPACITY_ON_ROLLOUT = onFleet({
  code: 'CAPACITY-ON-ROLLOUT',
  severity: Severity.WARNING,
  means: 'a rollout of a highly available app whose extra pod finds room only where other apps make place',
  fix: 'set `surge: false`, request less, or accept it',
  concerns: ({ availabilityClass }) => availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE,
  *check(plans, facts) {
    const rooms = new Map(facts.nodes.map((node) => [node.name, roomOf(node)]));
    const groups = groupsOf(plans, facts);
    for (const group of groups) {
      const surging = group.pods.filter(({ plan }) => plan.ask.availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE && plan.rollout.value.maxSurge > 0);
      if (surging.length === 0 || group.nodes.length < 2) continue;
      const left = leftOnEach(group, groups, rooms);
      for (const { plan, request } of surging) {
        const [what] = lacking(left, request);
        if (what === undefined) continue;
        yield {
          path: plan.ask.path,
          given: `a rollout that starts one more pod (${amountOf(what, request[what])}) before an old one stops`,
          allowed: `but ${listed(group.nodes)} then have ${amountOf(what, Math.max(0, Math.floor(left[what])))} left each, if pods are spread evenly: apps of lower priority are stopped to make room, or the rollout waits`,
          fix: 'Set surge: false, so that an old pod stops first, request less, or accept it with a reason.',
        };
      }
    }
  },
});

/** What is free on each node of a group, if every app spreads evenly over the nodes that it may use, as the scheduler prefers. */
function leftOnEach({ nodes }: Group, groups: readonly Group[], rooms: ReadonlyMap<string, Room>): Room {
  const here = new Set(nodes);
  const offered = nodes.map((node) => rooms.get(node) ?? NOTHING).reduce(plus, NOTHING);
  const asked = groups.map((other) => times(other.asked, other.nodes.filter((node) => here.has(node)).length / other.nodes.length)).reduce(plus, NOTHING);
  return times(minus(offered, asked), 1 / nodes.length);
}

/** Rules about room during a rollout. */
export const ROLLOUT_RULES = [CAPACITY_ON_ROLLOUT];
