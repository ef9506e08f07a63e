import { interval } from '../../lib/availability/model/interval';
import { OutcomeKind } from '../../lib/availability/model/outcome';
import { eachOnce } from '../../lib/failures/alike';
import { type FailureOutcome, Place, Through } from '../../lib/failures/outcome';
import { unaffected } from '../../lib/failures/say';

/** Every part has a value. */
const ONE: Required<FailureOutcome> = {
  kind: OutcomeKind.FAILS_OVER,
  atBest: OutcomeKind.UNAFFECTED,
  why: 'its pod moves',
  rto: interval(1, 60),
  rpo: interval(0, 5),
  rpoSource: 'storage class slow',
  rpoIfGone: interval(0, 10),
  terms: [{ name: 'start', time: interval(1, 60), source: 'health.usualStart' }],
  through: Through.NEEDED,
  of: 'office/database',
  wayInDown: 'traefik',
  degraded: { share: 0.5, time: interval(0, 60), first: { share: 0.7, time: interval(0, 10) }, addresses: ['w1'] },
  place: Place.PROVEN,
  votes: 'data',
  madeRoomFor: ['office/mail'],
  turns: 3,
  itself: unaffected('nothing of it fails'),
};

/** The same outcome, and none of its objects. */
function copyOf(outcome: FailureOutcome): FailureOutcome {
  return structuredClone(outcome);
}

test('outcomes that are alike are kept once', () => {
  const kept = eachOnce();
  expect(kept(ONE)).toBe(ONE);
  expect(kept(copyOf(ONE))).toBe(ONE);
});

/** The paths of all values in it. */
function pathsIn(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [[]];
  return Object.entries(value).flatMap(([key, part]) => pathsIn(part).map((path) => [key, ...path]));
}

function changedAt(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return typeof value === 'number' ? value + 1 : `${value}, really`;
  const changed = structuredClone(value) as { [key: string]: unknown };
  changed[key] = changedAt(changed[key], rest);
  return changed;
}

test.each(pathsIn(ONE).map((path) => path.join('.')))('one that differs in %s is kept apart', (path) => {
  const kept = eachOnce();
  kept(ONE);
  const other = changedAt(ONE, path.split('.')) as FailureOutcome;
  expect(kept(other)).toBe(other);
});

test('one without a part is kept apart from one that has it', () => {
  const kept = eachOnce();
  kept(ONE);
  const { itself: _left, ...other } = ONE;
  expect(kept(other)).toBe(other);
});
