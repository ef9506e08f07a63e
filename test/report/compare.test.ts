import { OutcomeKind } from '../../lib/availability/model/outcome';
import { FailureKind } from '../../lib/failures/failure';
import { Place } from '../../lib/failures/outcome';
import { compared, isWorse, order } from '../../lib/report/compare';
import type { ReportEffect, ReportFailure } from '../../lib/report/failures';
import type { Report } from '../../lib/report/report';

const effect = (kind: OutcomeKind, more: Partial<ReportEffect> = {}): ReportEffect => ({ kind, why: '', terms: [], apps: ['wiki/wiki'], ...more });
const failsOver = (max: number) => effect(OutcomeKind.FAILS_OVER, { downSeconds: { min: 0, max } });
const failure = (kind: FailureKind, name: string, ...effects: readonly ReportEffect[]): ReportFailure => ({
  id: `${kind}:${name}`,
  kind,
  name,
  nodes: [],
  effects,
  steps: [],
  moves: [],
  sacrificed: [],
});

/** A report of one app, with what each failure takes of its year. */
function report(failures: readonly ReportFailure[], minutes: { readonly [failure: string]: number } = {}): Report {
  const by = Object.entries(minutes).map(([one, of]) => ({ failure: one, minutes: of }));
  const years = [{ apps: ['wiki/wiki'], minutes: by.reduce((sum, one) => sum + one.minutes, 0), plannedMinutes: 0, by }];
  return { failures, years } as Partial<Report> as Report;
}

const told = ({ better, worse }: ReturnType<typeof compared>) => ({
  better: better.map(({ failure: { id } }) => id),
  worse: worse.map(({ failure: { id } }) => id),
});

test('from harmless to harmful: each is worse than those before it', () => {
  const all = [
    undefined,
    effect(OutcomeKind.UNAFFECTED, { lostIfGoneSeconds: { min: 0, max: 60 } }),
    effect(OutcomeKind.UNAFFECTED, { lostIfGoneSeconds: { min: 0 } }),
    effect(OutcomeKind.DEGRADED, { degraded: { share: 0.3, seconds: { min: 0, max: 60 } } }),
    effect(OutcomeKind.DEGRADED, { degraded: { share: 0.5, seconds: { min: 0, max: 30 } } }),
    effect(OutcomeKind.DEGRADED, { degraded: { share: 0.5 } }),
    effect(OutcomeKind.DEGRADED, { degraded: { share: 0.5, first: { share: 1, seconds: { min: 0, max: 10 } } } }),
    failsOver(30),
    failsOver(31),
    effect(OutcomeKind.DOWN_UNTIL_REPAIR),
    effect(OutcomeKind.DOWN_UNTIL_ACTION),
    effect(OutcomeKind.DATA_LOST, { downSeconds: { min: 0, max: 30 }, lostSeconds: { min: 0, max: 5 } }),
    effect(OutcomeKind.DATA_LOST, { downSeconds: { min: 0, max: 30 }, lostSeconds: { min: 0, max: 6 } }),
  ];
  for (const [at, one] of all.entries()) for (const [than, other] of all.entries()) expect(order(one, other)).toBe(Math.sign(at - than));
});

test.each([
  [
    'data that is lost for good, for a person who would have to act',
    effect(OutcomeKind.DOWN_UNTIL_ACTION),
    effect(OutcomeKind.DOWN_UNTIL_REPAIR, { lostIfGoneSeconds: { min: 0 } }),
  ],
  [
    'an hour of lost writes, for one second less of down time',
    effect(OutcomeKind.DATA_LOST, { downSeconds: { min: 0, max: 60 }, lostSeconds: { min: 0, max: 10 } }),
    effect(OutcomeKind.DATA_LOST, { downSeconds: { min: 0, max: 59 }, lostSeconds: { min: 0, max: 3600 } }),
  ],
  [
    'requests that fail without end, for one percent fewer of them',
    effect(OutcomeKind.DEGRADED, { degraded: { share: 0.5, seconds: { min: 0, max: 60 } } }),
    effect(OutcomeKind.DEGRADED, { degraded: { share: 0.49 } }),
  ],
  ['writes that are lost without a limit, for none', failsOver(60), effect(OutcomeKind.DATA_LOST, { downSeconds: { min: 0, max: 60 } })],
])('what is worse in one way is worse, whatever is better in another: %s', (_, before, after) => {
  expect(isWorse(after, before)).toBe(true);
  expect(isWorse(before, before)).toBe(false);
});

