import { relative } from 'node:path';
import { REPORT_SCHEMA, REPORT_VERSION } from '../../availability/report/report';
import { isMap } from '../../cluster/parts';
import { placeInGit, treeInGit } from '../../delivery/last/git-tree';
import type { Report } from '../../report/report';
import { stop } from '../command-error';
import { DIFF_WITHOUT_BASE } from '../rules';

const END = '/report/report.json';

/** The reports of an output folder at a ref of Git, by the folders of their clusters. */
export function reportsAt(ref: string, outdir: string, cwd: string): ReadonlyMap<string, Report> {
  const where = relative(cwd, outdir) || '.';
  if (placeInGit(outdir) === undefined)
    return stop(DIFF_WITHOUT_BASE, where, {
      given: 'a folder in no repository of Git',
      allowed: 'but diff compares with the report that is committed',
      fix: 'Commit the output of a synthesis: git init, git add, git commit.',
    });
  const tree = treeInGit(outdir, ref);
  if (tree !== undefined && 'refused' in tree)
    return stop(DIFF_WITHOUT_BASE, ref, {
      given: `the ref ${ref}`,
      allowed: `but Git says: ${tree.refused}`,
      fix: 'Name a branch, a tag or a commit that this clone has: git fetch may bring it.',
    });
  const paths = tree?.paths.filter((path) => path.endsWith(END)) ?? [];
  if (tree === undefined || paths.length === 0)
    return stop(DIFF_WITHOUT_BASE, ref, {
      given: `no ${where}/…${END} at ${ref}`,
      allowed: 'but diff compares with the report that is committed there',
      fix: 'Commit the output of a synthesis, or name a later ref.',
    });
  return new Map([...tree.read(paths)].map(([path, content]) => [path.slice(0, -END.length), reportIn(content.toString(), `${ref}:${where}/${path}`)]));
}

/** A report of this version. @param name as messages call it */
export function reportIn(text: string, name: string): Report {
  const report = parsed(text, name);
  const isOfThis = isMap(report) && report.schema === REPORT_SCHEMA && report.version === REPORT_VERSION;
  if (isOfThis && Array.isArray(report.failures) && Array.isArray(report.years) && report.years.every((year) => isMap(year) && Array.isArray(year.apps)))
    return report as unknown as Report;
  return stop(DIFF_WITHOUT_BASE, name, {
    given: 'a report of another version of this package',
    allowed: 'which does not say what each failure does, as this version does',
    fix: 'Synthesize and commit with this version once, then compare with that commit.',
  });
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return stop(DIFF_WITHOUT_BASE, name, {
      given: 'text that is no JSON',
      allowed: 'but synthesis writes JSON there',
      fix: 'Name another ref, or synthesize and commit again.',
    });
  }
}
