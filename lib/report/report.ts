import type { Plan } from '../availability/model/plan';
import { type AppsReport, appsReport } from '../availability/report/report';
import type { ClusterFacts } from '../cluster/cluster';
import type { FailureRate, FailureRates } from '../cluster/failure-rate';
import type { AcceptedFinding, Finding } from '../cluster/finding';
import type { Analysis } from '../failures/analyse';
import type { RateWish } from '../failures/year';
import { assumptionsOf, unknownData } from './assumptions';
import { asCrashed } from './crashes';
import { failuresOf, type ReportFailure } from './failures';
import { mapOf, type ReportMap, touchedBy } from './map';
import { type ReportYear, yearsOf } from './years';

const MINUTE = 60;

/** What synthesis knows of a cluster, for people and for programs. */
export interface Report extends AppsReport, ReportMap {
  /** What each failure does to each app. */
  readonly failures: readonly ReportFailure[];
  /** What to expect of a year, for each app. */
  readonly years: readonly ReportYear[];
  /** What is not counted, or was shown by no drill, as sentences. */
  readonly assumptions: readonly string[];
  /** Apps with data of which the facts do not say where its copies are, as `namespace/name`: whether a failure loses it is not known. */
  readonly unknownData: readonly string[];
}

/** A cluster after all decisions. */
export interface Decided {
  readonly facts: ClusterFacts;
  readonly plans: readonly Plan[];
  readonly accepted: readonly AcceptedFinding[];
  readonly notes: readonly Finding[];
  readonly analysis: Analysis;
}

/** The report of a cluster. */
export function reportOf({ facts, plans, accepted, notes, analysis }: Decided, folders: AppsReport['folders']): Report {
  const rates = wishOf(facts.failureRates);
  const failures = failuresOf(analysis, touchedBy(analysis.failures, facts, analysis.contributions), rates);
  const known = appsReport(facts, plans, accepted, notes, folders);
  return {
    ...known,
    apps: asCrashed(known.apps, failures),
    ...mapOf(facts, analysis.contributions),
    failures,
    years: yearsOf(analysis, rates),
    assumptions: assumptionsOf(facts, plans, analysis.contributions, failures),
    unknownData: unknownData(facts, plans, analysis.contributions),
  };
}

function wishOf(rates: FailureRates): RateWish {
  const wish = ({ perYear, repair }: FailureRate) => ({
    ...(perYear === undefined ? {} : { perYear }),
    ...(repair === undefined ? {} : { repairMinutes: repair.seconds / MINUTE }),
  });
  return Object.fromEntries(Object.entries(rates).map(([failure, rate]) => [failure, wish(rate)]));
}
