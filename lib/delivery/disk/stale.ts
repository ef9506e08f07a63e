import type { Finding } from '../../cluster/finding';
import { found } from '../../cluster/rule';
import { OUTPUT_STALE } from '../rules';
import { differences } from './summary';
import { compareOutput, type Folders } from './write-output';

/** What `--check` says: nothing, if the output folder holds what the program writes. */
export function staleIn(outdir: string, folders: Folders): readonly Finding[] {
  const given = differences(compareOutput(outdir, folders));
  if (given === '') return [];
  const allowed = 'but it must hold what the program writes';
  return [found(OUTPUT_STALE, outdir, { given, allowed, fix: 'Run it without --check, and commit what it writes.' })];
}
