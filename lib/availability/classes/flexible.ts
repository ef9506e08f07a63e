import type { ClusterFacts } from '../../cluster/cluster';
import { listed } from '../../cluster/names';
import { ProbeKind } from '../ask/container/health';
import type { ResolvedApp } from '../ask/resolved';
import { aloneInZone, heldBy } from '../failure/held';
import { leaderMayBeOn, unlessOnServer } from '../failure/leader';
import { DEFAULT_TOLERATION, type RecoveryQuestion, recovery, solveToleration, type Toleration } from '../failure/recovery';
import { formatInterval, NEVER } from '../model/interval';
import { oncePer } from '../model/once';
import { type Outcome, OutcomeKind } from '../model/outcome';
import { AccessMode, type Decided, nodesOf, type Plan, type PlannedClaim, type Rollout, WorkloadKind } from '../model/plan';
import { claimsOf, fittingTogether, inGroup, placeTogether, together } from '../placement/group';
import { releaseOf } from '../storage/claims';
import { attachesNew, unknownOfNew } from '../storage/ephemeral';
import { type ClassPlan, commonPlan, START_THEN_STOP, STOP_THEN_START } from './common';
import { seldomOf, twinsOf } from './freed-by-storage';

/** One pod that moves to another node when its node dies. */
export function decideFlexible(app: ResolvedApp, facts: ClusterFacts | undefined): ClassPlan {
  const claims = claimsOf(app, facts);
  const placement = placeTogether(app, facts);
  const plan = {
    workload: { value: WorkloadKind.DEPLOYMENT, why: 'it creates the replacement at once; a StatefulSet waits until the stuck pod is gone' },
    replicas: { value: 1, why: whyOne(app, claims) },
    rollout: decideRollout(app, claims),
    placement,
    fitting: facts === undefined ? undefined : fittingTogether(app, facts, placement),
    spread: { value: [], why: 'there is only one pod' },
    apart: { value: facts !== undefined, why: 'the flexible apps of a cluster prefer different nodes, so that one dead node moves few of them' },
    budget: { value: undefined, why: 'a budget on one pod blocks drains, and the fail-over of replicated volumes with them' },
    ...commonPlan(app, facts, claims),
  };
  if (facts === undefined) {
    return {
      ...plan,
      toleration: { value: DEFAULT_TOLERATION, why: 'long enough for a reboot, short enough for a dead node; without facts no objective can be computed' },
      outcome: undefined,
    };
  }
  const question = questionOf(plan, facts);
  const toleration = shortestToleration(plan, question, facts);
  return { ...plan, toleration: { value: toleration.seconds ?? 0, why: toleration.why }, outcome: onCrash(plan, facts, question, toleration.seconds ?? 0) };
}

/** How far the promise of one pod goes: only a claim for one pod alone holds back a pod that is started beside another. */
function whyOne({ rollingUpdate }: ResolvedApp, claims: readonly PlannedClaim[]): string {
  if (rollingUpdate !== undefined) return 'the class: one pod; in a rollout, after a drain or a deletion the next starts while it still runs';
  const alone = namesWith(claims, AccessMode.READ_WRITE_ONCE_POD);
  return alone.length > 0
    ? `the class: one pod, never two, because no other starts while it has ${listed(alone)}`
    : 'the class: one pod; after a drain or a deletion the next starts while it still ends';
}

function decideRollout({ rollingUpdate, main }: ResolvedApp, claims: readonly PlannedClaim[]): Decided<Rollout> {
  const seen = main.probes.readiness === undefined ? 'the container of the next pod starts' : 'the next pod is ready';
  if (rollingUpdate !== undefined) return { value: START_THEN_STOP, why: `${seen} before the last one ends: ${rollingUpdate.reason}` };
  return { value: STOP_THEN_START, why: `Recreate, because ${whyRecreate(claims)}` };
}

function whyRecreate(claims: readonly PlannedClaim[]): string {
  const modes = [AccessMode.READ_WRITE_ONCE, AccessMode.READ_WRITE_ONCE_POD].flatMap((mode) => {
    const names = namesWith(claims, mode);
    return names.length === 0 ? [] : [`${listed(names)} ${names.length === 1 ? 'is' : 'are'} ${mode}`];
  });
  return modes.length === 0 ? 'a new version never runs beside the old one' : modes.join(', and ');
}

function namesWith(claims: readonly PlannedClaim[], mode: AccessMode): readonly string[] {
  return claims.filter((claim) => claim.accessMode === mode).map((claim) => claim.name);
}

type Asked = Pick<Plan, 'ask' | 'placement' | 'fitting' | 'volumeTie' | 'colocation'>;

