import { type Comparison, compared } from '../../report/compare';
import type { Report } from '../../report/report';
import { failureInWords } from '../../report/words';
import { type CellChange, changeOf } from '../cell-change';
import type { AskedCluster } from '../program/run';
import { type Accepted, checkAccepted, reasonFor, YEAR } from './accept';
import { reportsAt } from './base';

/** Something that got worse: what a failure does to an app, or its year as a whole. */
export interface Worse extends CellChange {
  /** Why somebody wants it so. Left out if nobody said. */
  readonly accepted?: string;
}

/** What the program changes in one cluster. */
export interface ClusterDiff {
  readonly cluster: string;
  /** It has no report at the ref. */
  readonly isNew: boolean;
  readonly worse: readonly Worse[];
  readonly better: readonly CellChange[];
  readonly newApps: readonly string[];
  readonly goneApps: readonly string[];
  /** In words: `node attic`. */
  readonly newFailures: readonly string[];
  readonly goneFailures: readonly string[];
  /** To be expected at most in a year, of apps where it changes. */
  readonly minutes: readonly { readonly app: string; readonly before: number; readonly after: number }[];
}

export interface Diff {
  readonly ref: string;
  readonly clusters: readonly ClusterDiff[];
  readonly goneClusters: readonly string[];
}

/** A year that is that much longer is worse, though no outcome is: another thing that fails, or one that fails more often. */
const LONGER = 1.1;
const LEAST_MINUTES = 1;

/** @param all every cluster of the program @param wanted those to tell of */
export function diff(ref: string, all: readonly AskedCluster[], wanted: readonly AskedCluster[], accepted: readonly Accepted[], cwd: string): Diff {
  const outdirs = [...new Set(all.map(({ outdir }) => outdir))];
  const base = new Map(outdirs.map((outdir) => [outdir, reportsAt(ref, outdir, cwd)] as const));
  const pairs = wanted.map((now) => ({ now, before: base.get(now.outdir)?.get(now.path) }));
  const reports = pairs.flatMap(({ now, before }) => (before === undefined ? [now.report] : [before, now.report]));
  checkAccepted(
    accepted,
    [...new Set(reports.flatMap(({ years }) => years.flatMap(({ apps }) => apps)))],
    [...new Set(reports.flatMap(({ failures }) => failures.map(({ id }) => id)))],
  );
  const here = new Set(all.map(({ outdir, path }) => `${outdir}\n${path}`));
  return {
    ref,
    clusters: pairs.map(({ now, before }) => (before === undefined ? added(now.report) : changes(before, now.report, accepted))),
    goneClusters:
      wanted.length < all.length ? [] : [...base].flatMap(([outdir, reports]) => [...reports.keys()].filter((path) => !here.has(`${outdir}\n${path}`))),
  };
}

function added({ cluster, years, failures }: Report): ClusterDiff {
  return {
    cluster,
    isNew: true,
    worse: [],
    better: [],
    newApps: years.flatMap(({ apps }) => apps),
    goneApps: [],
    newFailures: failures.map(failureInWords),
    goneFailures: [],
    minutes: [],
  };
}

function changes(before: Report, after: Report, accepted: readonly Accepted[]): ClusterDiff {
  const comparison = compared(before, after);
  const { better, newApps, goneApps, newFailures, goneFailures, minutes } = comparison;
  const isOpen = ({ app, failure }: CellChange) => reasonFor(accepted, app, failure) === undefined;
  const told = new Set(
    comparison.worse
      .map(changeOf)
      .filter(isOpen)
      .map(({ app }) => app),
  );
  const worse = [...comparison.worse.map(changeOf), ...longerYears(comparison, told, whyLonger(before, after))];
  return {
    cluster: after.cluster,
    isNew: false,
    worse: worse.map((one) => {
      const reason = reasonFor(accepted, one.app, one.failure);
      return reason === undefined ? one : { ...one, accepted: reason };
    }),
    better: better.map(changeOf),
    newApps,
    goneApps,
    newFailures: newFailures.map(failureInWords),
    goneFailures: goneFailures.map(failureInWords),
    minutes: minutes.filter((one) => one.before !== one.after),
  };
}

/** @param told apps of which something worse is told that nobody accepted: it says why */
function longerYears({ minutes }: Comparison, told: ReadonlySet<string>, why: string): readonly CellChange[] {
  return minutes
    .filter(({ app, before, after }) => after > before * LONGER && after - before > LEAST_MINUTES && !told.has(app))
    .map(({ app, before, after }) => ({
      app,
      failure: YEAR,
      when: 'in a year',
      before: `${before} min down`,
      after: `${after} min down`,
      why,
    }));
}

/** Other rates make a year longer although nothing of the design changed. */
function whyLonger(before: Report, after: Report): string {
  const rates = ({ failures }: Report) => new Map(failures.map(({ id, rate }) => [id, `${rate?.perYear} times a year, ${rate?.repairMinutes} min each`]));
  const [old, now] = [rates(before), rates(after)];
  const changed = [...now].filter(([id, rate]) => old.has(id) && old.get(id) !== rate);
  const [first] = changed;
  if (first === undefined) return 'more may fail, or fails more often';
  return `the rates changed: ${first[0]} from ${old.get(first[0])}, to ${first[1]}${changed.length > 1 ? `, and ${changed.length - 1} more` : ''}`;
}

/** Whether something got worse that nobody accepted. */
export function isWorse({ clusters }: Diff): boolean {
  return clusters.some(({ worse }) => worse.some(({ accepted }) => accepted === undefined));
}
