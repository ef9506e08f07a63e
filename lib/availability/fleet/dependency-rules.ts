import { Severity } from '../../cluster/finding';
import { type AppReference, referenceText } from '../ask/reference/app';
import type { ResolvedApp } from '../ask/resolved';
import { findCycle } from '../model/cycle';
import { identity } from '../model/identity';
import { oncePer } from '../model/once';
import type { Plan } from '../model/plan';
import { onFleet, type PlacedSaid } from '../model/rule';

interface Dependencies {
  readonly edges: ReadonlyMap<Plan, readonly Plan[]>;
  /** By `namespace/name`. */
  readonly unknown: readonly (readonly [wanted: string, said: PlacedSaid])[];
}

/** Which app needs which, and the names that no app has. */
const dependenciesOf = oncePer((plans: readonly Plan[]): Dependencies => {
  const byIdentity = new Map(plans.map((plan) => [identity(plan), plan]));
  const unknown: (readonly [string, PlacedSaid])[] = [];
  const edges = new Map<Plan, Plan[]>();
  for (const plan of plans) {
    const { path } = plan.ask;
    for (const [how, wanted] of wantedBy(plan.ask)) {
      const name = `${wanted.namespace ?? wanted.name}/${wanted.name}`;
      const other = byIdentity.get(name);
      const given = `${how} ${referenceText(wanted)}`;
      if (other === undefined)
        unknown.push([name, { path, given, allowed: 'but no app of the cluster has that name', fix: 'Name its namespace too, or pass the app itself.' }]);
      else if (how === 'waitsFor' && other.schedule !== undefined)
        unknown.push([name, { path, given, allowed: 'but that is a job, which answers no connections', fix: 'Wait for the result of the job instead.' }]);
      else edges.set(plan, [...(edges.get(plan) ?? []), other]);
    }
  }
  return { edges, unknown };
});

function wantedBy({ dependsOn, containers }: ResolvedApp): (readonly ['dependsOn' | 'waitsFor', AppReference])[] {
  const waited = containers.flatMap((container) => container.waitsFor);
  return [...dependsOn.map((one) => ['dependsOn', one] as const), ...waited.map((one) => ['waitsFor', one] as const)];
}

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
    const cycle = edges.size === 0 ? undefined : findCycle(plans, (plan) => edges.get(plan) ?? []);
    if (cycle === undefined) return;
    yield {
      path: cycle[0]?.ask.path ?? '',
      given: `${[...cycle, cycle[0]].map((plan) => plan?.ask.name).join(' needs ')}`,
      allowed: 'but then none of them can start first',
      fix: 'Remove one of the dependencies.',
    };
  },
});

/** Rules about dependencies. */
export const DEPENDENCY_RULES = [UNKNOWN, CYCLE];
