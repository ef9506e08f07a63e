import type { ClusterFacts } from '../../cluster/cluster';
import { Severity } from '../../cluster/finding';
import { formatSeconds } from '../../cluster/units';
import { AvailabilityClass } from '../ask/workload';
import { onlyServerAmong } from '../failure/leader';
import { READINESS } from '../failure/recovery';
import { findCycle } from '../model/cycle';
import { dependenciesOf, wantedBy } from '../model/dependencies';
import { isDown, type NeededApp, type Outcome } from '../model/outcome';
import { onFleet } from '../model/rule';

const UNKNOWN = onFleet({
  code: 'DEPENDENCY-UNKNOWN',
  severity: Severity.ERROR,
  means: 'a `dependsOn` that names neither an app nor an external service of the cluster, or a `waitsFor` of a job',
  fix: 'pass the construct itself, or name its namespace too',
  concerns: (app) => wantedBy(app).length > 0,
  *check(plans, facts, { undecided, outside }) {
    const { unknown, unanswered } = dependenciesOf(plans, facts);
    for (const { name, said } of unknown)
      if (!undecided.has(name) && !outside.has(name))
        yield { ...said, allowed: 'but no app of the cluster has that name', fix: 'Name its namespace too, or pass the app itself.' };
    yield* unanswered;
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
  concerns: (app) =>
    app.rto !== undefined &&
    wantedBy(app).length > 0 &&
    (app.availabilityClass === AvailabilityClass.SINGLE_POD_FLEXIBLE || app.availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE),
  *check(plans, facts) {
    for (const { ask, outcome } of plans) {
      const { rto } = ask;
      // A pinned app keeps no objective anyway.
      if (rto === undefined || outcome === undefined || ask.availabilityClass === AvailabilityClass.SINGLE_POD_PINNED) continue;
      const late = lateBecauseOf(outcome, rto, facts);
      if (late === undefined) continue;
      const { name, how, what } = late;
      yield {
        path: ask.path,
        given: `back within ${formatSeconds(rto)}`,
        allowed: `but ${how === 'dependsOn' ? 'it depends on' : 'its start waits for'} ${name}, which is ${what}`,
        fix: `Make ${name} as quick, raise objective.rto, or leave the objective out.`,
      };
    }
  },
});

/** The app because of which another is down for longer than that when a node dies. The only server is warned of once, for the cluster. */
function lateBecauseOf({ kind, time, terms, unless = [], needs }: Outcome, seconds: number, facts: ClusterFacts): NeededApp | undefined {
  if (needs !== undefined && (isDown(kind) || (time !== undefined && time.max > seconds)))
    return { ...needs, what: `${needs.what}${isDown(kind) ? ' when its node dies' : needs.how === 'waitsFor' ? ownStart(terms) : untilFound(terms)}` };
  const one = unless.find(({ node, kind: then, needs: other }) => other !== undefined && isDown(then) && onlyServerAmong(facts, [node]) === undefined);
  return one?.needs && { ...one.needs, what: `${one.needs.what} when ${one.node} dies` };
}

function ownStart(terms: Outcome['terms'] = []): string {
  const start = terms.at(-1);
  return start === undefined ? '' : `: its own start takes up to ${formatSeconds(start.time.max)} more`;
}

function untilFound(terms: Outcome['terms'] = []): string {
  const most = terms.reduce((sum, { name, time }) => sum + (name === READINESS ? time.max : 0), 0);
  return most === 0 ? '' : `: readiness probes take up to ${formatSeconds(most)} more to find that`;
}

/** Rules about dependencies. */
export const DEPENDENCY_RULES = [UNKNOWN, CYCLE, OBJECTIVE_OF_DEPENDENCY];
