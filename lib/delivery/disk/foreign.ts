import { chmodSync, copyFileSync, existsSync, linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

/** Puts them into another folder as well. */
export function carryAll({ files, emptyFolders }: Foreign, from: string, to: string): void {
  for (const path of emptyFolders) mkdirSync(join(to, path), { recursive: true });
  for (const path of files) carry(join(from, path), join(to, path));
}

/**
 * What the user saved while the new set took the place of the old one: it is in the old one, and goes where it was meant to be.
 * Where the new set has a file of its own, it stands beside it as `<name>.saved`.
 */
export function rescue(old: string, folder: string, before: Written, now: Written): void {
  const { files, emptyFolders } = foreignIn(old, (path) => before.has(path));
  for (const path of emptyFolders.filter((one) => !existsSync(join(folder, one)))) mkdirSync(join(folder, path), { recursive: true });
  for (const path of files) {
    const [from, here] = [join(old, path), join(folder, path)];
    if (isThere(from, here)) continue;
    const to = now.has(path) ? `${here}.saved` : here;
    rmSync(to, { recursive: true, force: true });
    carry(from, to);
  }
}

/** Whether the folder has the file already, the same or a later one. */
function isThere(from: string, here: string): boolean {
  const [theirs, ours] = [lstatSync(from), lstatSync(here, { throwIfNoEntry: false })];
  if (ours === undefined) return false;
  if (ours.ino === theirs.ino || ours.mtimeMs > theirs.mtimeMs) return true;
  return ours.isFile() && theirs.isFile() && isSameText(readFileSync(from), readFileSync(here));
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
    copyFileSync(from, to);
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
