import { applyChangeAcceptances, type ChangeAcceptance } from '../../changes/accept';
import type { DangerousChange } from '../../changes/check';
import type { AcceptedFinding, Finding } from '../../cluster/finding';
import { found } from '../../cluster/rule';
import { told } from '../disk/disk-error';
import type { Folders } from '../disk/write-output';
import { LAST_OUTPUT_UNREADABLE } from '../rules';
import { compare } from './compare';
import { placeInGit, treeInGit } from './git-tree';
import type { LastOutput } from './last-output';
import { hasOutput, type LastTree, treeOnDisk } from './tree';

/** What a program says of changes. */
export interface ChangesAsked {
  readonly since: LastOutput | undefined;
  readonly accepted: readonly ChangeAcceptance[];
}

/** What is said of all changes since the last output. */
export interface Changes {
  readonly open: readonly Pick<DangerousChange, 'finding' | 'where'>[];
  readonly accepted: readonly AcceptedFinding[];
  /** Accepted changes that are not there, or no longer. */
  readonly unused: readonly ChangeAcceptance[];
  readonly unreadable: readonly string[];
}

/** Judges the change from the last output to new folders. Nothing of it is written: the output does not depend on what was there before. */
export function judgeChanges(outdir: string, folders: Folders, { since, accepted }: ChangesAsked): Changes {
  const last = told(outdir, () => lastTree(outdir, folders, since));
  if (last !== undefined && 'code' in last) return { open: [{ finding: last, where: '' }], accepted: [], unused: [], unreadable: [] };
  const { dangers, unreadable } = last === undefined ? { dangers: [], unreadable: [] } : told(outdir, () => compare(last, folders));
  return { ...applyChangeAcceptances(dangers, accepted), unreadable };
}

/** Undefined: there is nothing to compare with. */
function lastTree(outdir: string, folders: Folders, since: LastOutput | undefined): LastTree | Finding | undefined {
  if (since === undefined) {
    const committed = treeInGit(outdir, 'HEAD');
    // No commit yet, a repository of another user, no Git, other files of the folder: then what is there counts.
    return committed === undefined || 'refused' in committed || !hasOutput(committed, folders) ? treeOnDisk(outdir, folders) : committed;
  }
  if (since.gitRef !== undefined) return treeAt(outdir, folders, since.gitRef, since.path);
  if (since.path === undefined) return undefined;
  return (
    treeOnDisk(since.path, folders) ??
    unreadable(`the folder ${since.path}`, 'it is not there, or has no folders of clusters', 'Name a folder with one folder per cluster.')
  );
}

/** A ref is named so that nothing gets past it: where it has no output, that must not pass for nothing to compare. */
function treeAt(outdir: string, folders: Folders, ref: string, named: string | undefined): LastTree | Finding {
  const place = named ?? placeInGit(outdir);
  if (place === undefined) return unreadable(`the ref ${ref}`, `${outdir} is in no Git repository`, 'Name a folder: LastOutput.folder(…).');
  const tree = treeInGit(outdir, ref, named);
  if (tree !== undefined && 'refused' in tree) return unreadable(`the ref ${ref}`, tree.refused, FETCH);
  if (tree !== undefined && hasOutput(tree, folders)) return tree;
  return unreadable(
    `the ref ${ref}`,
    `its folder ${place} is not there, or has no folders of clusters`,
    `If the output is in another folder there, name that from the root of the repository: LastOutput.ref('${ref}', '.') is the root. Before the first output is there, use LastOutput.none().`,
  );
}

const FETCH = 'Name a branch, tag or commit that this clone has, or fetch it first: git fetch origin main. A CI often clones one branch only.';

function unreadable(what: string, why: string, fix: string): Finding {
  return found(LAST_OUTPUT_UNREADABLE, 'App', { given: `changesSince names ${what}`, allowed: `but it cannot be read (${why})`, fix });
}
