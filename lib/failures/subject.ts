import { isDevice, isOfNode, VolumeTie } from '../availability/ask/volume/traits';
import { AvailabilityClass, isJob, OtherWorkload, type WorkloadClass } from '../availability/ask/workload';
import { questionOf } from '../availability/classes/flexible';
import type { RecoveryQuestion } from '../availability/failure/recovery';
import { identity } from '../availability/model/identity';
import type { Interval } from '../availability/model/interval';
import { emptyNodesOf, nodesOf, type Plan, type PlannedClaim } from '../availability/model/plan';
import { followedBy, inGroup } from '../availability/placement/group';
import { type HardSpread, hardSpreads, mostLost, waitsForDeletion } from '../availability/placement/hard-spreads';
import { classOf } from '../availability/storage/claims';
import { leftOutOf } from '../availability/storage/copies';
import { oneZoneFor, zonalPaths } from '../availability/storage/zonal';
import type { StorageClass } from '../cluster/storage';
import type { DataSet, VoteGroup } from './contribution';
import type { FailureOutcome } from './outcome';
import { losing } from './say';
import { GONE, type Scene } from './scene';
import { numbersOf, type Terrain } from './terrain';

/** The data of an app, and who votes on it. */
export interface Held {
  readonly set: DataSet;
  readonly votes: VoteGroup | undefined;
}

/** Where an app may be, and its data. */
export interface Whereabouts {
  /** The nodes that its pods may be on, by number. */
  readonly nodes: readonly number[];
  readonly has: Uint8Array;
  /** The nodes that its pods may be on, or that hold its data or vote on it. */
  readonly touchedBy: Uint8Array;
}

/** An app as the engine asks about it again and again: what does not depend on the failure. */
export interface Subject extends Whereabouts {
  readonly plan: Plan;
  /** `namespace/name` */
  readonly id: string;
  /** The app with which it moves, or its own: they need room together. */
  readonly mover: string;
  readonly workload: WorkloadClass;
  /** What keeps one of a group on a dead node keeps them all. */
  readonly claims: readonly PlannedClaim[];
  readonly held: readonly Held[];
  /** Without them its data moves nowhere. */
  readonly movers: readonly { readonly name: string; readonly nodes: readonly number[] }[];
  /** How many seconds of writes a fail-over may lose. */
  readonly loss: Interval;
  /** The storage class that says so. Undefined: it loses none. */
  readonly lossSource: string | undefined;
  /** Its data stays in its zone. */
  readonly zonal: boolean;
  /** What is only on the node of its pod: some of its data, hardware that it needs. */
  readonly onNode: { readonly data: boolean; readonly hardware: boolean };
  /** How many of its nodes may lack a copy of some of its data. */
  readonly leftOut: number;
  readonly question: Omit<RecoveryQuestion, 'tolerationSeconds'>;
  readonly spreads: readonly HardSpread[];
  /** Nodes that its spread counts, and that are too small for its pods. */
  readonly empty: readonly number[];
  /** Its pods share data that stays in one zone. */
  readonly inOneZone: boolean;
  /** The crash of one of its nodes is to it as that of any other: no data, no zone and no single node matters. */
  readonly isAlikeAnywhere: boolean;
  /** Outcomes that were computed already: many failures are alike to it. */
  readonly memo: Map<string, FailureOutcome>;
}

/** The outcome for something that many failures have in common. */
export function once({ memo }: Subject, key: string, compute: () => FailureOutcome): FailureOutcome {
  const known = memo.get(key);
  if (known !== undefined) return known;
  const computed = compute();
  memo.set(key, computed);
  return computed;
}

