import type { Interval } from '../availability/model/interval';
import type { Degraded } from './outcome';

/**
 * Two parts of the requests that fail: a request is served if it fails in neither. Parts that are known for a longer time than two steps
 * tell have their largest share until the last step.
 *
 * @param isSame both are the same requests, and not each a part of all
 */
export function together(one: Degraded, other: Degraded, isSame: boolean): Degraded {
  const times = [...timesOf(one), ...timesOf(other)].filter(({ max }) => max > 0).sort((a, b) => a.max - b.max || a.min - b.min);
  const last = times.at(-1);
  if (last === undefined) return one;
  const before = times.filter(({ max }) => max < last.max);
  const until = before.at(-1);
  const failingFrom = (second: number) => merged(shareAt(one, second), shareAt(other, second), isSame);
  const share = failingFrom(until?.max ?? 0);
  const earlier = [0, ...before.slice(0, -1).map(({ max }) => max)].map(failingFrom);
  const most = until === undefined ? undefined : earlier.reduce(larger);
  const addresses = [...new Set([...(one.addresses ?? []), ...(other.addresses ?? [])])];
  return {
    ...(share === undefined ? {} : { share }),
    time: last,
    ...(until === undefined || most === undefined || most <= (share ?? 1) ? {} : { first: { share: most, time: until } }),
    ...(addresses.length === 0 ? {} : { addresses }),
  };
}

function timesOf({ first, time }: Degraded): readonly Interval[] {
  return first === undefined ? [time] : [first.time, time];
}

/** From that second on. Undefined: not known. */
function shareAt({ first, share, time }: Degraded, second: number): number | undefined {
  if (first !== undefined && first.time.max > second) return first.share;
  return time.max > second ? share : 0;
}

function merged(one: number | undefined, other: number | undefined, isSame: boolean): number | undefined {
  if (one === undefined || other === undefined) return undefined;
  return isSame ? Math.max(one, other) : 1 - (1 - one) * (1 - other);
}

function larger(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : Math.max(one, other);
}
