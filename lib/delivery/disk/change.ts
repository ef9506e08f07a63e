import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from './disk-error';
import { type Files, isAsWritten, LIST, type Written } from './written-list';

/** What a write does to a folder: paths below it, by kind. */
export interface Change {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly same: readonly string[];
  /** Of the changed and removed ones, those that somebody changed by hand since the last synthesis. */
  readonly byHand: readonly string[];
  /** The list of files is as it will be. */
  readonly isListed: boolean;
}

export function isNothing({ added, changed, removed, isListed }: Change): boolean {
  return added.length + changed.length + removed.length === 0 && isListed;
}

/** @param list what the list of files will be */
export function changeOf(folder: string, files: Files, before: Written, list: string): Change {
  // Each missing file is an error of the file system, which takes longer than writing the file.
  if (!existsSync(folder)) return { added: [...files.keys()], changed: [], removed: [], same: [], byHand: [], isListed: false };
  const change = { added: [] as string[], changed: [] as string[], removed: [] as string[], same: [] as string[], byHand: [] as string[] };
  for (const [path, content] of files) {
    const there = bytesOf(join(folder, path));
    if (there === undefined) change.added.push(path);
    else if (there.equals(content)) change.same.push(path);
    else {
      change.changed.push(path);
      if (!isAsWritten(there, before.get(path) ?? '')) change.byHand.push(path);
    }
  }
  for (const [path, print] of before) {
    const there = files.has(path) ? undefined : bytesOf(join(folder, path));
    if (there === undefined) continue;
    change.removed.push(path);
    if (!isAsWritten(there, print)) change.byHand.push(path);
  }
  return { ...change, isListed: bytesOf(join(folder, LIST))?.toString() === list };
}

/** Nothing where there is no file. */
function bytesOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}
