import { availableParallelism } from 'node:os';
import { Severity } from '../../cluster/finding';
import { compared } from '../../report/compare';
import { servedBy } from '../../report/groups';
import { type CellChange, changeOf } from '../cell-change';
import { CommandError } from '../command-error';
import type { Candidate } from '../program/asks';
import { wantedClusters } from '../program/clusters';
import type { Program } from '../program/find';
import { type AskedCluster, type Ran, runProgram, runSound } from '../program/run';

/** What a candidate does to the whole cluster. */
export interface Tried extends Candidate {
  /** Of all apps together, in a year; below 0 if they are down longer. */
  readonly savedMinutes: number;
  /** The app that it saves most for. Left out if none. */
  readonly mostHelped?: { readonly app: string; readonly savedMinutes: number };
  readonly better: readonly CellChange[];
  readonly worse: readonly CellChange[];
}

/** A candidate with which the program does not synthesize. */
export interface Refused extends Candidate {
  readonly codes: readonly string[];
  /** Whether all of them are warnings, which somebody may accept. */
  readonly isAcceptable: boolean;
}

/** What one change at a time would do, the best first. */
export interface WhatIf {
  readonly cluster: string;
  /** To be expected at most in a year, of all apps together, as it is now. */
  readonly minutes: number;
  readonly tried: readonly Tried[];
  readonly withoutEffect: readonly Candidate[];
  readonly refused: readonly Refused[];
}

export async function whatIf(
  program: Program,
  cwd: string,
  cluster: string | undefined,
  onTried: (done: number, all: number) => void,
): Promise<readonly WhatIf[]> {
  const now = await runSound(program, cwd, { candidates: true });
  const wanted = wantedClusters(now.clusters, cluster).map((one) => ({ one, candidates: now.candidates.get(one.path) ?? [] }));
  const asked = wanted.flatMap(({ one, candidates }) => candidates.map((candidate) => ({ one, candidate })));
  let done = 0;
  const results = await inTurn(asked, availableParallelism(), async ({ one, candidate }) => {
    const ran = await tried(program, cwd, { cluster: one.path, id: candidate.id });
    done += 1;
    onTried(done, asked.length);
    return { one, candidate, ran };
  });
  return wanted.map(({ one }) =>
    judged(
      one,
      results.filter((result) => result.one === one),
    ),
  );
}

/** A program may not run at all with other facts. */
async function tried(program: Program, cwd: string, change: { readonly cluster: string; readonly id: string }): Promise<Pick<Ran, 'findings' | 'clusters'>> {
  try {
    return await runProgram(program, cwd, { change, candidates: false });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { findings: error.findings, clusters: [] };
  }
}

/** Some at a time; the results in the order of what was given. */
async function inTurn<T, R>(all: readonly T[], atOnce: number, act: (one: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const waiting = [...all.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) results[next[0]] = await act(next[1]);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

function judged(now: AskedCluster, results: readonly { readonly candidate: Candidate; readonly ran: Pick<Ran, 'findings' | 'clusters'> }[]): WhatIf {
  const served = new Set(servedBy(now.report));
  const refused: Refused[] = [];
  const all = results.flatMap(({ candidate, ran }): readonly Tried[] => {
    const after = ran.clusters.find(({ path }) => path === now.path);
    if (after !== undefined && ran.findings.length === 0) return [effectOf(candidate, now, after)];
    refused.push({
      ...candidate,
      codes: [...new Set(ran.findings.map(({ code }) => code))].sort(),
      isAcceptable: ran.findings.every(({ severity }) => severity === Severity.WARNING),
    });
    return [];
  });
  const hasEffect = ({ savedMinutes, better, worse }: Tried) => savedMinutes !== 0 || better.length > 0 || worse.length > 0;
  return {
    cluster: now.report.cluster,
    minutes: rounded(now.report.years.reduce((sum, { apps, minutes }) => sum + apps.filter((app) => served.has(app)).length * minutes, 0)),
    tried: all
      .filter(hasEffect)
      .sort(
        (one, other) =>
          other.savedMinutes - one.savedMinutes ||
          other.better.length - one.better.length ||
          one.worse.length - other.worse.length ||
          (one.id < other.id ? -1 : 1),
      ),
    withoutEffect: all.filter((one) => !hasEffect(one)).map(({ id, title, work, alike }) => ({ id, title, work, alike })),
    refused,
  };
}

function effectOf(candidate: Candidate, before: AskedCluster, after: AskedCluster): Tried {
  const { better, worse, minutes } = compared(before.report, after.report);
  const served = new Set(servedBy(after.report));
  const saved = minutes.filter(({ app }) => served.has(app)).map((one) => ({ app: one.app, savedMinutes: rounded(one.before - one.after) }));
  const most = saved.reduce<(typeof saved)[number] | undefined>((best, one) => (one.savedMinutes > (best?.savedMinutes ?? 0) ? one : best), undefined);
  return {
    ...candidate,
    savedMinutes: rounded(saved.reduce((sum, one) => sum + one.savedMinutes, 0)),
    ...(most === undefined ? {} : { mostHelped: most }),
    better: better.map(changeOf),
    worse: worse.map(changeOf),
  };
}

function rounded(minutes: number): number {
  return Math.round(minutes * 10) / 10;
}
