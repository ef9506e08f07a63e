import { NOTHING } from '../availability/model/interval';
import { OutcomeKind } from '../availability/model/outcome';
import type { Analysis } from './analyse';
import { type Failure, FailureKind, isPlanned } from './failure';
import { type FailureOutcome, isPartly } from './outcome';

/** How often something fails, how long its repair takes, and who says so. */
export interface Rate {
  readonly perYear: number;
  readonly repairMinutes: number;
  readonly source: string;
}

const DEAN = 'J. Dean, Designs, Lessons and Advice from Building Large Distributed Systems (LADIS 2009)';

/** Defaults: of large, old clusters, as nobody publishes those of homes. Your own numbers are better. */
export const RATES: { readonly [kind in FailureKind]?: Rate } = {
  [FailureKind.NODE]: { perYear: 2, repairMinutes: 60, source: `${DEAN}: a machine crashes at least twice a year; the time of a repair is an estimate` },
  [FailureKind.ZONE]: { perYear: 1, repairMinutes: 360, source: `${DEAN}: one failure of power distribution in the first year, about 6 h to come back` },
  [FailureKind.SITE]: { perYear: 0.5, repairMinutes: 1440, source: `${DEAN}: half an overheating in the first year, 1 to 2 days to recover` },
  [FailureKind.FATE]: { perYear: 1, repairMinutes: 360, source: `${DEAN}: one failure of power distribution in the first year, about 6 h to come back` },
  [FailureKind.LINK]: { perYear: 12, repairMinutes: 5, source: `${DEAN}: 12 reloads of routers in the first year, a few minutes each` },
  [FailureKind.CONTROL_PLANE]: { perYear: 1, repairMinutes: 60, source: 'an estimate' },
  [FailureKind.ENTRY]: { perYear: 1, repairMinutes: 30, source: 'an estimate: a wrong configuration, noticed and taken back' },
  [FailureKind.UPGRADE]: {
    perYear: 4,
    repairMinutes: 10,
    source: 'Kubernetes has three minor versions a year, and kernels want a restart; a restart of 10 min is an estimate',
  },
};

/** Own numbers in place of the defaults: by the id of a failure, or by its kind. */
export interface RateWish {
  readonly [failure: string]: Partial<Omit<Rate, 'source'>>;
}

/** How long an app is expected to be down in a year, in minutes. */
export interface YearOfApp {
  readonly app: string;
  readonly minutes: number;
  /** Of these, the planned ones. */
  readonly plannedMinutes: number;
  /** What takes most of it, the worst first. */
  readonly by: readonly { readonly failure: string; readonly minutes: number }[];
}

const MINUTE = 60;

/** How long a failure keeps an app from those who use it, in minutes, in its worst place. A part of the requests counts as that part, an unknown part as all, and what no request notices as nothing. */
export function minutesDown(outcome: FailureOutcome, repairMinutes: number): number {
  const { kind, rto, degraded, turns } = outcome;
  if (kind === OutcomeKind.UNAFFECTED) return 0;
  // What comes back by itself is not repaired any sooner.
  const down = Math.min(rto.max / MINUTE, repairMinutes);
  const often = turns ?? 1;
  if (!isPartly(outcome)) return often * down;
  const { share = 1, time = NOTHING, first = { share, time: NOTHING }, addresses } = degraded ?? {};
  // Each address has its own turn, whatever moves the app has.
  const parts = turns === undefined ? 1 : (addresses?.length ?? turns);
  const more = Math.max(0, first.share - share) * Math.min(first.time.max / MINUTE, repairMinutes - down);
  return often * down + parts * (more + share * Math.min(time.max / MINUTE, repairMinutes - down));
}

/** Expected minutes down of each app: of each failure, how often it comes, and how long it takes, added up. What fails together is a failure of its own. */
export function yearOf({ failures, apps, outcomes }: Analysis, own: RateWish = {}): readonly YearOfApp[] {
  const rates = ratesOf(failures, own);
  return apps.map((app, index) => {
    const by: { readonly failure: string; readonly minutes: number }[] = [];
    let [minutes, plannedMinutes] = [0, 0];
    for (const [at, failure] of failures.entries()) {
      const [rate, outcome] = [rates[at], outcomes[at]?.[index]];
      if (rate === undefined || outcome === undefined) continue;
      const down = rate.perYear * minutesDown(outcome, rate.repairMinutes);
      if (down <= 0) continue;
      minutes += down;
      if (isPlanned(failure)) plannedMinutes += down;
      by.push({ failure: failure.id, minutes: down });
    }
    by.sort((one, other) => other.minutes - one.minutes || (one.failure < other.failure ? -1 : 1));
    return { app, minutes, plannedMinutes, by };
  });
}

/**
 * The rate of each failure; undefined if it is not counted. A node that is a whole site fails as the node does, and as the site. Of what else
 * takes the same nodes only the one that keeps them away longest counts, unless somebody gives one a number of its own.
 */
export function ratesOf(failures: readonly Failure[], own: RateWish = {}): readonly (Rate | undefined)[] {
  const rates = failures.map((failure) => rateOf(failure, own));
  const worst = new Map<string, Failure>();
  const minutesOf = (failure: Failure) => {
    const { perYear = 0, repairMinutes = 0 } = rateOf(failure, own) ?? {};
    return perYear * repairMinutes;
  };
  for (const failure of failures) {
    if (failure.kind === FailureKind.NODE || failure.dead.length === 0) continue;
    const key = failure.sameAs ?? failure.id;
    const other = worst.get(key);
    if (other === undefined || minutesOf(failure) > minutesOf(other)) worst.set(key, failure);
  }
  return failures.map((failure, index) => {
    const isCounted = failure.kind === FailureKind.NODE || failure.dead.length === 0 || own[failure.id] !== undefined;
    return isCounted || worst.get(failure.sameAs ?? failure.id) === failure ? rates[index] : undefined;
  });
}

function rateOf({ id, kind }: Failure, own: RateWish): Rate | undefined {
  const known = RATES[kind];
  const wish = { ...own[kind], ...own[id] };
  if (wish.perYear === undefined && wish.repairMinutes === undefined) return known;
  const isWhole = wish.perYear !== undefined && wish.repairMinutes !== undefined;
  const given = isWhole ? 'the facts' : wish.perYear === undefined ? 'the repair: the facts' : 'how often: the facts';
  const source = isWhole ? given : `${given}; the rest: ${known?.source ?? 'an estimate'}`;
  return { perYear: 0, repairMinutes: 60, ...known, ...wish, source };
}
