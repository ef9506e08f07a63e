import { join, relative } from 'node:path';
import { OtherWorkload } from '../../availability/ask/workload';
import { Severity } from '../../cluster/finding';
import { counted, fewOf } from '../../cluster/names';
import type { Changes } from '../last/judge';
import type { ClusterOutput, Output } from '../output';
import type { Change } from './change';
import { LIST } from './written-list';

/** So many paths are named; the others are counted. */
const NAMED = 10;

/** What a synthesis did, a line for each folder: what it holds, what changes, and where the report is. */
export function summaryOf(outdir: string, changes: ReadonlyMap<string, Change>, outputs: readonly Pick<Output, 'cluster'>[]): string {
  const here = (...path: readonly string[]) => relative('.', join(outdir, ...path)) || '.';
  const byFolder = new Map(outputs.map(({ cluster }) => [cluster?.path, cluster]));
  const lines = [...changes].flatMap(([folder, change]) => {
    const cluster = byFolder.get(folder);
    const edited = change.byHand.map((path) => here(folder, path));
    return [
      `${here(folder)}: ${[...(cluster === undefined ? [] : [contents(cluster)]), movement(change)].join('; ')}`,
      ...(edited.length > 0 ? [`  changed by hand, and replaced now: ${fewOf(edited, NAMED)}`] : []),
      ...(cluster === undefined ? [] : [`  ${here(folder, 'report', 'index.html')}`]),
    ];
  });
  return `${lines.join('\n')}\n`;
}

/** What is said of changes that were judged and go ahead. */
export function saidOf({ accepted, unused, unreadable }: Pick<Changes, 'accepted' | 'unused' | 'unreadable'>): string {
  const lines = [
    ...accepted.map(({ finding: { code, path }, reason }) => `  accepted change: ${code} ${path} (${reason})`),
    ...unused.map(({ code, change }) => `  acceptChanges: there is no such change (any more), remove the line: ${code} ${change}`),
    ...(unreadable.length > 0
      ? [`  not compared, because the last one cannot be read (no YAML or JSON, or marks of a merge): ${fewOf(unreadable, NAMED)}`]
      : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** The paths that a write would touch, by what it would do; nothing, if it would do nothing. */
export function differences(changes: ReadonlyMap<string, Change>): string {
  const all = (of: (change: Change) => readonly string[]) => [...changes].flatMap(([folder, change]) => of(change).map((path) => `${folder}/${path}`));
  // The list changes with each file; alone, it is a difference of its own.
  const changed = all((change) => (change.changed.length + change.added.length + change.removed.length > 0 || change.isListed ? change.changed : [LIST]));
  const kinds = { changed, missing: all(({ added }) => added), 'no longer written': all(({ removed }) => removed) };
  return Object.entries(kinds)
    .filter(([, paths]) => paths.length > 0)
    .map(([kind, paths]) => `${kind}: ${fewOf(paths, NAMED)}`)
    .join('; ');
}

function contents({ plans, notes, accepted }: ClusterOutput): string {
  const agents = plans.filter(({ ask }) => ask.availabilityClass === OtherWorkload.NODE_AGENT).length;
  // As the report counts them. An accepted note is worth no more words.
  const weaknesses = accepted.filter(({ finding }) => finding.severity !== Severity.NOTE).length;
  return [
    counted(plans.length - agents, 'app'),
    ...(agents > 0 ? [counted(agents, 'agent')] : []),
    ...(notes.length > 0 ? [counted(notes.length, 'note')] : []),
    ...(weaknesses > 0 ? [counted(weaknesses, 'accepted weakness', 'accepted weaknesses')] : []),
  ].join(', ');
}

function movement({ added, changed, removed, same }: Change): string {
  if (added.length + changed.length + removed.length === 0) return `${counted(same.length, 'file')}, none changed`;
  const moved = [`${added.length} new`, `${changed.length} changed`, `${removed.length} removed`, `${same.length} unchanged`];
  return `files: ${moved.filter((text) => !text.startsWith('0 ')).join(', ')}`;
}
