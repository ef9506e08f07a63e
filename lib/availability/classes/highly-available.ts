import { type ClusterFacts, nodesNamed } from '../../cluster/cluster';
import { minorOf } from '../../cluster/control-plane';
import { counted, listed } from '../../cluster/names';
import { HOSTNAME, REGION, ZONE } from '../../cluster/node';
import type { ResolvedApp } from '../ask/resolved';
import { VolumeTie } from '../ask/volume/traits';
import type { AutoscaleProps } from '../ask/workload';
import { heldBy } from '../failure/held';
import { leaderMayBeOn, unlessOnServer } from '../failure/leader';
import { DEFAULT_TOLERATION, type RecoveryQuestion, recovery } from '../failure/recovery';
import { detection } from '../failure/timing';
import type { PlannedAutoscale } from '../model/autoscale';
import { formatInterval, interval, sum } from '../model/interval';
import { type Outcome, OutcomeKind } from '../model/outcome';
import { type Decided, emptyNodesOf, nodesOf, type Plan, type PlannedClaim, type Rollout, WorkloadKind } from '../model/plan';
import { VolumeRelease } from '../model/release';
import type { Spread } from '../model/spread';
import { portsOfNode } from '../network/ports/ports';
import { claimsOf } from '../placement/group';
import { hardwareOf } from '../placement/hardware';
import { nodesWithRoom, placeByRole } from '../placement/placement';
import { podRoom } from '../placement/room';
import { keptApart, mostOnOne, servingPods } from '../placement/shares';
import { releaseOf } from '../storage/claims';
import { attachesNew, unknownOfNew } from '../storage/ephemeral';
import { type OneZone, oneZoneFor, zonalPaths } from '../storage/zonal';
import { type ClassPlan, commonPlan } from './common';
import { decideBudget, tiedToNodes } from './drain';
import { seldomOf, twinsOf } from './freed-by-storage';

export const DEFAULT_REPLICAS = 3;
/** What Kubernetes is made for in one cluster (kubernetes.io, Considerations for large clusters). */
export const MOST_PODS = 150_000;

/** A StatefulSet replaces one pod after the other, and never adds an extra one. */
const ONE_BY_ONE: Decided<Rollout> = { value: { recreate: false, maxSurge: 0, maxUnavailable: 1 }, why: 'a StatefulSet replaces one pod after the other' };

const WITHIN_HARDWARE: Decided<Rollout> = {
  value: { recreate: false, maxSurge: 0, maxUnavailable: 1 },
  why: 'an extra pod would need hardware that may all be in use, so an old pod stops first',
};

/** Always several pods: no single node takes the app down. */
export function decideHighlyAvailable(app: ResolvedApp, facts: ClusterFacts | undefined): ClassPlan {
  const claims = claimsOf(app, facts);
  const placement = placeByRole(app, facts, claims);
  const nodes = placement.value.nodes ?? [];
  const asked = app.replicas?.count ?? DEFAULT_REPLICAS;
  // A rule refuses other numbers.
  const replicas = Number.isInteger(asked) && asked >= 0 && asked <= MOST_PODS ? asked : DEFAULT_REPLICAS;
  const most = app.autoscale?.max ?? replicas;
  const fitting = facts === undefined ? undefined : nodesWithRoom(facts, nodes, podRoom(app));
  // Satisfiable with any number of pods, unless a node is too small for any: one without more of them than the others takes the next one.
  const hard = fitting !== undefined && fitting.length > 1;
  const onNode = takesPortsOfNode(app);
  const perPod = claims.some((claim) => claim.perPod);
  const oneZone = facts === undefined ? undefined : oneZoneFor(claims, fitting ?? [], facts);
  const spread = decideSpread(
    facts,
    hard,
    nodes,
    hard ? keptApart(replicas, fitting.length, { majority: app.majority, tied: facts !== undefined && tiedToNodes(claims, facts) }) : undefined,
  );
  return {
    workload: perPod
      ? { value: WorkloadKind.STATEFUL_SET, why: 'it replicates its own data, with one volume per pod' }
      : { value: WorkloadKind.DEPLOYMENT, why: 'its pods are interchangeable' },
    replicas: {
      value: replicas,
      why: app.replicas?.reason ?? (app.replicas === undefined ? 'the class: one pod may die while another is drained' : 'asked for'),
    },
    ...(app.autoscale === undefined ? {} : { autoscale: decideAutoscale(app.autoscale, replicas) }),
    rollout: perPod ? ONE_BY_ONE : hardwareOf(app).length > 0 ? WITHIN_HARDWARE : decideRollout(app, most, oneZone?.nodes ?? fitting, onNode),
    placement,
    fitting,
    spread,
    apart: { value: false, why: 'its own pods spread over the nodes instead' },
    toleration: {
      value: tolerationOf(app),
      why: `the other pods keep serving; ${app.rideOut === undefined ? 'long enough for a reboot' : 'asked for, to ride out a reboot'}`,
    },
    budget: decideBudget(app, replicas, fitting),
    outcome: facts === undefined ? undefined : onCrash(app, facts, { fitting, placement, spread }, replicas, claims),
    ...commonPlan(app, facts, claims),
  };
}

