import { type Ask, AvailabilityClass, OtherWorkload, type WorkloadClass } from '../availability/ask/workload';
import { MOST_PODS } from '../availability/classes/highly-available';
import { crashOfRun } from '../availability/classes/job-crash';
import { decideGroups } from '../availability/decide';
import type { PlannedAutoscale } from '../availability/model/autoscale';
import { type Plan, WorkloadKind } from '../availability/model/plan';
import { waitsForDeletion } from '../availability/placement/hard-spreads';
import { roleReason } from '../availability/placement/placement';
import type { ClusterFacts, Node } from '../cluster/cluster';
import { grouped } from '../cluster/grouped';
import { listed } from '../cluster/names';
import { HOSTNAME, NodeRole } from '../cluster/node';
import type { Manifest } from '../kubernetes/manifest';
import { fewestPlaces } from './alone';
import { askOf, jobIn } from './asked';
import { budgetsOf, isReached, type ReadBudget, readRank, scalerOf } from './beside';
import { agentsOf, besideAgents, type Running } from './beside-agents';
import { withRoom } from './budget-room';
import { classify, onlyNode } from './classify';
import { gatheringOf } from './gathering';
import { podsOver } from './job-pods';
import { withUsualResources } from './limit-range';
import { isMeantToRun, isSuspended } from './meant-to-run';
import { eligibleNodes, toleratesAny, tolerationOf, withNone, withOnly } from './nodes';
import { Inventory, numberAt, type Placed, PodMaker, type PodTemplate, pathOf, podMakerOf, podOf, withSoundNamespace } from './objects';
import { outcomeOf } from './outcome';
import type { Reading } from './reading';
import { rolloutOf } from './rollout';
import { lowestCeiling } from './skew';
import { onSpreadNodes, type ReadSpread, readSpread } from './spread';
import { fewestTogether } from './together';
import { volumeNodes } from './volume-nodes';
import { hasLocalClaim, readVolumes } from './volumes';

/** Every workload among these objects, as our model knows it: the mirror of rendering. */
export function readManifests(given: readonly Placed[], facts: ClusterFacts): readonly Reading[] {
  const placed = given.map(withSoundNamespace);
  const inventory = new Inventory(placed);
  const variants = new Variants(facts);
  const running = placed.flatMap((one) => {
    const maker = podMakerOf(one.object);
    return maker === undefined || !isMeantToRun(one.object) ? [] : [runningAs(one, maker, inventory, facts)];
  });
  const agents = agentsOf(running);
  const undecided = running.map((one) => readWorkload(one, inventory, facts, variants, agents));
  const plans = decideAll(undecided);
  return withRoom(undecided.map((one) => one.decided(plans.get(one))));
}

/** A workload before its decisions. */
interface Undecided {
  /** Undefined: it has no pods, and nothing is decided. */
  readonly ask: Ask | undefined;
  readonly within: ClusterFacts;
  readonly decided: (plan: Plan | undefined) => Reading;
}

/** Those with the same facts together: see decideGroups. */
function decideAll(undecided: readonly Undecided[]): ReadonlyMap<Undecided, Plan | undefined> {
  const withPods = undecided.flatMap((one) => (one.ask === undefined ? [] : [[one.within, { one, asks: [one.ask] }] as const]));
  const plans = [...grouped(withPods)].flatMap(([within, some]) => {
    const groups = some.map(({ asks }) => asks);
    const decisions = [...decideGroups(groups, within)];
    return some.map(({ one }, index) => [one, decisions[index]?.[0]?.plan] as const);
  });
  return new Map(plans);
}

function runningAs(placed: Placed, maker: PodMaker, inventory: Inventory, facts: ClusterFacts): Running {
  const { object } = placed;
  const pod = withUsualResources(podOf(object), object.metadata.namespace, inventory);
  return { placed, maker, path: pathOf(object), pod, places: onSpreadNodes(pod, eligibleNodes(pod, facts, volumeNodes(object, pod, inventory, facts))) };
}

