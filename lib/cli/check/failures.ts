import { OutcomeKind } from '../../availability/model/outcome';
import type { Plan } from '../../availability/model/plan';
import type { ClusterFacts, Node } from '../../cluster/cluster';
import { fewOf } from '../../cluster/names';
import { type Analysis, analyse, contributionsOf } from '../../failures/analyse';
import type { SystemContributions } from '../../failures/contribution';
import { type FailureOutcome, harm } from '../../failures/outcome';
import { roomIn } from '../../manifests/beside';
import type { Reading } from '../../manifests/reading';
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

/** @param readings with their outcomes among each other */
export function failuresTo(readings: readonly Reading[], facts: ClusterFacts, systems: readonly SystemContributions[]): CheckedFailures {
  const running = readings.filter(({ plan }) => plan?.outcome !== undefined);
  const nodes = facts.nodes.map(({ name, roles, site, zone }) => ({ name, roles, site, zone }));
  if (running.length === 0) return { nodes, failures: [], notCounted: [] };
  const plans = running.map((one) => asEngineSees(one, one.plan as Plan));
  const analysis = analyse(facts, plans, contributionsOf(systems, facts, plans));
  const unknown = unknownData(facts, plans, analysis.contributions);
  return {
    nodes,
    failures: failuresOf(withTogether(analysis, running), []).map(({ id, kind, name, nodes, parts, sameAs, effects }) => ({
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

/** Its path is its name, because workloads of two kinds may have the same; pods that never start serve nobody. */
function asEngineSees({ object: { kind, metadata }, started, eligible, budgets, replicas }: Reading, plan: Plan): Plan {
  const [budget, ...others] = budgets;
  // Where two count a pod, Kubernetes evicts none.
  const room = budget === undefined ? undefined : others.length > 0 ? 0 : roomIn(budget, replicas);
  return {
    ...plan,
    ask: { ...plan.ask, name: `${kind}/${metadata.name}` },
    // What its data binds to the node where it first starts may be on each.
    placement: { ...plan.placement, value: { ...plan.placement.value, nodes: plan.placement.value.nodes ?? eligible } },
    replicas: { ...plan.replicas, value: Math.min(plan.replicas.value, started) },
    budget: { ...plan.budget, value: room === undefined ? undefined : { maxUnavailable: room } },
  };
}

/** Pods that may all be on one node are told so, where that is why it is down. */
function withTogether(analysis: Analysis, readings: readonly Reading[]): Analysis {
  const told = (outcome: FailureOutcome, { availabilityClass, replicas, why }: Reading): FailureOutcome =>
    availabilityClass === undefined && replicas > 1 && harm(outcome.kind) >= harm(OutcomeKind.FAILS_OVER)
      ? { ...outcome, why: `${why}; then ${outcome.why}` }
      : outcome;
  return {
    ...analysis,
    outcomes: analysis.outcomes.map((row) => row.map((outcome, index) => told(outcome, readings[index] as Reading))),
  };
}
