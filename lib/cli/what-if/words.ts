import { listed } from '../../cluster/names';
import { appInWords } from '../../report/groups';
import { table } from '../../report/markdown-parts';
import { type CellChange, changesInWords } from '../cell-change';
import type { Candidate } from '../program/asks';
import type { Style } from '../terminal/style';
import { labelled, wrapped } from '../terminal/text';
import type { Refused, Tried, WhatIf } from './what-if';

/** As many changes of outcomes are told one by one. */
const SHOWN = 4;

const WHAT = 'The minutes are those to expect, of all apps together. Each change is tried alone: two of them may save less, or more, than their sum.';

export function whatIfInText({ cluster, minutes, tried, withoutEffect, refused }: WhatIf, style: Style): string {
  const parts = [
    style.bold(`${cluster}: one change at a time, against ${round(minutes)} min down in a year`),
    wrapped(WHAT, style.columns),
    ...tried.map((one, at) => {
      const colour = one.savedMinutes > 0 ? style.good : one.savedMinutes < 0 ? style.bad : style.middling;
      return [
        wrapped(`${at + 1}. ${style.bold(one.title)}${alikeInWords(one)}: ${colour(savedInWords(one))}`, style.columns),
        labelled([['work', one.work], ...changed('better', one.better), ...changed('worse', one.worse)], style.columns, '   '),
      ].join('\n');
    }),
    ...(tried.length === 0 ? ['None of them changes an outcome.'] : []),
    ...(withoutEffect.length === 0 ? [] : [wrapped(`Without any effect: ${withoutEffect.map(named).join('; ')}.`, style.columns)]),
    ...(refused.length === 0 ? [] : [`The program refuses:\n${refused.map((one) => wrapped(`- ${refusalOf(one)}`, style.columns)).join('\n')}`]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function changed(name: string, cells: readonly CellChange[]): readonly (readonly [string, string])[] {
  return cells.length === 0 ? [] : [[name, fewChanges(cells).join('\n')]];
}

function fewChanges(cells: readonly CellChange[]): readonly string[] {
  const all = changesInWords(cells);
  return all.length <= SHOWN + 1 ? all : [...all.slice(0, SHOWN), `and ${all.length - SHOWN} more (--format json has all)`];
}

export function whatIfInMarkdown({ cluster, minutes, tried, withoutEffect, refused }: WhatIf): string {
  return `${[
    `# ${cluster}: one change at a time`,
    `Now, ${round(minutes)} min down in a year are to be expected. ${WHAT}`,
    tried.length === 0
      ? 'None of them changes an outcome.'
      : table(
          ['what if', 'saved in a year', 'most for', 'work', 'better', 'worse'],
          tried.map((one) => [
            `${one.title}${alikeInWords(one)}`,
            `${round(one.savedMinutes)} min`,
            one.mostHelped === undefined ? '' : `${appInWords(one.mostHelped.app)} (${round(one.mostHelped.savedMinutes)} min)`,
            one.work,
            fewChanges(one.better).join('; '),
            fewChanges(one.worse).join('; '),
          ]),
        ),
    ...(withoutEffect.length === 0 ? [] : [`Without any effect: ${withoutEffect.map(named).join('; ')}.`]),
    ...(refused.length === 0
      ? []
      : [
          'The program refuses:',
          table(
            ['what if', 'codes', 'may be accepted'],
            refused.map((one) => [named(one), listed(one.codes), one.isAcceptable ? 'yes' : 'no']),
          ),
        ]),
  ].join('\n\n')}\n`;
}

function savedInWords({ savedMinutes, mostHelped }: Tried): string {
  const most = mostHelped === undefined ? '' : `, most for ${appInWords(mostHelped.app)} (${round(mostHelped.savedMinutes)} min)`;
  if (savedMinutes > 0) return `saves ${round(savedMinutes)} min a year${most}`;
  return savedMinutes < 0 ? `${round(-savedMinutes)} min a year more${most === '' ? '' : `; less${most.slice(1)}`}` : `saves nothing on the whole${most}`;
}

function named(candidate: Candidate): string {
  return `${candidate.title}${alikeInWords(candidate)}`;
}

function alikeInWords({ alike }: Candidate): string {
  return alike.length === 0 ? '' : ` (likewise ${listed(alike)})`;
}

function refusalOf(one: Refused): string {
  return `${named(one)}: ${listed(one.codes)}${one.isAcceptable ? ', which may be accepted with a reason' : ''}`;
}

/** A tenth matters only where it is all there is. */
function round(minutes: number): string {
  return `${Math.abs(minutes) < 10 ? minutes : Math.round(minutes)}`;
}