function readWorkload(running: Running, inventory: Inventory, facts: ClusterFacts, variants: Variants, agents: readonly Running[]): Undecided {
  const { placed, maker, pod, path } = running;
  const { object } = placed;
  const places = besideAgents(running, agents);
  const { nodes: eligible, labels, lacking, unknown: unknownLabels, isAsked, isTied } = places;
  const scaler = scalerOf(object, inventory);
  const said = podCount(scaler?.least ?? numberAt(object, 'spec', 'replicas'), 1);
  const replicas = isServing(maker) ? said : maker === PodMaker.DAEMON_SET ? Math.max(1, eligible.length) : isSuspended(object) ? 0 : 1;
  const only = onlyNode({ eligible, isAsked });
  const volumes = readVolumes(object, pod, inventory, facts, { perPod: replicas > 1, moves: maker !== PodMaker.DAEMON_SET && only === undefined });
  const spread = readSpread(pod, isServing(maker) ? replicas : 1, places, besides(object, inventory));
  // Of the others, nothing is promised: they never start.
  const started = Math.min(
    replicas,
    fewestPlaces(spread.alone, eligible)?.places.length ?? replicas,
    lowestCeiling(spread.skews, eligible)?.pods ?? replicas,
    fewestTogether([...spread.together, ...(hasLocalClaim(volumes, facts) ? [HOSTNAME] : [])], spread.alone, spread.skews, eligible) ?? replicas,
  );
  const toleration = tolerationOf(pod);
  const stays = toleration ?? facts.timing.defaultToleration;
  const { acting, ...classified } = classify(
    { maker, replicas, eligible, isAsked, isTied, volumes, spread, toleration: stays, toleratesAny: toleratesAny(pod) },
    facts,
  );
  const isSpread = classified.availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE;
  const gathering = isSpread ? gatheringOf({ spread: spread.spread, rollout: rolloutOf(object, replicas), pods: started }, eligible) : undefined;
  const budgets = budgetsOf(object, pod.labels, inventory);
  const within = variants.of(acting, eligible);
  const reading = {
    ...placed,
    path,
    maker,
    pod,
    within,
    replicas,
    started,
    gathering,
    eligible: eligible.map(({ name }) => name),
    only,
    volumes,
    spread,
    toleration,
    labels,
    lacking,
    unknownLabels,
    budgets,
    isReached: isReached(pod, inventory),
    ...classified,
  };
  const autoscale = scaler && { ...scaler.autoscale, max: podCount(scaler.autoscale.max, replicas) };
  const ask = askOf(acting, {
    path,
    object,
    pod,
    volumes: volumes.volumes,
    stays,
    rank: readRank(pod, inventory),
    replicas: started,
    only: only ?? (isTied && eligible.length === 1 ? eligible[0] : undefined),
    autoscale: scaler?.isMeasured ? autoscale : undefined,
  });
  const given: Written = { object, maker, replicas, eligible, spread, stays, budget: budgets[0], autoscale };
  const followsItself = spread.together.includes(HOSTNAME);
  const afterDeletion = waitsForDeletion({ workload: KINDS[maker], spread: spread.spread, followsItself });
  const isPinned = acting === AvailabilityClass.SINGLE_POD_PINNED;
  const together = classified.availabilityClass === undefined && replicas > 1 ? classified.why : undefined;
  const decided = (plan: Plan | undefined): Reading => {
    if (plan === undefined) return { ...reading, plan };
    const written = asWritten(plan, given, within);
    const served =
      maker === PodMaker.POD || isServing(maker)
        ? outcomeOf(written, { maker, replicas, together, isPinned, afterDeletion, gathers: gathering !== undefined }, within)
        : (crashOfRun(written, within) ?? written.outcome);
    // What no node can run has nothing to lose.
    const { nodes } = written.placement.value;
    const outcome = nodes?.length === 0 || (nodes !== undefined && written.fitting?.length === 0) ? undefined : served;
    return { ...reading, plan: Object.freeze({ ...written, outcome }) };
  };
  return { ask: replicas === 0 ? undefined : ask, within, decided };
}

/** Labels of the pods of other workloads in its namespace. */
function besides({ metadata }: Manifest, inventory: Inventory): readonly PodTemplate['labels'][] {
  const serving = Object.values(PodMaker).flatMap((kind) => inventory.of(kind));
  return serving.filter((one) => one.metadata !== metadata && one.metadata.namespace === metadata.namespace).map((one) => podOf(one).labels);
}

/** A number of pods that can be; Kubernetes has one where nobody says it, or says something odd. */
function podCount(said: number | undefined, usual: number): number {
  return said === undefined || !Number.isInteger(said) || said < 0 ? usual : Math.min(said, MOST_PODS);
}