/** @param known those of other apps: many have the same */
export function subjectOf(plan: Plan, terrain: Terrain, known: Map<string, Whereabouts>): Subject {
  const { facts, contributions } = terrain;
  const names = nodesOf(plan);
  const { claims, volumes } = inGroup(plan.ask, facts);
  const own = plan.ask.availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE || isJob(plan.ask) ? plan.claims : claims;
  const classes = [...new Set(own.flatMap(({ storageClass }) => storageClass ?? []))];
  const held = contributions.data
    .filter(({ storageClass }) => classes.includes(storageClass))
    .map((set) => ({ set, votes: contributions.votes.find(({ name }) => name === set.votes) }));
  const zonal = zonalPaths(own, facts).length > 0;
  const key = `${names.join()} ${classes.join()}`;
  const whereabouts = known.get(key) ?? whereaboutsOf(names, held, terrain);
  known.set(key, whereabouts);
  const { nodes, has, touchedBy } = whereabouts;
  const spreads = workloadSpreads(plan, terrain, nodes);
  const lossy = own
    .flatMap((claim) => classOf(facts, claim) ?? [])
    .reduce<StorageClass | undefined>((most, one) => (one.dataLossSeconds > (most?.dataLossSeconds ?? 0) ? one : most), undefined);
  const { followsItself = false } = plan;
  const afterDeletion = waitsForDeletion({ workload: plan.workload.value, spread: plan.spread.value, followsItself });
  const question = { ...questionOf(plan, facts), ...(afterDeletion ? { afterDeletion } : {}) };
  const empty = numbersOf(terrain, emptyNodesOf(plan));
  return {
    plan,
    id: identity(plan),
    mover: identity({ ask: followedBy(plan.ask) ?? plan.ask }),
    workload: plan.ask.availabilityClass,
    nodes,
    has,
    touchedBy,
    claims: own,
    held,
    movers: contributions.movers
      .filter(({ name }) => held.some(({ set }) => set.movers?.includes(name)))
      .map(({ name, nodes: where }) => ({ name, nodes: numbersOf(terrain, where) })),
    loss: losing(lossy?.dataLossSeconds ?? 0),
    lossSource: lossy && `storage class ${lossy.name}: ${lossy.why}`,
    zonal,
    onNode: {
      data: own.some((claim) => classOf(facts, claim)?.nodeLocal === true) || volumes.some((one) => isOfNode(one) && !isDevice(one)),
      hardware: volumes.some(isDevice),
    },
    leftOut: leftOutOf(own, facts),
    question,
    spreads,
    empty,
    inOneZone: oneZoneFor(own, names, facts) !== undefined,
    isAlikeAnywhere:
      held.length === 0 &&
      !zonal &&
      nodes.length > 1 &&
      plan.toleration.value !== Number.POSITIVE_INFINITY &&
      question.tie !== VolumeTie.LOCAL &&
      empty.length === 0 &&
      spreads.every(({ placeOf }) => placeOf === undefined),
    memo: new Map(),
  };
}

/** Of one pod nothing is spread. */
function workloadSpreads(plan: Plan, { facts }: Terrain, nodes: readonly number[]): readonly HardSpread[] {
  if (plan.ask.availabilityClass !== AvailabilityClass.HIGHLY_AVAILABLE) return [];
  return hardSpreads(
    { spread: plan.spread.value, rollout: plan.rollout.value, pods: plan.replicas.value },
    nodes.flatMap((node) => facts.nodes[node] ?? []),
  );
}

function whereaboutsOf(names: readonly string[], held: readonly Held[], terrain: Terrain): Whereabouts {
  const nodes = numbersOf(terrain, names);
  const has = bitmap(nodes, terrain.names.length);
  const touchedBy = held.length === 0 ? has : bitmap([...nodes, ...held.flatMap((one) => numbersOf(terrain, votersOf(one)))], terrain.names.length);
  return { nodes, has, touchedBy };
}

function votersOf({ set: { holders = [] }, votes }: Held): readonly string[] {
  return votes === undefined ? holders : votes.voters.map(({ node }) => node);
}

function bitmap(nodes: readonly number[], size: number): Uint8Array {
  const bits = new Uint8Array(size);
  for (const node of nodes) bits[node] = 1;
  return bits;
}

/** How many of its nodes are dead, and how many in each part. */
export interface Counts {
  readonly dead: number;
  readonly in: readonly number[];
}

export function countsOf({ nodes, has }: Subject, { dead, partOf, parts }: Scene): Counts {
  let gone = 0;
  for (const node of dead) gone += has[node] ?? 0;
  if (parts === 1) return { dead: gone, in: [nodes.length - gone] };
  const inside = Array.from({ length: parts }, () => 0);
  for (const node of nodes) {
    const part = partOf[node] ?? GONE;
    if (part !== GONE) inside[part] = (inside[part] ?? 0) + 1;
  }
  return { dead: gone, in: inside };
}

/** The most of its pods that these of its nodes may have. */
export function mostOf({ plan: { replicas }, workload, nodes, spreads }: Subject, some: readonly number[], { names }: Terrain): number {
  if (some.length >= nodes.length) return replicas.value;
  // One on each node.
  if (workload === OtherWorkload.NODE_AGENT) return some.length;
  return mostLost(
    spreads,
    replicas.value,
    some.map((node) => names[node] ?? ''),
  );
}

/** What keeps it on its node, as the start of a sentence. */
export function boundBy({ onNode: { data, hardware } }: Subject): string {
  if (data && hardware) return 'its data and its hardware are';
  return data ? 'its data is' : 'its hardware is';
}

/** Those of its nodes that satisfy something. */
export function among({ has }: Subject, nodes: readonly number[]): readonly number[] {
  return nodes.filter((node) => has[node] === 1);
}
