import { spawn } from 'node:child_process';
import { dirname, extname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Finding } from '../../cluster/finding';
import type { RunCluster } from '../../delivery/run';
import { CommandError, stop } from '../command-error';
import { Exit } from '../exit';
import { PROGRAM_UNREADABLE } from '../rules';
import { ANSWERS, type Answer, ASKS, type Asks, type Candidate } from './asks';
import type { Program } from './find';

/** A cluster of the program, with what synthesis would report. */
export interface AskedCluster extends RunCluster {
  /** The output folder. */
  readonly outdir: string;
}

/** What a run of the program led to. */
export interface Ran {
  /** What it refuses to synthesize for. */
  readonly findings: readonly Finding[];
  readonly clusters: readonly AskedCluster[];
  /** By cluster, if they were asked for. */
  readonly candidates: ReadonlyMap<string, readonly Candidate[]>;
}

/** Runs the program as its user does, in a process of its own: modules that it loads run again, and it may end as it likes. It writes nothing. */
export async function runProgram(program: Program, cwd: string, asks: Asks = { candidates: false }): Promise<Ran> {
  const { file, options, words, output } = program;
  const env = { ...process.env, [ASKS]: JSON.stringify(asks), ...(output === undefined ? {} : { CDK8S_OUTDIR: output }) };
  const child = spawn(process.execPath, [...preload(), ...options, file, ...words], { cwd, env, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number>((resolve, reject) => child.on('error', reject).on('close', (code) => resolve(code ?? 1)));
  const [errors, lines, code] = await Promise.all([text(streamOf(child.stderr)), text(streamOf(child.stdio[ANSWERS])), ended]);
  const answers = lines.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Answer]));
  const results = answers.flatMap((answer) => ('result' in answer ? [answer.result] : []));
  const findings = results.flatMap((result) => ('findings' in result ? result.findings : []));
  if (findings.length === 0) {
    if (code !== 0)
      return stop(PROGRAM_UNREADABLE, file, {
        given: `a program that does not run (${reasonIn(errors)})`,
        allowed: 'so it says nothing of a cluster',
        fix: `Run it: node ${[...options, file, ...words].join(' ')} shows more.`,
      });
    if (results.length === 0)
      return stop(PROGRAM_UNREADABLE, file, {
        given: 'a program that ends without app.synth()',
        allowed: 'but a command asks the App of this library, when it synthesizes',
        fix: "Call app.synth() of an App from 'cdk8s-availability' at its end.",
      });
  }
  return {
    findings,
    clusters: results.flatMap((result) => ('clusters' in result ? result.clusters.map((one) => ({ ...one, outdir: result.outdir })) : [])),
    candidates: new Map(answers.flatMap((answer) => ('candidates' in answer ? [[answer.cluster, answer.candidates] as const] : []))),
  };
}

/** The same, of a program that synthesizes. */
export async function runSound(program: Program, cwd: string, asks?: Asks): Promise<Ran> {
  const ran = await runProgram(program, cwd, asks);
  if (ran.findings.length > 0) throw new CommandError(ran.findings, Exit.ERRORS);
  return ran;
}

/** What Node loads before the program: of the package that was built, or of the sources of this library. */
function preload(): readonly string[] {
  const root = dirname(require.resolve('cdk8s-availability/package.json'));
  if (extname(__filename) === '.js') return ['--require', join(root, 'build', 'lib', 'cli', 'program', 'preload.js')];
  return ['--require', require.resolve('tsx/cjs'), '--require', join(__dirname, 'preload.ts')];
}

/** The options above ask for a pipe. */
function streamOf(stream: unknown): NodeJS.ReadableStream {
  return stream as NodeJS.ReadableStream;
}

/** The first line that names an error, with the next one if it goes on there; else the first that says something. */
function reasonIn(errors: string): string {
  const lines = errors.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  const at = Math.max(
    0,
    lines.findIndex((line) => /^\w*(Error|Exception)\b/.test(line)),
  );
  const [first = 'no reason given', next = ''] = lines.slice(at);
  return (first.endsWith(':') ? `${first} ${next}` : first).slice(0, 300);
}
