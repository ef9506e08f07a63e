import { decide } from '../../lib/availability/decide';
import { amongOthers } from '../../lib/availability/fleet/outcomes';
import { OutcomeKind } from '../../lib/availability/model/outcome';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import type { Analysis } from '../../lib/failures/analyse';
import { FailureKind } from '../../lib/failures/failure';
import { type FailureOutcome, harm } from '../../lib/failures/outcome';
import { apps, classes, clusters } from '../availability/arbitraries';
import { fc, runs } from '../property';
import { ask } from '../support';
import { analysisOf, outcomeOf } from './support';

const NEW = 'one-more';
const asked = fc.array(fc.tuple(classes, apps), { minLength: 1, maxLength: 3 });

function analysed(facts: ClusterFacts, all: readonly (readonly [Parameters<typeof ask>[0], object])[]): Analysis {
  const plans = all.flatMap(([availabilityClass, props], index) => decide(ask(availabilityClass, { ...props, name: `app${index}` }), facts).plan ?? []);
  return analysisOf(facts, amongOthers(plans, facts), [], { kinds: Object.values(FailureKind) });
}

/** With a node more there is a place, and the volume still hangs on the dead node: now a person can help, where before only a repair could. */
function isHelpToBe(before: FailureOutcome, after: FailureOutcome): boolean {
  return before.kind === OutcomeKind.DOWN_UNTIL_REPAIR && after.kind === OutcomeKind.DOWN_UNTIL_ACTION;
}

test('one more worker like another makes no failure worse that leaves it alive', () => {
  fc.assert(
    fc.property(clusters, asked, fc.nat(), (facts, all, pick) => {
      const workers = facts.nodes.filter(({ name }) => name.startsWith('w'));
      const like = workers[pick % workers.length];
      if (like === undefined) return;
      const [few, many] = [analysed(facts, all), analysed({ ...facts, nodes: [...facts.nodes, { ...like, name: NEW }] }, all)];
      const same = few.failures.filter(({ id }) => many.failures.some((one) => one.id === id && !one.dead.includes(NEW)));
      const worse = same.flatMap(({ id }) =>
        few.apps.flatMap((app) => {
          const [before, after] = [outcomeOf(few, id, app), outcomeOf(many, id, app)];
          return harm(after.kind) <= harm(before.kind) || isHelpToBe(before, after) ? [] : [`${app}, ${id}: ${before.kind}, then ${after.kind}`];
        }),
      );
      expect(worse).toEqual([]);
    }),
    runs(2000),
  );
});
