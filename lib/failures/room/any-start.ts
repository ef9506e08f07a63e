import { takesPortsOfNode } from '../../availability/classes/highly-available';
import { identity } from '../../availability/model/identity';
import { emptyNodesOf } from '../../availability/model/plan';
import { isSamePort, portsOfNode } from '../../availability/network/ports/ports';
import { type Contender, Crowd, crowdsInWay, type Group, leastInWay, mayBlock } from '../../availability/placement/crowd';
import { NOTHING, plus, type Room, times } from '../../availability/placement/room';
import { sharesOf } from '../../availability/placement/shares';
import { grouped } from '../../cluster/grouped';
import { graceOf } from '../restart';

/** Where a lost pod may start. */
export interface Way {
  /** How many of these nodes may lack its data. */
  readonly without: number;
  /** @default - all of its nodes that are left */
  readonly within?: ReadonlySet<string>;
}

/** A loss. */
interface Loss {
  readonly isLeft: (node: string) => boolean;
  /** All pods look for another place, also where no node is lost. */
  readonly allMove: boolean;
  /** One for each place that a pod may have been lost from. */
  readonly waysOf: (contender: Contender) => readonly Way[];
}

/** Nobody is driven away. */
const NOBODY = Number.NEGATIVE_INFINITY;

/**
 * What holds after a loss from any start: wherever pods were before, as long as all of them ran where they may, in whatever order those
 * that are lost look for places, and whichever nodes the scheduler prefers.
 */
export class AnyStart {
  /** What is left of each group. */
  private readonly groups = new Map<Group, Group>();
  private crowdOf: ((least: number) => Crowd) | undefined;
  /** Those who have to look for another place. */
  private readonly moving: readonly Contender[];
  /** Groups of which pods may be driven away, by one that is lost, or that was driven away itself. */
  private driven: ReadonlySet<Group> | undefined;
  private waiting: ReadonlyMap<string, number> | undefined;
  /** Those that take ports of their nodes. */
  private withPorts: readonly Contender[] | undefined;
  /** The longest that a pod of each group may take to end, in seconds. */
  private readonly graces = new Map<Group, number>();
  /** Apps of which a pod may find no place, as `namespace/name`. */
  readonly unsure: ReadonlySet<string>;

  constructor(
    private readonly contenders: readonly Contender[],
    private readonly rooms: ReadonlyMap<string, Room>,
    private readonly loss: Loss,
  ) {
    const moving: Contender[] = [];
    for (const [group, members] of grouped(contenders.map((one) => [one.group, one] as const))) {
      const nodes = group.nodes.filter(loss.isLeft);
      this.graces.set(
        group,
        members.reduce((most, { plan }) => Math.max(most, graceOf(plan)), 0),
      );
      if (nodes.length === group.nodes.length && !loss.allMove) this.groups.set(group, group);
      else if (nodes.length > 0) {
        this.groups.set(group, { ...group, nodes, onOneNode: onOneNode(members, nodes) });
        moving.push(...members);
      }
    }
    this.moving = moving;
    this.unsure = new Set(moving.flatMap((one) => (this.isSure(one) ? [] : [identity(one.plan)])));
  }

  /** Whether each pod of it finds a place, because all others together cannot fill its nodes. Those of lower priority make room for it. */
  private isSure(contender: Contender): boolean {
    return this.fits(contender, leastInWay(contender));
  }

  mayBeDriven({ group }: Contender): boolean {
    this.driven ??= this.allDriven();
    return this.driven.has(group);
  }

  /** How many seconds each that may have to drive others away may wait until these have ended, by `namespace/name`. */
  waits(): ReadonlyMap<string, number> {
    this.waiting ??= this.waitsByApp();
    return this.waiting;
  }

  private waitsByApp(): ReadonlyMap<string, number> {
    const byGroup = grouped(this.drivers().map((one) => [one.group, identity(one.plan)] as const));
    return new Map(
      [...byGroup].flatMap(([group, ids]) => {
        const seconds = this.longestBelow(group);
        return seconds > 0 ? ids.map((id) => [id, seconds] as const) : [];
      }),
    );
  }

