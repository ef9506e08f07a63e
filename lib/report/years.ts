import { grouped } from '../cluster/grouped';
import type { Analysis } from '../failures/analyse';
import { type RateWish, yearOf } from '../failures/year';

/** How long each of some apps is expected to be down in a year, in minutes, in its worst place. Failures without a rate are not counted. */
export interface ReportYear {
  /** As `namespace/name`: those for which the rest is the same. */
  readonly apps: readonly string[];
  readonly minutes: number;
  /** Of these, for planned work. */
  readonly plannedMinutes: number;
  /** What takes how much of it, the worst first. Less than 3 s is left out. */
  readonly by: readonly { readonly failure: string; readonly minutes: number }[];
}

/** Minutes down in a year, to one decimal. */
export function yearsOf(analysis: Analysis, rates: RateWish = {}): readonly ReportYear[] {
  const years = yearOf(analysis, rates).map(({ app, minutes, plannedMinutes, by }) => {
    const told = by.map((one) => ({ failure: one.failure, minutes: rounded(one.minutes) })).filter((one) => one.minutes > 0);
    return { app, year: { minutes: rounded(minutes), plannedMinutes: rounded(plannedMinutes), by: told } };
  });
  const alike = grouped(years.map((one) => [JSON.stringify(one.year), one] as const));
  return [...alike.values()].flatMap((some) => some.slice(0, 1).map(({ year }) => ({ apps: some.map(({ app }) => app), ...year })));
}

/** The year of each app, by its name. */
export function yearsByApp(years: readonly ReportYear[]): ReadonlyMap<string, ReportYear> {
  return new Map(years.flatMap((year) => year.apps.map((app) => [app, year] as const)));
}

function rounded(minutes: number): number {
  return Math.round(minutes * 10) / 10;
}
