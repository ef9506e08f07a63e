import { type ClusterFacts, nodesNamed } from '../../cluster/cluster';
import { byZone, sharedZonalPaths } from '../storage/zonal';
import { type Contender, nodesAgain } from './crowd';
import { together } from './group';
import { type Cost, costOf, isCheaper } from './preemption';
import { holds, minus, NOTHING, plus, podRoom, RESOURCES, type Room, roomOf, roomsOf } from './room';

interface Pod {
  readonly of: Contender;
  readonly room: Room;
  /** The pod whose data it shares: it must be on the same node. */
  readonly owner?: Pod;
  node?: string;
  /** Where it was before another drove it away. Its volumes tie it to some nodes then. */
  before?: string;
}

/** How much the scheduler likes a node, by what it has left with the pod on it, and by the pods that are there already. */
type Preference = (left: Room, total: Room, pods: number, node: string) => number;

/** The default of kube-scheduler: LeastAllocated of the plugin NodeResourcesFit. */
const emptiest: Preference = (left, total) => left.cpu / total.cpu + left.memory / total.memory;
/** As soft anti-affinity weighs: the fewest pods first. */
const fewestPods: Preference = (left, total, pods, node) => emptiest(left, total, pods, node) - 2 * pods;

/** How an order ended. */
export interface Ending {
  /** The apps with a pod that found no place. */
  readonly waiting: readonly Contender[];
  /** The pods on each node, by the app that they are of. */
  readonly placed: ReadonlyMap<string, readonly Contender[]>;
}

/**
 * A few unlucky orders, each played to its end as the scheduler does it: one pod after the other, each on the node that it likes best.
 * This proves that an app may wait, never that it does not.
 */
export function playTrials(all: readonly Contender[], doubtful: ReadonlySet<Contender>, facts: ClusterFacts): Ending[] {
  const orders: readonly Order[] = [
    // Small pods are everywhere when the big one comes.
    { isLate: (of) => doubtful.has(of), smallFirst: true },
    { isLate: (of) => doubtful.has(of), smallFirst: false },
    // Those come late that may drive others away.
    { isLate: ({ group }) => group.priority.preempts, smallFirst: true },
    { smallFirst: true },
  ];
  // Taints that nodes would rather not have tolerated, zones and images weigh too: they may all lead to the one node that an app must have.
  const only = new Set([...doubtful].flatMap((of) => nodeNeeded(of, facts)));
  const crowding: Preference = (left, total, pods, node) => emptiest(left, total, pods, node) + (only.has(node) ? 2 : 0);
  const preferences = only.size === 0 ? [emptiest, fewestPods] : [emptiest, fewestPods, crowding];
  return orders.flatMap((order) => preferences.map((preference) => new Trial(facts, preference).play(all, order)));
}

/** Where all pods may be when none has moved yet. */
export function playStarts(all: readonly Contender[], facts: ClusterFacts): Ending['placed'][] {
  return [emptiest, fewestPods].map((preference) => new Trial(facts, preference).play(all, { smallFirst: true }).placed);
}

/** Which of these apps find no room for one more pod when all run, unless they drive some away. */
export function withoutRoomForMore(more: readonly Contender[], all: readonly Contender[], facts: ClusterFacts): ReadonlySet<Contender> {
  const lacking = [true, false].flatMap((smallFirst) =>
    [emptiest, fewestPods].flatMap((preference) => {
      const trial = new Trial(facts, preference);
      const { waiting } = trial.play(all, { smallFirst });
      return waiting.length > 0 ? [] : more.filter((of) => !trial.takesOneMore(of));
    }),
  );
  return new Set(lacking);
}

interface Order {
  /** Whose pods come after those of the others. @default - nobody's */
  readonly isLate?: (of: Contender) => boolean;
  readonly smallFirst: boolean;
}

class Trial {
  private readonly total: ReadonlyMap<string, Room>;
  private readonly left: Map<string, Room>;
  private readonly pods = new Map<string, Set<Pod>>();
  /** How many pods each app has on each node. */
  private readonly own = new Map<Contender, Map<string, number>>();
  private readonly hasZones: boolean;

  constructor(
    private readonly facts: ClusterFacts,
    private readonly preference: Preference,
  ) {
    this.total = roomsOf(facts);
    this.left = new Map(this.total);
    this.hasZones = facts.storage.classes.some(({ zonal }) => zonal === true);
  }

  play(all: readonly Contender[], { isLate = () => false, smallFirst }: Order): Ending {
    const size = this.sizeOf();
    const wave = ({ of, owner }: Pod) => (owner === undefined ? Number(isLate(of) && !of.lump) : 2);
    const queue = all.flatMap(podsOf).sort((one, other) => wave(one) - wave(other) || (size(one) - size(other)) * (smallFirst ? 1 : -1));
    // Those who are driven away queue again. Only a pod of lower priority is, so this ends.
    let waiting: Pod[] = [];
    for (let next = queue; next.length > 0; ) {
      const driven = next.flatMap((pod) => {
        const place = this.placeFor(pod);
        if (place === undefined) waiting.push(pod);
        else this.put(pod, place.node, place.instead);
        return place?.instead ?? [];
      });
      next = driven.length > 0 ? [...driven, ...waiting] : [];
      if (driven.length > 0) waiting = [];
    }
    return {
      waiting: waiting.map(({ of }) => of),
      // An app counts for all that move with it.
      placed: new Map([...this.pods].map(([node, pods]) => [node, [...pods].flatMap(({ of, owner }) => (owner === undefined ? [of] : []))])),
    };
  }

  takesOneMore(of: Contender): boolean {
    return this.placeFor({ of, room: of.pod })?.instead.length === 0;
  }

