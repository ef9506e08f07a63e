import { OutcomeKind } from '../../availability/model/outcome';
import type { Plan } from '../../availability/model/plan';
import type { ClusterFacts, Node } from '../../cluster/cluster';
import { fewOf } from '../../cluster/names';
import { type Analysis, analyse, contributionsOf } from '../../failures/analyse';
import type { SystemContributions } from '../../failures/contribution';
import { type Failure, isPlanned } from '../../failures/failure';
import { type FailureOutcome, harm, Place } from '../../failures/outcome';
import { untilRepair } from '../../failures/say';
import { toleratesCordon } from '../../manifests/nodes';
import { isPlacedByOthers } from '../../manifests/placed-by-others';
import type { Reading } from '../../manifests/reading';
import { avoidsOthers, followsOthers } from '../../manifests/together';
import { unknownData } from '../../report/assumptions';
import { failuresOf, type ReportEffect, type ReportFailure } from '../../report/failures';

/** What a failure does to workloads that somebody wrote. Those without a pod there are in no effect. */
export interface CheckedFailure extends Pick<ReportFailure, 'id' | 'kind' | 'name' | 'nodes' | 'parts' | 'sameAs'> {
  /** Each once, the worst first; `apps` are the paths of workloads. */
  readonly effects: readonly Omit<ReportEffect, 'fix'>[];
}

/** What each failure does to some workloads, and what that leaves out. */
export interface CheckedFailures {
  /** The nodes of the facts. */
  readonly nodes: readonly Pick<Node, 'name' | 'roles' | 'site' | 'zone'>[];
  readonly failures: readonly CheckedFailure[];
  /** Sentences. */
  readonly notCounted: readonly string[];
}

/** What the engine says of those that run: in the order of the readings, and of their paths. */
export interface Analysed {
  readonly readings: readonly Reading[];
  readonly plans: readonly Plan[];
  readonly analysis: Analysis;
}

export function analysed(all: readonly Reading[], facts: ClusterFacts, systems: readonly SystemContributions[]): Analysed {
  const readings = all.filter(({ plan }) => plan?.outcome !== undefined);
  const plans = readings.map((one) => asEngineSees(one, one.plan as Plan));
  return { readings, plans, analysis: asTold(analyse(facts, plans, contributionsOf(systems, facts, plans)), readings) };
}

/** @param all with their outcomes among each other */
export function failuresTo(all: readonly Reading[], facts: ClusterFacts, systems: readonly SystemContributions[]): CheckedFailures {
  const { readings, plans, analysis } = analysed(all, facts, systems);
  const nodes = facts.nodes.map(({ name, roles, site, zone }) => ({ name, roles, site, zone }));
  if (readings.length === 0) return { nodes, failures: [], notCounted: [] };
  const unknown = unknownData(facts, plans, analysis.contributions);
  return {
    nodes,
    failures: failuresOf(analysis, []).map(({ id, kind, name, nodes, parts, sameAs, effects }) => ({
      id,
      kind,
      name,
      nodes,
      ...(parts === undefined ? {} : { parts }),
      ...(sameAs === undefined ? {} : { sameAs }),
      effects: effects.map(({ fix, ...effect }) => effect),
    })),
    notCounted: [
      'Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.',
      ...(unknown.length === 0 ? [] : [`The facts do not say where the data of ${fewOf(unknown)} is: whether a failure loses it is not known.`]),
    ],
  };
}

/** Its path is its identity, because workloads of two kinds may have the same name; pods that never start serve nobody. */
function asEngineSees({ path, started, eligible, budgets, isReached }: Reading, plan: Plan): Plan {
  const [namespace, ...name] = path.split('/');
  const [budget, ...others] = budgets;
  // Where two count a pod, Kubernetes evicts none.
  const room = budget === undefined ? undefined : others.length > 0 ? 0 : budget.room;
  // What its data binds to the node where it first starts may be on each.
  const isAnywhere = plan.placement.value.nodes === undefined;
  return {
    ...plan,
    ask: { ...plan.ask, namespace, name: name.join('/') },
    ...(isAnywhere ? { placement: { ...plan.placement, value: { ...plan.placement.value, nodes: eligible } }, fitting: eligible } : {}),
    replicas: { ...plan.replicas, value: Math.min(plan.replicas.value, started) },
    budget: { ...plan.budget, value: room === undefined ? undefined : { maxUnavailable: room } },
    services: isReached && plan.services.length === 0 ? [REACHED] : plan.services,
  };
}

/** A Service of which nothing but that it is there matters. */
const REACHED: Plan['services'][number] = { name: '', ports: [], byNumber: [], props: {}, addresses: undefined };

/** Whether it only finds a place where others are, are not, or let it: nobody has worked out where they are then. */
export function hangsOnOthers({ pod, spread }: Reading): boolean {
  return spread.together.length > 0 || followsOthers(pod) || avoidsOthers(pod) || isPlacedByOthers(pod);
}

/** What no plan says: pods that may all be on one node, where that is why it is down, and those that a cordon does not keep off. */
function asTold(analysis: Analysis, readings: readonly Reading[]): Analysis {
  const told = (outcome: FailureOutcome, reading: Reading, failure: Failure): FailureOutcome => {
    const { availabilityClass, replicas, why, pod } = reading;
    if (outcome.place === Place.PROVEN && hangsOnOthers(reading)) return told({ ...outcome, place: Place.UNKNOWN }, reading, failure);
    if (harm(outcome.kind) < harm(OutcomeKind.FAILS_OVER)) return outcome;
    if (isPlanned(failure) && outcome.kind === OutcomeKind.FAILS_OVER && toleratesCordon(pod))
      return { ...untilRepair('it tolerates that its node takes no pods, and may start there again: down until that node is back'), atBest: outcome.atBest };
    return availabilityClass === undefined && replicas > 1 ? { ...outcome, why: `${why}; then ${outcome.why}` } : outcome;
  };
  return {
    ...analysis,
    outcomes: analysis.outcomes.map((row, number) =>
      row.map((outcome, index) => told(outcome, readings[index] as Reading, analysis.failures[number] as Failure)),
    ),
  };
}
