import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder that the proof on a control plane keeps its programs in, too. */
export const CACHE = process.env.CDK8S_AVAILABILITY_E2E_CACHE ?? join(homedir(), '.cache', 'cdk8s-availability', 'bin');

/** Runs a program to its end. Judges end with an error code when they have something to say: the caller knows. */
export function run(
  program: string,
  args: readonly string[],
  env: { readonly [name: string]: string } = {},
): { readonly output: string; readonly ok: boolean } {
  const { status, stdout, stderr, error } = spawnSync(program, args, { env: { ...process.env, ...env }, encoding: 'utf8', maxBuffer: 256 * 1024 ** 2 });
  if (error !== undefined) throw new Error(`${program}: ${error.message}`);
  return { output: status === 0 || stdout !== '' ? stdout : stderr, ok: status === 0 };
}

export function must(program: string, args: readonly string[], env?: { readonly [name: string]: string }): void {
  const { output, ok } = run(program, args, env);
  if (!ok) throw new Error(`${program} ${args.join(' ')} failed:\n${output}`);
}

/** A folder beside the cache's programs, gone afterwards: what is moved out of it is whole. */
export function inWorkFolder(body: (folder: string) => void): void {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, '.building-'));
  try {
    body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
