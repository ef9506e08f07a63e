// npm run random [count] [seed]: what the library says of random clusters, against the real scheduler. See ../README.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustSay } from '../checks';
import { Processes } from '../processes';
import { buildMissing } from '../programs';
import { type Case, caseOf } from './case';
import { allStarted, disagreements, spreads } from './judge';
import { PIN, play } from './play';
import { type Sabotage, sabotages } from './sabotage';
import { KEPT } from './seeds';
import type { Seen } from './stand-in';
import { isJudged, Verdict, verdictOn } from './verdict';

/** At most so many cases share a control plane. Each has its own nodes, and all of them wait for its scheduler. */
const SIDE_BY_SIDE = 125;

const say = (line: string) => process.stdout.write(`${line}\n`);

/** What came out, counted. */
class Tally {
  passed = 0;
  failed = 0;
  private readonly counts = new Map<string, number>();

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  fail(what: string): void {
    this.failed += 1;
    say(`FAIL  ${what}`);
  }

  /** One line for each kind of thing, in the order of their names. */
  summary(): string {
    return [...this.counts]
      .sort()
      .map(([what, count]) => `${`${count}`.padStart(6)}  ${what}`)
      .join('\n');
  }
}

function judge(tally: Tally, one: Case, seen: Seen, why: string | undefined): void {
  const verdict = verdictOn(one);
  tally.count(verdict);
  for (const code of new Set(one.findings.map((it) => it.code))) tally.count(`  ${verdict}: ${code}`);
  if (verdict === Verdict.UNSURE && !allStarted(one, seen)) tally.count(`  ${verdict}: a pod did wait`);
  for (const app of one.apps) tally.count(`of apps: ${app.availabilityClass}`);
  if (verdict === Verdict.ACCEPTED) for (const _ of spreads(one, seen)) tally.count('of promises to spread softly: judged');
  const said = disagreements(one, seen);
  if (said.length === 0) tally.passed += isJudged(verdict) || why !== undefined ? 1 : 0;
  else tally.fail(`seed ${one.seed} ${why === undefined ? '' : `(once: ${why})`}\n${said.map((it) => `        ${it}`).join('\n')}`);
}

function prove(tally: Tally, { what, broken, mustSay: expected }: Sabotage, seen: Seen): void {
  try {
    say(`ok    ${what} is seen: ${mustSay(disagreements(broken, seen), expected)}`);
    tally.passed += 1;
  } catch (error) {
    tally.fail(`${what} is not seen: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function wanted(): { readonly count: number; readonly seed: number } {
  const [count = 240, seed = 1] = process.argv.slice(2).map(Number);
  if (![count, seed].every((it) => Number.isInteger(it) && it >= 0)) throw new Error('how many cases, and from which seed on? Whole numbers: run.ts 240 1');
  return { count, seed };
}

async function main(): Promise<number> {
  const { count, seed } = wanted();
  const processes = new Processes();
  await buildMissing(processes, say, ['etcd', PIN]);
  const work = mkdtempSync(join(tmpdir(), 'cdk8s-availability-random-'));
  const clean = () => rmSync(work, { recursive: true, force: true });
  const forget = processes.atExit(clean);
  const tally = new Tally();
  const kept = new Map(KEPT.map((it) => [it.seed, it.wrong]));
  const seeds = [...kept.keys(), ...Array.from({ length: count }, (_, index) => seed + index).filter((it) => !kept.has(it))];
  const proofs = sabotages();
  say(`${seeds.length} cases: ${kept.size} kept seeds, and from seed ${seed} on`);
  try {
    const step = Math.ceil(seeds.length / Math.ceil(seeds.length / SIDE_BY_SIDE));
    for (let from = 0; from < seeds.length; from += step) {
      const cases = seeds.slice(from, from + step).map((it) => caseOf(it));
      const broken = from === 0 ? proofs.map((it) => it.broken) : [];
      const seen = await play(processes, cases, broken, join(work, `${from}`));
      const of = (one: Case) => seen.get(one) ?? { pods: [], complaints: [] };
      if (from === 0) for (const proof of proofs) prove(tally, proof, of(proof.broken));
      for (const one of cases) judge(tally, one, of(one), kept.get(one.seed));
      say(`${from + cases.length} of ${seeds.length} cases played`);
    }
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
