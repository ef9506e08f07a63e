import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fingerprint } from '../cluster/fingerprint';

/**
 * The last good output of a program whose output folder the cdk8s CLI empties before it runs it. If `output` and
 * `outdir` are the same folder, a refusal would otherwise leave the user with nothing. Other programs beside it have their own.
 */
function store(outdir: string): string | undefined {
  const modules = resolve('node_modules');
  if (!existsSync(modules)) return undefined;
  const program = fingerprint(JSON.stringify([process.argv[1], resolve(outdir)]), 12);
  return join(modules, '.cache', 'cdk8s-availability', 'last-good', program);
}

/** Saves the folders that were just written. */
export function keepLastGood(outdir: string, folders: readonly string[]): void {
  const kept = store(outdir);
  if (kept === undefined) return;
  rmSync(kept, { recursive: true, force: true });
  mkdirSync(kept, { recursive: true });
  for (const folder of folders) cpSync(join(outdir, folder), join(kept, folder), { recursive: true });
}

/** Restores them if nothing is left of them. Returns whether it did. */
export function restoreLastGood(outdir: string): boolean {
  const kept = store(outdir);
  if (kept === undefined || !existsSync(kept)) return false;
  const gone = readdirSync(kept).filter((folder) => !existsSync(join(outdir, folder)));
  for (const folder of gone) cpSync(join(kept, folder), join(outdir, folder), { recursive: true });
  return gone.length > 0;
}
