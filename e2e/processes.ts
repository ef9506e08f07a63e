import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Every process that a run starts, so that every one of them is ended, by its id. */
export class Processes {
  private readonly running = new Set<ChildProcess>();
  private readonly cleanups = new Set<() => void>();

  constructor() {
    // Whatever ends the run, nothing of it stays.
    process.once('exit', () => {
      for (const child of this.running) child.kill('SIGKILL');
      for (const cleanup of this.cleanups) cleanup();
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(signal === 'SIGTERM' ? 143 : 130));
  }

  /** Runs at the end of the run, however it ends, unless the returned function is called before. */
  atExit(cleanup: () => void): () => void {
    this.cleanups.add(cleanup);
    return () => this.cleanups.delete(cleanup);
  }

  track(child: ChildProcess): ChildProcess {
    this.running.add(child);
    child.once('exit', () => this.running.delete(child));
    child.once('error', () => this.running.delete(child));
    return child;
  }

  /** Starts a program; what it says goes into a file of its name in that folder. */
  start(path: string, args: readonly string[], logs: string, env: Record<string, string> = {}): Program {
    mkdirSync(logs, { recursive: true });
    const log = join(logs, `${basename(path)}.log`);
    const out = openSync(log, 'a');
    const [program = path, ...rest] = [...boundToUs(), path, ...args];
    const child = this.track(spawn(program, rest, { cwd: logs, env: { ...process.env, ...env }, stdio: ['ignore', out, out] }));
    closeSync(out);
    return new Program(basename(path), child, log);
  }
}

let bound: readonly string[] | undefined;

/** Where util-linux is, Linux itself ends a program when this process is killed and can do nothing any more; its id stays its own. */
function boundToUs(): readonly string[] {
  const words = ['setpriv', '--pdeathsig', 'KILL', '--'];
  bound ??= spawnSync('setpriv', [...words.slice(1), 'true'], { stdio: 'ignore' }).status === 0 ? words : [];
  return bound;
}

/** A program that runs in the background. */
export class Program {
  private failure: string | undefined;

  constructor(
    readonly name: string,
    private readonly child: ChildProcess,
    private readonly log: string,
  ) {
    child.once('error', (error) => {
      this.failure = error.message;
    });
  }

  /** Throws if it has ended, with the last that it said. */
  mustRun(): void {
    if (this.failure === undefined && this.child.exitCode === null && this.child.signalCode === null) return;
    throw new Error(`${this.name} ended: ${this.failure ?? readFileSync(this.log, 'utf8').trimEnd().split('\n').slice(-3).join(' | ')}`);
  }

  /** As a crash does. */
  async kill(): Promise<void> {
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    if (this.child.kill('SIGKILL')) await gone;
  }

  async end(): Promise<void> {
    if (this.child.pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    const hard = setTimeout(() => this.child.kill('SIGKILL'), 5000);
    await gone;
    clearTimeout(hard);
  }
}
