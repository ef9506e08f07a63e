import { VoteRule } from '../../lib/failures/contribution';
import { type Count, hasQuorum } from '../../lib/failures/votes';
import { fc, runs } from '../property';

const count = (here: number, all: number, over: Partial<Count> = {}): Count => ({ here, all, tiebreakersHere: 0, tiebreakers: 0, had: true, ...over });
const row = (rule: VoteRule, all: number, over: Partial<Count> = {}) =>
  Array.from({ length: all + 1 }, (_, here) => (hasQuorum(rule, count(here, all, over)) ? 'yes' : 'no')).join(' ');

test('a majority of members goes on: an even number stands no more losses than the odd one below it', () => {
  expect(Object.fromEntries([1, 2, 3, 4, 5, 6].map((all) => [all, row(VoteRule.MAJORITY, all)]))).toEqual({
    1: 'no yes',
    2: 'no no yes',
    3: 'no no yes yes',
    4: 'no no no yes yes',
    5: 'no no no yes yes yes',
    6: 'no no no no yes yes yes',
  });
});

test('one server, or state outside of the servers: one is enough; a provider needs none of the nodes', () => {
  expect(row(VoteRule.ONE, 3)).toBe('no yes yes yes');
  expect(row(VoteRule.EXTERNAL, 3)).toBe('yes yes yes yes');
});

test('DRBD: half of the copies keep a quorum with the tiebreaker, and never get one back with it', () => {
  expect({
    'two copies alone': row(VoteRule.DRBD, 2),
    'two copies, the tiebreaker is here': row(VoteRule.DRBD, 2, { tiebreakersHere: 1, tiebreakers: 1 }),
    'two copies, the tiebreaker is elsewhere': row(VoteRule.DRBD, 2, { tiebreakers: 1 }),
    'two copies after a loss of power, the tiebreaker is here': row(VoteRule.DRBD, 2, { tiebreakersHere: 1, tiebreakers: 1, had: false }),
    'three copies': row(VoteRule.DRBD, 3),
    'one copy of two left in an orderly way': row(VoteRule.DRBD, 1),
    'four copies, one of two tiebreakers': row(VoteRule.DRBD, 4, { tiebreakersHere: 1, tiebreakers: 2 }),
  }).toEqual({
    'two copies alone': 'no no yes',
    'two copies, the tiebreaker is here': 'no yes yes',
    'two copies, the tiebreaker is elsewhere': 'no no yes',
    'two copies after a loss of power, the tiebreaker is here': 'no no yes',
    'three copies': 'no no yes yes',
    'one copy of two left in an orderly way': 'no yes',
    'four copies, one of two tiebreakers': 'no no no yes yes',
  });
});

const sides = fc.record({ all: fc.integer({ min: 1, max: 9 }), tiebreakers: fc.integer({ min: 0, max: 3 }) }).chain(({ all, tiebreakers }) =>
  fc.record({
    here: fc.integer({ min: 0, max: all }),
    all: fc.constant(all),
    tiebreakersHere: fc.integer({ min: 0, max: tiebreakers }),
    tiebreakers: fc.constant(tiebreakers),
  }),
);

test('never do both sides of a cut go on', () => {
  fc.assert(
    fc.property(sides, fc.constantFrom(VoteRule.MAJORITY, VoteRule.DRBD), ({ here, all, tiebreakersHere, tiebreakers }, rule) => {
      const other = { here: all - here, all, tiebreakersHere: tiebreakers - tiebreakersHere, tiebreakers, had: true };
      expect(hasQuorum(rule, { here, all, tiebreakersHere, tiebreakers, had: true }) && hasQuorum(rule, other)).toBe(false);
    }),
    runs(2000),
  );
});

test('one more vote never costs a quorum', () => {
  fc.assert(
    fc.property(sides, fc.constantFrom(...Object.values(VoteRule)), fc.boolean(), (side, rule, had) => {
      const before = hasQuorum(rule, { ...side, had });
      if (before && side.here < side.all) expect(hasQuorum(rule, { ...side, here: side.here + 1, had })).toBe(true);
    }),
    runs(2000),
  );
});
