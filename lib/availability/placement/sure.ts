import { oncePer } from '../model/once';
import type { Plan } from '../model/plan';
import { leftOutOf } from '../storage/copies';
import { zonalPaths } from '../storage/zonal';
import { contend, crowdsInWay, leastInWay } from './crowd';
import { moves } from './moves';
import { roomsOf } from './room';

/** Apps that find room whichever of their nodes is dead, because they drive away whoever is in their way. */
export const sureByRank = oncePer((plans: readonly Plan[], facts): ReadonlySet<Plan> => {
  const { apps, groups } = contend(plans, facts);
  const strong = facts === undefined ? [] : apps.filter((app) => leastInWay(app) > Number.NEGATIVE_INFINITY && moves(app.plan));
  if (facts === undefined || strong.length === 0) return new Set();
  const crowdOf = crowdsInWay(groups, roomsOf(facts));
  const isSure = (one: (typeof strong)[number]) => {
    const { plan, group } = one;
    if (zonalPaths(plan.claims, facts).length > 0) return false;
    return !crowdOf(leastInWay(one)).mayFill(one, group.nodes.length - 1 - leftOutOf(plan.claims, facts));
  };
  return new Set(strong.filter(isSure).map(({ plan }) => plan));
});
