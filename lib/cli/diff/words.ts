import { grouped } from '../../cluster/grouped';
import { counted, listed } from '../../cluster/names';
import { appInWords, appsInWords } from '../../report/groups';
import { inline } from '../../report/markdown-parts';
import { type CellChange, changesInWords } from '../cell-change';
import type { Style } from '../terminal/style';
import { wrapped } from '../terminal/text';
import { YEAR } from './accept';
import type { ClusterDiff, Diff, Worse } from './diff';

/** A part of what is said of a cluster: a heading, and its lines. */
interface Part {
  readonly title: string;
  readonly lines: readonly string[];
  readonly isBad?: boolean;
}

export function diffInText(diff: Diff, style: Style): string {
  const clusters = diff.clusters.map((one) => {
    const parts = partsOf(one).map(({ title, lines, isBad }) =>
      [(isBad === true ? style.bad : style.bold)(title), ...lines.map((line) => wrapped(`- ${line}`, style.columns))].join('\n'),
    );
    return [style.bold(headOf(one, diff.ref)), ...parts].join('\n\n');
  });
  return `${[...clusters, ...goneOf(diff)].join('\n\n')}\n`;
}

export function diffInMarkdown(diff: Diff): string {
  const clusters = diff.clusters.map((one) =>
    [`## ${headOf(one, diff.ref)}`, ...partsOf(one).map(({ title, lines }) => `### ${title}\n\n${lines.map((line) => `- ${inline(line)}`).join('\n')}`)].join(
      '\n\n',
    ),
  );
  return `${[...clusters, ...goneOf(diff)].join('\n\n')}\n`;
}

const MINUTES = 'Minutes down in a year, at most';

function partsOf({ worse, better, newApps, goneApps, newFailures, goneFailures, minutes }: ClusterDiff): readonly Part[] {
  const open = worse.filter(({ accepted }) => accepted === undefined);
  const all: readonly Part[] = [
    { title: 'Better in one way, worse in another', lines: mixedInWords(better, worse) },
    { title: 'Worse', lines: changesInWords(open), isBad: true },
    { title: 'Worse, and accepted', lines: acceptedInWords(worse) },
    { title: 'Better', lines: changesInWords(better) },
    { title: 'New apps', lines: newApps.map(appInWords) },
    { title: 'Gone apps', lines: goneApps.map(appInWords) },
    { title: 'Failures that are new', lines: newFailures },
    { title: 'Failures that are gone', lines: goneFailures },
    { title: MINUTES, lines: minutes.map(({ app, before, after }) => `${appInWords(app)}: ${before} → ${after}`) },
  ];
  return all.filter(({ lines }) => lines.length > 0);
}

/** `wiki: better in node attic and drain of attic, worse in node cellar`, of apps with both; those that are alike at once. */
function mixedInWords(better: readonly CellChange[], worse: readonly Worse[]): readonly string[] {
  const inFailures = (app: string, cells: readonly CellChange[]) =>
    listed(cells.flatMap((cell) => (cell.app === app ? [cell.failure === YEAR ? 'the year as a whole' : cell.when] : [])));
  const mixed = [...new Set(worse.map(({ app }) => app))].filter((app) => better.some((cell) => cell.app === app));
  const alike = grouped(mixed.map((app) => [`better in ${inFailures(app, better)}, worse in ${inFailures(app, worse)}`, app] as const));
  return [...alike].map(([said, apps]) => `${appsInWords(apps)}: ${said}`);
}

function acceptedInWords(worse: readonly Worse[]): readonly string[] {
  const reasons = new Set(worse.flatMap(({ accepted }) => accepted ?? []));
  return [...reasons].flatMap((reason) => changesInWords(worse.filter(({ accepted }) => accepted === reason)).map((line) => `${line} (${reason})`));
}

/** `homelab against main: 2 worse, 3 better, 1 new app` */
function headOf({ cluster, isNew, worse, better, newApps, goneApps, minutes }: ClusterDiff, ref: string): string {
  if (isNew) return `${cluster} is new since ${ref}`;
  const said = [
    ...(worse.length === 0 ? [] : [`${worse.length} worse`]),
    ...(better.length === 0 ? [] : [`${better.length} better`]),
    ...(newApps.length === 0 ? [] : [counted(newApps.length, 'new app')]),
    ...(goneApps.length === 0 ? [] : [counted(goneApps.length, 'gone app')]),
  ];
  const change = minutes.reduce((sum, { before, after }) => sum + after - before, 0);
  const year = Math.round(change) === 0 ? [] : [`${Math.abs(Math.round(change))} min a year ${change > 0 ? 'more' : 'less'}`];
  return `${cluster} against ${ref}: ${[...said, ...year].length === 0 ? 'nothing changes in what failures do' : [...said, ...year].join(', ')}`;
}

function goneOf({ goneClusters, ref }: Diff): readonly string[] {
  return goneClusters.length === 0 ? [] : [`Gone since ${ref}: ${listed(goneClusters)}.`];
}
