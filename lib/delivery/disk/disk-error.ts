import { type Finding, FindingsError } from '../../cluster/finding';
import { found } from '../../cluster/rule';
import { OUTPUT_UNWRITABLE } from '../rules';

/** What the operating system calls an error: ENOSPC, EACCES and the like. */
export function errorCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'syscall' in error ? (error as NodeJS.ErrnoException).code : undefined;
}

/** What a person does about it. */
const FIXES: { readonly [code: string]: string } = {
  ENOSPC: 'Free some space, and run it again.',
  EDQUOT: 'Free some space, and run it again.',
  EACCES: 'Give the user who runs it the right to write there, or choose another outdir.',
  EPERM: 'Give the user who runs it the right to write there, or choose another outdir.',
  EROFS: 'Mount the file system for writing, or choose another outdir.',
  ENOTDIR: 'Something in the path is no folder: move it away, or choose another outdir.',
  ENAMETOOLONG: 'Give what is written there a shorter id, or choose an outdir with a shorter path.',
  EMFILE: 'Raise the limit of open files (ulimit -n).',
};

/** Runs what writes; an error of the operating system becomes a finding. */
export function told<T>(outdir: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    throw new FindingsError([unwritable(outdir, error as NodeJS.ErrnoException, code)]);
  }
}

function unwritable(outdir: string, error: NodeJS.ErrnoException, code: string): Finding {
  return found(OUTPUT_UNWRITABLE, error.path ?? outdir, {
    given: `the system refuses ${error.syscall} (${code})`,
    allowed: 'but synthesis must write there',
    fix: FIXES[code] ?? 'See what the system says of this error, and run it again.',
  });
}
