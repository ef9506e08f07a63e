import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import type { Processes } from '../processes';
import { binary } from '../programs';

const PINS = { promtool: 'prometheus', amtool: 'alertmanager' } as const;

export interface Answer {
  readonly ok: boolean;
  readonly text: string;
}

/** The tools of Prometheus and Alertmanager, each run to its end. */
export class Tools {
  constructor(private readonly processes: Processes) {}

  async run(tool: keyof typeof PINS, ...args: readonly string[]): Promise<Answer> {
    const child = this.processes.track(spawn(binary(tool, PINS[tool]), args, { stdio: ['ignore', 'pipe', 'pipe'] }));
    // What runs beside it is watched by the clock.
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (part: Buffer) => {
        text += part.toString();
      });
    const code = await new Promise<number | null>((done, fail) => {
      child.once('error', fail);
      child.once('close', done);
    });
    return { ok: code === 0, text };
  }

  async must(tool: keyof typeof PINS, ...args: readonly string[]): Promise<string> {
    const { ok, text } = await this.run(tool, ...args);
    if (!ok) throw new Error(`${tool} ${args.slice(0, 2).join(' ')}:\n${text.trim().split('\n').slice(0, 20).join('\n')}`);
    return text;
  }
}
