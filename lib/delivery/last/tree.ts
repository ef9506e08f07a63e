import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../disk/disk-error';
import type { Folders } from '../disk/write-output';
import { LIST } from '../disk/written-list';

/** An output of before: which files it has, and on demand what is in them. Paths are below the output folder. */
export interface LastTree {
  readonly paths: readonly string[];
  /** The output folder, seen from the root of its Git repository; empty is the root. @default - another folder, or in no repository */
  readonly root?: string;
  /** Whether a file of it has this content. */
  isSame(path: string, content: Buffer): boolean;
  read(paths: readonly string[]): ReadonlyMap<string, Buffer>;
}

/** The folders of clusters in an output folder on the disk. Undefined: there is none. */
export function treeOnDisk(outdir: string, folders: Folders): LastTree | undefined {
  const paths = entriesOf(outdir)
    .filter((entry) => entry.isDirectory() && (folders.has(entry.name) || existsSync(join(outdir, entry.name, LIST))))
    .flatMap(({ name }) => filesIn(outdir, name));
  if (paths.length === 0) return undefined;
  return {
    paths,
    isSame: (path, content) => readFileSync(join(outdir, path)).equals(content),
    read: (wanted) => new Map(wanted.map((path) => [path, readFileSync(join(outdir, path))])),
  };
}

/** Whether it has folders of clusters: those that are written now, or that have the list of an output. */
export function hasOutput({ paths }: LastTree, folders: Folders): boolean {
  return paths.some((path) => folders.has(path.slice(0, path.indexOf('/'))) || path.slice(path.indexOf('/') + 1) === LIST);
}

function filesIn(outdir: string, folder: string): readonly string[] {
  return entriesOf(join(outdir, folder)).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesIn(outdir, path);
    return entry.isFile() ? [path] : [];
  });
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return [];
    throw error;
  }
}
