import type { ClusterFacts, Node } from '../../cluster/cluster';
import { grouped } from '../../cluster/grouped';
import { listed } from '../../cluster/names';
import { AvailabilityClass } from '../ask/workload';
import type { Plan } from '../model/plan';
import { zonalPaths } from '../storage/zonal';
import { type Contender, Crowd, contend } from './crowd';
import { moves, spareOf } from './moves';
import { amountOf, holds, lacking, minus, NOTHING, RESOURCES, type Room, roomOf, roomsOf } from './room';
import { sureByRank } from './sure';
import { playStarts } from './trial';

/** Nodes without room for all apps that may only run there, when another node is dead. */
export interface Shortage {
  readonly dead: string;
  /** The nodes that are left. */
  readonly left: readonly string[];
  /** `2Gi of memory` */
  readonly lack: string;
  /** The same as amounts. @default - not told in amounts */
  readonly amounts?: Lacking;
  /** The apps that move from the dead node: all of them together find no room. */
  readonly moving: readonly Plan[];
  /** Those of them that may find none. @default - all */
  readonly doubted?: readonly Plan[];
  /** The apps that have more pods under load, and may find no room for them. @default - none */
  readonly scaled?: readonly Plan[];
}

type Told = Pick<Shortage, 'left' | 'lack' | 'amounts'>;

/** `w2 and w3 then lack 2Gi of memory`; of several about the same nodes each once, and not what another one has more of. */
export function shortInWords(shortages: readonly Told[]): string {
  const byNodes = grouped(shortages.map((short) => [listed(short.left), short] as const));
  return [...byNodes]
    .map(([names, all]) => {
      const most = all.filter((one) => !all.some((other) => isMore(other, one)));
      return `${names} then ${all[0]?.left.length === 1 ? 'lacks' : 'lack'} ${listed([...new Set(most.map(({ lack }) => lack))])}`;
    })
    .join(', and ');
}

function isMore({ amounts: more }: Told, { amounts: less }: Told): boolean {
  if (more === undefined || less === undefined) return false;
  const told = RESOURCES.filter((what) => less[what] !== undefined || more[what] !== undefined);
  return told.every((what) => (more[what] ?? 0) >= (less[what] ?? 0)) && told.some((what) => (more[what] ?? 0) > (less[what] ?? 0));
}

export type Lacking = { readonly [what in keyof Room]?: number };

/** What is left on each node, as pods that move take it. */
type Left = Map<string, Room>;

/**
 * Apps that may find no room when their node is dead although all fit in total: what is left is spread over the nodes, or in another
 * zone than the data of the app. The pods are placed as the scheduler places them, then those of each node move; any of them may be the
 * last one.
 */
export function stranded(plans: readonly Plan[], facts: ClusterFacts | undefined): readonly Shortage[] {
  if (facts === undefined) return [];
  const { apps, groups } = contend(plans, facts);
  const crowd = new Crowd(groups, roomsOf(facts));
  const zonal = new Set(apps.filter((app) => staysInZone(app, facts)));
  // Where the others cannot fill all of its nodes but one, one of those that are left takes it.
  const sure = sureByRank(plans, facts);
  const doubtful = new Set(apps.filter((app) => zonal.has(app) || (moves(app.plan) && !sure.has(app.plan) && crowd.mayFill(app, app.group.nodes.length - 1))));
  if (doubtful.size === 0) return [];
  const found = new Map<string, Shortage>();
  for (const placed of playStarts(apps, facts))
    for (const node of facts.nodes) {
      const there = placed.get(node.name) ?? [];
      if (found.has(node.name) || !there.some((app) => doubtful.has(app))) continue;
      const shortage = afterLossOf(node, there, { placed, facts, zonal, doubtful });
      if (shortage !== undefined) found.set(node.name, shortage);
    }
  return [...found.values()];
}

interface Scene {
  readonly placed: ReadonlyMap<string, readonly Contender[]>;
  readonly facts: ClusterFacts;
  readonly zonal: ReadonlySet<Contender>;
  readonly doubtful: ReadonlySet<Contender>;
}

function afterLossOf(dead: Node, there: readonly Contender[], { placed, facts, zonal, doubtful }: Scene): Shortage | undefined {
  const left: Left = new Map(facts.nodes.filter(({ name }) => name !== dead.name).map((one) => [one.name, leftOn(roomOf(one), placed.get(one.name))]));
  const zone = facts.nodes.filter((one) => one.site === dead.site && one.zone === dead.zone).map(({ name }) => name);
  const nodesOf = (app: Contender) => app.group.nodes.filter((name) => name !== dead.name && (!zonal.has(app) || zone.includes(name)));
  const moving = there.filter((app) => nodesOf(app).length > 0 && needsAnother(app));
  const last = (app: Contender) => {
    const after: Left = new Map(left);
    for (const other of moving) if (other !== app) take(other, nodesOf(other), after);
    return after;
  };
  const without = moving.filter((app) => doubtful.has(app) && !take(app, nodesOf(app), last(app)));
  const [first] = without;
  if (first === undefined) return undefined;
  const names = nodesOf(first);
  const amounts = lackOf(first, names, last(first));
  const where = zonal.has(first) ? ` in the zone ${dead.zone}` : names.length > 1 ? ' on one node' : '';
  return {
    dead: dead.name,
    left: names,
    lack: `${lackInWords(amounts)}${where}`,
    amounts,
    moving: without.map(({ plan }) => plan),
  };
}

/** Whether one more pod is needed for each that is lost. */
function needsAnother({ plan, group, pods }: Contender): boolean {
  return moves(plan) || (plan.ask.availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE && spareOf(plan, group.nodes, pods) === 0);
}

function staysInZone({ plan, group }: Contender, facts: ClusterFacts): boolean {
  return plan.ask.availabilityClass === AvailabilityClass.SINGLE_POD_FLEXIBLE && group.nodes.length > 1 && zonalPaths(plan.claims, facts).length > 0;
}

function leftOn(room: Room, pods: readonly Contender[] = []): Room {
  return pods.reduce((left, { pod }) => minus(left, pod), room);
}

/** What the node that is nearest to taking it has too little of. */
function lackOf({ pod }: Contender, nodes: readonly string[], left: Left): Lacking {
  const lacks = nodes.map((name) => lackingIn(left.get(name) ?? NOTHING, pod));
  const [least = {}] = lacks.sort((one, other) => (Object.values(one)[0] ?? 0) - (Object.values(other)[0] ?? 0));
  return least;
}

/** How much of each is missing. */
export function lackingIn(room: Room, asked: Room): Lacking {
  return Object.fromEntries(lacking(room, asked).map((what) => [what, asked[what] - room[what]]));
}

/** `2Gi of memory and 100m cores` */
export function lackInWords(amounts: Lacking): string {
  return listed(RESOURCES.flatMap((what) => (amounts[what] === undefined ? [] : amountOf(what, amounts[what]))));
}

/** Takes the room on the emptiest node that has it. */
function take({ pod }: Contender, nodes: readonly string[], left: Left): boolean {
  const able = nodes.filter((name) => holds(left.get(name) ?? NOTHING, pod));
  const [node] = able.sort((one, other) => (left.get(other)?.memory ?? 0) - (left.get(one)?.memory ?? 0));
  if (node === undefined) return false;
  left.set(node, minus(left.get(node) ?? NOTHING, pod));
  return true;
}
