import { AvailabilityClass, OtherWorkload } from '../ask/workload';
import { oncePer } from '../model/once';
import type { Plan } from '../model/plan';
import { placesOf } from './group';
import { NOTHING, plus, podRoom, type Room, times } from './room';

/** Apps that are big enough for the same nodes. */
export interface Group {
  readonly nodes: readonly string[];
  readonly apps: Set<Plan>;
  /** What they request. */
  asked: Room;
  /** Bytes that they still request when one node is gone: for highly available apps the remaining pods are enough. */
  memoryAfterLoss: number;
  /** The groups that have no other nodes, itself among them: they must fit there in total. */
  within: readonly Group[];
}

/** That all apps fit in total proves little; that these groups do not fit proves that something cannot start. */
export const groupsOf = oncePer((plans: readonly Plan[]): readonly Group[] => {
  const groups = new Map<string, Group>();
  for (const { plan, nodes, pods } of plans.flatMap(placesOf)) {
    const request = podRoom(plan.ask);
    const key = nodes.join();
    const group = groups.get(key) ?? { nodes, asked: NOTHING, memoryAfterLoss: 0, apps: new Set<Plan>(), within: [] };
    group.asked = plus(group.asked, times(request, pods));
    const lost = plan.ask.availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE ? Math.ceil(pods / nodes.length) : 0;
    group.memoryAfterLoss += request.memory * (pods - lost);
    group.apps.add(plan);
    groups.set(key, group);
  }
  const all = [...groups.values()];
  for (const group of all) {
    const nodes = new Set(group.nodes);
    group.within = all.filter((other) => other.nodes.every((node) => nodes.has(node)));
  }
  return all;
});

/** Nodes that lack memory for all apps that may only run there, when another node is dead. */
export interface Shortage {
  readonly dead: string;
  readonly left: readonly string[];
  /** Bytes. */
  readonly lacking: number;
  /** The apps that move from the dead node, and may find no room. */
  readonly moving: readonly Plan[];
}

/** The first shortage for each node that may die. Again, this only proves that they do not fit. */
export const shortagesOf = oncePer((plans: readonly Plan[], facts): readonly Shortage[] => {
  const memory = new Map((facts?.nodes ?? []).map((node) => [node.name, node.allocatable.memory.bytes]));
  const found = new Map<string, Shortage>();
  for (const group of groupsOf(plans, facts)) {
    if (group.nodes.length < 2) continue;
    const offered = total(group.nodes.map((node) => memory.get(node) ?? 0));
    const asked = total(group.within.map((one) => one.memoryAfterLoss));
    const bound = new Map(group.within.flatMap((one) => (one.nodes.length === 1 ? [[one.nodes[0] as string, one.memoryAfterLoss]] : [])));
    for (const dead of group.nodes) {
      if (found.has(dead)) continue;
      const lacking = asked - (bound.get(dead) ?? 0) - (offered - (memory.get(dead) ?? 0));
      if (lacking <= 0) continue;
      const moving = group.within.filter(({ nodes }) => nodes.length > 1 && nodes.includes(dead)).flatMap(({ apps }) => [...apps].filter(moves));
      found.set(dead, { dead, left: group.nodes.filter((node) => node !== dead), lacking, moving });
    }
  }
  return (facts?.nodes ?? []).flatMap(({ name }) => found.get(name) ?? []);
});

function moves({ ask: { availabilityClass } }: Plan): boolean {
  return availabilityClass === AvailabilityClass.SINGLE_POD_FLEXIBLE || availabilityClass === OtherWorkload.SCHEDULED_JOB;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
