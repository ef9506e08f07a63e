import { execFile, spawnSync } from 'node:child_process';
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

/** One version of helm. It reads no settings of the user. */
export class Helm {
  constructor(
    private readonly pin: string,
    private readonly home: string,
  ) {}

  private get env() {
    return { PATH: process.env.PATH, HOME: this.home, HELM_CACHE_HOME: this.home, HELM_CONFIG_HOME: this.home };
  }

  get name(): string {
    return this.pin.replace('-', ' ');
  }

  run(...args: readonly string[]): Answer {
    const env = { ...this.env, KUBECONFIG: join(this.home, 'none') };
    const { status, stdout, stderr, error } = spawnSync(binary('helm', this.pin), args, { env, encoding: 'utf8', maxBuffer: 256 * 1024 ** 2 });
    if (error !== undefined) throw error;
    return { ok: status === 0, output: stdout, error: stderr };
  }

  /** The same on a cluster. Others go on meanwhile: the played machines, for which it may wait. */
  on(kubeconfig: string, ...args: readonly string[]): Promise<Answer> {
    const env = { ...this.env, KUBECONFIG: kubeconfig };
    return new Promise((resolve) => {
      execFile(binary('helm', this.pin), args, { env, maxBuffer: 1 << 26 }, (failed, output, error) => resolve({ ok: failed === null, output, error }));
    });
  }

  /** The objects that a chart gives. */
  objects(chart: string, ...args: readonly string[]): Obj[] {
    const { ok, output, error } = this.run('template', 'release', chart, '--include-crds', ...args);
    if (!ok) throw new Error(error);
    return documents(output);
  }
}
