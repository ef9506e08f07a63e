import type { ClusterFacts } from '../../cluster/cluster';
import { type Finding, Severity } from '../../cluster/finding';
import { counted, listed } from '../../cluster/names';
import { Size } from '../../cluster/units';
import { AvailabilityClass } from '../ask/workload';
import type { Plan } from '../model/plan';
import { checkOrder } from './check-order';
import { placesOf } from './group';
import { amountOf, figure, lacking, NOTHING, plus, podRoom, type Room, roomOf, times } from './room';

interface Group {
  readonly nodes: readonly string[];
  asked: Room;
  /** What is asked for when one of the nodes is gone: of highly available apps the pods of the others are enough. */
  memoryAfterLoss: number;
  readonly apps: Set<Plan>;
}

/**
 * Whether all that apps ask for goes into the nodes that they may use. Apps are grouped by the nodes that are big enough for
 * them; what fits nowhere else must fit there in sum. That proves only that something cannot fit; what fits in sum is left to
 * `checkOrder`.
 */
export function checkCapacity(plans: readonly Plan[], facts: ClusterFacts): Finding[] {
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
  const all = [...groups.values()];
  const now = all.flatMap((group) => checkGroup(group, all, facts));
  return now.length > 0 ? now : [...checkOrder(plans, facts), ...checkLoss(all, facts)];
}

/** Whether what must move when a node dies goes into the nodes that are left: again only a proof that it does not. */
function checkLoss(groups: readonly Group[], facts: ClusterFacts): Finding[] {
  return facts.nodes.flatMap((dead) => {
    const left = groups.map((group) => ({ group, nodes: group.nodes.filter((node) => node !== dead.name) })).filter(({ nodes }) => nodes.length > 0);
    for (const { group, nodes } of left) {
      const asked = total(left.filter((other) => other.nodes.every((node) => nodes.includes(node))).map((other) => other.group.memoryAfterLoss));
      const offered = total(facts.nodes.filter((node) => nodes.includes(node.name)).map((node) => node.allocatable.memory.bytes));
      if (nodes.length === group.nodes.length || asked <= offered) continue;
      return [
        {
          code: 'CAPACITY-ON-LOSS',
          severity: Severity.WARNING,
          path: `${facts.name}/nodes/${dead.name}`,
          given: `apps that move when ${dead.name} dies`,
          allowed: `but ${listed(nodes)} then ${nodes.length === 1 ? 'lacks' : 'lack'} ${rounded(asked - offered)} of memory for all of them: some stay down`,
          fix: 'Ask for less, give the others more memory, or accept it with a reason; priorities say who starts first.',
        },
      ];
    }
    return [];
  });
}

function checkGroup(group: Group, groups: readonly Group[], facts: ClusterFacts): Finding[] {
  const within = groups.filter((other) => other.nodes.every((node) => group.nodes.includes(node)));
  const nodes = facts.nodes.filter((node) => group.nodes.includes(node.name));
  const asked = within.map((one) => one.asked).reduce(plus, NOTHING);
  const offered = nodes.map(roomOf).reduce(plus, NOTHING);
  return lacking(offered, asked).map(
    (what): Finding => ({
      code: 'CAPACITY-EXCEEDED',
      severity: Severity.ERROR,
      path: `${facts.name}/nodes/${group.nodes.join(',')}`,
      given: `${amountOf(what, asked[what])} asked for by ${counted(new Set(within.flatMap((one) => [...one.apps])).size, 'app')}`,
      allowed: `but ${listed(group.nodes)}${group.nodes.length === 1 ? ' has' : ' together have'} ${what === 'pods' ? 'room for ' : ''}${figure(what, offered[what])}${what === 'pods' ? '' : ' for pods'}`,
      fix: 'Ask for less, give them more, or let apps use other nodes.',
    }),
  );
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function rounded(bytes: number): string {
  return Size.mib(Math.round(bytes / 1024 ** 2)).toString();
}
