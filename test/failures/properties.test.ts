import { VolumeTie } from '../../lib/availability/ask/volume/traits';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { decide } from '../../lib/availability/decide';
import { amongOthers } from '../../lib/availability/fleet/outcomes';
import { interval } from '../../lib/availability/model/interval';
import { isDown, OutcomeKind } from '../../lib/availability/model/outcome';
import { nodesOf, type Plan } from '../../lib/availability/model/plan';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import { Size } from '../../lib/cluster/units';
import type { Analysis } from '../../lib/failures/analyse';
import { FailureKind } from '../../lib/failures/failure';
import { type FailureOutcome, harm, worse } from '../../lib/failures/outcome';
import { minutesDown, yearOf } from '../../lib/failures/year';
import { linstor } from '../../lib/systems/linstor/system';
import { apps, classes, clusters } from '../availability/arbitraries';
import { fc, runs } from '../property';
import { ask, control, facts, planOf, systemsOf, worker } from '../support';
import { analysisOf, outcomeOf } from './support';

/** A cluster with a few apps of all kinds, sound or not, that some node can run. */
const scenes = fc.record({ facts: clusters, asked: fc.array(fc.tuple(classes, apps), { minLength: 1, maxLength: 4 }) }).map(({ facts, asked }) => {
  const plans = asked
    .flatMap(([availabilityClass, props], index) => decide(ask(availabilityClass, { ...props, name: `app${index}` }), facts).plan ?? [])
    .filter((plan) => nodesOf(plan).length > 0);
  return { facts, plans: amongOthers(plans, facts) };
});

function copiesOf({ storage }: ClusterFacts): number | undefined {
  return storage.classes.find(({ madeBy, nodeLocal }) => madeBy !== undefined && !nodeLocal)?.copies;
}

/** LINSTOR contributes where its classes are. */
function analysed({ facts, plans }: { readonly facts: ClusterFacts; readonly plans: readonly Plan[] }): Analysis {
  const replicas = copiesOf(facts);
  return analysisOf(facts, plans, replicas === undefined ? [] : [linstor({ pool: 'nvme', replicas })], { kinds: Object.values(FailureKind) });
}

const times = ({ rto, rpo, rpoIfGone, terms, degraded }: FailureOutcome) => [
  rto,
  rpo,
  rpoIfGone,
  ...terms.map(({ time }) => time),
  degraded?.time ?? interval(0, 0),
];

/** What is wrong with an outcome, whatever the cluster. */
function nonsense(outcome: FailureOutcome): string[] {
  const share = outcome.degraded?.share ?? 0;
  return [
    ...times(outcome).flatMap(({ min, max }) => (min >= 0 && min <= max ? [] : [`a time of ${min} to ${max}`])),
    ...(harm(outcome.atBest) <= harm(outcome.kind) ? [] : [`${outcome.atBest} at best, ${outcome.kind} at worst`]),
    ...(share >= 0 && share <= 1 ? [] : [`a share of ${share}`]),
    ...(minutesDown(outcome, 60) >= 0 ? [] : ['minutes below 0']),
  ];
}

/**
 * Nothing is left that a person could use: that is no better, although nobody has to decide anything. And nobody takes over who lacks the
 * last writes: that is no better either, although these are not lost.
 */
function isStuckAnyway(both: FailureOutcome, one: FailureOutcome): boolean {
  return (
    (one.kind === OutcomeKind.DOWN_UNTIL_ACTION && both.kind === OutcomeKind.DOWN_UNTIL_REPAIR) || (one.kind === OutcomeKind.DATA_LOST && isDown(both.kind))
  );
}

/** Whether it makes room for others that start elsewhere: if these are gone, too, nobody drives it away. */
function makesRoom({ room, failures }: Analysis, node: string, app: string): boolean {
  return room[failures.findIndex(({ id }) => id === `node:${node}`)]?.sacrificed.has(app) === true;
}

