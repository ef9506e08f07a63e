import { interval, NEVER } from '../../lib/availability/model/interval';
import type { Degraded } from '../../lib/failures/outcome';
import { together } from '../../lib/failures/shares';
import { fc, runs } from '../property';

const half = (seconds: number): Degraded => ({ share: 0.5, time: interval(0, seconds) });
const forGood: Degraded = { share: 0.25, time: NEVER, addresses: ['w1'] };

test('two parts of the requests fail together until the shorter one ends, and then the longer one', () => {
  expect(together(half(60), forGood, false)).toEqual({ ...forGood, first: { share: 0.625, time: interval(0, 60) } });
  expect(together(half(60), half(90), false)).toEqual({ ...half(90), first: { share: 0.75, time: interval(0, 60) } });
  expect(together(forGood, forGood, false)).toEqual({ ...forGood, share: 0.4375 });
});

test('the same requests fail once', () => {
  expect(together(half(60), forGood, true)).toEqual({ ...forGood, first: { share: 0.5, time: interval(0, 60) } });
  expect(together(half(60), { ...forGood, share: 0.5 }, true)).toEqual({ ...forGood, share: 0.5 });
});

test('what is not known is no share, and stays unknown as long as it lasts', () => {
  expect(together({ time: interval(0, 90) }, half(60), false)).toEqual({ time: interval(0, 90) });
  expect(together({ time: interval(0, 60) }, forGood, false)).toEqual(forGood);
});

const ends = fc.constantFrom(10, 60, 90, Number.POSITIVE_INFINITY);
const parts: fc.Arbitrary<Degraded> = fc
  .record({ share: fc.double({ min: 0, max: 1, noNaN: true }), end: ends, more: fc.option(fc.double({ min: 0, max: 1, noNaN: true })) })
  .map(({ share, end, more }) => ({
    share,
    time: interval(0, end),
    ...(more === null || more <= share ? {} : { first: { share: more, time: interval(0, 5) } }),
  }));
const at = ({ share = 1, time, first }: Degraded, second: number) =>
  first !== undefined && second < first.time.max ? first.share : second < time.max ? share : 0;

test('together they are never less than one of them, and never more than all requests', () => {
  fc.assert(
    fc.property(parts, parts, fc.boolean(), fc.constantFrom(1, 7, 30, 70, 1000), (one, other, isSame, second) => {
      const both = together(one, other, isSame);
      const share = at(both, second);
      expect(share).toBeGreaterThanOrEqual(Math.max(at(one, second), at(other, second)) - 1e-9);
      expect(share).toBeLessThanOrEqual(1);
      expect(both).toEqual(together(other, one, isSame));
    }),
    runs(500),
  );
});
