import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isSameText, LIST, type Written } from './written-list';

/** What a user has in a folder besides the last set: files, links, and folders that are empty. */
export interface Foreign {
  readonly files: readonly string[];
  readonly emptyFolders: readonly string[];
}

export function foreignIn(folder: string, isOurs: (path: string) => boolean): Foreign {
  const files: string[] = [];
  const emptyFolders: string[] = [];
  const visit = (below: string) => {
    const entries = readdirSync(join(folder, below), { withFileTypes: true });
    if (entries.length === 0 && below !== '') emptyFolders.push(below);
    for (const entry of entries) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else if (path !== LIST && !isOurs(path)) files.push(path);
    }
  };
  if (existsSync(folder)) visit('');
  return { files, emptyFolders };
}

/** The user's files in the new set as they were put there: their inodes and times, by path. */
export type Carried = ReadonlyMap<string, string>;

/** Puts them into another folder as well. */
export function carryAll({ files, emptyFolders }: Foreign, from: string, to: string): Carried {
  for (const path of emptyFolders) mkdirSync(join(to, path), { recursive: true });
  for (const path of files) carry(join(from, path), join(to, path));
  return new Map(files.map((path) => [path, identityOf(join(to, path))]));
}

/**
 * What the user saved while the new set took the place of the old one: it is in the old one, and goes where it was meant to be.
 * Where something else is already, it stands beside it as `<name>.saved`, or `<name>.saved.1` and so on: nothing is replaced,
 * since no time of a file tells which of two the user wants. Only what was carried over gives way to what the user saved in its place.
 */
export function rescue(old: string, folder: string, before: Written, now: Written, carried: Carried): void {
  const { files, emptyFolders } = foreignIn(old, (path) => before.has(path));
  for (const path of emptyFolders) if (folderFor(folder, path) === join(folder, path)) mkdirSync(join(folder, path), { recursive: true });
  for (const path of files) {
    const from = join(old, path);
    const here = join(folderFor(folder, dirname(path)), basename(path));
    if (!isAway(here) && identityOf(here) === carried.get(path) && !isSame(from, here)) rmSync(here);
    // A name of the new set is never the user's, even if its file is away: the next set would replace it.
    const to = firstOf(here, (one) => (isAway(one) ? one !== here || !now.has(path) : isSame(from, one)));
    if (isAway(to)) carry(from, to);
  }
}

/** Where a folder of the old set can be: where it was, or beside what is no folder. */
function folderFor(folder: string, path: string): string {
  if (path === '.') return folder;
  return firstOf(join(folderFor(folder, dirname(path)), basename(path)), (one) => isAway(one) || lstatSync(one).isDirectory());
}

function firstOf(here: string, fits: (name: string) => boolean): string {
  for (let name = here, count = 0; ; count += 1) {
    if (fits(name)) return name;
    name = count === 0 ? `${here}.saved` : `${here}.saved.${count}`;
  }
}

function identityOf(file: string): string {
  const { ino, mtimeMs } = lstatSync(file);
  return `${ino} ${mtimeMs}`;
}

function isAway(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) === undefined;
}

function isSame(one: string, other: string): boolean {
  const [mine, theirs] = [lstatSync(one), lstatSync(other)];
  if (mine.ino === theirs.ino) return true;
  if (mine.isSymbolicLink() && theirs.isSymbolicLink()) return readlinkSync(one) === readlinkSync(other);
  return mine.isFile() && theirs.isFile() && isSameText(readFileSync(one), readFileSync(other));
}

/** A hard link, or a copy if the file system has none. */
export function carry(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  const found = lstatSync(from);
  if (found.isSymbolicLink()) {
    symlinkSync(readlinkSync(from), to);
    return;
  }
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to, constants.COPYFILE_EXCL);
    chmodSync(to, found.mode);
  }
}

/** Folders keep their rights. */
export function keepModes(from: string, to: string, below = ''): void {
  const before = lstatSync(join(from, below), { throwIfNoEntry: false });
  // Where a file becomes a folder, asking for what is below it is an error (ENOTDIR).
  if (before?.isDirectory() !== true) return;
  for (const entry of readdirSync(join(to, below), { withFileTypes: true })) {
    if (entry.isDirectory()) keepModes(from, to, join(below, entry.name));
  }
  if (before.mode !== lstatSync(join(to, below)).mode) chmodSync(join(to, below), before.mode);
}

/** Folders that their owner may not change, too. */
export function removeAll(folder: string): void {
  if (!existsSync(folder)) return;
  try {
    rmSync(folder, { recursive: true });
  } catch {
    open(folder);
    rmSync(folder, { recursive: true });
  }
}

function open(folder: string): void {
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) open(join(folder, entry.name));
}