  /** A pod's share of the biggest node, of the resource of which that is most. */
  private sizeOf(): (pod: Pod) => number {
    const rooms = [...this.total.values()];
    const biggest = RESOURCES.map((what) => ({ what, most: Math.max(...rooms.map((room) => room[what]).filter(Number.isFinite)) }));
    return ({ room }) => Math.max(...biggest.map(({ what, most }) => room[what] / most));
  }

  private placeFor(pod: Pod): { readonly node: string; readonly instead: readonly Pod[] } | undefined {
    const nodes = this.nodesFor(pod);
    const rating = (node: string) => this.preference(minus(this.leftOn(node), pod.room), this.total.get(node) ?? NOTHING, this.podsOn(node).size, node);
    const node = best(
      nodes.filter((one) => holds(this.leftOn(one), pod.room)),
      rating,
    );
    if (node !== undefined) return { node, instead: [] };
    if (!pod.of.group.priority.preempts) return undefined;
    return cheapest(
      nodes.flatMap((one) => {
        const instead = this.victims(one, pod);
        return instead === undefined ? [] : [{ node: one, instead, cost: costOf(instead.map(({ of }) => of.group.priority.value)) }];
      }),
    );
  }

  /** Where it may be, whatever room there is. */
  private nodesFor({ of, owner, before }: Pod): readonly string[] {
    if (owner !== undefined) return owner.node === undefined ? [] : [owner.node];
    const { nodes } = of.group;
    // Its other copies may be where there is the least room.
    if (before !== undefined) {
      const others = nodes.filter((node) => node !== before).sort((one, other) => this.leftOn(one).memory - this.leftOn(other).memory);
      return [before, ...others].slice(0, nodesAgain(of, this.facts));
    }
    const counts = this.own.get(of);
    const inZone = this.inZoneOf(of, counts);
    if (!of.apart) return nodes.filter(inZone);
    const own = nodes.map((node) => counts?.get(node) ?? 0);
    const least = Math.min(...own);
    return nodes.filter((node, index) => own[index] === least && inZone(node));
  }

  /** The first pod decides in which zone their data is. */
  private inZoneOf({ plan }: Contender, counts: ReadonlyMap<string, number> = new Map()): (node: string) => boolean {
    const zones = this.hasZones && sharedZonalPaths(plan.claims, this.facts).length > 0 ? byZone([...this.total.keys()], this.facts) : [];
    const zone = zones.find((nodes) => nodes.some((node) => (counts.get(node) ?? 0) > 0));
    return (node) => zone === undefined || zone.includes(node);
  }

  /** Pods of lower priority that leave the node, the fewest that make room; undefined if all of them do not. */
  private victims(node: string, { of, room }: Pod): readonly Pod[] | undefined {
    const lower = [...this.podsOn(node)].filter((pod) => pod.of.group.priority.value < of.group.priority.value);
    let left = lower.map((pod) => pod.room).reduce(plus, this.leftOn(node));
    if (!holds(left, room)) return undefined;
    return lower
      .sort((one, other) => other.of.group.priority.value - one.of.group.priority.value)
      .filter((pod) => {
        const stays = holds(minus(left, pod.room), room);
        if (stays) left = minus(left, pod.room);
        return !stays;
      });
  }

  private put(pod: Pod, node: string, instead: readonly Pod[]): void {
    for (const other of instead) {
      this.podsOn(node).delete(other);
      this.count(other.of, node, -1);
      this.left.set(node, plus(this.leftOn(node), other.room));
      other.before = node;
      delete other.node;
    }
    pod.node = node;
    this.podsOn(node).add(pod);
    this.count(pod.of, node, 1);
    this.left.set(node, minus(this.leftOn(node), pod.room));
  }

  private count(of: Contender, node: string, more: number): void {
    const counts = this.own.get(of) ?? new Map<string, number>();
    counts.set(node, (counts.get(node) ?? 0) + more);
    this.own.set(of, counts);
  }

  private leftOn(node: string): Room {
    return this.left.get(node) ?? NOTHING;
  }

  private podsOn(node: string): Set<Pod> {
    const pods = this.pods.get(node) ?? new Set();
    this.pods.set(node, pods);
    return pods;
  }
}

/** The only node of an app; of pods that spread over all of their nodes, the one with the least room. */
function nodeNeeded({ group: { nodes }, apart, pods }: Contender, facts: ClusterFacts): readonly string[] {
  if (nodes.length === 1) return nodes;
  if (!apart || pods < nodes.length) return [];
  const smallest = best(nodesNamed(facts, nodes), (node) => -roomOf(node).memory);
  return smallest === undefined ? [] : [smallest.name];
}

/** The pods of an app, and of those that share its data. */
function podsOf(of: Contender): Pod[] {
  if (!of.lump) return Array.from({ length: of.pods }, () => ({ of, room: of.pod }));
  const [first, ...others] = together(of.plan.ask).map(podRoom);
  const owner: Pod = { of, room: first ?? of.pod };
  return [owner, ...others.map((room) => ({ of, room, owner }))];
}

function cheapest<T extends { readonly cost: Cost }>(all: readonly T[]): T | undefined {
  return all.reduce<T | undefined>((first, one) => (first === undefined || isCheaper(one.cost, first.cost) ? one : first), undefined);
}

function best<T>(all: readonly T[], rating: (one: T) => number): T | undefined {
  const rated = all.map((one) => ({ one, rate: rating(one) }));
  return rated.reduce<(typeof rated)[number] | undefined>((first, one) => (first === undefined || one.rate > first.rate ? one : first), undefined)?.one;
}