/** The default of Kubernetes: before each pod is busy, the next one starts. */
const DEFAULT_CPU_PERCENT = 80;

function decideAutoscale({ max, cpuPercent = DEFAULT_CPU_PERCENT }: AutoscaleProps, least: number): Decided<PlannedAutoscale> {
  return { value: { max, cpuPercent }, why: `asked for; never fewer than ${least}, as the class promises` };
}

/** Whether two of its pods on one node would need the same port. */
export function takesPortsOfNode(app: ResolvedApp): boolean {
  return app.network.onHostNetwork || portsOfNode(app).length > 0;
}

/** What keeps lost pods on their node. */
type Kept = Pick<RecoveryQuestion, 'tie' | 'release' | 'freedBy' | 'fencedWithin' | 'afterItsPods'>;

/** A majority that one node takes is back when its pods run on the others. */
function untilStartedElsewhere(app: ResolvedApp, facts: ClusterFacts, nodes: readonly string[], reason: string, kept: Kept): Outcome {
  const { terms, total } = recovery({
    timing: facts.timing,
    ...kept,
    tolerationSeconds: tolerationOf(app),
    usualStartSeconds: app.readyWithin,
    leaderMayBeLost: leaderMayBeOn(facts, nodes),
    attachesNew: attachesNew([app], facts),
  });
  const parts = terms.map((term) => `${term.name} ${formatInterval(term.time)}`).join(', ');
  return {
    kind: OutcomeKind.FAILS_OVER,
    why: `${reason}, and lost ones start elsewhere: ${parts}${seldomOf(app, kept, total.max)}${twinsOf(app, kept, facts)}${unknownOfNew([app])}`,
    time: total,
    terms,
    ...unlessOnServer(facts, nodes, OutcomeKind.DOWN_UNTIL_REPAIR, OutcomeKind.DOWN_UNTIL_REPAIR),
  };
}

/** Where its spread lets each node that is left take one pod at most, and these are too few. Undefined: nowhere. */
function oneEach(where: Where, needed: number): string | undefined {
  const { fitting = [], spread } = where;
  const empty = emptyNodesOf(where);
  if (needed < fitting.length || (empty.length === 0 && spread.value.every(({ minDomains }) => minDomains === undefined))) return undefined;
  const because = empty.length === 0 ? '' : `, because the scheduler counts ${listed(empty)}, too small for any`;
  return `and each node that is left takes one at most${because}`;
}

/** Its pods keep their names, and nothing starts them elsewhere until what frees their volumes deletes them, or a person says that their node is off (docs/drills.md, crash). */
function untilReleased(app: ResolvedApp, facts: ClusterFacts, nodes: readonly string[], serves: string, claims: readonly PlannedClaim[]): Outcome {
  const ways = releaseOf(facts, claims, app.volumes, nodes);
  if (ways.release !== VolumeRelease.NOBODY) return untilStartedElsewhere(app, facts, nodes, serves, { tie: VolumeTie.ATTACHED, ...ways, afterItsPods: true });
  return {
    kind: OutcomeKind.DOWN_UNTIL_ACTION,
    why: `${serves}: down until that node is back, or a person says that it is off`,
    ...unlessOnServer(facts, nodes, OutcomeKind.DOWN_UNTIL_REPAIR, OutcomeKind.DOWN_UNTIL_REPAIR),
  };
}

/** Whether no other node has what its data needs. */
function staysOnDead(claims: readonly PlannedClaim[], fitting: readonly string[], facts: ClusterFacts): boolean {
  return tiedToNodes(claims, facts) || zonalPaths(claims, facts).length > 0 || heldBy(fitting, claims, facts) !== undefined;
}

function downInZone(
  { paths, nodes }: OneZone,
  { rest, needed, replicas }: { readonly rest: number; readonly needed: number; readonly replicas: number },
): Outcome {
  const why =
    nodes.length === 1
      ? `${listed(paths)} stays in its zone, where only one node can run it`
      : `it serves only while ${needed} of its ${replicas} pods run, and in the zone of ${listed(paths)} only ${rest} may be left`;
  return { kind: OutcomeKind.DOWN_UNTIL_REPAIR, why: `${why}: down until that node is back` };
}

function tolerationOf({ rideOut }: ResolvedApp): number {
  return Math.ceil(rideOut ?? DEFAULT_TOLERATION);
}

/** Where its pods may be. */
type Where = Pick<Plan, 'fitting' | 'placement' | 'spread'>;

