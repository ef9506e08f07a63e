import { type ClusterFacts, nodesNamed } from '../../cluster/cluster';
import { Severity } from '../../cluster/finding';
import { grouped } from '../../cluster/grouped';
import { counted, listed } from '../../cluster/names';
import type { PlacedSaid } from '../../cluster/rule';
import { formatSeconds } from '../../cluster/units';
import { AvailabilityClass, OtherWorkload } from '../ask/workload';
import { mostPods } from '../model/autoscale';
import { oncePer } from '../model/once';
import type { Plan } from '../model/plan';
import { onFleet } from '../model/rule';
import { type Group, groupsOf, shortagesOf } from './capacity';
import { misplaced } from './order';
import { amountOf, figure, lacking, NOTHING, plus, roomOf } from './room';
import { shortInWords } from './stranded';

/** Requests beyond what the nodes have in total. */
const excessOf = oncePer((plans: readonly Plan[], facts): readonly PlacedSaid[] => {
  const groups = groupsOf(plans, facts);
  return facts === undefined ? [] : groups.flatMap((group) => excess(group, facts));
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
  means: 'too little room on the other nodes for the apps that move when a node dies',
  fix: 'request less, make the other nodes bigger, or accept it',
  concerns: ({ availabilityClass }) => availabilityClass !== AvailabilityClass.SINGLE_POD_PINNED && availabilityClass !== OtherWorkload.NODE_AGENT,
  *check(plans, facts) {
    if (excessOf(plans, facts).length > 0) return;
    const shortages = shortagesOf(plans, facts).filter(({ moving }) => moving.length > 0);
    for (const [dead, all] of grouped(shortages.map((one) => [one.dead, one] as const)))
      yield {
        path: `${facts.name}/nodes/${dead}`,
        given: `apps that move when ${dead} dies`,
        allowed: `but ${shortInWords(all)} for all of them, so some stay down`,
        fix: 'Request less, make the other nodes bigger, or accept it with a reason. Priorities decide which apps start first.',
      };
  },
});

/** An objective holds for a crash of any node, also of one after which the others lack room. */
const OBJECTIVE_WITHOUT_ROOM = onFleet({
  code: 'OBJECTIVE-WITHOUT-ROOM',
  severity: Severity.ERROR,
  means: 'an `rto` of an app that may find no room on the other nodes when its node dies',
  fix: 'request less, make the other nodes bigger, or leave the objective out',
  concerns: ({ rto, availabilityClass }) => rto !== undefined && availabilityClass === AvailabilityClass.SINGLE_POD_FLEXIBLE,
  *check(plans, facts) {
    if (excessOf(plans, facts).length > 0) return;
    const promised = shortagesOf(plans, facts).flatMap((short) =>
      (short.doubted ?? short.moving).flatMap(({ ask }) => (ask.rto === undefined ? [] : { short, ask, rto: ask.rto })),
    );
    for (const { short, ask, rto } of firstOfEach(promised, ({ ask: { path } }) => path))
      yield {
        path: ask.path,
        given: `back within ${formatSeconds(rto)}`,
        allowed: `but when ${short.dead} dies, ${shortInWords([short])} for all apps that move, and it may be one that stays down, whatever its priority`,
        fix: 'Request less, make the other nodes bigger, or leave the objective out.',
      };
  },
});

/** What the load needs, it needs on the day when a node is dead, too. */
const AUTOSCALE_WITHOUT_ROOM = onFleet({
  code: 'AUTOSCALE-WITHOUT-ROOM',
  severity: Severity.WARNING,
  means: 'an autoscaler with more pods than find room when a node is dead',
  fix: 'lower `autoscale.max`, request less, add nodes, or accept it',
  concerns: ({ autoscale }) => autoscale !== undefined,
  *check(plans, facts) {
    if (excessOf(plans, facts).length > 0) return;
    const short = shortagesOf(plans, facts).flatMap((one) => (one.scaled ?? []).map((plan) => ({ one, plan })));
    for (const { one, plan } of firstOfEach(short, ({ plan: { ask } }) => ask.path))
      yield {
        path: plan.ask.path,
        given: `up to ${mostPods(plan)} pods under load`,
        allowed: `but when ${one.dead} dies, ${shortInWords([one])} for them and all other apps`,
        fix: 'Lower autoscale.max, request less, add nodes, or accept it with a reason.',
      };
  },
});

function firstOfEach<T>(all: readonly T[], keyOf: (one: T) => string): Iterable<T> {
  const first = new Map<string, T>();
  for (const one of all) if (!first.has(keyOf(one))) first.set(keyOf(one), one);
  return first.values();
}

function excess(group: Group, facts: ClusterFacts): PlacedSaid[] {
  const { within } = group;
  const nodes = nodesNamed(facts, group.nodes);
  const asked = within.map((one) => one.asked).reduce(plus, NOTHING);
  const offered = nodes.map(roomOf).reduce(plus, NOTHING);
  return lacking(offered, asked).map((what) => ({
    path: `${facts.name}/nodes/${group.nodes.join(',')}`,
    given: `${amountOf(what, asked[what])} requested by ${counted(new Set(within.flatMap(({ pods }) => pods.map(({ plan }) => plan))).size, 'app')}`,
    allowed: `but ${listed(group.nodes)}${group.nodes.length === 1 ? ' has' : ' together have'} ${what === 'pods' ? 'room for ' : ''}${figure(what, offered[what])}${what === 'pods' ? '' : ' for pods'}`,
    fix: 'Request less, make the nodes bigger, or let apps use other nodes.',
  }));
}

/** Rules about room for all apps together. */
export const CAPACITY_RULES = [CAPACITY_EXCEEDED, CAPACITY_FRAGMENTED, CAPACITY_ON_LOSS, OBJECTIVE_WITHOUT_ROOM, AUTOSCALE_WITHOUT_ROOM];
