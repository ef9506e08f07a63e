import { grouped } from '../cluster/grouped';
import { listed } from '../cluster/names';
import type { ReportFailure, ReportRate } from './failures';
import { failureInWords, kindInWords } from './words';

/** What the minutes of a year say, and what they leave out. */
export const ABOUT_MINUTES =
  'The minutes of a year are those to expect with these rates, in the worst place. While a part of the requests fails, that part of the time counts, or all of it if the share is not known. An upgrade counts once for each node that an app may be on when its turn comes. What has no rate here is not counted.';

/** Minutes of several apps, in one cell. */
export function spanOf(minutes: readonly number[]): string {
  const [least, most] = [Math.min(...minutes), Math.max(...minutes)];
  return Math.round(least) === Math.round(most) ? `${Math.round(most)}` : `${Math.round(least)} to ${Math.round(most)}`;
}

/** Equal rates once. */
export function ratesIn(failures: readonly ReportFailure[]): readonly { readonly named: string; readonly rate: ReportRate }[] {
  const counted = failures.flatMap((failure) => (failure.rate === undefined ? [] : [{ failure, rate: failure.rate }]));
  const alike = grouped(counted.map((one) => [JSON.stringify([one.failure.kind, one.rate]), one] as const));
  return [...alike.values()].flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    return [
      { named: some.length > 2 ? `each ${kindInWords(first.failure.kind)}` : listed(some.map(({ failure }) => failureInWords(failure))), rate: first.rate },
    ];
  });
}
