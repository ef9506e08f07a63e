import type { ClusterFacts } from '../../cluster/cluster';
import { AvailabilityClass, isJob, OtherWorkload } from '../ask/workload';
import { foundAgain, START } from '../failure/recovery';
import { type Dependency, dependenciesOf } from '../model/dependencies';
import { formatInterval, interval, sum } from '../model/interval';
import { neededFirst } from '../model/needed-first';
import { isDown, type Outcome, OutcomeKind, type OutcomeUnless, type RecoveryTerm } from '../model/outcome';
import { nodesOf, type Plan } from '../model/plan';

/** Why an app is down: because of the node of another one that it needs. */
interface Cause {
  readonly of: Plan;
  readonly how: Dependency['how'];
  readonly outcome: Outcome;
  /** Whose crash it is. */
  readonly nodes: readonly string[];
  /** `perhaps down until repair` */
  readonly brief: string;
}

/** What the crash of a node does to apps that need this one. */
interface Bound {
  /** Whichever node it is on. */
  readonly anywhere: Cause | undefined;
  readonly on: ReadonlyMap<string, Cause>;
}

const FREE: Bound = { anywhere: undefined, on: new Map() };

/** The plans, with what the apps that each one needs do to its outcome: it is down while they are. */
export function withNeeded(plans: readonly Plan[], facts: ClusterFacts | undefined): readonly Plan[] {
  const { edges } = dependenciesOf(plans, facts);
  if (facts === undefined || edges.size === 0) return plans;
  const decided = new Map<Plan, { readonly plan: Plan; readonly bound: Bound }>();
  for (const plan of neededFirst(plans, (one) => (edges.get(one) ?? []).map(({ plan: needed }) => needed))) {
    const inherited = merged((edges.get(plan) ?? []).map(({ how, plan: other }) => boundBy(plan, how, decided.get(other)?.bound ?? FREE)));
    const after = bounded(plan, inherited);
    decided.set(plan, { plan: after, bound: merged([ownBound(plan), passedOn(after, inherited)]) });
  }
  return plans.map((plan) => decided.get(plan)?.plan ?? plan);
}

/** What its own outcome means for those that need it. A job serves nobody, and an agent is on the node of who asks it. */
function ownBound(plan: Plan): Bound {
  const { outcome, ask } = plan;
  if (outcome === undefined || isJob(ask) || ask.availabilityClass === OtherWorkload.NODE_AGENT) return FREE;
  const on = new Map<string, Cause>();
  const nodes = nodesOf(plan);
  const cause = (brief: string): Cause => ({ of: plan, how: 'dependsOn', outcome, nodes, brief });
  const bound = isDown(outcome.kind) && nodes.length === 1;
  if (bound) on.set(nodes[0] ?? '', cause(outcome.kind));
  for (const { node, kind, brief } of outcome.unless ?? []) if (isDown(kind) && !on.has(node)) on.set(node, cause(brief));
  const anywhere = !bound && (isDown(outcome.kind) || outcome.kind === OutcomeKind.FAILS_OVER) ? cause(outcome.kind) : undefined;
  return { anywhere, on };
}

/** What an app hands on of what it inherits: as it is, or, where it starts only after the other, as long as that makes it. */
function passedOn(after: Plan, { anywhere, on }: Bound): Bound {
  const { outcome } = after;
  if (anywhere?.how !== 'waitsFor' || outcome === undefined) return { anywhere, on };
  return { anywhere: { ...anywhere, of: after, outcome }, on };
}

/** Who only waits at its start needs it only when both are on the dead node, and not while other pods serve. */
function boundBy(plan: Plan, how: Dependency['how'], { anywhere, on }: Bound): Bound {
  if (how === 'dependsOn') return { anywhere: anywhere && later({ ...anywhere, how }, foundAgain(plan.ask)), on };
  if (plan.ask.availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE) return FREE;
  const nodes = new Set(nodesOf(plan));
  const waits = (cause: Cause): Cause => ({ ...cause, how });
  return {
    anywhere: anywhere?.nodes.some((node) => nodes.has(node)) ? startedAfter(waits(anywhere), plan) : undefined,
    on: new Map([...on].flatMap(([node, cause]) => (nodes.has(node) ? [[node, waits(cause)] as const] : []))),
  };
}

