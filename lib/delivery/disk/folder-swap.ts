import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Finding, FindingsError } from '../../cluster/finding';
import { found } from '../../cluster/rule';
import { FILE_NOT_OURS } from '../rules';
import { type Change, changeOf, isNothing } from './change';
import { type Carried, carry, carryAll, type Foreign, foreignIn, keepModes, removeAll, rescue } from './foreign';
import { type Paths, pathsOf } from './paths';
import { type Files, isSameText, LIST, listOf, readList, type Written } from './written-list';

/** A new set that is whole and stands beside the folder. */
export interface Swap {
  readonly change: Change;
  /** Puts the new set in place. */
  swap(): void;
  /** Puts the old set back. */
  undo(): void;
  /** What is needed no more goes. */
  finish(): void;
}

/**
 * Prepares to put files into a folder as a whole: during the write, or after a kill, readers see either the old set or the new one.
 * Files of the last set that are no longer generated go; files that it did not write stay.
 *
 * The new set replaces the folder by renaming. Two renames are not atomic: a kill between them, microseconds apart, leaves
 * the old set in the work folder, and `recover` puts it back.
 *
 * @throws FindingsError when a foreign file is in the way
 */
export function prepareSwap(given: string, files: Files): Swap {
  const paths = pathsOf(given);
  const { folder, fresh } = paths;
  const before = readList(folder);
  const list = listOf(files);
  const change = changeOf(folder, files, before, list);
  if (isNothing(change)) return { change, swap: () => undefined, undo: () => undefined, finish: () => undefined };
  const foreign = foreignIn(folder, (path) => before.has(path));
  refuseForeign(folder, files, foreign);
  build(paths, files, list, change);
  const carried = carryAll({ ...foreign, files: foreign.files.filter((path) => !files.has(path)) }, folder, fresh);
  if (existsSync(folder)) keepModes(folder, fresh);
  return { change, ...steps(paths, before, carried) };
}

function steps({ folder, fresh, old, trash }: Paths, before: Written, carried: Carried): Omit<Swap, 'change'> {
  return {
    swap() {
      const replaces = existsSync(folder);
      if (replaces) renameSync(folder, old);
      try {
        renameSync(fresh, folder);
      } catch (error) {
        if (replaces) renameSync(old, folder);
        throw error;
      }
    },
    undo() {
      renameSync(folder, fresh);
      if (existsSync(old)) renameSync(old, folder);
    },
    finish: () => clear(folder, old, trash, before, carried),
  };
}

/** Repairs what a kill left behind: the old set, both sets, or a part of one that is no longer needed. Before anybody looks at what is there. */
export function recover({ folder, fresh, old, trash }: Paths): void {
  removeAll(fresh);
  if (existsSync(old) && !existsSync(folder)) renameSync(old, folder);
  clear(folder, old, trash, readList(old), new Map());
}

/** The old set goes under a name that says that nothing in it is needed: a kill while it is removed loses nothing. */
function clear(folder: string, old: string, trash: string, before: Written, carried: Carried): void {
  removeAll(trash);
  if (!existsSync(old)) return;
  rescue(old, folder, before, readList(folder), carried);
  renameSync(old, trash);
  removeAll(trash);
}

/** The new set beside the folder. A file that stays the same is linked: it keeps its rights and its time. */
function build({ folder, fresh }: Paths, files: Files, list: string, change: Change): void {
  const [same, changed] = [new Set(change.same), new Set(change.changed)];
  const folders = new Set([...files.keys()].map((path) => dirname(join(fresh, path))));
  for (const one of [fresh, ...folders]) mkdirSync(one, { recursive: true });
  for (const [path, content] of files) {
    if (same.has(path)) carry(join(folder, path), join(fresh, path));
    else write(join(fresh, path), content, changed.has(path) ? join(folder, path) : undefined);
  }
  writeFileSync(join(fresh, LIST), list);
}

/** @param before the file that it replaces */
function write(file: string, content: Buffer, before: string | undefined): void {
  writeFileSync(file, content);
  const replaced = before === undefined ? undefined : statSync(before, { throwIfNoEntry: false });
  if (replaced !== undefined && replaced.mode !== statSync(file).mode) chmodSync(file, replaced.mode);
}

/** A foreign file where synthesis would write is not overwritten, unless it is identical. */
function refuseForeign(folder: string, files: Files, foreign: Foreign): void {
  const theirFiles = new Set(foreign.files);
  const theirFolders = foldersOf([...foreign.files, ...foreign.emptyFolders.map((path) => `${path}/`)]);
  const findings: Finding[] = [];
  for (const [path, content] of files) {
    const blocks = (one: string) => theirFiles.has(one) && !(one === path && isSame(join(folder, one), content));
    const obstacle = [...foldersOf([path]), path].find(blocks) ?? (theirFolders.has(path) ? path : undefined);
    if (obstacle === undefined) continue;
    const allowed = `but synthesis would write a file at this path (${LIST} does not list this one)`;
    findings.push(
      found(FILE_NOT_OURS, join(folder, obstacle), { given: 'a file that this program did not write', allowed, fix: 'Move it away, or delete it.' }),
    );
  }
  if (findings.length > 0) throw new FindingsError(findings);
}

function isSame(file: string, content: Buffer): boolean {
  return lstatSync(file).isFile() && isSameText(readFileSync(file), content);
}

/** All folders in which paths are. */
function foldersOf(paths: Iterable<string>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let cut = path.indexOf('/'); cut >= 0; cut = path.indexOf('/', cut + 1)) folders.add(path.slice(0, cut));
  }
  return folders;
}
