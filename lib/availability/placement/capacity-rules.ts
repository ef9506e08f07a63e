import type { ClusterFacts } from '../../cluster/cluster';
import { Severity } from '../../cluster/finding';
import { counted, listed } from '../../cluster/names';
import type { PlacedSaid, Said } from '../../cluster/rule';
import { Size } from '../../cluster/units';
import { AvailabilityClass, OtherWorkload } from '../ask/workload';
import { oncePer } from '../model/once';
import type { Plan } from '../model/plan';
import { onFleet } from '../model/rule';
import { placesOf } from './group';
import { misplaced } from './order';
import { amountOf, figure, lacking, NOTHING, plus, podRoom, type Room, roomOf, times } from './room';

interface Group {
  readonly nodes: readonly string[];
  asked: Room;
  /** What apps still request when one node is gone: for highly available apps the remaining pods are enough. */
  memoryAfterLoss: number;
  readonly apps: Set<Plan>;
}

/**
 * Apps are grouped by the nodes that are big enough for them; apps that fit nowhere else must fit there in total. That only proves
 * that something cannot fit. What fits in total still depends on the order in which pods start.
 */
const groupsOf = oncePer((plans: readonly Plan[]): readonly Group[] => {
  const groups = new Map<string, Group>();
  for (const { plan, nodes, pods } of plans.flatMap(placesOf)) {
    const request = podRoom(plan.ask);
    const key = nodes.join();
    const group = groups.get(key) ?? { nodes, asked: NOTHING, memoryAfterLoss: 0, apps: new Set<Plan>() };
    group.asked = plus(group.asked, times(request, pods));
    const lost = plan.ask.availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE ? Math.ceil(pods / nodes.length) : 0;
    group.memoryAfterLoss += request.memory * (pods - lost);
    group.apps.add(plan);
    groups.set(key, group);
  }
  return [...groups.values()];
});

/** Requests beyond what the nodes have in total. */
const excessOf = oncePer((plans: readonly Plan[], facts): readonly PlacedSaid[] => {
  const groups = groupsOf(plans, facts);
  return facts === undefined ? [] : groups.flatMap((group) => excess(group, groups, facts));
});

/** Whether the requests of all apps fit on the nodes that they may use. */
const CAPACITY_EXCEEDED = onFleet({
  code: 'CAPACITY-EXCEEDED',
  severity: Severity.ERROR,
  means: 'apps that together request more than their nodes have',
  fix: 'request less, or add nodes',
  check: excessOf,
});

/** Whether each pod finds room whatever the order in which pods start. */
const CAPACITY_FRAGMENTED = onFleet({
  code: 'CAPACITY-FRAGMENTED',
  severity: Severity.WARNING,
  means: 'apps that fit in total, but pods that start first may leave too little room on every node that another pod could use',
  fix: 'request less, make a node bigger, or accept it',
  check: (plans, facts) => (excessOf(plans, facts).length > 0 ? [] : misplaced(plans, facts)),
});

/** Whether the apps that move when a node dies fit on the remaining nodes. Again, this only proves that they do not. */
const CAPACITY_ON_LOSS = onFleet({
  code: 'CAPACITY-ON-LOSS',
  severity: Severity.WARNING,
  means: 'too little memory on the other nodes for the apps that move when a node dies',
  fix: 'request less, add memory, or accept it',
  concerns: ({ availabilityClass }) => availabilityClass !== AvailabilityClass.SINGLE_POD_PINNED && availabilityClass !== OtherWorkload.NODE_AGENT,
  *check(plans, facts) {
    if (excessOf(plans, facts).length > 0) return;
    for (const dead of facts.nodes) {
      const said = lackAfter(dead.name, groupsOf(plans, facts), facts);
      if (said !== undefined) yield { path: `${facts.name}/nodes/${dead.name}`, ...said };
    }
  },
});

function lackAfter(dead: string, groups: readonly Group[], facts: ClusterFacts): Said | undefined {
  const left = groups.map((group) => ({ group, nodes: group.nodes.filter((node) => node !== dead) })).filter(({ nodes }) => nodes.length > 0);
  for (const { group, nodes } of left) {
    const asked = total(left.filter((other) => other.nodes.every((node) => nodes.includes(node))).map((other) => other.group.memoryAfterLoss));
    const offered = total(facts.nodes.filter((node) => nodes.includes(node.name)).map((node) => node.allocatable.memory.bytes));
    if (nodes.length === group.nodes.length || asked <= offered) continue;
    return {
      given: `apps that move when ${dead} dies`,
      allowed: `but ${listed(nodes)} then ${nodes.length === 1 ? 'lacks' : 'lack'} ${rounded(asked - offered)} of memory for all of them, so some stay down`,
      fix: 'Request less, give the other nodes more memory, or accept it with a reason. Priorities decide which apps start first.',
    };
  }
  return undefined;
}

function excess(group: Group, groups: readonly Group[], facts: ClusterFacts): PlacedSaid[] {
  const within = groups.filter((other) => other.nodes.every((node) => group.nodes.includes(node)));
  const nodes = facts.nodes.filter((node) => group.nodes.includes(node.name));
  const asked = within.map((one) => one.asked).reduce(plus, NOTHING);
  const offered = nodes.map(roomOf).reduce(plus, NOTHING);
  return lacking(offered, asked).map((what) => ({
    path: `${facts.name}/nodes/${group.nodes.join(',')}`,
    given: `${amountOf(what, asked[what])} requested by ${counted(new Set(within.flatMap((one) => [...one.apps])).size, 'app')}`,
    allowed: `but ${listed(group.nodes)}${group.nodes.length === 1 ? ' has' : ' together have'} ${what === 'pods' ? 'room for ' : ''}${figure(what, offered[what])}${what === 'pods' ? '' : ' for pods'}`,
    fix: 'Request less, make the nodes bigger, or let apps use other nodes.',
  }));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function rounded(bytes: number): string {
  return Size.mib(Math.round(bytes / 1024 ** 2)).toString();
}

/** Rules about room for all apps together. */
export const CAPACITY_RULES = [CAPACITY_EXCEEDED, CAPACITY_FRAGMENTED, CAPACITY_ON_LOSS];