/** The start of an app that waits for another comes after that one is back, not at the same time. */
function startedAfter(cause: Cause, { outcome: own }: Plan): Cause {
  return later(cause, (own?.terms ?? []).filter(({ name }) => name === START).slice(0, 1));
}

function later(cause: Cause, more: readonly RecoveryTerm[]): Cause {
  const { time, terms = [], ...outcome } = cause.outcome;
  if (time === undefined || !Number.isFinite(time.max) || more.length === 0) return cause;
  return { ...cause, outcome: { ...outcome, time: sum(time, ...more.map((term) => term.time)), terms: [...terms, ...more] } };
}

/** What all of them do together. Usually one of them says it all. */
function merged(bounds: readonly Bound[]): Bound {
  const some = bounds.filter(({ anywhere, on }) => anywhere !== undefined || on.size > 0);
  const [first = FREE, ...others] = some;
  if (others.length === 0) return first;
  const on = new Map<string, Cause>();
  for (const one of some) for (const [node, cause] of one.on) if (!on.has(node)) on.set(node, cause);
  const anywhere = some.reduce<Cause | undefined>((worst, one) => (longest(one.anywhere?.outcome) > longest(worst?.outcome) ? one.anywhere : worst), undefined);
  return { anywhere, on };
}

/** How long a crash takes an app down. */
function longest(outcome: Outcome | undefined): number {
  if (outcome === undefined) return 0;
  if (isDown(outcome.kind)) return Number.POSITIVE_INFINITY;
  return outcome.kind === OutcomeKind.FAILS_OVER ? (outcome.time?.max ?? Number.POSITIVE_INFINITY) : 0;
}

function bounded(plan: Plan, { anywhere, on }: Bound): Plan {
  if (plan.outcome === undefined || plan.ask.availabilityClass === OtherWorkload.NODE_AGENT) return plan;
  const outcome = anywhere === undefined || longest(anywhere.outcome) <= longest(plan.outcome) ? plan.outcome : asSlowAs(anywhere, plan.outcome);
  const own = isDown(plan.outcome.kind) ? nodesOf(plan) : [];
  const known = (outcome.unless ?? []).filter(({ node, kind }) => isDown(kind) || !on.has(node));
  const already = new Set(known.map(({ node }) => node).concat(own.length === 1 ? own : []));
  const more = [...on].flatMap(([node, cause]) => (already.has(node) ? [] : [unlessOf(plan, node, cause)]));
  if (outcome === plan.outcome && more.length === 0) return plan;
  const unless = [...known, ...more];
  return Object.freeze({ ...plan, outcome: Object.freeze({ ...outcome, ...(unless.length === 0 ? {} : { unless: Object.freeze(unless) }) }) });
}

function asSlowAs({ of, how, outcome }: Cause, own: Outcome): Outcome {
  const { kind, why, time, terms } = outcome;
  const what = of.outcome?.kind === OutcomeKind.FAILS_OVER && of.outcome.time !== undefined ? `back after ${formatInterval(of.outcome.time)}` : kind;
  return {
    kind,
    why: `${needs(how)} ${of.ask.name}, which is ${what}: ${why}`,
    // Its own node may be the one that dies.
    ...(time === undefined ? {} : { time: interval(Math.min(time.min, own.time?.min ?? time.min), time.max) }),
    ...(terms === undefined ? {} : { terms }),
    ...(own.unless === undefined ? {} : { unless: own.unless }),
    needs: { name: of.ask.name, how, what },
  };
}

function unlessOf({ ask }: Plan, node: string, { of, how, brief }: Cause): OutcomeUnless {
  const own = isJob(ask) ? brief.replace(/down/, 'no run') : brief;
  return {
    node,
    kind: OutcomeKind.DOWN_UNTIL_REPAIR,
    brief: own,
    why: `${own}, because ${needs(how)} ${of.ask.name}`,
    needs: { name: of.ask.name, how, what: brief },
  };
}

function needs(how: Dependency['how']): string {
  return how === 'dependsOn' ? 'it needs' : 'its start waits for';
}
