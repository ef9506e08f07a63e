import type { ClusterFacts } from '../../cluster/cluster';
import { Severity } from '../../cluster/finding';
import { formatSeconds } from '../../cluster/units';
import { AvailabilityClass } from '../ask/workload';
import { onlyServerAmong } from '../failure/leader';
import { findCycle } from '../model/cycle';
import { dependenciesOf, wantedBy } from '../model/dependencies';
import { formatInterval } from '../model/interval';
import type { Plan } from '../model/plan';
import { onFleet } from '../model/rule';
import { isDown, nodesOf } from './needed';

const UNKNOWN = onFleet({
  code: 'DEPENDENCY-UNKNOWN',
  severity: Severity.ERROR,
  means: 'a `dependsOn` that names no app of the cluster, or a `waitsFor` of a job',
  fix: 'pass the app itself, or name its namespace too',
  concerns: (app) => wantedBy(app).length > 0,
  *check(plans, facts, undecided) {
    for (const [wanted, said] of dependenciesOf(plans, facts).unknown) if (!undecided.has(wanted)) yield said;
  },
});

const CYCLE = onFleet({
  code: 'DEPENDENCY-CYCLE',
  severity: Severity.ERROR,
  means: 'apps that depend on each other in a circle',
  fix: 'remove one of the dependencies',
  concerns: (app) => wantedBy(app).length > 0,
  *check(plans, facts) {
    const { edges } = dependenciesOf(plans, facts);
    const cycle = edges.size === 0 ? undefined : findCycle(plans, (plan) => (edges.get(plan) ?? []).map((one) => one.plan));
    if (cycle === undefined) return;
    yield {
      path: cycle[0]?.ask.path ?? '',
      given: `${[...cycle, cycle[0]].map((plan) => plan?.ask.name).join(' needs ')}`,
      allowed: 'but then none of them can start first',
      fix: 'Remove one of the dependencies.',
    };
  },
});

/** An objective holds for a crash of any node, also of one that takes down what the app needs. */
const OBJECTIVE_OF_DEPENDENCY = onFleet({
  code: 'OBJECTIVE-OF-DEPENDENCY',
  severity: Severity.ERROR,
  means: 'an `rto` of an app that depends on one that is down for longer when a node dies',
  fix: 'make that app as quick, raise the `rto`, or leave it out',
  concerns: ({ rto, dependsOn, availabilityClass }) =>
    rto !== undefined &&
    dependsOn.length > 0 &&
    (availabilityClass === AvailabilityClass.SINGLE_POD_FLEXIBLE || availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE),
  *check(plans, facts) {
    const { edges } = dependenciesOf(plans, facts);
    for (const plan of plans) {
      const { ask } = plan;
      const { rto } = ask;
      // A pinned app keeps no objective anyway.
      if (rto === undefined || ask.availabilityClass === AvailabilityClass.SINGLE_POD_PINNED) continue;
      const slow = (edges.get(plan) ?? [])
        .filter(({ how }) => how === 'dependsOn')
        .map((one) => ({ name: one.plan.ask.name, what: slowerThan(rto, one.plan, facts) }));
      const [first] = slow.filter(({ what }) => what !== undefined);
      if (first === undefined) continue;
      yield {
        path: ask.path,
        given: `back within ${formatSeconds(rto)}`,
        allowed: `but it depends on ${first.name}, which is ${first.what}`,
        fix: `Make ${first.name} as quick, raise objective.rto, or leave the objective out.`,
      };
    }
  },
});

/** How long the crash of a node takes an app down, if that is longer. The only server is warned of once, for the cluster. */
function slowerThan(seconds: number, plan: Plan, facts: ClusterFacts): string | undefined {
  const { outcome } = plan;
  if (outcome === undefined) return undefined;
  const nodes = nodesOf(plan);
  if (isDown(outcome.kind)) return `${outcome.kind} when ${nodes.length === 1 ? nodes[0] : 'its node'} dies`;
  const one = outcome.unless?.find(({ node, kind }) => isDown(kind) && onlyServerAmong(facts, [node]) === undefined);
  if (one !== undefined) return `${one.brief} when ${one.node} dies`;
  return outcome.time === undefined || outcome.time.max <= seconds ? undefined : `back after ${formatInterval(outcome.time)}`;
}

/** Rules about dependencies. */
export const DEPENDENCY_RULES = [UNKNOWN, CYCLE, OBJECTIVE_OF_DEPENDENCY];
