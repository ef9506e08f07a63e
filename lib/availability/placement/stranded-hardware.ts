import type { ClusterFacts } from '../../cluster/cluster';
import { listed } from '../../cluster/names';
import { mostPods } from '../model/autoscale';
import { oncePer } from '../model/once';
import type { Plan } from '../model/plan';
import { hardwareOf } from './hardware';
import { moves, spareOf } from './moves';
import type { Shortage } from './stranded';

/** Pods of one app that request an extended resource, and the nodes that they choose from. */
export interface HardwareWant {
  readonly plan: Plan;
  readonly name: string;
  /** What one of them requests. */
  readonly count: number;
  readonly pods: number;
  readonly nodes: readonly string[];
}

/** Apps that request one resource, and have no other nodes than these. */
export interface HardwareGroup {
  readonly name: string;
  readonly nodes: readonly string[];
  readonly wants: readonly HardwareWant[];
}

/** All apps with extended resources, by the nodes that they choose from. */
export const hardwareGroups = oncePer((plans: readonly Plan[]): readonly HardwareGroup[] => {
  const wants = plans.flatMap((plan) =>
    hardwareOf(plan.ask)
      .filter((one) => !one.isDeviceClass)
      .map(({ name, count }) => ({ plan, name, count, pods: mostPods(plan), nodes: plan.placement.value.nodes ?? [] })),
  );
  const groups = new Map(wants.filter(({ nodes }) => nodes.length > 0).map((want) => [`${want.name} ${want.nodes.join()}`, want]));
  return [...groups.values()].map(({ name, nodes }) => ({
    name,
    nodes,
    wants: wants.filter((want) => want.name === name && want.nodes.length > 0 && want.nodes.every((node) => nodes.includes(node))),
  }));
});

/** How much of a resource these nodes have. */
export function offeredBy(nodes: readonly string[], name: string, facts: ClusterFacts): number {
  return facts.nodes.filter((node) => nodes.includes(node.name)).reduce((sum, node) => sum + (node.extendedResources?.[name] ?? 0), 0);
}

/** Apps that find no hardware on the other nodes when theirs is dead. */
export function strandedHardware(plans: readonly Plan[], facts: ClusterFacts | undefined): readonly Shortage[] {
  if (facts === undefined) return [];
  return hardwareGroups(plans, facts).flatMap(({ name, nodes, wants }) =>
    nodes.flatMap((dead) => {
      const left = nodes.filter((node) => node !== dead);
      const short = wants.reduce((sum, want) => sum + want.count * elsewhere(want, dead), 0) - offeredBy(left, name, facts);
      const moving = wants.filter((want) => want.nodes.length > 1 && want.nodes.includes(dead) && moves(want.plan)).map(({ plan }) => plan);
      return short <= 0 || moving.length === 0 ? [] : [{ dead, what: `${listed(left)} then ${left.length === 1 ? 'lacks' : 'lack'} ${short} ${name}`, moving }];
    }),
  );
}

/** How many of its pods the other nodes must have when one is dead. */
function elsewhere({ plan, nodes, pods }: HardwareWant, dead: string): number {
  if (!nodes.includes(dead)) return pods;
  return nodes.length === 1 ? 0 : pods - spareOf(plan, nodes, pods);
}
