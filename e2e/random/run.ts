// npm run random [count] [seed]: what the library says of random clusters, against the real scheduler.
// npm run random programs [step] [seed]: what it writes, against the real API server, alone.
// npm run random written [count] [seed]: what check reads of workloads that others wrote, alone. See ../README.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustSay } from '../checks';
import { Processes } from '../processes';
import { buildMissing } from '../programs';
import { type Case, caseOf, type JudgedCase } from './case';
import { type ForeignCase, foreignCase, misread } from './foreign';
import { crowdedOut, disagreements, spreads } from './judge';
import { changes, keptCases } from './kept';
import { deniesOpposite, fateInWords, fatesOf, type Loss, lossDisagreements, lossOf, worseThanSaid } from './loss';
import { otherOrders } from './orders';
import { NOTHING, PIN, play, playLosses } from './play';
import { KUSTOMIZE, tryPrograms } from './programs';
import { type Sabotage, sabotages } from './sabotage';
import { MANY, weaknesses } from './shares';
import type { Seen } from './stand-in';
import { Verdict, verdictOn } from './verdict';

/** At most so many cases share a control plane. Each has its own nodes, and all of them wait for its scheduler. */
const SIDE_BY_SIDE = 135;

const say = (line: string) => process.stdout.write(`${line}\n`);

/** What came out, counted. */
class Tally {
  passed = 0;
  failed = 0;
  readonly verdicts: Verdict[] = [];
  private readonly counts = new Map<string, number>();

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  fail(what: string): void {
    this.failed += 1;
    say(`FAIL  ${what}`);
  }

  /** Of one case; nothing, if all is as it should be. */
  say(what: string, wrong: readonly string[]): void {
    if (wrong.length === 0) this.passed += 1;
    else this.fail(`${what}\n${wrong.map((it) => `        ${it}`).join('\n')}`);
  }

  /** One line for each kind of thing, in the order of their names. */
  summary(): string {
    return [...this.counts]
      .sort()
      .map(([what, count]) => `${`${count}`.padStart(6)}  ${what}`)
      .join('\n');
  }
}

function judge(tally: Tally, one: JudgedCase, seen: Seen): void {
  const verdict = verdictOn(one);
  tally.count(verdict);
  for (const code of new Set(one.findings.map((it) => it.code))) tally.count(`  ${verdict}: ${code}`);
  for (const app of one.apps) tally.count(`of apps: ${app.availabilityClass}`);
  if (verdict === Verdict.ACCEPTED) for (const _ of spreads(one, seen)) tally.count('of promises to spread softly: judged');
  tally.verdicts.push(verdict);
  if (verdict === Verdict.UNSURE) return;
  tally.say(`seed ${one.seed}`, disagreements(one, seen));
}

/** What the engine says of places after a loss. */
function judgeLoss(tally: Tally, loss: Loss, before: Seen, after: Seen): void {
  const fates = fatesOf(loss, before, after);
  for (const fate of fates) {
    const words = fateInWords(loss, fate);
    if (words !== undefined) tally.count(words);
  }
  tally.say(`${loss.one.name}, then the loss of ${loss.failure.id}`, [...lossDisagreements(loss, fates), ...worseThanSaid(loss, fates)]);
  if (!deniesOpposite(loss, fates)) tally.fail(`${loss.one.name}: the opposite of what the engine says is not seen`);
}

