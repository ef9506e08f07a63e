import {
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type Finding, FindingsError } from '../cluster/finding';
import { found } from '../cluster/rule';
import { FILE_NOT_OURS } from './rules';

/** The list of what the last synthesis wrote into a folder: all other files are foreign. */
const LIST = '.generated';

/** In a folder under construction, so that Git ignores it if a kill leaves it behind. */
const IGNORE = '.gitignore';

/** Files by their path below the folder. Bytes, not text: a string built from many parts keeps all of them in memory. */
export type Files = ReadonlyMap<string, Buffer>;

/**
 * Puts files into a folder as a whole: during the write, or after a kill, readers see either the old set or the new one.
 * Files of the last set that are no longer generated are deleted; files that it did not write stay.
 *
 * The new set is built next to the folder and replaces it by renaming. Two renames are not atomic: a kill between
 * them, microseconds apart, leaves the old set under another name, and the next call puts it back first.
 *
 * It returns a function that puts the new set in place, so that all folders are checked before any of them changes.
 *
 * @throws FindingsError when a foreign file is in the way
 */
export function prepareFolder(given: string, files: Files): () => void {
  // A linked folder stays where it is.
  const folder = existsSync(given) ? realpathSync(given) : given;
  const fresh = beside(folder, 'new');
  const old = beside(folder, 'old');
  recover(folder, old);
  const before = readList(folder);
  const list = `${[...files.keys()].sort().join('\n')}\n`;
  if (isCurrent(folder, files, before)) return () => undefined;
  refuseForeign(folder, files, before);
  rmSync(fresh, { recursive: true, force: true });
  writeInto(fresh, IGNORE, Buffer.from('*\n'));
  for (const [path, content] of files) writeInto(fresh, path, content);
  writeInto(fresh, LIST, Buffer.from(list));
  for (const path of foreignPaths(folder, before)) carry(join(folder, path), join(fresh, path));
  return () => {
    rmSync(join(fresh, IGNORE));
    if (existsSync(join(folder, IGNORE))) carry(join(folder, IGNORE), join(fresh, IGNORE));
    if (existsSync(folder)) renameSync(folder, old);
    renameSync(fresh, folder);
    rmSync(old, { recursive: true, force: true });
  };
}

function beside(folder: string, what: string): string {
  return join(dirname(folder), `.${folder.split(/[\\/]/).at(-1)}.${what}`);
}

/** Repairs what a kill left behind: the old set under another name, or both sets. */
function recover(folder: string, old: string): void {
  if (!existsSync(old)) return;
  if (!existsSync(folder)) {
    renameSync(old, folder);
    return;
  }
  // The folder was restored in the meantime, usually from Git: foreign files are only in the old one.
  for (const path of foreignPaths(old, readList(old))) {
    if (!existsSync(join(folder, path))) carry(join(old, path), join(folder, path));
  }
  rmSync(old, { recursive: true, force: true });
}

function readList(folder: string): ReadonlySet<string> {
  const file = join(folder, LIST);
  return new Set(
    existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
      : [],
  );
}

function isCurrent(folder: string, files: Files, before: ReadonlySet<string>): boolean {
  if (before.size !== files.size) return false;
  for (const [path, content] of files) {
    const file = join(folder, path);
    if (!before.has(path) || !existsSync(file) || !readFileSync(file).equals(content)) return false;
  }
  return true;
}

/** A foreign file where synthesis would write is not overwritten, unless it is identical. */
function refuseForeign(folder: string, files: Files, before: ReadonlySet<string>): void {
  const findings: Finding[] = [];
  for (const [path, content] of files) {
    const obstacle = findObstacle(folder, path, content, before);
    if (obstacle === undefined) continue;
    const allowed = `but synthesis would write a file at this path (${LIST} does not list this one)`;
    findings.push(found(FILE_NOT_OURS, obstacle, { given: 'a file that this program did not write', allowed, fix: 'Move it away, or delete it.' }));
  }
  if (findings.length > 0) throw new FindingsError(findings);
}

/** What blocks a file: a foreign file, a folder, or a file where a folder must be. */
function findObstacle(folder: string, path: string, content: Buffer, before: ReadonlySet<string>): string | undefined {
  const parts = path.split('/');
  for (let depth = 1; depth < parts.length; depth += 1) {
    const parent = parts.slice(0, depth).join('/');
    const found = lstatSync(join(folder, parent), { throwIfNoEntry: false });
    if (found !== undefined && !found.isDirectory() && !before.has(parent)) return join(folder, parent);
  }
  const file = join(folder, path);
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined || before.has(path)) return undefined;
  if (found.isDirectory()) return [...before].some((one) => one.startsWith(`${path}/`)) ? undefined : file;
  return found.isFile() && readFileSync(file).equals(content) ? undefined : file;
}

function writeInto(folder: string, path: string, content: Buffer): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** Everything in the folder that synthesis did not write. */
function foreignPaths(folder: string, before: ReadonlySet<string>): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((path) => path !== LIST && path !== IGNORE && !before.has(path));
}

/** A hard link, or a copy if the file system has none. */
function carry(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  if (lstatSync(from).isSymbolicLink()) {
    symlinkSync(readlinkSync(from), to);
    return;
  }
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}
