import { oncePer } from '../model/once';
import type { Plan } from '../model/plan';
import { leftOutOf } from '../storage/copies';
import { zonalPaths } from '../storage/zonal';
import { Crowd, contend, leastInWay, mayBlock } from './crowd';
import { moves } from './moves';
import { roomsOf } from './room';

/** Apps that find room whichever of their nodes is dead, because they drive away whoever is in their way. */
export const sureByRank = oncePer((plans: readonly Plan[], facts): ReadonlySet<Plan> => {
  const { apps, groups } = contend(plans, facts);
  const strong = facts === undefined ? [] : apps.filter(({ plan, group, lump }) => group.priority.preempts && group.priority.isKnown && !lump && moves(plan));
  if (facts === undefined || strong.length === 0) return new Set();
  const rooms = roomsOf(facts);
  const crowds = new Map<number, Crowd>();
  const isSure = (one: (typeof strong)[number]) => {
    const { plan, group } = one;
    if (zonalPaths(plan.claims, facts).length > 0) return false;
    const least = leastInWay(one);
    const crowd =
      crowds.get(least) ??
      new Crowd(
        groups.filter((group) => mayBlock(group, least)),
        rooms,
      );
    crowds.set(least, crowd);
    return !crowd.mayFill(one, group.nodes.length - 1 - leftOutOf(plan.claims, facts));
  };
  return new Set(strong.filter(isSure).map(({ plan }) => plan));
});
