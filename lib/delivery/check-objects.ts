import type { Finding } from '../cluster/finding';
import { found } from '../cluster/rule';
import { withArticle } from '../cluster/shape-rules';
import { groupOf, kindOf } from '../kubernetes/kinds';
import { type Identity, pathOf, type Unit } from './output';
import { FILE_CLASH, FILE_NAME, OBJECT_CLASH } from './rules';

/** Findings against writing objects, in any format. */
export function checkObjects(clusters: readonly { readonly name: string | undefined; readonly units: readonly Unit[] }[]): readonly Finding[] {
  const clashes = new ClashFinder();
  for (const { name, units } of clusters) for (const unit of units) for (const object of unit.identities()) clashes.see(name, unit, object);
  const paths = clusters.flatMap(({ units }) => units.map(pathOf));
  const lists = [...new Set(clusters.flatMap(({ units }) => units.map(({ folder }) => `${folder}/kustomization.yaml`)))];
  return [
    ...clashes.findings,
    ...sameAsList(paths),
    ...unnameable(paths),
    ...unnameableOnWindows(paths),
    ...fileAndFolder(paths),
    ...sameFile(paths),
    ...sameFile(lists),
  ];
}

/** Files with the name of the list of files in their folder, which kustomize reads: one of the two would be lost. */
function sameAsList(paths: readonly string[]): Finding[] {
  return paths
    .filter((path) => /\/kustomization\.yaml$/i.test(path))
    .map((path) =>
      found(FILE_CLASH, path, {
        given: 'a file with this name',
        allowed: 'but that is the list of the files in the folder',
        fix: 'Give the construct another id.',
      }),
    );
}

/** Names that some disks refuse, or that mean another folder. Source: learn.microsoft.com, "Naming Files, Paths, and Namespaces". */
function unnameable(paths: readonly string[]): Finding[] {
  return paths
    .filter((path) => path.split('/').some((name) => !/^[\p{L}\p{N}_-][^\p{Cc}<>:"|?*\\]*$/u.test(name)))
    .map((path) =>
      found(FILE_NAME, path, {
        given: 'a file with this name',
        allowed: 'but names of files and folders begin with a letter or a digit, and have no control characters and none of <>:"|?*\\',
        fix: 'Give the construct, or the chart around it, another id.',
      }),
    );
}

/** Names of devices, with any ending, and endings that Windows drops. Source: the same page. */
const NOT_ON_WINDOWS = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)|[. ]$/i;

/** Why a file or a folder cannot have a name. */
export const WINDOWS_REFUSES =
  'but Windows cannot have it: con, prn, aux, nul, com0 to com9 and lpt0 to lpt9 are devices, and no name ends with a dot or a space';

export function isRefusedByWindows(name: string): boolean {
  return NOT_ON_WINDOWS.test(name);
}

/** Whoever clones the repository on Windows would not get them, and Git would stop there. */
function unnameableOnWindows(paths: readonly string[]): Finding[] {
  return paths
    .filter((path) => path.split('/').some((name) => name !== '..' && isRefusedByWindows(name)))
    .map((path) =>
      found(FILE_NAME, path, {
        given: 'a file with this name',
        allowed: WINDOWS_REFUSES,
        fix: 'Give the construct, or the chart around it, another id.',
      }),
    );
}

/** Charts in charts are folders, and everything else is a file. */
function fileAndFolder(paths: readonly string[]): Finding[] {
  const files = new Set(paths.map(asOneFile));
  return paths.flatMap((path) => {
    const folders = path.split('/').slice(0, -1);
    const taken = folders.map((_, index) => folders.slice(0, index + 1).join('/')).find((folder) => files.has(asOneFile(folder)));
    if (taken === undefined) return [];
    return [found(FILE_CLASH, path, { given: 'a file in this folder', allowed: `but ${taken} is a file`, fix: 'Give one of the constructs another id.' })];
  });
}

/** The same for two names that Windows, or a Mac, takes for one: it ignores case, and how accents are encoded. */
function asOneFile(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

/** Two files that some disks cannot tell apart. */
function sameFile(paths: readonly string[]): Finding[] {
  const seen = new Map<string, string>();
  return paths.flatMap((path) => {
    const other = seen.get(asOneFile(path));
    seen.set(asOneFile(path), path);
    if (other === undefined) return [];
    const isEncoding = other.toLowerCase() !== path.toLowerCase();
    return [
      found(FILE_CLASH, path, {
        given: 'a file with this name',
        allowed: `but ${other} is the same file on disks that ignore ${isEncoding ? 'how accents are encoded' : 'case'}`,
        fix: 'Give one of the constructs another id.',
      }),
    ];
  });
}

/** Finds objects of two constructs that are the same object to Kubernetes. */
class ClashFinder {
  readonly findings: Finding[] = [];
  private readonly owners = new Map<string, string>();

  see(cluster: string | undefined, unit: Unit, { apiVersion, kind, metadata }: Identity): void {
    const path = pathOf(unit);
    const name = `${kindOf({ apiVersion, kind })?.clusterScoped === true ? '' : `${metadata.namespace ?? 'default'}/`}${metadata.name}`;
    const key = `${cluster ?? path.split('/')[0]} ${groupOf(apiVersion)} ${kind} ${name}`;
    const owner = this.owners.get(key);
    if (owner === undefined) {
      this.owners.set(key, path);
      return;
    }
    const isNamespace = kind === 'Namespace' && groupOf(apiVersion) === '';
    this.findings.push(
      found(OBJECT_CLASH, path, {
        given: `${withArticle(kind)} ${name}`,
        allowed: `but ${owner} creates it too, and the last one applied would win`,
        fix: isNamespace
          ? `Remove one of them, or say in namespaces of the cluster which stays: { '${name}': { external: true } } leaves it to the object.`
          : 'Give one of them another name or namespace.',
      }),
    );
  }
}
