import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * The last good output of a program whose output folder the cdk8s CLI empties before it runs it. If `output` and
 * `outdir` are the same folder, a refusal would otherwise leave the user with nothing.
 */
function store(): string | undefined {
  const modules = resolve('node_modules');
  return existsSync(modules) ? join(modules, '.cache', 'cdk8s-availability', 'last-good') : undefined;
}

/** Saves the folders that were just written. */
export function keepLastGood(outdir: string, folders: readonly string[]): void {
  const kept = store();
  if (kept === undefined) return;
  rmSync(kept, { recursive: true, force: true });
  mkdirSync(kept, { recursive: true });
  for (const folder of folders) cpSync(join(outdir, folder), join(kept, folder), { recursive: true });
}

/** Restores them if nothing is left of them. Returns whether it did. */
export function restoreLastGood(outdir: string): boolean {
  const kept = store();
  if (kept === undefined || !existsSync(kept)) return false;
  const gone = readdirSync(kept).filter((folder) => !existsSync(join(outdir, folder)));
  for (const folder of gone) cpSync(join(kept, folder), join(outdir, folder), { recursive: true });
  return gone.length > 0;
}
