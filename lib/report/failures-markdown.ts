import { OutcomeKind } from '../availability/model/outcome';
import { listed } from '../cluster/names';
import { FailureKind } from '../failures/failure';
import type { ReportEffect, ReportFailure, ReportStep } from './failures';
import { badEnds, singlePoints } from './front';
import { appsInWords, nodesInWords, servedBy } from './groups';
import { fenced, inline, table } from './markdown-parts';
import { matrixOf } from './matrix';
import type { Report } from './report';
import { effectInShort, effectInWords, failureInWords, failuresInWords, kindInWords } from './words';

/** What matters first. */
export function frontInMarkdown(report: Report): readonly string[] {
  const { failures } = report;
  const served = servedBy(report);
  const [ends, points] = [badEnds(failures), singlePoints(failures, served)];
  return [
    '## What a person must know',
    ends.length === 0
      ? 'No failure loses data, and none waits for a person to decide something.'
      : table(
          ['outcome', 'apps', 'when', 'why', 'cheapest fix'],
          ends.map(({ kind, apps: those, failures: when, why, fix = '' }) => [kind, appsInWords(those), listed(when.map(failureInWords)), why, fix]),
        ),
    '## Single points of failure',
    points.length === 0
      ? 'None takes an app down until it is repaired.'
      : table(
          ['failure', 'down until somebody acts or repairs', 'interrupted'],
          points.map(({ failure, down, interrupted }) => [
            failureInWords(failure),
            down.length === served.length ? `all ${served.length}` : `${down.length}: ${appsInWords(down)}`,
            interrupted.length === 0 ? '' : `${interrupted.length}: ${appsInWords(interrupted)}`,
          ]),
        ),
  ];
}

/** Apps against failures. */
export function failuresInMarkdown(report: Report): readonly string[] {
  const { failures, years } = report;
  const { rows, columns, cells, harmless } = matrixOf(failures, servedBy(report));
  const minutes = new Map(years.map(({ app, minutes: down }) => [app, down]));
  return [
    '## What each failure does',
    'In the worst place that its pods may be in when it happens. The times are from the failure until it serves again. `–`: nothing happens to it.',
    table(
      ['apps', ...columns.map((some) => failuresInWords(some, report.nodes)), 'minutes down in a year'],
      rows.map((apps, row) => [appsInWords(apps), ...(cells[row] ?? []).map(effectInShort), spanOf(apps.map((app) => minutes.get(app) ?? 0))]),
    ),
    ...(harmless.length === 0 ? [] : [`Nothing happens to any app with: ${listed(harmless.map(failureInWords))}.`]),
    'The minutes are those to expect, at most, with these rates; `failureRates` of the facts replaces them:',
    table(
      ['failure', 'times a year', 'minutes of a repair', 'source'],
      ratesIn(failures).map(({ named, rate }) => [named, `${rate.perYear}`, `${rate.repairMinutes}`, rate.source]),
    ),
  ];
}

export function spanOf(minutes: readonly number[]): string {
  const [least, most] = [Math.min(...minutes), Math.max(...minutes)];
  return Math.round(least) === Math.round(most) ? `${Math.round(most)}` : `${Math.round(least)} to ${Math.round(most)}`;
}

/** Equal rates once. */
export function ratesIn(failures: readonly ReportFailure[]): readonly { readonly named: string; readonly rate: NonNullable<ReportFailure['rate']> }[] {
  const rates = new Map<string, { readonly failures: ReportFailure[]; readonly rate: NonNullable<ReportFailure['rate']> }>();
  for (const failure of failures) {
    if (failure.rate === undefined) continue;
    const key = JSON.stringify([failure.kind, failure.rate]);
    const known = rates.get(key) ?? { failures: [], rate: failure.rate };
    known.failures.push(failure);
    rates.set(key, known);
  }
  return [...rates.values()].map(({ failures: some, rate }) => ({
    named: some.length > 2 ? `each ${some[0] === undefined ? '' : kindInWords(some[0].kind)}` : listed(some.map(failureInWords)),
    rate,
  }));
}

/** What to do when it happens: a section for each failure that does anything. */
export function runbooksInMarkdown(report: Report): readonly string[] {
  const { columns } = matrixOf(report.failures, servedBy(report));
  return ['## Runbooks', ...columns.flatMap((some) => runbook(some, report))];
}

function runbook(some: readonly ReportFailure[], { nodes }: Report): readonly string[] {
  const [failure] = some;
  if (failure === undefined) return [];
  const { effects, steps, moves, sacrificed, parts } = failure;
  const telling = effects.filter(({ kind }) => kind !== OutcomeKind.UNAFFECTED);
  const untouched = effects.filter(({ kind }) => kind === OutcomeKind.UNAFFECTED);
  return [
    `### When it happens: ${failuresInWords(some, nodes)}`,
    [
      ...(failure.nodes.length === 0 ? [] : [`${failure.kind === FailureKind.DRAIN ? 'Drained' : 'Down'}: ${nodesInWords(failure.nodes, nodes)}.`]),
      ...(parts === undefined ? [] : [`Alive, but apart: ${parts.map((part) => nodesInWords(part, nodes)).join(' | ')}.`]),
    ].join(' '),
    telling.map(effectLine).join('\n'),
    untouched.length === 0 ? '' : untouched.map(({ apps, why }) => `- ${appsInWords(apps)}: ${why}`).join('\n'),
    moves.length === 0 ? '' : `Lost pods start again, for example, like this: ${placesInWords(moves)}.`,
    sacrificed.length === 0 ? '' : `Driven away: ${sacrificed.map(({ app, why }) => `${appsInWords([app])} (${why})`).join('; ')}.`,
    steps.length === 0 ? 'The apps need nobody; what failed is still to be repaired.' : stepsInMarkdown(steps),
  ].filter((part) => part !== '');
}

function effectLine(effect: ReportEffect): string {
  const { apps, why, fix, longest, terms } = effect;
  const source = terms.find(({ name }) => name === longest)?.source;
  return inline(
    `- **${effectInWords(effect)}**: ${appsInWords(apps)} (${why}).${terms.length > 1 && source !== undefined ? ` Longest part: ${longest}; source: ${source}.` : ''}${fix === undefined ? '' : ` Cheapest fix: ${fix}`}`,
  );
}

function placesInWords(moves: ReportFailure['moves']): string {
  const places = new Map<string, string[]>();
  for (const { app, node } of moves) places.set(node, [...(places.get(node) ?? []), app]);
  return [...places].map(([node, apps]) => `${appsInWords(apps)} on ${node}`).join('; ');
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