describe('a person who may decide that a copy goes on, where before all waited for a repair', () => {
  const allLost = effect(OutcomeKind.DOWN_UNTIL_REPAIR, { lostIfGoneSeconds: { min: 0 } });

  test('is better if less is lost for good, because the repair brings it back as before', () => {
    const copyLives = effect(OutcomeKind.DOWN_UNTIL_ACTION);
    expect([isWorse(copyLives, allLost), isWorse(allLost, copyLives)]).toEqual([false, true]);
    const before = report([failure(FailureKind.SITE, 'a', allLost)]);
    expect(told(compared(before, report([failure(FailureKind.SITE, 'a', copyLives)])))).toEqual({ better: ['site:a'], worse: [] });
  });

  test('is worse if as much is lost for good', () => {
    expect(isWorse(effect(OutcomeKind.DOWN_UNTIL_ACTION, { lostIfGoneSeconds: { min: 0 } }), allLost)).toBe(true);
    expect(isWorse(effect(OutcomeKind.DOWN_UNTIL_ACTION), effect(OutcomeKind.DOWN_UNTIL_REPAIR))).toBe(true);
  });

  test('is worse in one way if others have taken its room, because a repair alone brings it back no more', () => {
    const noRoom = effect(OutcomeKind.DOWN_UNTIL_ACTION, { place: Place.IMPOSSIBLE });
    expect([isWorse(noRoom, allLost), isWorse(allLost, noRoom)]).toEqual([true, true]);
  });
});

test('fewer requests that fail for the same time are better', () => {
  const half = effect(OutcomeKind.DEGRADED, { degraded: { share: 0.5, seconds: { min: 0, max: 60 } } });
  const third = effect(OutcomeKind.DEGRADED, { degraded: { share: 0.3, seconds: { min: 0, max: 60 } } });
  expect([isWorse(half, third), isWorse(third, half)]).toEqual([true, false]);
});

test('a pod that is not there is the same as one to which nothing happens', () => {
  expect(order(effect(OutcomeKind.UNAFFECTED), undefined)).toBe(0);
});

test('a failure of both', () => {
  const before = report([
    failure(FailureKind.NODE, 'a', failsOver(60)),
    failure(FailureKind.NODE, 'b', failsOver(60)),
    failure(FailureKind.NODE, 'c', failsOver(60)),
  ]);
  const after = report([
    failure(FailureKind.NODE, 'a', failsOver(50)),
    failure(FailureKind.NODE, 'b'),
    failure(FailureKind.NODE, 'c', effect(OutcomeKind.DOWN_UNTIL_REPAIR)),
  ]);
  expect(told(compared(before, after))).toEqual({ better: ['node:a', 'node:b'], worse: ['node:c'] });
});

test('a failure that is new is worse only if none of its kind did as much before', () => {
  const before = report([failure(FailureKind.NODE, 'a', failsOver(60))]);
  const same = report([failure(FailureKind.NODE, 'a', failsOver(60)), failure(FailureKind.NODE, 'b', failsOver(60))]);
  const more = report([failure(FailureKind.NODE, 'a', failsOver(60)), failure(FailureKind.NODE, 'b', failsOver(61))]);
  const other = report([failure(FailureKind.NODE, 'a', failsOver(60)), failure(FailureKind.LINK, 'b', failsOver(1))]);
  expect(told(compared(before, same))).toEqual({ better: [], worse: [] });
  expect(told(compared(before, more))).toEqual({ better: [], worse: ['node:b'] });
  expect(told(compared(before, other))).toEqual({ better: [], worse: ['link:b'] });
});

test('a zone that one of them does not name is in no minutes, for it can fail in both', () => {
  const before = report([failure(FailureKind.NODE, 'a'), failure(FailureKind.ZONE, 'old')], { 'node:a': 10, 'zone:old': 5 });
  const after = report([failure(FailureKind.NODE, 'a'), failure(FailureKind.ZONE, 'new')], { 'node:a': 8, 'zone:new': 7 });
  expect(compared(before, after).minutes).toEqual([{ app: 'wiki/wiki', before: 10, after: 8 }]);
  const node = report([failure(FailureKind.NODE, 'a'), failure(FailureKind.NODE, 'b')], { 'node:a': 10, 'node:b': 5 });
  expect(compared(report([failure(FailureKind.NODE, 'a')], { 'node:a': 10 }), node).minutes).toEqual([{ app: 'wiki/wiki', before: 10, after: 15 }]);
});
