import { posix } from 'node:path';
import { resourcesIn } from '../../changes/documents';
import type { Handover, Objects } from '../../changes/model';
import { CHARTS } from '../helm/chart';

const LIST = 'kustomization.yaml';
const { basename, dirname } = posix;

/** An output before or after a change: the paths in the folder of the cluster, what is in them, and the objects that differ. */
export interface Side {
  readonly paths: readonly string[];
  readonly objects: Objects;
  textOf(path: string): string;
}

/** Who applies what is in a file. */
interface Owner {
  /** The folder with the list. */
  readonly folder: string;
  /** Undefined: its Kustomization. */
  readonly chart: string | undefined;
}

/** What goes from Kustomizations to releases of charts, back, or from one release to another. */
export function handedOver(cluster: string, before: Side, after: Side): readonly Handover[] {
  const [old, now] = [ownersIn(before), ownersIn(after)];
  if (old.charts.size === 0 && now.charts.size === 0) return [];
  const below = (file: string) => file.slice(cluster.length + 1);
  // An object may have another file as well.
  const moved = [...before.objects].flatMap(([key, { file }]) => {
    const next = after.objects.get(key);
    return next === undefined || next.file === file ? [] : [[below(file), below(next.file)] as const];
  });
  const left = new Set(moved.map(([from]) => from));
  const pairs = [...moved, ...[...old.owners.keys()].filter((path) => !left.has(path)).map((path) => [path, path] as const)];
  const handed = pairs.flatMap(([from, to]): readonly Handover[] => {
    const [was, is] = [old.owners.get(from), now.owners.get(to)];
    if (was === undefined || (is !== undefined && was.chart === is.chart) || (is === undefined && was.chart === undefined)) return [];
    const { folder } = is ?? was;
    return [{ folder: `${cluster}/${folder}`, file: `${cluster}/${to}`, from: was.chart, to: is === undefined ? undefined : { chart: is.chart } }];
  });
  // The last output may list its files in any order.
  return handed.sort((one, other) => (one.file < other.file ? -1 : 1));
}

function ownersIn({ paths, textOf }: Side): { readonly charts: ReadonlySet<string>; readonly owners: ReadonlyMap<string, Owner> } {
  const charts = deliveredIn(paths);
  if (charts.size === 0 && !paths.some((path) => path.startsWith(`${CHARTS}/`))) return { charts, owners: new Map() };
  const chartOf = new Map(
    paths.flatMap((path) => {
      const [above, chart = '', kind = '', ...rest] = path.split('/');
      return above === CHARTS && charts.has(chart) && ['templates', 'crds'].includes(kind) ? [[rest.join('/'), chart] as const] : [];
    }),
  );
  const lists = new Map(paths.filter((path) => basename(path) === LIST).map((path) => [dirname(path), new Set(resourcesIn(textOf(path)))] as const));
  const owners = paths.flatMap((path) => {
    if (!path.endsWith('.yaml') || path.startsWith(`${CHARTS}/`) || basename(path) === LIST) return [];
    const folder = foldersOf(path).find((one) => lists.has(one));
    if (folder === undefined) return [];
    const isListed = lists.get(folder)?.has(path.slice(folder.length + 1)) === true;
    // As charts call their files.
    const chart = isListed ? undefined : chartOf.get(path.replaceAll(/(^|\/)_/g, '$1object_'));
    return isListed || chart !== undefined ? [[path, { folder, chart }] as const] : [];
  });
  return { charts, owners: new Map(owners) };
}

/** The charts that have a release: its file has their name. */
function deliveredIn(paths: readonly string[]): ReadonlySet<string> {
  const names = paths.flatMap((path) => /([^/]+)-(?:release|application)\.yaml$/.exec(path)?.[1] ?? []);
  const charts = new Set(paths.flatMap((path) => (path.startsWith(`${CHARTS}/`) ? (path.split('/')[1] ?? []) : [])));
  return new Set(names.filter((name) => charts.has(name)));
}

/** The nearest first. */
function foldersOf(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === '.' ? [] : [folder, ...foldersOf(folder)];
}
