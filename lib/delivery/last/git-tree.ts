import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, posix, relative, resolve, sep } from 'node:path';
import type { LastTree } from './tree';

/** Larger than any output. */
const MOST_BYTES = 2 ** 31 - 1;

/** What Git does not answer, in its words. */
export interface Refusal {
  readonly refused: string;
}

/**
 * The output folder as it is in Git, or another folder of its repository. Undefined: it is in no repository, or not at that ref.
 * One process lists it with the fingerprints of all files; one more reads those that are wanted.
 */
export function treeInGit(outdir: string, ref: string, named?: string): LastTree | Refusal | undefined {
  const folder = realOf(resolve(outdir));
  const root = repositoryOf(folder);
  if (root === undefined) return undefined;
  const own = relative(root, folder).split(sep).join('/');
  const below = named === undefined ? own : posix.join('/', named).replace(/^\/|\/$/g, '');
  const prefix = below === '' ? '' : `${below}/`;
  // The ref stands where no option can.
  const listing = git(root, ['ls-tree', '-r', '-z', '--full-tree', '--end-of-options', ref, ...(below === '' ? [] : ['--', `:(literal)${prefix}`])]);
  if ('refused' in listing) return listing;
  const ids = new Map<string, string>();
  for (const line of listing.output.toString().split('\0')) {
    const [, id, path] = /^100\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    if (id !== undefined && path?.startsWith(prefix)) ids.set(path.slice(prefix.length), id);
  }
  if (ids.size === 0) return undefined;
  return {
    paths: [...ids.keys()].filter((path) => path.includes('/')),
    ...(below === own ? { root: below } : {}),
    isSame: (path, content) => idOf(content, ids.get(path) ?? '') === ids.get(path),
    read: (paths) => contents(root, paths, ids),
  };
}

/** How Git calls a file with this content, in the kind of fingerprint of another one. */
function idOf(content: Buffer, like: string): string {
  return createHash(like.length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${content.length}\0`)
    .update(content)
    .digest('hex');
}

/** Source: the output of `git cat-file --batch`: a line with name, type and size, the content, a line break. */
function contents(root: string, paths: readonly string[], ids: ReadonlyMap<string, string>): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>();
  if (paths.length === 0) return files;
  const answer = git(root, ['cat-file', '--batch'], `${paths.map((path) => ids.get(path)).join('\n')}\n`);
  if ('refused' in answer) return files;
  let start = 0;
  for (const path of paths) {
    const end = answer.output.indexOf('\n', start);
    const [, size] = /^\S+ blob (\d+)$/.exec(answer.output.subarray(start, end).toString()) ?? [];
    start = end + 1;
    if (size === undefined) continue;
    files.set(path, answer.output.subarray(start, start + Number(size)));
    start += Number(size) + 1;
  }
  return files;
}

function git(root: string, args: readonly string[], input?: string): { readonly output: Buffer } | Refusal {
  // In a hook, Git names a repository in the environment, which need not be this one. No file is fetched from elsewhere.
  const { GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE, GIT_PREFIX, ...env } = process.env;
  const { status, stdout, stderr, error } = spawnSync('git', args, {
    cwd: root,
    input,
    maxBuffer: MOST_BYTES,
    env: { ...env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1' },
  });
  if (error !== undefined) return { refused: (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no git on this machine' : error.message };
  return status === 0 ? { output: stdout } : { refused: (stderr.toString().trim().split('\n')[0] ?? '').replace(/^fatal: /, '') };
}

/** Where the output folder is in its repository, as people say it. */
export function placeInGit(outdir: string): string | undefined {
  const folder = realOf(resolve(outdir));
  const root = repositoryOf(folder);
  return root === undefined ? undefined : relative(root, folder).split(sep).join('/') || '.';
}

/** The folder that has `.git`, at or above another one. */
function repositoryOf(folder: string): string | undefined {
  if (existsSync(join(folder, '.git'))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : repositoryOf(above);
}

/** Without links, also where the last parts do not exist. */
function realOf(folder: string): string {
  if (existsSync(folder)) return realpathSync(folder);
  const above = dirname(folder);
  return above === folder ? folder : join(realOf(above), basename(folder));
}