function prove(tally: Tally, { what, broken, mustSay: expected }: Sabotage, seen: Seen): void {
  try {
    say(`ok    ${what} is seen: ${mustSay(disagreements(broken, seen), expected)}`);
    tally.passed += 1;
  } catch (error) {
    tally.fail(`${what} is not seen: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A library that warned of everything would be refuted by no case. */
function proveShares(tally: Tally): void {
  const said = weaknesses({ verdicts: Array.from({ length: MANY }, () => Verdict.UNSURE), proven: 0 });
  if (said.length === 5) tally.passed += 1;
  else tally.fail(`a library that warns of everything is not seen: ${said.join(' | ')}`);
}

/** Programs, against the API server: of those at borders each so many. */
const STEP = 30;

async function tryAll(tally: Tally, processes: Processes, logs: string, { seed, step }: Wanted): Promise<void> {
  const { problems, seen } = await tryPrograms(processes, logs, seed, step);
  for (const line of seen) say(`ok    ${line}`);
  for (const problem of problems) tally.fail(problem);
  tally.passed += seen.length;
}

/** What is played alone, by the first argument. */
const ALONE = ['programs', 'written'] as const;

interface Wanted {
  readonly alone: (typeof ALONE)[number] | undefined;
  readonly count: number;
  readonly seed: number;
  readonly step: number;
}

function wanted(): Wanted {
  const alone = ALONE.find((it) => it === process.argv[2]);
  const [first, seed = 1] = process.argv.slice(alone === undefined ? 2 : 3).map(Number);
  const { count, step } = alone === 'programs' ? { count: 0, step: first ?? STEP } : { count: first ?? 135, step: STEP };
  if (![count, seed, step - 1].every((it) => Number.isInteger(it) && it >= 0))
    throw new Error('how many cases, and from which seed on? Whole numbers: run.ts 270 1, run.ts written 60 1, or run.ts programs 30 1');
  return { alone, count, seed, step };
}

/** Workloads that others wrote, as `check` reads them, against the scheduler. */
function judgeForeign(tally: Tally, one: ForeignCase, seen: Seen): void {
  for (const { availabilityClass } of one.apps) tally.count(`of workloads that others wrote: ${availabilityClass}`);
  tally.say(`${one.name}, as check reads it`, misread(one, seen));
}

function lossesOf(cases: readonly Case[]): ReadonlyMap<Case, Loss> {
  return new Map(cases.flatMap((one) => lossOf(one) ?? []).map((loss) => [loss.one, loss]));
}

async function playWritten(tally: Tally, processes: Processes, work: string, { count, seed }: Wanted): Promise<void> {
  for (let from = 0; from < count; from += SIDE_BY_SIDE) {
    const cases = Array.from({ length: Math.min(SIDE_BY_SIDE, count - from) }, (_, index) => foreignCase(seed + from + index));
    const { seen, afterLoss } = await playLosses(processes, [], cases, lossesOf(cases), join(work, `written-${from}`));
    for (const one of cases) judgeForeign(tally, one, seen.get(one) ?? NOTHING);
    for (const [one, loss] of lossesOf(cases)) judgeLoss(tally, loss, seen.get(one) ?? NOTHING, afterLoss.get(one) ?? NOTHING);
  }
}

/** Cases, against the scheduler. */
async function playAll(tally: Tally, processes: Processes, work: string, { count, seed }: Wanted): Promise<void> {
  const seeds = Array.from({ length: count }, (_, index) => seed + index);
  const proofs = sabotages();
  const kept = keptCases();
  const unsure: number[] = [];
  const proven = new Set<number>();
  say(`${seeds.length} cases from seed ${seed} on, and ${kept.length} kept ones`);
  const step = Math.ceil(seeds.length / Math.ceil(seeds.length / SIDE_BY_SIDE)) || 1;
  for (let from = 0; from === 0 || from < seeds.length; from += step) {
    const cases = seeds.slice(from, from + step).map((it) => caseOf(it));
    const foreign = cases.slice(0, Math.ceil(cases.length / 3)).map(({ seed: own }) => foreignCase(own));
    const others = from === 0 ? [...proofs.map((it) => it.broken), ...kept.map((it) => it.one)] : [];
    const losses = lossesOf([...cases, ...foreign]);
    const { seen, afterLoss } = await playLosses(processes, cases, [...others, ...foreign], losses, join(work, `${from}`));
    const of = (one: Case) => seen.get(one) ?? NOTHING;
    for (const [one, loss] of losses) judgeLoss(tally, loss, of(one), afterLoss.get(one) ?? NOTHING);
    if (from === 0) for (const proof of proofs) prove(tally, proof, of(proof.broken));
    if (from === 0) proveShares(tally);
    if (from === 0) for (const it of kept) tally.say(`${it.one.name}, once: ${it.wrong}`, [...changes(it, of(it.one)), ...disagreements(it.one, of(it.one))]);
    for (const one of foreign) judgeForeign(tally, one, of(one));
    for (const one of cases) {
      judge(tally, one, of(one));
      if (verdictOn(one) !== Verdict.UNSURE) continue;
      unsure.push(one.seed);
      if (crowdedOut(one, of(one)).length > 0) proven.add(one.seed);
    }
    say(`${from + cases.length} of ${seeds.length} cases played`);
  }
  const again = unsure.filter((it) => !proven.has(it)).flatMap(otherOrders);
  for (let from = 0; from < again.length; from += SIDE_BY_SIDE) {
    const batch = again.slice(from, from + SIDE_BY_SIDE);
    const seen = await play(processes, batch, join(work, `again-${from}`));
    for (const one of batch) if (crowdedOut(one, seen.get(one) ?? NOTHING).length > 0) proven.add(one.seed);
  }
  for (const it of unsure) tally.count(`  ${Verdict.UNSURE}: ${proven.has(it) ? 'proven, a pod did wait' : 'not proven'}`);
  for (const it of weaknesses({ verdicts: tally.verdicts, proven: proven.size })) tally.fail(it);
}

async function main(): Promise<number> {
  const asked = wanted();
  const processes = new Processes();
  await buildMissing(processes, say, ['etcd', PIN, KUSTOMIZE]);
  const work = mkdtempSync(join(tmpdir(), 'cdk8s-availability-random-'));
  const clean = () => rmSync(work, { recursive: true, force: true });
  const forget = processes.atExit(clean);
  const tally = new Tally();
  try {
    if (asked.alone === 'written') await playWritten(tally, processes, work, asked);
    else await tryAll(tally, processes, join(work, 'programs'), asked);
    if (asked.alone === undefined) await playAll(tally, processes, work, asked);
  } catch (error) {
    tally.fail(`the run itself: ${error instanceof Error ? error.stack : String(error)}`);
  }
  forget();
  if (tally.failed === 0) clean();
  else say(`logs of the programs: ${work}`);
  say(tally.summary());
  say(`${tally.passed} passed, ${tally.failed} failed`);
  return tally.failed === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
