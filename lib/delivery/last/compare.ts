import { checkChanges, type DangerousChange, dangerous } from '../../changes/check';
import { checkClusters } from '../../changes/clusters';
import { objectsOf, objectsOfKind } from '../../changes/documents';
import type { LastReport, Objects, Pair } from '../../changes/model';
import { grouped } from '../../cluster/grouped';
import type { Manifest } from '../../kubernetes/manifest';
import type { Folders } from '../disk/write-output';
import { type Files, LIST, pathsIn } from '../disk/written-list';
import { CHARTS } from '../helm/chart';
import { handedOver, type Side } from './handed';
import type { LastTree } from './tree';

const REPORT = 'report/report.json';

/** What a comparison finds. */
export interface Compared {
  readonly dangers: readonly DangerousChange[];
  /** Files of before that hold no YAML or JSON, like those with marks of a merge: nobody knows what changes in them. */
  readonly unreadable: readonly string[];
}

/** Compares each new folder with the one of before. Files that are the same byte by byte are not even read. */
export function compare(tree: LastTree, folders: Folders): Compared {
  const byFolder = grouped(
    tree.paths.map((path) => {
      const cut = path.indexOf('/');
      return [path.slice(0, cut), path.slice(cut + 1)] as const;
    }),
  );
  const pairs = [...folders].flatMap(([folder, files]) => {
    const last = byFolder.get(folder);
    return last === undefined ? [] : [pairOf(folder, last, files, tree)];
  });
  const gone = [...byFolder.keys()].filter((folder) => !folders.has(folder));
  const fresh = [...folders].filter(([folder]) => !byFolder.has(folder));
  const renamed =
    gone.length === 0 || fresh.length === 0
      ? []
      : checkClusters(reportsIn(tree, gone), new Map(fresh.flatMap(([folder, files]) => named(folder, files.get(REPORT)))));
  return {
    dangers: [...renamed.map(([finding, now]) => dangerous(finding, now)), ...pairs.flatMap(({ pair }) => checkChanges(pair))],
    unreadable: pairs.flatMap(({ unreadable }) => unreadable),
  };
}

function pairOf(folder: string, last: readonly string[], files: Files, tree: LastTree): { readonly pair: Pair; readonly unreadable: readonly string[] } {
  const differ = last.filter((path) => {
    const content = files.get(path);
    return (path === REPORT || path === LIST || isManifest(path)) && (content === undefined || !tree.isSame(`${folder}/${path}`, content));
  });
  const read = tree.read(differ.map((path) => `${folder}/${path}`));
  const list = read.get(`${folder}/${LIST}`)?.toString();
  const ours = list === undefined ? undefined : pathsIn(list);
  // Files that somebody put there are not part of the output.
  const old = differ.filter((path) => ours === undefined || ours.has(path));
  const known = new Set(last);
  const fresh = [...files.keys()].filter((path) => isManifest(path) && !known.has(path));
  const yaml = old.filter(isManifest);
  const text = (content: Buffer | undefined) => content?.toString() ?? '';
  const { before, after, unreadable } = objectsOf(
    new Map(yaml.map((path) => [`${folder}/${path}`, text(read.get(`${folder}/${path}`))])),
    new Map([...yaml, ...fresh].filter((path) => files.has(path)).map((path) => [`${folder}/${path}`, text(files.get(path))])),
  );
  const reports = old.includes(REPORT) ? [read.get(`${folder}/${REPORT}`), files.get(REPORT)].map(reportIn) : [];
  const [one, other] = reports;
  const side = (paths: readonly string[], objects: Objects, at: (path: string) => Buffer | undefined): Side => ({
    paths,
    objects,
    textOf: (path) => text(at(path)),
  });
  // Who applies what follows from the lists of files, and from the files of charts.
  const isSettled = yaml.length === 0 && [...files.keys()].every((path) => known.has(path));
  const charts = new Set([...last, ...files.keys()].flatMap((path) => (path.startsWith(`${CHARTS}/`) ? (path.split('/')[1] ?? []) : [])));
  const pair: Pair = {
    cluster: folder,
    before,
    after,
    reports: one === undefined || other === undefined ? undefined : { before: one, after: other },
    hasFlux: last.some((path) => path.startsWith('flux/')),
    root: tree.root,
    charts,
    handed: isSettled
      ? []
      : handedOver(
          folder,
          side(last, before, (path) => read.get(`${folder}/${path}`) ?? files.get(path)),
          side([...files.keys()], after, (path) => files.get(path)),
        ),
    all: kinds(files),
  };
  return { pair, unreadable: [...unreadable, ...(reports.length > 0 && one === undefined ? [`${folder}/${REPORT}`] : [])] };
}

/** What Flux applies: the templates of Helm charts say the same again, and are no YAML. */
function isManifest(path: string): boolean {
  return path.endsWith('.yaml') && !path.startsWith(`${CHARTS}/`);
}

/** All objects of a kind, looked for only if somebody asks. */
function kinds(files: Files): (kind: string) => readonly Manifest[] {
  const known = new Map<string, readonly Manifest[]>();
  return (kind) => {
    const objects =
      known.get(kind) ??
      [...files].flatMap(([path, content]) => (isManifest(path) && content.includes(`kind: ${kind}`) ? objectsOfKind(content.toString(), kind) : []));
    known.set(kind, objects);
    return objects;
  };
}

function reportsIn(tree: LastTree, folders: readonly string[]): ReadonlyMap<string, LastReport> {
  const known = new Set(tree.paths);
  const read = tree.read(folders.map((folder) => `${folder}/${REPORT}`).filter((path) => known.has(path)));
  return new Map(folders.flatMap((folder) => named(folder, read.get(`${folder}/${REPORT}`))));
}

function named(folder: string, content: Buffer | undefined): readonly (readonly [string, LastReport])[] {
  const report = reportIn(content);
  return report === undefined ? [] : [[folder, report]];
}

/** Undefined: there is none, or an older version wrote something else. */
function reportIn(content: Buffer | undefined): LastReport | undefined {
  try {
    const report: unknown = JSON.parse(content?.toString() ?? '');
    return typeof report === 'object' && report !== null ? (report as LastReport) : undefined;
  } catch {
    return undefined;
  }
}
