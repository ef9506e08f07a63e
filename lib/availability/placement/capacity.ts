import { oncePer } from '../model/once';
import type { Plan } from '../model/plan';
import { placesOf } from './group';
import { moves, spareOf } from './moves';
import { minus, NOTHING, plus, podRoom, RESOURCES, type Room, roomsOf, times } from './room';
import { lackInWords, lackingIn, type Shortage, stranded } from './stranded';
import { strandedHardware } from './stranded-hardware';
import { sureByRank } from './sure';

/** Pods of one app, and the nodes that they choose from. */
interface Pods {
  readonly plan: Plan;
  readonly request: Room;
  readonly count: number;
  /** How many are not needed elsewhere when one of their nodes is dead: those of a highly available app that were there. */
  readonly spare: number;
}

/** Apps that have the same nodes to choose from. */
export interface Group {
  readonly nodes: readonly string[];
  readonly pods: readonly Pods[];
  /** What they request. */
  readonly asked: Room;
  /** The groups that have no other nodes, itself among them: they must fit there in total. */
  readonly within: readonly Group[];
}

/** That all apps fit in total proves little; that these groups do not fit proves that something cannot start. */
export const groupsOf = oncePer((plans: readonly Plan[]): readonly Group[] => {
  const byNodes = new Map<string, { readonly nodes: readonly string[]; readonly pods: Pods[] }>();
  for (const { plan, nodes, pods: count } of plans.flatMap(placesOf)) {
    const group = byNodes.get(nodes.join()) ?? { nodes, pods: [] };
    group.pods.push({ plan, request: podRoom(plan.ask), count, spare: spareOf(plan, nodes, count) });
    byNodes.set(nodes.join(), group);
  }
  const all = [...byNodes.values()].map(({ nodes, pods }) => ({ nodes, pods, asked: roomFor(pods, ({ count }) => count), within: [] as Group[] }));
  for (const group of all) {
    const nodes = new Set(group.nodes);
    group.within.push(...all.filter((other) => other.nodes.every((node) => nodes.has(node))));
  }
  return all;
});

function roomFor(pods: readonly Pods[], countOf: (pods: Pods) => number): Room {
  return pods.reduce((sum, one) => plus(sum, times(one.request, countOf(one))), NOTHING);
}

/** Every proof that not all apps fit after the death of a node, in the order of the nodes. */
export const shortagesOf = oncePer((plans: readonly Plan[], facts): readonly Shortage[] => {
  if (facts === undefined) return [];
  const rooms = roomsOf(facts);
  const sure = sureByRank(plans, facts);
  const found = new Map<string, Shortage[]>();
  for (const group of groupsOf(plans, facts)) {
    if (group.nodes.length < 2) continue;
    const offers = group.nodes.map((node) => rooms.get(node) ?? NOTHING);
    const offered = offers.reduce(plus, NOTHING);
    const asked = group.within.map((one) => one.asked).reduce(plus, NOTHING);
    const sizes = LARGE.map((what) => new LargePods(group, what, Math.max(...offers.map((one) => one[what]))));
    const gone = goneWith(group);
    for (const dead of group.nodes) {
      const [remaining, rest] = [minus(offered, rooms.get(dead) ?? NOTHING), minus(asked, gone.get(dead) ?? NOTHING)];
      const short = lackingIn(remaining, rest);
      const isShort = Object.keys(short).length > 0;
      const tooMany = sizes.find((one) => one.after(dead) >= group.nodes.length);
      if (!isShort && tooMany === undefined) continue;
      const left = group.nodes.filter((node) => node !== dead);
      // Several nodes may lack little in total and much on each; where one is left, its total says it.
      const told: Pick<Shortage, 'lack' | 'amounts'> =
        tooMany === undefined || (left.length === 1 && isShort)
          ? { lack: lackInWords(short), amounts: short }
          : { lack: `room for ${tooMany.after(dead)} pods, each with more than half the ${tooMany.what === 'cpu' ? 'cores' : 'memory'} of a node` };
      const moving = group.within
        .filter(({ nodes }) => nodes.length > 1 && nodes.includes(dead))
        .flatMap(({ pods }) => pods.map(({ plan }) => plan).filter(moves));
      const scaled = group.pods.flatMap(({ plan }) => (plan.autoscale === undefined ? [] : [plan]));
      // Fewer pods of a highly available app keep serving.
      if (moving.length === 0 && scaled.length === 0) continue;
      found.set(dead, [...(found.get(dead) ?? []), { dead, left, ...told, moving, doubted: moving.filter((plan) => !sure.has(plan)), scaled }]);
    }
  }
  const played = stranded(plans, facts).filter((one) => !(found.get(one.dead) ?? []).some((known) => saysMore(known, one)));
  for (const one of [...strandedHardware(plans, facts), ...played]) found.set(one.dead, [...(found.get(one.dead) ?? []), one]);
  return facts.nodes.flatMap(({ name }) => found.get(name) ?? []);
});

/** Whether it says of the same nodes, and of each app that may stay down, at least what the other does. */
function saysMore(one: Shortage, other: Shortage): boolean {
  const isAsMuch = one.amounts === undefined || RESOURCES.every((what) => (one.amounts?.[what] ?? 0) >= (other.amounts?.[what] ?? 0));
  return isAsMuch && one.left.join() === other.left.join() && other.moving.every((plan) => (one.doubted ?? one.moving).includes(plan));
}

const LARGE = ['memory', 'cpu'] as const;

/** Pods so large that no node of their group holds two of them. */
class LargePods {
  private count = 0;
  /** How many of them are not needed elsewhere when a node is dead. */
  private readonly gone = new Map<string, number>();

  constructor(
    { within }: Group,
    readonly what: (typeof LARGE)[number],
    most: number,
  ) {
    for (const { nodes, pods } of within)
      for (const one of pods) {
        if (2 * one.request[what] <= most) continue;
        this.count += one.count;
        const fewer = notElsewhere(one, nodes);
        if (fewer > 0) for (const node of nodes) this.gone.set(node, (this.gone.get(node) ?? 0) + fewer);
      }
  }

  after(dead: string): number {
    return this.count - (this.gone.get(dead) ?? 0);
  }
}

/** What is no longer asked of the other nodes when one is dead. */
function goneWith({ within }: Group): ReadonlyMap<string, Room> {
  const gone = new Map<string, Room>();
  for (const { nodes, pods } of within) {
    const room = roomFor(pods, (one) => notElsewhere(one, nodes));
    if (room.pods > 0) for (const node of nodes) gone.set(node, plus(gone.get(node) ?? NOTHING, room));
  }
  return gone;
}

/** Pods that need no other node when theirs is dead: they can only run there, or are not replaced. */
function notElsewhere({ count, spare }: Pods, nodes: readonly string[]): number {
  return nodes.length === 1 ? count : spare;
}
