import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass, OtherWorkload } from '../../lib/availability/ask/workload';
import { decide } from '../../lib/availability/decide';
import { OutcomeKind } from '../../lib/availability/model/outcome';
import type { Plan } from '../../lib/availability/model/plan';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import { FencingMethod } from '../../lib/cluster/node';
import { FateKind } from '../../lib/cluster/site';
import { Duration, Size } from '../../lib/cluster/units';
import { ask, control, facts, systemsOf, worker } from '../support';
import { analysisOf, inWords, outcomeOf } from './support';

const given = facts({ drbd: { pool: 'nvme', replicas: 3 }, sharedFates: [{ name: 'strip', kind: FateKind.POWER, nodes: ['w1', 'w2'] }] });

/** A nightly run with these volumes. */
function nightly(volumes: readonly Volume[] = [], within: ClusterFacts = given): Plan {
  const asked = ask(AvailabilityClass.SINGLE_POD_FLEXIBLE, { name: 'nightly', volumes: [...volumes] });
  const schedule = { schedule: '30 3 * * *' };
  const { plan } = decide({ ...asked, availabilityClass: OtherWorkload.SCHEDULED_JOB, schedule, props: { ...asked.props, ...schedule } }, within);
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

/** Workers that are fenced within a minute, or that nobody fences. */
const fencedLab = (names: readonly string[], method = FencingMethod.IPMI) =>
  facts({
    nodes: [
      control('c1'),
      ...['w1', 'w2'].map((name) => worker(name, names.includes(name) ? { fencing: { method, automatedWithin: Duration.seconds(60) } } : {})),
    ],
    storage: {},
  });

test('a run whose node is fenced starts again, whether or not the other nodes are', () => {
  const one = fencedLab(['w1']);
  const analysis = analysisOf(one, [nightly([], one)]);
  const of1 = (failure: string) => outcomeOf(analysis, failure, 'nightly/nightly');
  expect(['node:w1', 'node:w2'].map((failure) => inWords(of1(failure)))).toMatchInlineSnapshot(`
[
  "fails over in 41 s to 2 min 7 s; at best unaffected",
  "down until a person acts; at best unaffected",
]
`);
  expect(of1('node:w1').terms.map(({ name, source }) => [name, source !== ''])).toEqual([
    ['fencing', true],
    ['deletion by force', true],
    ['retry', true],
    ['start', true],
  ]);
});

test('a job whose nodes are all fenced has a time, and its plan says the same', () => {
  const all = fencedLab(['w1', 'w2']);
  const plan = nightly([], all);
  expect(inWords(outcomeOf(analysisOf(all, [plan]), 'node:w2', 'nightly/nightly'))).toMatchInlineSnapshot(
    `"fails over in 41 s to 2 min 7 s; at best unaffected"`,
  );
  expect(outcomeOf(analysisOf(all, [plan]), 'node:w2', 'nightly/nightly').rto).toEqual(plan.outcome?.time);
});