  private drivers(): readonly Contender[] {
    return this.moving.filter((one) => one.group.priority.preempts && !this.fits(one, NOBODY));
  }

  /** The longest that a pod below it takes to end, on a node that is left to both. */
  private longestBelow(group: Group): number {
    const nodes = new Set(this.groups.get(group)?.nodes);
    const below = [...this.groups].filter(([{ priority }, left]) => priority.value < group.priority.value && left.nodes.some((node) => nodes.has(node)));
    return Math.max(0, ...below.map(([one]) => this.graces.get(one) ?? 0));
  }

  private allDriven(): ReadonlySet<Group> {
    const driven = new Set<Group>();
    const drivers = new Set(this.drivers().map(({ group }) => group));
    // A set is walked to its end, also when it grows: who is driven away may drive away others in turn.
    for (const driver of drivers) {
      const nodes = new Set(this.groups.get(driver)?.nodes);
      for (const [group, left] of this.groups) {
        if (group.priority.value >= driver.priority.value || !left.nodes.some((node) => nodes.has(node))) continue;
        driven.add(group);
        if (group.priority.preempts) drivers.add(group);
      }
    }
    return driven;
  }

  private fits(contender: Contender, least: number): boolean {
    return this.loss.waysOf(contender).every((way) => this.fitsBy(way, contender, least));
  }

  private fitsBy({ without, within }: Way, contender: Contender, least: number): boolean {
    const known = this.groups.get(contender.group);
    const nodes = known?.nodes.filter((node) => within?.has(node) !== false) ?? [];
    if (known === undefined || nodes.length <= without || this.takesOneEach(contender, nodes.length)) return false;
    const open = nodes.length - without - this.portsTaken(contender);
    if (open < 1) return false;
    const isNarrow = nodes.length < known.nodes.length;
    const group = isNarrow ? groupOf(contender, nodes) : known;
    const own = { ...contender, group, lump: contender.lump && nodes.length > 1 };
    // Of apps that must run together the first one takes any node with room for itself, and the others need room on just that one.
    return !this.crowd(least, isNarrow ? group : undefined).mayFill(own, own.lump ? 1 : open);
  }

  /** On how many nodes others may have a port of its own: one for each of their pods. */
  private portsTaken({ plan }: Contender): number {
    const own = portsOfNode(plan.ask);
    if (own.length === 0) return 0;
    this.withPorts ??= this.contenders.filter((one) => portsOfNode(one.plan.ask).length > 0);
    const others = this.withPorts.filter((one) => one.plan !== plan && portsOfNode(one.plan.ask).some((port) => own.some((mine) => isSamePort(mine, port))));
    return others.reduce((sum, { pods }) => sum + pods, 0);
  }

  /** Whether a node takes one of its pods at most, and there are more of them. */
  private takesOneEach({ plan, pods }: Contender, nodes: number): boolean {
    if (pods <= nodes) return false;
    return takesPortsOfNode(plan.ask) || plan.spread.value.some(({ minDomains = 0 }) => minDomains > nodes) || emptyNodesOf(plan).some(this.loss.isLeft);
  }

  /** @param more counted besides the others: a bit too much, and never too little */
  private crowd(least: number, more?: Group): Crowd {
    const groups = [...this.groups.values()];
    if (more !== undefined) return new Crowd([...groups.filter((group) => mayBlock(group, least)), more], this.rooms);
    this.crowdOf ??= crowdsInWay(groups, this.rooms);
    return this.crowdOf(least);
  }
}

function groupOf(contender: Contender, nodes: readonly string[]): Group {
  const { pod, pods, group } = contender;
  return { priority: group.priority, nodes, asked: times(pod, pods), onOneNode: onOneNode([contender], nodes), least: pod };
}

/** The requests of those of their pods that may end up on one node. */
function onOneNode(members: readonly Contender[], nodes: readonly string[]): Room {
  return members.reduce((sum, { pod, pods, apart }) => plus(sum, times(pod, apart ? sharesOf(pods, nodes.length).most : pods)), NOTHING);
}
