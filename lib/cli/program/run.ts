import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, extname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Finding } from '../../cluster/finding';
import type { RunCluster } from '../../delivery/run';
import { CommandError, stop } from '../command-error';
import { Exit } from '../exit';
import { PROGRAM_UNREADABLE } from '../rules';
import { type Answer, ASKS, type Asks, type Candidate } from './asks';
import type { Program } from './find';
import { reasonIn, whyNot } from './reason';

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

/** What a run is asked. */
export type Question = Pick<Asks, 'change' | 'candidates'>;

/** Runs the program as its user does, in a process of its own: modules that it loads run again, and it may end as it likes. It writes nothing. */
export async function runProgram(program: Program, cwd: string, question: Question = { candidates: false }): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-availability-'));
  try {
    return await runIn(folder, program, cwd, question);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runIn(folder: string, program: Program, cwd: string, question: Question): Promise<Ran> {
  const { name, shown, output = 'dist' } = program;
  const asks: Asks = { ...question, answers: join(folder, 'answers') };
  // Whatever a shell runs instead of a program of this library writes there, not over the last output.
  const aside = join(folder, 'out');
  const { errors, code } = await ended(started(program, cwd, asks, aside));
  const lines = existsSync(asks.answers) ? readFileSync(asks.answers, 'utf8') : '';
  const answers = lines.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Answer]));
  const results = answers.flatMap((answer) => ('result' in answer ? [answer.result] : []));
  const findings = results.flatMap((result) => ('findings' in result ? result.findings : []));
  if (findings.length === 0) {
    if (code !== 0)
      return stop(PROGRAM_UNREADABLE, name, {
        ...whyNot(errors, reasonIn(errors, code), cwd, `Run it: ${shown} shows more.`),
        allowed: 'so it says nothing of a cluster',
      });
    if (results.length === 0)
      return stop(PROGRAM_UNREADABLE, name, {
        given: 'a program that ends without app.synth()',
        allowed: 'but a command asks the App of this library, when it synthesizes',
        fix: `Call app.synth() of an App from 'cdk8s-availability' at its end${program.args === undefined ? ', or name the file that does: --app main.ts' : ''}.`,
      });
  }
  const outdirOf = (outdir: string) => (resolve(cwd, outdir) === aside ? resolve(cwd, output) : outdir);
  return {
    findings,
    clusters: results.flatMap((result) => ('clusters' in result ? result.clusters.map((one) => ({ ...one, outdir: outdirOf(result.outdir) })) : [])),
    candidates: new Map(answers.flatMap((answer) => ('candidates' in answer ? [[answer.cluster, answer.candidates] as const] : []))),
  };
}

/** A shell runs what cdk8s.yaml says, as that of cdk8s-cli does (synthApp); each Node that it starts loads what asks the program. */
function started({ shown, args, output }: Program, cwd: string, asks: Asks, aside: string): ChildProcess {
  const env = { ...process.env, [ASKS]: JSON.stringify(asks) };
  const stdio = ['ignore', 'ignore', 'pipe'] as const;
  if (args !== undefined)
    return spawn(process.execPath, [...preload(), ...args], {
      cwd,
      stdio: [...stdio],
      env: { ...env, ...(output === undefined ? {} : { CDK8S_OUTDIR: output }) },
    });
  const options = [process.env.NODE_OPTIONS ?? '', ...preload().map(quoted)].join(' ').trim();
  return spawn(shown, [], { cwd, stdio: [...stdio], shell: true, env: { ...env, NODE_OPTIONS: options, CDK8S_OUTDIR: aside } });
}

/** As NODE_OPTIONS wants it. */
function quoted(option: string): string {
  return /[\s"\\]/.test(option) ? `"${option.replaceAll(/["\\]/g, '\\$&')}"` : option;
}

async function ended(child: ChildProcess): Promise<{ readonly errors: string; readonly code: number }> {
  const code = new Promise<number>((done, reject) => child.on('error', reject).on('close', (status) => done(status ?? 1)));
  return { errors: child.stderr === null ? '' : await text(child.stderr), code: await code };
}

/** The same, of a program that synthesizes. */
export async function runSound(program: Program, cwd: string, question?: Question): Promise<Ran> {
  const ran = await runProgram(program, cwd, question);
  if (ran.findings.length > 0) throw new CommandError(ran.findings, Exit.ERRORS);
  return ran;
}

/** What Node loads before the program: of the package that was built, or of the sources of this library. */
function preload(): readonly string[] {
  const root = dirname(require.resolve('cdk8s-availability/package.json'));
  if (extname(__filename) === '.js') return ['--require', join(root, 'build', 'lib', 'cli', 'program', 'preload.js')];
  return ['--require', require.resolve('tsx/cjs'), '--require', join(__dirname, 'preload.ts')];
}