/** What the recovery time depends on, besides the toleration. */
export function questionOf({ ask, placement, fitting, volumeTie, colocation }: Asked, facts: ClusterFacts): Omit<RecoveryQuestion, 'tolerationSeconds'> {
  const { claims, volumes } = inGroup(ask, facts);
  const nodes = nodesOf({ fitting, placement });
  const isForOne = claims.some(({ accessMode }) => accessMode === AccessMode.READ_WRITE_ONCE_POD);
  return {
    timing: facts.timing,
    tie: volumeTie,
    ...releaseOf(facts, claims, volumes, nodes),
    usualStartSeconds: ask.readyWithin,
    leaderMayBeLost: leaderMayBeOn(facts, nodes),
    attachesNew: attachesNew(together(ask), facts),
    afterItsPods: colocation.value?.mutual === true || isForOne,
    ...(isForOne ? { afterDeletion: true } : {}),
  };
}

/** The toleration that keeps the app's own objective. */
export function ownToleration({ ask }: Pick<Plan, 'ask'>, question: Omit<RecoveryQuestion, 'tolerationSeconds'>): Toleration {
  return solveToleration(question, { rtoSeconds: ask.rto, rideOutSeconds: rideOutOf(ask) });
}

/** Apps that share data ride out what one of them rides out. */
export function rideOutOf({ group, rideOut }: ResolvedApp): number | undefined {
  const all = group === undefined ? [rideOut] : group.map((app) => app.rideOut);
  const set = all.filter((seconds) => seconds !== undefined);
  return set.length === 0 ? undefined : Math.max(...set);
}

/** Tolerations already solved for apps of one group. These apps differ only in start time and objective. */
const solvedIn = oncePer((_apps: readonly ResolvedApp[]) => new Map<string, Toleration>());

/** Apps that share data leave a dead node together, when the shortest of their tolerations ends. */
function shortestToleration(plan: Pick<Plan, 'ask'>, question: Omit<RecoveryQuestion, 'tolerationSeconds'>, facts: ClusterFacts): Toleration {
  const { ask } = plan;
  const own = ownToleration(plan, question);
  if (ask.group === undefined) return own;
  const known = solvedIn(ask.group, facts);
  const rideOutSeconds = rideOutOf(ask);
  const solve = (usualStartSeconds: number, rtoSeconds: number): Toleration => {
    const key = `${usualStartSeconds} ${rtoSeconds}`;
    const solved = known.get(key) ?? solveToleration({ ...question, usualStartSeconds }, { rtoSeconds, rideOutSeconds });
    known.set(key, solved);
    return solved;
  };
  let first: { readonly solved: Toleration; readonly of: string } | undefined;
  for (const { name, rto, readyWithin } of ask.group) {
    if (rto === undefined) continue;
    const solved = name === ask.name ? own : solve(readyWithin, rto);
    const [least, most] = [first?.solved.seconds ?? 0, solved.seconds ?? 0];
    if (first === undefined || most < least || (most === least && name === ask.name)) first = { solved, of: name };
  }
  if (first === undefined || first.of === ask.name) return own;
  return { ...first.solved, why: `the same as ${first.of}, because they move together: ${first.solved.why}` };
}

function onCrash(plan: Asked, facts: ClusterFacts, question: Omit<RecoveryQuestion, 'tolerationSeconds'>, tolerationSeconds: number): Outcome {
  const held = heldBy(plan.fitting, inGroup(plan.ask, facts).claims, facts);
  if (held !== undefined)
    return {
      kind: OutcomeKind.DOWN_UNTIL_REPAIR,
      why: `${held}: down until its node is back`,
      time: NEVER,
      terms: [{ name: 'repair of the node', time: NEVER }],
    };
  const alone = aloneInZone(plan.fitting, inGroup(plan.ask, facts).claims, facts).map((node) => ({
    node,
    kind: OutcomeKind.DOWN_UNTIL_REPAIR,
    brief: OutcomeKind.DOWN_UNTIL_REPAIR,
    why: `${OutcomeKind.DOWN_UNTIL_REPAIR}, because no other node of its zone can run it`,
  }));
  const { unless = [] } = unlessOnServer(facts, nodesOf(plan), OutcomeKind.DOWN_UNTIL_REPAIR, OutcomeKind.DOWN_UNTIL_REPAIR);
  const others = [...unless, ...alone.filter(({ node }) => unless.every((one) => one.node !== node))];
  const { terms, total } = recovery({ ...question, tolerationSeconds });
  const parts = terms.map((term) => `${term.name} ${formatInterval(term.time)}`).join(', ');
  return {
    kind: total.max === Number.POSITIVE_INFINITY ? OutcomeKind.DOWN_UNTIL_ACTION : OutcomeKind.FAILS_OVER,
    why: `${parts}${seldomOf(plan.ask, question, total.max)}${twinsOf(plan.ask, question, facts)}${unknownOfNew(together(plan.ask))}${unprobed(plan.ask)}`,
    time: total,
    terms,
    ...(others.length === 0 ? {} : { unless: others }),
  };
}

/** Others may reach it before it serves: then only the app's own usual start says when it does. */
function unprobed({ main }: ResolvedApp): string {
  return main.health.readiness?.kind === ProbeKind.NONE ? '; without a readiness probe it counts as ready as soon as its container starts' : '';
}
