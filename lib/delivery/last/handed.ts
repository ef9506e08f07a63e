import { posix } from 'node:path';
import { resourcesIn } from '../../changes/documents';
import type { Handed, Objects } from '../../changes/model';
import { grouped } from '../../cluster/grouped';

const LIST = 'kustomization.yaml';
const { basename, dirname } = posix;

/** An output before or after a change: the paths of its manifests, what is in them, and the objects that differ. */
export interface Side {
  readonly paths: readonly string[];
  readonly objects: Objects;
  textOf(path: string): string;
}

/** The folder of a file whose list it could be in, and whether it is. */
interface Listing {
  readonly folder: string;
  readonly isApplied: boolean;
}

/** What goes from the Kustomizations to releases of charts, or back. */
export function handedOver(before: Side, after: Side): Handed {
  const [old, now] = [listings(before), listings(after)];
  const moved = [...before.objects].flatMap(([key, { file }]) => {
    const next = after.objects.get(key);
    return next === undefined ? [] : [[file, next.file] as const];
  });
  const pairs = new Map([...before.paths.map((path) => [path, path] as const), ...moved].map(([from, to]) => [`${from}\n${to}`, [from, to] as const]));
  const those = (isApplied: boolean) =>
    grouped(
      [...pairs.values()].flatMap(([from, to]) => {
        const [was, is] = [old.get(from), now.get(to)];
        return was?.isApplied === !isApplied && is?.isApplied === isApplied ? [[is.folder, to] as const] : [];
      }),
    );
  return { toRelease: those(false), toFolder: those(true) };
}

/** Of the files below a folder with a list that can be read. */
function listings({ paths, textOf }: Side): ReadonlyMap<string, Listing> {
  const lists = new Map(paths.filter((path) => basename(path) === LIST).map((path) => [dirname(path), new Set(resourcesIn(textOf(path)))] as const));
  return new Map(
    paths.flatMap((path) => {
      const folder = foldersOf(path).find((one) => lists.has(one));
      const list = lists.get(folder ?? '');
      if (folder === undefined || list === undefined || list.size === 0) return [];
      return [[path, { folder, isApplied: list.has(path.slice(folder.length + 1)) }] as const];
    }),
  );
}

/** The nearest first. */
function foldersOf(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === '.' ? [] : [folder, ...foldersOf(folder)];
}
