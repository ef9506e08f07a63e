import type { ClusterFacts } from '../../cluster/cluster';
import type { Rank } from '../ask/workload';
import { oncePer } from '../model/once';
import type { Plan } from '../model/plan';
import { classOf } from '../storage/claims';
import { followedBy, inGroup, placesOf, together } from './group';
import { priorityOf } from './priority';
import { holds, minus, NOTHING, plus, RESOURCES, type Room, times } from './room';
import { sharesOf } from './shares';

/** Pods that differ only in size to the scheduler: they have the same priority and the same nodes. */
export interface Group {
  readonly priority: Rank;
  readonly nodes: readonly string[];
  /** The requests of all of them. */
  asked: Room;
  /** The requests of those that may end up on one node. */
  onOneNode: Room;
  /** The smallest request of one of them, by resource. */
  least: Room;
}

/** The pods of one app; apps that share data count as one pod. */
export interface Contender {
  readonly plan: Plan;
  readonly group: Group;
  readonly pod: Room;
  readonly pods: number;
  /** They spread: no node ever has two more of them than another. */
  readonly apart: boolean;
  /** One pod of several is placed first, and the others must find room on exactly that node. */
  readonly lump: boolean;
}

/** All pods of a fleet that compete for room. */
export const contend = oncePer((plans: readonly Plan[], facts): { readonly apps: readonly Contender[]; readonly groups: readonly Group[] } => {
  const groups = new Map<string, Group>();
  const apps = facts === undefined ? [] : plans.flatMap((plan) => contendersOf(plan, groups, facts));
  return { apps, groups: [...groups.values()] };
});

/** The lowest priority of pods that may be in the way of one that looks for a place: it drives away those below. Of several, only the first one does. */
export function leastInWay({ group: { priority }, lump }: Contender): number {
  return priority.preempts && priority.isKnown && !lump ? priority.value : Number.NEGATIVE_INFINITY;
}

/** Whether pods of that group may be in the way of one that drives away all below a priority. */
export function mayBlock({ priority }: Group, least: number): boolean {
  return !priority.isKnown || priority.value >= least;
}

/** All groups that may be in the way of one that drives away all below a priority, as one crowd, which is made once. */
export function crowdsInWay(groups: readonly Group[], rooms: ReadonlyMap<string, Room>): (least: number) => Crowd {
  const known = new Map<number, Crowd>();
  return (least) => {
    const crowd =
      known.get(least) ??
      new Crowd(
        groups.filter((group) => mayBlock(group, least)),
        rooms,
      );
    known.set(least, crowd);
    return crowd;
  };
}

/** The group of the app. None if it fits nowhere, or if it moves with another app, which counts for both. */
function contendersOf(plan: Plan, groups: Map<string, Group>, facts: ClusterFacts): Contender[] {
  if (followedBy(plan.ask) !== undefined) return [];
  const { room } = inGroup(plan.ask, facts);
  return placesOf(plan).map(({ nodes, pods }) => joinAt(plan, nodes, pods, room, groups));
}

function joinAt(plan: Plan, nodes: readonly string[], pods: number, pod: Room, groups: Map<string, Group>): Contender {
  const priority = priorityOf(plan.ask);
  const key = `${priority.value} ${priority.isKnown} ${nodes.join()}`;
  const group = groups.get(key) ?? { priority, nodes, asked: NOTHING, onOneNode: NOTHING, least: pod };
  const apart = plan.spread.value.some((one) => one.hard);
  group.asked = plus(group.asked, times(pod, pods));
  group.onOneNode = plus(group.onOneNode, times(pod, apart ? sharesOf(pods, nodes.length).most : pods));
  group.least = lower(group.least, pod);
  groups.set(key, group);
  return { plan, group, pod, pods, apart, lump: together(plan.ask).length > 1 && nodes.length > 1 };
}

/** How groups of pods may fill nodes together. */
export class Crowd {
  /** Requests on each node by pods that have no other node. */
  private readonly bound = new Map<string, Room>();
  /** Requests on each node by all pods that may run there. */
  private readonly most = new Map<string, Room>();
  private readonly free = new Map<Group, { readonly asked: Room; readonly least: Room }>();
  /** By what the answer depends on: of ten thousand apps, most differ in nothing here. */
  private readonly known = new Map<Group, Map<string, boolean>>();

  constructor(
    private readonly groups: readonly Group[],
    private readonly nodes: ReadonlyMap<string, Room>,
  ) {
    for (const { nodes: where, asked, onOneNode } of groups) {
      for (const node of where) this.most.set(node, plus(this.most.get(node) ?? NOTHING, onOneNode));
      if (where.length === 1) this.bound.set(where[0] ?? '', plus(this.bound.get(where[0] ?? '') ?? NOTHING, asked));
    }
  }