function onCrash(app: ResolvedApp, facts: ClusterFacts, where: Where, replicas: number, claims: readonly PlannedClaim[]): Outcome {
  const { fitting = [] } = where;
  const nodes = nodesOf(where);
  const { majority } = app;
  if (fitting.length < 2) return { kind: OutcomeKind.DOWN_UNTIL_REPAIR, why: 'all its pods are on one node: down until that node is back' };
  const noticed = sum(detection(facts.timing, leaderMayBeOn(facts, nodes)), interval(0, 2));
  const needed = servingPods(replicas, majority);
  const oneZone = oneZoneFor(claims, fitting, facts);
  const most = oneZone === undefined ? mostOnOne(replicas, fitting.length, { majority, tied: tiedToNodes(claims, facts) }) : 1;
  const rest = (oneZone === undefined ? replicas : Math.min(replicas, oneZone.nodes.length)) - most;
  if (oneZone !== undefined && rest < needed) return downInZone(oneZone, { rest, needed, replicas });
  if (rest < needed) {
    const serves = `it serves only while ${needed} of its ${replicas} pods run`;
    const shut = oneEach(where, needed);
    if (claims.some((claim) => claim.perPod)) {
      const few = `${serves}, and ${rest === 0 ? 'none' : rest} may be left`;
      return shut !== undefined || staysOnDead(claims, fitting, facts)
        ? { kind: OutcomeKind.DOWN_UNTIL_REPAIR, why: `${few}: down until that node is back` }
        : untilReleased(app, facts, nodes, few, claims);
    }
    if (shut !== undefined) return { kind: OutcomeKind.DOWN_UNTIL_REPAIR, why: `${serves}, ${shut}: down until that node is back` };
    return untilStartedElsewhere(app, facts, nodes, serves, { tie: VolumeTie.NONE, release: VolumeRelease.NOBODY, fencedWithin: undefined });
  }
  const dead = most === 1 ? 'the dead pod' : 'dead pods';
  return {
    kind: OutcomeKind.DEGRADED,
    why: `${replicas <= (oneZone?.nodes ?? fitting).length ? 'the pods on other nodes keep' : `at least ${rest} of ${counted(replicas, 'pod')} ${rest === 1 ? 'keeps' : 'keep'}`} serving; for ${formatInterval(noticed)} some new connections still go to ${dead}`,
    ...unlessOnServer(facts, nodes, OutcomeKind.DEGRADED, `some new connections go to ${dead} until repair`),
  };
}

function decideRollout({ surge, maxReplicas }: ResolvedApp, replicas: number, fitting: readonly string[] = [], alone: boolean): Decided<Rollout> {
  const nodes = fitting.length;
  if (surge === false) return { value: { recreate: false, maxSurge: 0, maxUnavailable: 1 }, why: 'asked for: an old pod stops before a new one starts' };
  if (maxReplicas !== undefined && replicas >= maxReplicas)
    return {
      value: { recreate: false, maxSurge: 0, maxUnavailable: 1 },
      why: `it supports at most ${maxReplicas} pods, so an old pod stops before a new one starts`,
    };
  const roomForOneMore = (nodes < 2 && !alone) || nodes > replicas;
  if (roomForOneMore)
    return { value: { recreate: false, maxSurge: 1, maxUnavailable: 0 }, why: 'a new pod starts before an old one stops, so there are never fewer pods' };
  return {
    value: { recreate: false, maxSurge: 0, maxUnavailable: 1 },
    why: `${replicas} pods on ${counted(nodes, 'node')}: an extra one would share a node with another, and might stay there, so an old pod stops first`,
  };
}

function decideSpread(facts: ClusterFacts | undefined, hard: boolean, nodes: readonly string[], minDomains: number | undefined): Decided<Spread[]> {
  if (facts === undefined) {
    return {
      value: [{ topologyKey: HOSTNAME, hard: false, perRevision: false }],
      why: 'preferably over different nodes: without facts the number of nodes is unknown',
    };
  }
  const eligible = nodesNamed(facts, nodes);
  // matchLabelKeys: on by default since Kubernetes 1.27 (KEP-3243).
  const perRevision = (minorOf(facts.controlPlane.version) ?? 0) >= 27;
  const zones = new Set(eligible.map((node) => node.zone));
  const regions = new Set(eligible.map((node) => node.labels[REGION]));
  const apart = `each pod starts on a node with the fewest of them${minDomains === undefined ? '' : `, and while fewer than ${minDomains} nodes are there, each has one at most`}`;
  return {
    value: [
      { topologyKey: HOSTNAME, hard, perRevision: !hard && perRevision, ...(minDomains === undefined ? {} : { minDomains }) },
      ...(zones.size > 1 ? [{ topologyKey: ZONE, hard: false, perRevision }] : []),
      ...(regions.size > 1 ? [{ topologyKey: REGION, hard: false, perRevision }] : []),
    ],
    why: `${hard ? apart : 'preferably over different nodes'}${zones.size > 1 ? `, and preferably over the zones ${listed([...zones])}` : ''}`,
  };
}
