import { existsSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** Beside the folders of clusters, only during a write: what is built, what is replaced, and who writes. Git ignores it. */
const WORK = '.cdk8s-availability';

/** Where the write of one folder takes place. All of them are on its file system, so that they can be renamed. */
export interface Paths {
  /** The folder itself. */
  readonly folder: string;
  /** The work folder beside it. */
  readonly work: string;
  /** The new set, until it is whole. */
  readonly fresh: string;
  /** The set that is replaced. It may hold files of the user, so it is never deleted under this name. */
  readonly old: string;
  /** Nothing in here is needed. */
  readonly trash: string;
}

export function pathsOf(given: string): Paths {
  const folder = targetOf(given);
  const work = join(dirname(folder), WORK);
  const named = (what: string) => join(work, `${basename(folder)}.${what}`);
  return { folder, work, fresh: named('new'), old: named('old'), trash: named('trash') };
}

/** As many links as Linux follows (path_resolution(7)). */
const MOST_LINKS = 40;

/** A linked folder stays where it is. A kill between the two renames leaves a link to nothing: the folder is still meant to be where that leads. */
function targetOf(path: string, links = 0): string {
  const real = realOf(path);
  if (real !== undefined) return real;
  const target = links < MOST_LINKS ? linkedFrom(path) : undefined;
  return target === undefined ? path : targetOf(resolve(realpathSync(dirname(path)), target), links + 1);
}

/** Undefined: it is not there. Another synthesis may be between its two renames. */
function realOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch (error) {
    if (existsSync(path)) throw error;
    return undefined;
  }
}

/** Undefined: no link. */
function linkedFrom(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
