import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { documents } from '../dist';
import type { Obj } from '../kinds';
import { binary } from '../programs';

/** What helm said, and whether it did what it was asked. */
export interface Answer {
  readonly ok: boolean;
  readonly output: string;
  readonly error: string;
}

/** One version of helm. It reads no settings of the user, and talks to no cluster. */
export class Helm {
  constructor(
    private readonly pin: string,
    private readonly home: string,
  ) {}

  get name(): string {
    return this.pin.replace('-', ' ');
  }

  run(...args: readonly string[]): Answer {
    const env = { PATH: process.env.PATH, HOME: this.home, KUBECONFIG: join(this.home, 'none'), HELM_CACHE_HOME: this.home, HELM_CONFIG_HOME: this.home };
    const { status, stdout, stderr, error } = spawnSync(binary('helm', this.pin), args, { env, encoding: 'utf8', maxBuffer: 256 * 1024 ** 2 });
    if (error !== undefined) throw error;
    return { ok: status === 0, output: stdout, error: stderr };
  }

  /** The objects that a chart gives. */
  objects(chart: string, ...args: readonly string[]): Obj[] {
    const { ok, output, error } = this.run('template', 'release', chart, ...args);
    if (!ok) throw new Error(error);
    return documents(output);
  }
}