/** Where the loss of two nodes is better than that of one of them. */
function betterWithout(analysis: Analysis): string[] {
  const { failures, apps } = analysis;
  return failures
    .filter(({ kind }) => kind === FailureKind.PAIR)
    .flatMap(({ id, dead }) =>
      apps.flatMap((app) =>
        dead.flatMap((node) => {
          const [both, one] = [outcomeOf(analysis, id, app), outcomeOf(analysis, `node:${node}`, app)];
          if (harm(both.kind) >= harm(one.kind) || isStuckAnyway(both, one) || makesRoom(analysis, node, app)) return [];
          return [`${app}: ${id} ${both.kind}, ${node} alone ${one.kind}`];
        }),
      ),
    );
}

/** What must not depend on the order of the apps. */
function inOrderOf(apps: readonly string[], analysis: Analysis): readonly unknown[] {
  const whole = ({ kind, atBest, rto, rpo, place, of }: FailureOutcome) => ({ kind, atBest, rto, rpo, place, of });
  return apps.map((app) => analysis.failures.map(({ id }) => whole(outcomeOf(analysis, id, app))));
}

// One test, because most of its time goes into the clusters.
test('in any cluster, times are times, a second dead node helps nobody, and the order of the apps decides nothing', () => {
  fc.assert(
    fc.property(scenes, ({ facts, plans }) => {
      const analysis = analysed({ facts, plans });
      const years = yearOf(analysis).filter(({ minutes, plannedMinutes }) => !(minutes >= plannedMinutes && plannedMinutes >= 0 && Number.isFinite(minutes)));
      expect([...analysis.outcomes.flat().flatMap(nonsense), ...betterWithout(analysis), ...years]).toEqual([]);
      const reversed = analysed({ facts, plans: [...plans].reverse() });
      expect(inOrderOf(analysis.apps, reversed)).toEqual(inOrderOf(analysis.apps, analysis));
    }),
    runs(2000),
  );
});

test('nothing depends on the order of the nodes', () => {
  const sizes = [4, 8, 16, 6];
  const of = (order: readonly number[]) => {
    const given = facts({ nodes: [...order.map((index) => worker(`w${index}`, { memory: Size.gib(sizes[index] ?? 4) })), control('c1')] });
    const plans = amongOthers(
      ['a', 'b', 'c'].map((name) => planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { name, volumes: [Volume.data('/db', { size: Size.gib(1) })] }, given)),
      given,
    );
    const { failures, outcomes } = analysisOf(given, plans, systemsOf(), { kinds: Object.values(FailureKind) });
    return { failures, outcomes };
  };
  fc.assert(
    fc.property(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (order) => expect(of(order)).toEqual(of([0, 1, 2, 3]))),
    runs(24),
  );
});

test('has what the plan promises for the crash of its node, in any cluster', () => {
  fc.assert(
    fc.property(clusters, classes, apps, (facts, availabilityClass, props) => {
      const { plan } = decide(ask(availabilityClass, props), facts);
      if (plan?.outcome === undefined || nodesOf(plan).length === 0 || (plan.fitting ?? []).length === 0) return;
      // Two designs that are refused, of which the plan still promises more: data on one node, and a replicated class with one copy.
      if (plan.volumeTie === VolumeTie.LOCAL || copiesOf(facts) === 1) return;
      const special = new Set((plan.outcome.unless ?? []).map(({ node }) => node));
      const analysis = analysed({ facts, plans: [plan] });
      const usual = nodesOf(plan).filter((node) => !special.has(node));
      if (usual.length === 0) return;
      const worst = usual.map((node) => outcomeOf(analysis, `node:${node}`, 'blog/blog')).reduce(worse);
      expect(worst.kind === OutcomeKind.DATA_LOST ? OutcomeKind.FAILS_OVER : worst.kind).toBe(plan.outcome.kind);
      if (worst.kind === OutcomeKind.FAILS_OVER) expect(worst.rto).toEqual(plan.outcome.time);
    }),
    runs(2000),
  );
});
