import type { ClusterFacts } from '../../cluster/cluster';
import { listed } from '../../cluster/names';
import { AvailabilityClass } from '../ask/workload';
import type { Plan } from '../model/plan';
import { zonalPaths } from '../storage/zonal';
import { type Contender, contend } from './crowd';
import { amountOf, holds, lacking, minus, NOTHING, type Room, roomOf } from './room';
import { playStarts } from './trial';

/** Nodes without room for all apps that may only run there, when another node is dead. */
export interface Shortage {
  readonly dead: string;
  /** `w2 and w3 then lack 2Gi of memory` */
  readonly what: string;
  /** The apps that move from the dead node, and may find no room. */
  readonly moving: readonly Plan[];
  /** The apps that have more pods under load, and may find no room for them. @default - none */
  readonly scaled?: readonly Plan[];
}

/**
 * Apps whose data stays in its zone, where the other nodes of the zone have no room for all that move there. Which zone an app is in is
 * decided at its first start, so the apps are placed as the scheduler places them.
 */
export function strandedInZones(plans: readonly Plan[], facts: ClusterFacts | undefined): readonly Shortage[] {
  if (facts === undefined) return [];
  const { apps } = contend(plans, facts);
  const tied = new Set(apps.filter((app) => staysInZone(app, facts)));
  if (tied.size === 0) return [];
  const found = new Map<string, Shortage>();
  for (const placed of playStarts(apps, facts))
    for (const node of facts.nodes) {
      const there = (placed.get(node.name) ?? []).filter((app) => tied.has(app));
      const others = facts.nodes.filter(({ name, site, zone }) => name !== node.name && site === node.site && zone === node.zone);
      const left = new Map(others.map((other) => [other.name, leftOn(roomOf(other), placed.get(other.name))]));
      const stranded = there.filter((app) => !move(app, left));
      const [first] = stranded;
      if (first === undefined || others.length === 0 || found.has(node.name)) continue;
      const names = others.map(({ name }) => name);
      const what = `${listed(names)} then ${names.length === 1 ? 'lacks' : 'lack'} ${lackOf(first, names, left)} in the zone ${node.zone}`;
      found.set(node.name, { dead: node.name, what, moving: there.map(({ plan }) => plan) });
    }
  return [...found.values()];
}

function staysInZone({ plan, group }: Contender, facts: ClusterFacts): boolean {
  return plan.ask.availabilityClass === AvailabilityClass.SINGLE_POD_FLEXIBLE && group.nodes.length > 1 && zonalPaths(plan.claims, facts).length > 0;
}

function leftOn(room: Room, pods: readonly Contender[] = []): Room {
  return pods.reduce((left, { pod }) => minus(left, pod), room);
}

/** What the node that is nearest to taking it has too little of. */
function lackOf({ pod }: Contender, nodes: readonly string[], left: ReadonlyMap<string, Room>): string {
  const lacks = nodes.map((name) => lacking(left.get(name) ?? NOTHING, pod).map((what) => ({ what, amount: pod[what] - (left.get(name)?.[what] ?? 0) })));
  const [least] = lacks.sort(([one], [other]) => (one?.amount ?? 0) - (other?.amount ?? 0));
  return (least ?? []).map(({ what, amount }) => amountOf(what, amount)).join(' and ');
}

/** Takes the room on the emptiest node that has it. */
function move({ pod, group }: Contender, left: Map<string, Room>): boolean {
  const able = group.nodes.filter((name) => holds(left.get(name) ?? NOTHING, pod));
  const [node] = able.sort((one, other) => (left.get(other)?.memory ?? 0) - (left.get(one)?.memory ?? 0));
  if (node === undefined) return false;
  left.set(node, minus(left.get(node) ?? NOTHING, pod));
  return true;
}
