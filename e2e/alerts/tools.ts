import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

/** Writes files below a folder, as if that were the root of a container. */
export function place(root: string, files: ReadonlyMap<string, string>): void {
  for (const [path, content] of files) write(join(root, path), content);
}

export function write(path: string, content: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}