/** Kinds whose pods serve, as many as they say. */
function isServing(maker: PodMaker): boolean {
  return [PodMaker.DEPLOYMENT, PodMaker.STATEFUL_SET, PodMaker.REPLICA_SET, PodMaker.REPLICATION_CONTROLLER].includes(maker);
}

/** The facts with the nodes that a YAML allows: the same object for the same nodes, so that what was decided with them is known. */
class Variants {
  private readonly known = new Map<string, ClusterFacts>();

  constructor(private readonly facts: ClusterFacts) {}

  of(acting: WorkloadClass, eligible: readonly Node[]): ClusterFacts {
    const isAgent = acting === OtherWorkload.NODE_AGENT;
    const key = `${isAgent} ${eligible.map(({ name }) => name).join()}`;
    const known = this.known.get(key) ?? (isAgent ? withNone(this.facts, eligible) : withOnly(this.facts, eligible));
    this.known.set(key, known);
    return known;
  }
}

interface Written {
  readonly object: Manifest;
  readonly maker: PodMaker;
  readonly replicas: number;
  readonly eligible: readonly Node[];
  readonly spread: ReadSpread;
  /** Seconds on a dead node. */
  readonly stays: number;
  readonly budget: ReadBudget | undefined;
  readonly autoscale: PlannedAutoscale | undefined;
}

const KINDS: { readonly [maker in PodMaker]: WorkloadKind } = {
  [PodMaker.DEPLOYMENT]: WorkloadKind.DEPLOYMENT,
  [PodMaker.REPLICA_SET]: WorkloadKind.DEPLOYMENT,
  [PodMaker.REPLICATION_CONTROLLER]: WorkloadKind.DEPLOYMENT,
  [PodMaker.POD]: WorkloadKind.POD,
  [PodMaker.STATEFUL_SET]: WorkloadKind.STATEFUL_SET,
  [PodMaker.DAEMON_SET]: WorkloadKind.DAEMON_SET,
  [PodMaker.JOB]: WorkloadKind.JOB,
  [PodMaker.CRON_JOB]: WorkloadKind.CRON_JOB,
};

const WRITTEN = 'as the YAML says';

/** The plan with what the YAML itself decides. */
function asWritten(plan: Plan, { object, maker, replicas, eligible, spread, stays, budget, autoscale }: Written, facts: ClusterFacts): Plan {
  return {
    ...plan,
    workload: { value: KINDS[maker], why: `a ${object.kind}, ${WRITTEN}` },
    replicas: { value: replicas, why: WRITTEN },
    ...(autoscale === undefined ? {} : { autoscale: { value: autoscale, why: WRITTEN } }),
    ...(isServing(maker) || plan.schedule !== undefined ? { toleration: { value: stays, why: WRITTEN } } : {}),
    ...(plan.schedule === undefined ? {} : { schedule: { value: { ...plan.schedule.value, ...podsOver(jobIn(object), facts) }, why: WRITTEN } }),
    ...(isServing(maker) || maker === PodMaker.DAEMON_SET ? { rollout: { value: rolloutOf(object, replicas), why: WRITTEN } } : {}),
    // What is pinned to the node where it first starts may be on any; where there is none, it never does.
    placement: { value: eligible.length === 0 ? { ...plan.placement.value, nodes: [] } : plan.placement.value, why: placedBecause(plan, eligible) },
    spread: { value: spread.spread, why: WRITTEN },
    ...(spread.together.includes(HOSTNAME) ? { followsItself: true } : {}),
    apart: { value: spread.apart, why: WRITTEN },
    budget: { value: budget?.planned, why: WRITTEN },
    priority: { value: plan.ask.priority, why: WRITTEN },
  };
}

/** The nodes that the YAML allows, instead of those with a role; then what else keeps it off some of them. */
function placedBecause({ placement: { why } }: Plan, eligible: readonly Node[]): string {
  const allowed =
    eligible.length === 0
      ? 'no node has what it asks for, or all that do have taints against it'
      : `the YAML allows ${listed(eligible.map(({ name }) => name))}`;
  const role = roleReason(eligible.length, NodeRole.WORKER);
  return why.startsWith(role) ? `${allowed}${why.slice(role.length)}` : allowed;
}
