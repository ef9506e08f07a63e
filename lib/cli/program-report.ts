import { grouped } from '../cluster/grouped';
import { listed } from '../cluster/names';
import type { ReportFailure } from '../report/failures';
import { failuresInMarkdown, frontInMarkdown } from '../report/failures-markdown';
import { badEnds, leftDegraded, singlePoints } from '../report/front';
import { appsInWords, appsOfAll, servedBy } from '../report/groups';
import { type Matrix, matrixOf } from '../report/matrix';
import type { Report } from '../report/report';
import { LEFT_DEGRADED, NO_SINGLE_POINT, noBadEnd, stateLossInWords } from '../report/sentences';
import { effectInShort, failureInWords } from '../report/words';
import { colourOf } from './outcome-colours';
import type { Style } from './terminal/style';
import { type TableCell, tableIn } from './terminal/table';
import { labelled, wrapped } from './terminal/text';

/** What matters first, and apps against failures, for a terminal. */
export function reportInText(report: Report, style: Style): string {
  const ends = badEnds(report.failures);
  const served = servedBy(report);
  const points = singlePoints(report.failures, served);
  const stateLoss = stateLossInWords(report.failures);
  const degraded = leftDegraded(report.failures, served);
  const those = (apps: readonly string[]) => appsOfAll(apps, served.length);
  const heading = (text: string) => wrapped(style.bold(text), style.columns);
  const item = (text: string) => wrapped(`- ${text}`, style.columns);
  return `${[
    heading(`${report.cluster}: what a person must know`),
    ends.length === 0
      ? wrapped(noBadEnd(report), style.columns)
      : ends
          .map(({ kind, apps, failures, why, fix }) =>
            item(`${style.bad(kind)}: ${appsInWords(apps)}, with ${listed(failures.map(failureInWords))}: ${why}${fix === undefined ? '.' : `. ${fix}`}`),
          )
          .join('\n'),
    ...(stateLoss === undefined ? [] : [wrapped(stateLoss, style.columns)]),
    heading('Single points of failure: what is down until somebody acts or repairs'),
    points.length === 0 ? NO_SINGLE_POINT : points.map(({ failure, down }) => item(`${failureInWords(failure)}: ${those(down)}`)).join('\n'),
    ...(degraded.length === 0 ? [] : [heading(LEFT_DEGRADED), degraded.map(({ failures, apps }) => item(`${named(failures)}: ${those(apps)}`)).join('\n')]),
    heading('What each failure does, in the worst place for the pods'),
    ...matrixInText(report, style),
  ].join('\n\n')}\n`;
}

function matrixInText(report: Report, style: Style): readonly string[] {
  const matrix = matrixOf(report.failures, servedBy(report));
  const { harmless } = matrix;
  const heading = (text: string) => wrapped(style.bold(text), style.columns);
  const item = (text: string) => wrapped(`- ${text}`, style.columns, '  ');
  return [
    matrix.columns.length === 0 ? 'Nothing.' : (byApps(matrix, style) ?? byFailures(matrix, style) ?? inBlocks(matrix, style)),
    ...(harmless.length === 0 ? [] : [wrapped(`Nothing happens to any app with: ${listed(harmless.map(failureInWords))}.`, style.columns)]),
    ...(report.assumptions.length === 0
      ? []
      : [[heading('What is not counted'), ...report.assumptions.map((text) => item(text.replaceAll('`', '')))].join('\n')]),
    ...(matrix.rows.length === 0 ? [] : [heading('Minutes down in a year, to be expected'), yearsInText(report, style)]),
  ];
}

function named(failures: readonly ReportFailure[]): string {
  return listed(failures.map(failureInWords));
}

function byApps({ rows, columns, cells }: Matrix, style: Style): string | undefined {
  return tableIn(
    style.columns,
    ['apps', ...columns.map(named)],
    rows.map((apps, row) => [{ text: appsInWords(apps) }, ...(cells[row] ?? []).map((effect) => cellOf(effect, style))]),
  );
}

function byFailures({ rows, columns, cells }: Matrix, style: Style): string | undefined {
  return tableIn(
    style.columns,
    ['failure', ...rows.map(appsInWords)],
    columns.map((failures, column) => [{ text: named(failures) }, ...rows.map((_, row) => cellOf(cells[row]?.[column], style))]),
  );
}

function cellOf(effect: Matrix['cells'][number][number], style: Style): TableCell {
  return { text: effectInShort(effect), colour: colourOf(effect, style) };
}

/** For a terminal that is too narrow for any table: each failure with what it does. */
function inBlocks({ rows, columns, cells }: Matrix, style: Style): string {
  return columns
    .map((failures, column) => {
      const said = new Map<string, { readonly apps: string[]; readonly colour: (text: string) => string }>();
      for (const [row, apps] of rows.entries()) {
        const effect = cells[row]?.[column];
        const short = effectInShort(effect);
        if (short === '–') continue;
        const known = said.get(short) ?? { apps: [], colour: colourOf(effect, style) };
        known.apps.push(...apps);
        said.set(short, known);
      }
      const lines = [...said].map(([short, { apps, colour }]) => wrapped(`  ${colour(short)}: ${appsInWords(apps)}`, style.columns, '    '));
      return [wrapped(named(failures), style.columns), ...lines].join('\n');
    })
    .join('\n\n');
}

/** The worst first. */
function yearsInText(report: Report, style: Style): string {
  const served = new Set(servedBy(report));
  const same = [
    ...grouped(report.years.flatMap(({ apps, minutes }) => apps.filter((app) => served.has(app)).map((app) => [Math.round(minutes), app] as const))),
  ].sort(([one], [other]) => other - one);
  const wide = Math.max(...same.map(([minutes]) => `${minutes}`.length));
  return same.map(([minutes, apps]) => labelled([[`${minutes}`.padStart(wide), appsInWords(apps)]], style.columns, '')).join('\n');
}

/** The same for a pull request. */
export function reportInMarkdown(report: Report): string {
  return `${[`# ${report.cluster}`, ...frontInMarkdown(report), ...failuresInMarkdown(report)].join('\n\n')}\n`;
}
