import { type ClusterFacts, nodesNamed } from '../../cluster/cluster';
import { oncePer } from '../model/once';
import type { Plan } from '../model/plan';
import { placesOf } from './group';
import { hardwareOf } from './hardware';

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

/** What all apps request. */
export const hardwareWants = oncePer((plans: readonly Plan[]): readonly HardwareWant[] =>
  plans.flatMap((plan) => {
    const hardware = hardwareOf(plan.ask).filter((one) => !one.isDeviceClass);
    const places = hardware.length === 0 ? [] : placesOf(plan);
    return places.flatMap(({ nodes, pods }) => hardware.map(({ name, count }) => ({ plan, name, count, pods, nodes })));
  }),
);

/** All apps with extended resources, by the nodes that they choose from. */
export const hardwareGroups = oncePer((plans: readonly Plan[], facts): readonly HardwareGroup[] => {
  const wants = hardwareWants(plans, facts);
  const groups = new Map(wants.map((want) => [`${want.name} ${want.nodes.join()}`, want]));
  return [...groups.values()].map(({ name, nodes }) => ({
    name,
    nodes,
    wants: wants.filter((want) => want.name === name && want.nodes.every((node) => nodes.includes(node))),
  }));
});

/** How much of a resource these nodes have. */
export function offeredBy(nodes: readonly string[], name: string, facts: ClusterFacts): number {
  return nodesNamed(facts, nodes).reduce((sum, node) => sum + (node.extendedResources?.[name] ?? 0), 0);
}
