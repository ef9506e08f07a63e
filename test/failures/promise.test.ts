import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { App } from '../../lib';
import { interval } from '../../lib/availability/model/interval';
import { type Outcome, OutcomeKind } from '../../lib/availability/model/outcome';
import { nodesOf, type Plan } from '../../lib/availability/model/plan';
import { type FailureOutcome, Through, worse } from '../../lib/failures/outcome';
import { analysesOf, outcomeOf } from './support';

// Examples import the library by its name.
jest.mock('cdk8s-availability', () => jest.requireActual('../../lib'), { virtual: true });

const ROOT = resolve(__dirname, '..', '..');
const PROGRAMS = ['main.ts', ...readdirSync(join(ROOT, 'examples')).map((name) => join('examples', name, 'main.ts'))];

/** Without ways in, of which the report says nothing yet. */
function inside(outcome: FailureOutcome): FailureOutcome {
  return outcome.itself ?? outcome;
}

/** What the report promises for the crash of one node. */
function promised({ outcome }: Plan, node: string): Pick<Outcome, 'kind' | 'time'> {
  const special = outcome?.unless?.find((one) => one.node === node);
  return special ?? { kind: outcome?.kind ?? OutcomeKind.DOWN_UNTIL_REPAIR, ...(outcome?.time === undefined ? {} : { time: outcome.time }) };
}

/** Where no time is promised, there is no end. */
const said = (kind: OutcomeKind, { min, max } = interval(0, Number.POSITIVE_INFINITY)) => (kind === OutcomeKind.FAILS_OVER ? `${kind} ${min} to ${max}` : kind);

describe.each(PROGRAMS)('%s', (program) => {
  const analyses = analysesOf((require(join(ROOT, program)) as { readonly app: App }).app);

  test('has what the report promises for the crash of the node of each app', () => {
    const [given, expected]: [string[], string[]] = [[], []];
    for (const { cluster, analysis } of analyses)
      for (const [index, plan] of cluster.plans.entries()) {
        const app = analysis.apps[index] ?? '';
        const nodes = nodesOf(plan);
        const special = new Set((plan.outcome?.unless ?? []).map(({ node }) => node));
        for (const node of special) {
          expected.push(`${app} on ${node}: ${promised(plan, node).kind}`);
          given.push(`${app} on ${node}: ${inside(outcomeOf(analysis, `node:${node}`, app)).kind}`);
        }
        // The report says one thing for all other nodes: the worst of them.
        const usual = nodes.filter((node) => !special.has(node));
        if (usual.length === 0) continue;
        const worst = usual.map((node) => inside(outcomeOf(analysis, `node:${node}`, app))).reduce(worse);
        const { kind, time } = promised(plan, usual[0] ?? '');
        expected.push(`${app}: ${said(kind, time)}`);
        given.push(`${app}: ${said(worst.kind, worst.rto)}`);
        expect(worst.through).toBe(plan.outcome?.needs === undefined ? Through.ITSELF : Through.NEEDED);
      }
    expect(given).toEqual(expected);
  });
});
