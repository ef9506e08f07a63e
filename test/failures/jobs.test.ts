import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass, OtherWorkload } from '../../lib/availability/ask/workload';
import { decide } from '../../lib/availability/decide';
import { OutcomeKind } from '../../lib/availability/model/outcome';
import type { Plan } from '../../lib/availability/model/plan';
import { FateKind } from '../../lib/cluster/site';
import { Size } from '../../lib/cluster/units';
import { ask, facts, systemsOf } from '../support';
import { analysisOf, inWords, outcomeOf } from './support';

const given = facts({ drbd: { pool: 'nvme', replicas: 3 }, sharedFates: [{ name: 'strip', kind: FateKind.POWER, nodes: ['w1', 'w2'] }] });

/** A nightly run with these volumes. */
function nightly(volumes: readonly Volume[] = []): Plan {
  const asked = ask(AvailabilityClass.SINGLE_POD_FLEXIBLE, { name: 'nightly', volumes: [...volumes] });
  const schedule = { schedule: '30 3 * * *' };
  const { plan } = decide({ ...asked, availabilityClass: OtherWorkload.SCHEDULED_JOB, schedule, props: { ...asked.props, ...schedule } }, given);
  if (plan === undefined) throw new Error('no plan');
  return plan;
}

const of = (plan: Plan, failure: string) =>
  outcomeOf(analysisOf(given, [plan], systemsOf({ drbd: { pool: 'nvme', replicas: 3 } })), failure, 'nightly/nightly');

test('no run writes data on which too few votes are left', () => {
  const outcome = of(nightly([Volume.data('/db', { size: Size.gib(1) })]), 'fate:strip');
  expect([inWords(outcome), outcome.why, outcome.votes]).toMatchInlineSnapshot(`
[
  "down until a person acts",
  "too few votes on its data are left: no run writes it until a person decides that",
  "drbd-replicated",
]
`);
});

test('a run without data waits for nothing but its own node', () => {
  const outcome = of(nightly(), 'fate:strip');
  expect([inWords(outcome), outcome.why, outcome.votes]).toMatchInlineSnapshot(`
[
  "down until a person acts; at best unaffected",
  "this run and all later ones wait until the node is back, or until someone deletes the Job and force-deletes its pod, because it may still be running; 24 h after its start its deadline ends it, and no later one starts before that either",
  undefined,
]
`);
});

test('a job elsewhere has no run either, while the only server is down', () => {
  expect(['node:c1', 'control-plane:sqlite'].map((failure) => inWords(of(nightly(), failure)))).toEqual([
    OutcomeKind.DOWN_UNTIL_REPAIR,
    OutcomeKind.DOWN_UNTIL_REPAIR,
  ]);
});
