import { OutcomeKind } from '../../lib/availability/model/outcome';
import { changeOf, changesInWords } from '../../lib/cli/cell-change';
import { FailureKind } from '../../lib/failures/failure';
import type { ReportEffect } from '../../lib/report/failures';

const failure = { id: 'site:home', kind: FailureKind.SITE, name: 'home', nodes: [], effects: [], steps: [], moves: [], sacrificed: [] };
const effect = (kind: OutcomeKind, more: Partial<ReportEffect> = {}): ReportEffect => ({ kind, why: '', terms: [], apps: ['wiki/wiki'], ...more });
const inWords = (before: ReportEffect | undefined, after: ReportEffect | undefined) =>
  changesInWords([changeOf({ app: 'wiki/wiki', failure, before, after })]).join();

test('what is lost for good is told on both sides, if it is not the same', () => {
  const allLost = effect(OutcomeKind.DOWN_UNTIL_REPAIR, { lostIfGoneSeconds: { min: 0 } });
  expect(inWords(allLost, effect(OutcomeKind.DOWN_UNTIL_ACTION))).toMatchInlineSnapshot(
    `"site home: until repair, and all its data is lost if what failed never comes back → a person must act, and nothing is lost for good, for wiki"`,
  );
  expect(inWords(allLost, effect(OutcomeKind.DOWN_UNTIL_ACTION, { lostIfGoneSeconds: { min: 0, max: 60 } }))).toMatchInlineSnapshot(
    `"site home: until repair, and all its data is lost if what failed never comes back → a person must act, and up to 60 s of writes are lost if what failed never comes back, for wiki"`,
  );
  expect(inWords(allLost, effect(OutcomeKind.UNAFFECTED))).toMatchInlineSnapshot(
    `"site home: until repair, and all its data is lost if what failed never comes back → unaffected, for wiki"`,
  );
  expect(inWords(undefined, effect(OutcomeKind.UNAFFECTED, { lostIfGoneSeconds: { min: 0 } }))).toMatchInlineSnapshot(
    `"site home: unaffected → unaffected, but all its data is lost if what failed never comes back, for wiki"`,
  );
  expect(inWords(effect(OutcomeKind.FAILS_OVER, { downSeconds: { min: 0, max: 60 }, lostIfGoneSeconds: { min: 0 } }), allLost)).toMatchInlineSnapshot(
    `"site home: 0 s to 60 s → until repair, for wiki"`,
  );
});
