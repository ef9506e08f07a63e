import { OutcomeKind } from '../availability/model/outcome';
import { listed } from '../cluster/names';
import { isPlanned } from '../failures/failure';
import type { ReportEffect, ReportFailure } from './failures';
import { badEnds, leftDegraded, singlePoints } from './front';
import { appsInWords, appsOfAll, nodesInWords, servedBy } from './groups';
import { fenced, inline, table } from './markdown-parts';
import { type Matrix, matrixOf } from './matrix';
import { isExample, type Procedure, proceduresOf } from './procedures';
import { ABOUT_MINUTES, ratesIn, spanOf } from './rates';
import type { Report } from './report';
import {
  exampleInWords,
  inPlaceInWords,
  LEFT_DEGRADED,
  NO_SINGLE_POINT,
  noBadEnd,
  nothingToDo,
  placesOf,
  stateLossInWords,
  UNNOTICED,
  unnoticedOf,
} from './sentences';
import type { ReportStep } from './steps';
import { effectInShort, effectInWords, failureInWords, failuresInWords } from './words';
import { yearsByApp } from './years';

/** What matters first. */
export function frontInMarkdown(report: Report): readonly string[] {
  const { failures } = report;
  const served = servedBy(report);
  const [ends, points] = [badEnds(failures), singlePoints(failures, served)];
  const stateLoss = stateLossInWords(failures);
  const degraded = leftDegraded(failures, served);
  return [
    '## What a person must know',
    ends.length === 0
      ? noBadEnd(report)
      : table(
          ['outcome', 'apps', 'when', 'why', 'cheapest fix'],
          ends.map(({ kind, apps: those, failures: when, why, fix = '' }) => [kind, appsInWords(those), listed(when.map(failureInWords)), why, fix]),
        ),
    ...(stateLoss === undefined ? [] : [stateLoss]),
    '## Single points of failure',
    points.length === 0
      ? NO_SINGLE_POINT
      : table(
          ['failure', 'down until somebody acts or repairs', 'interrupted'],
          points.map(({ failure, down, interrupted }) => [
            failureInWords(failure),
            down.length === served.length ? appsOfAll(down, served.length) : `${down.length}: ${appsInWords(down)}`,
            interrupted.length === 0 ? '' : `${interrupted.length}: ${appsInWords(interrupted)}`,
          ]),
        ),
    ...(degraded.length === 0
      ? []
      : [
          `## ${LEFT_DEGRADED}`,
          degraded.map(({ failures: when, apps }) => inline(`- ${listed(when.map(failureInWords))}: ${appsOfAll(apps, served.length)}`)).join('\n'),
        ]),
  ];
}

/** Apps and jobs against all failures. */
export function matrixIn(report: Report): Matrix {
  return matrixOf(report.failures, servedBy(report));
}

/** Apps against failures. */
export function failuresInMarkdown(report: Report, matrix = matrixIn(report)): readonly string[] {
  const { failures, years } = report;
  const { rows, columns, cells, harmless } = matrix;
  const yearOf = yearsByApp(years);
  return [
    '## What each failure does',
    'In the worst place that its pods may be in when it happens. The times are from the failure until it serves again. `–`: nothing happens to it.',
    table(
      ['apps', ...columns.map((some) => failuresInWords(some, report.nodes)), 'minutes down in a year'],
      rows.map((apps, row) => [appsInWords(apps), ...(cells[row] ?? []).map(effectInShort), spanOf(apps.map((app) => yearOf.get(app)?.minutes ?? 0))]),
    ),
    ...(harmless.length === 0 ? [] : [`Nothing happens to any app with: ${listed(harmless.map(failureInWords))}.`]),
    ...(report.assumptions.length === 0 ? [] : ['What is not counted:', report.assumptions.map((text) => inline(`- ${text}`)).join('\n')]),
    `${ABOUT_MINUTES} \`failureRates\` of the facts replaces them:`,
    table(
      ['failure', 'times a year', 'minutes of a repair', 'source'],
      ratesIn(failures).map(({ named, rate }) => [named, `${rate.perYear}`, `${rate.repairMinutes}`, rate.source]),
    ),
  ];
}

/** What to do when it happens: a section for each failure that does anything. */
export function runbooksInMarkdown(report: Report, matrix = matrixIn(report)): readonly string[] {
  const unnoticed = proceduresOf(unnoticedOf(matrix)).flatMap((alike) => procedureInMarkdown(alike, [], report.nodes));
  return ['## Runbooks', ...matrix.columns.flatMap((some) => runbook(some, report)), ...(unnoticed.length === 0 ? [] : [`### ${UNNOTICED}`, ...unnoticed])];
}

function runbook(some: readonly ReportFailure[], { nodes }: Report): readonly string[] {
  const [failure] = some;
  if (failure === undefined) return [];
  const { effects, moves, sacrificed, parts } = failure;
  const telling = effects.filter(({ kind }) => kind !== OutcomeKind.UNAFFECTED);
  const untouched = effects.filter(({ kind }) => kind === OutcomeKind.UNAFFECTED);
  const places = [...placesOf(moves)].map(([node, apps]) => `${appsInWords(apps)} on ${node}`).join('; ');
  return [
    `### When it happens: ${failuresInWords(some, nodes)}`,
    isExample(some) ? exampleInWords(some) : '',
    [
      ...(failure.nodes.length === 0 ? [] : [`${isPlanned(failure) ? 'Drained' : 'Down'}: ${nodesInWords(failure.nodes, nodes)}.`]),
      ...(parts === undefined ? [] : [`Alive, but apart: ${parts.map((part) => nodesInWords(part, nodes)).join(' | ')}.`]),
    ].join(' '),
    telling.map(effectLine).join('\n'),
    untouched.length === 0 ? '' : untouched.map(({ apps, why }) => inline(`- ${appsInWords(apps)}: ${why}`)).join('\n'),
    places === '' ? '' : inline(`Lost pods start again, for example, like this: ${places}.`),
    sacrificed.length === 0 ? '' : inline(`Driven away: ${sacrificed.map(({ app, why }) => `${appsInWords([app])} (${why})`).join('; ')}.`),
    ...proceduresOf(some).flatMap((procedure) => procedureInMarkdown(procedure, some, nodes)),
  ].filter((part) => part !== '');
}

function effectLine(effect: ReportEffect): string {
  const { apps, why, fix, longest, terms } = effect;
  const source = terms.find(({ name }) => name === longest)?.source;
  return inline(
    `- **${effectInWords(effect)}**: ${appsInWords(apps)} (${why}).${terms.length > 1 && source !== undefined ? ` Longest part: ${longest}; source: ${source}.` : ''}${fix === undefined ? '' : ` Cheapest fix: ${fix}`}`,
  );
}

function procedureInMarkdown({ failures, inPlaceOf }: Procedure, all: readonly ReportFailure[], nodes: Report['nodes']): readonly string[] {
  const [first] = failures;
  return [
    failures.length === all.length ? '' : `With ${failuresInWords(failures, nodes)}:`,
    inPlaceOf.length === 0 ? '' : inPlaceInWords(inPlaceOf),
    first.steps.length === 0 ? nothingToDo(first) : stepsInMarkdown(first.steps),
  ].filter((part) => part !== '');
}

function stepsInMarkdown(steps: readonly ReportStep[]): string {
  return steps
    .map(({ text, command }, index) => `${index + 1}. ${inline(text)}${command === undefined ? '' : `\n\n${indented(fenced(command, 'sh'))}`}`)
    .join('\n');
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `   ${line}`)
    .join('\n');
}
