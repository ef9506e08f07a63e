import type { Interval } from '../availability/model/interval';
import type { Plan } from '../availability/model/plan';
import type { ClusterFacts } from '../cluster/cluster';

/** How votes decide whether something goes on. */
export enum VoteRule {
  /** More than half of the votes, as etcd counts. */
  MAJORITY = 'majority',
  /** DRBD: more than half of the copies; half of them, where a tiebreaker is there and the quorum was never lost. */
  DRBD = 'drbd',
  /** One of the voters is enough: one server, or several with their state elsewhere. */
  ONE = 'one server',
  /** It is decided outside of the nodes: a provider runs it. */
  EXTERNAL = 'external',
}

/** What stands still without a quorum. */
export enum VoteStops {
  /** Nothing is moved, and nothing changes; pods go on. */
  CONTROL_PLANE = 'control plane',
  /** Writes wait, and no other node takes the data. */
  WRITES = 'writes',
}

/** A node that may have a vote. */
export interface Voter {
  readonly node: string;
  /** Whether it has the data. Others only break ties. @default true */
  readonly diskful?: boolean;
}

/** Voters of one thing, and the rule by which they decide. */
export interface VoteGroup {
  /** Unique: `etcd`, `drbd-replicated`. */
  readonly name: string;
  readonly rule: VoteRule;
  readonly stops: VoteStops;
  readonly voters: readonly Voter[];
  /** How many of those with data have it, if nobody knows which. @default - all of them */
  readonly copies?: number;
  /** One voter without the data breaks ties: a node of the group on which no copy is. @default false */
  readonly tiebreaker?: boolean;
  /** Each vote is in a zone of its own. @default false */
  readonly zonesApart?: boolean;
  /**
   * The command by which a person lets one volume go on without a quorum, once those that are gone never come back. `<volume>` in it is the
   * name of its PersistentVolume.
   *
   * @default - none is known
   */
  readonly override?: string;
  /** The command by which a person gives such a volume its quorum back. @default - none is known */
  readonly afterOverride?: string;
}

/** The volumes of a storage class: where their copies are, and what they need. What frees them, and what that loses, is among the facts of the class. */
export interface DataSet {
  readonly storageClass: string;
  /** The nodes that may hold a copy, and use it. @default - it is outside of the nodes */
  readonly holders?: readonly string[];
  readonly copies: number;
  /** The vote group without which it cannot be written. @default - none */
  readonly votes?: string;
  /** Who must be alive for it to move, by name. @default - only Kubernetes */
  readonly movers?: readonly string[];
}

/** What keeps the way in when a node of it dies. */
export enum TakeOver {
  /** Nothing: each node has an address of its own. */
  NONE = 'none',
  /** Another node takes the same address. */
  ADDRESS = 'address',
}

/** A way in to apps. */
export interface Entry {
  /** Unique: `traefik/traefik`. */
  readonly name: string;
  /** The apps behind it, as `namespace/name`. */
  readonly serves: readonly string[];
  /** The nodes that receive the traffic. */
  readonly nodes: readonly string[];
  /** The app whose pods pass it on, as `namespace/name`. @default - something that is no app here */
  readonly app?: string;
  readonly takeOver: TakeOver;
  /** An address leads only to pods on its own node: with externalTrafficPolicy Local, or a host port. @default false */
  readonly local?: boolean;
  /** On how many of these nodes addresses answer at a time, if not on each: those with a pod of it. @default - on each */
  readonly answering?: number;
  /** A drain leaves its pods where they are: those of an agent, or of a budget that lets none go. @default false */
  readonly keepsPods?: boolean;
  /** Its node holds the address with a lease of the API: without the control plane no node announces it. @default false */
  readonly byLease?: boolean;
  /** From the crash of the node that has the address until another answers, in seconds. */
  readonly within?: Interval;
  /** Where the times come from. */
  readonly source?: string;
}

/** What a mover does. */
export enum MoverTask {
  VOLUMES = 'volumes',
  /** It answers for names of Services: cluster DNS. */
  NAMES = 'names',
}

/** Pods as `kubectl` finds them. */
export interface PodSelector {
  readonly namespace: string;
  /** `k8s-app=kube-dns` */
  readonly selector: string;
}

/** A pod that must be alive for something to move, or to be found. */
export interface Mover {
  /** Unique: `linstor-controller`. */
  readonly name: string;
  readonly task: MoverTask;
  /** The nodes that it may run on. */
  readonly nodes: readonly string[];
  /** How many pods it has, each on a node of its own, of which one is enough. @default 1 */
  readonly replicas?: number;
  /** Where a person looks if it does not work. If its pod is deleted, another one must start at once. @default - not known */
  readonly pods?: PodSelector;
}

/** An app that another one needs, both as `namespace/name`. */
export interface AppDependency {
  readonly app: string;
  readonly needs: string;
  /** Its start comes after the other one is back, and only its start needs it. @default false */
  readonly onlyToStart?: boolean;
}

/** All that the engine knows of systems: every part is abstract. */
export interface Contributions {
  readonly votes?: readonly VoteGroup[];
  readonly data?: readonly DataSet[];
  readonly entries?: readonly Entry[];
  readonly movers?: readonly Mover[];
  readonly dependencies?: readonly AppDependency[];
}

/** What a system hands to the engine. */
export interface SystemContributions {
  readonly contribute?: (facts: ClusterFacts, plans: readonly Plan[]) => Contributions;
}

export type AllContributions = Required<Contributions>;

/** All of them together. Of two with one name, the first counts: those of systems come before those of the house. */
export function gathered(parts: readonly Contributions[]): AllContributions {
  return {
    votes: firstOf(
      parts.flatMap(({ votes = [] }) => votes),
      ({ name }) => name,
    ),
    data: firstOf(
      parts.flatMap(({ data = [] }) => data),
      ({ storageClass }) => storageClass,
    ),
    entries: firstOf(
      parts.flatMap(({ entries = [] }) => entries),
      ({ name }) => name,
    ),
    movers: firstOf(
      parts.flatMap(({ movers = [] }) => movers),
      ({ name }) => name,
    ),
    dependencies: firstOf(
      parts.flatMap(({ dependencies = [] }) => dependencies),
      ({ app, needs, onlyToStart = false }) => `${app} ${needs} ${onlyToStart}`,
    ),
  };
}

function firstOf<T>(all: readonly T[], key: (one: T) => string): readonly T[] {
  const known = new Map<string, T>();
  for (const one of all) if (!known.has(key(one))) known.set(key(one), one);
  return [...known.values()];
}