  /**
   * Whether they may leave too little for a pod of an app on that many of its nodes. They are assumed to fill the smallest
   * gaps first, some with memory and others with CPU, disk or their number.
   */
  mayFill(app: Contender, count: number): boolean {
    const { pod, pods, apart, group } = app;
    const inGroup = this.known.get(group) ?? new Map<string, boolean>();
    this.known.set(group, inGroup);
    const key = [count, pods, apart, ...RESOURCES.map((what) => pod[what])].join();
    const known = inGroup.get(key) ?? this.blocks(app, count);
    inGroup.set(key, known);
    return known;
  }

  private blocks(app: Contender, count: number): boolean {
    const { pods, apart, group } = app;
    // Of pods that spread, the last one of a round has one node only: the others have one pod more.
    const { fuller } = sharesOf(pods, group.nodes.length);
    const roundEnd = pods - fuller;
    return [pods, ...(apart && fuller > 0 && roundEnd > 0 ? [roundEnd] : [])].some((nth) => this.mayBlock(app, nth, count));
  }

  /** Whether they may leave too little for the nth pod of an app. */
  private mayBlock({ group, pod, pods, apart }: Contender, nth: number, count: number): boolean {
    const single = group.nodes.length === 1;
    // Own pods that spread are next to this one only in equal shares, and fill nothing else.
    const before = sharesOf(nth - 1, group.nodes.length);
    const beside = apart ? before.least : 0;
    const own = times(pod, apart ? pods : 1);
    const ownHere = times(pod, beside + 1);
    const gaps = group.nodes.map((node) => {
      const bound = minus(this.bound.get(node) ?? NOTHING, single ? own : NOTHING);
      return {
        left: minus(minus(this.nodes.get(node) ?? NOTHING, bound), ownHere),
        most: minus(minus(this.most.get(node) ?? NOTHING, ownHere), bound),
      };
    });
    const near = this.freeAround(group);
    const free = minus(near.asked, single ? NOTHING : own);
    const open = gaps.filter(({ left }) => holds(left, NOTHING));
    const fillable = RESOURCES.map((what) => ({ what, gaps: open.filter(({ left, most }) => most[what] > left[what]) })).filter(
      ({ gaps: some }) => some.length > 0,
    );
    const filled = fillable.reduce(
      // Whole pods fill a gap, at least one.
      (sum, { what, gaps: some }) =>
        sum +
        countFilled(
          some.map(({ left }) => Math.max(left[what], near.least[what] - 1)),
          free[what],
        ),
      0,
    );
    // A node that can fill up in several ways counts once.
    const most = new Set(fillable.flatMap(({ gaps: some }) => some)).size;
    // A node with more of its own pods than others has no place either, if its pods spread.
    const taken = apart ? before.fuller : 0;
    return gaps.length - open.length + Math.min(filled, most) + taken >= count;
  }

  /** Requests by pods with a choice of nodes that includes one of the group. */
  private freeAround(group: Group): { readonly asked: Room; readonly least: Room } {
    const known = this.free.get(group);
    if (known !== undefined) return known;
    const own = new Set(group.nodes);
    const near = this.groups.filter(({ nodes }) => nodes.length > 1 && nodes.some((node) => own.has(node)));
    const asked = near.reduce((sum, one) => plus(sum, one.asked), NOTHING);
    const least = near.map((one) => one.least).reduce(lower, near[0]?.least ?? NOTHING);
    this.free.set(group, { asked, least });
    return { asked, least };
  }
}

function lower(one: Room, other: Room): Room {
  const min = (what: keyof Room) => Math.min(one[what], other[what]);
  return { cpu: min('cpu'), memory: min('memory'), disk: min('disk'), pods: min('pods') };
}

/** How many gaps an amount overfills, the smallest first. */
function countFilled(gaps: readonly number[], amount: number): number {
  let left = amount;
  const first = [...gaps]
    .sort((one, other) => one - other)
    .findIndex((gap) => {
      left -= gap + 1;
      return left < 0;
    });
  return first < 0 ? gaps.length : first;
}

/** The nodes that a pod can certainly use once its volumes exist: those with a copy of each. */
export function nodesAgain({ plan, group }: Contender, facts: ClusterFacts): number {
  const without = plan.claims.map((claim) => {
    const { nodes, copies = 1 } = classOf(facts, claim) ?? {};
    return nodes === undefined ? 0 : nodes.length - copies;
  });
  const sure = without.reduce((nodes, one) => nodes - one, group.nodes.length);
  return Math.max(1, sure);
}
