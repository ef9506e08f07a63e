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

/** The list of what the last synthesis wrote into a folder: what is not in it is somebody else's. */
const LIST = '.generated';

/** In a folder that is being built, so that Git does not take it for output when a kill leaves it. */
const IGNORE = '.gitignore';

/** Files by their path below the folder. Bytes, not text: a text that was put together from many holds on to all of them. */
export type Files = ReadonlyMap<string, Buffer>;

/**
 * Puts files into a folder as a whole: who looks meanwhile, or after a kill, finds the old set or the new one.
 * Files of the last set that are no longer there go; files that it did not write stay.
 *
 * The new set is built beside the folder and takes its place by renaming. Two renames cannot be one: a kill between
 * them, microseconds apart, leaves the old set under another name, and the next call puts it back first.
 */
export function writeFolder(folder: string, files: Files): void {
  prepareFolder(folder, files)();
}

/**
 * The part of `writeFolder` that may refuse, and takes time. What it returns then puts the new set into its place, so that
 * all of several folders are judged before any of them changes.
 *
 * @throws FindingsError when a file of somebody else is in the way
 */
export function prepareFolder(given: string, files: Files): () => void {
  // A folder that lies elsewhere stays there.
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

/** Mends what a kill left: the old set without its name, or both. */
function recover(folder: string, old: string): void {
  if (!existsSync(old)) return;
  if (!existsSync(folder)) {
    renameSync(old, folder);
    return;
  }
  // Somebody put the folder back meanwhile, from Git as a rule: what was never ours is only in the old one.
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

/** A file that somebody else wrote where one of ours belongs is not overwritten, unless it is the same. */
function refuseForeign(folder: string, files: Files, before: ReadonlySet<string>): void {
  const findings: Finding[] = [];
  for (const [path, content] of files) {
    const obstacle = findObstacle(folder, path, content, before);
    if (obstacle === undefined) continue;
    const allowed = `but it stands where one is to be written (${LIST} does not name it)`;
    findings.push(found(FILE_NOT_OURS, obstacle, { given: 'a file that this program did not write', allowed, fix: 'Move it away, or delete it.' }));
  }
  if (findings.length > 0) throw new FindingsError(findings);
}

/** What stands where a file is to be written: a file of somebody else, a folder, or a file where a folder must be. */
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

/** Everything in the folder that no synthesis wrote. */
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

/** The same file under a second name, or a copy where the file system has no second names. */
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
