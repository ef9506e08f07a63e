import { formatInterval } from '../../availability/model/interval';
import { OutcomeKind } from '../../availability/model/outcome';
import { listed } from '../../cluster/names';
import { isPlanned } from '../../failures/failure';
import { REPAIR } from '../../failures/sources';
import type { ReportEffect, ReportFailure } from '../../report/failures';
import { nodesInWords } from '../../report/groups';
import { isExample, proceduresOf } from '../../report/procedures';
import { exampleInWords, inPlaceInWords, PLACES } from '../../report/sentences';
import type { ReportStep } from '../../report/steps';
import { effectInWords, failureInWords, lostForGoodInWords } from '../../report/words';
import { colourOf } from '../outcome-colours';
import type { Style } from '../terminal/style';
import { COMMAND, labelled, wrapped } from '../terminal/text';
import type { Subject } from './subject';

/** The others have no end that anybody knows. */
export const TIMED: readonly OutcomeKind[] = [OutcomeKind.DEGRADED, OutcomeKind.FAILS_OVER, OutcomeKind.DATA_LOST];

/** Undefined: no pod of it is there. */
export function effectOn({ effects }: ReportFailure, app: string): ReportEffect | undefined {
  return effects.find(({ apps }) => apps.includes(app));
}

/** Why a failure does that to it, part by part, and what to do. */
export function cellInFull(failures: readonly ReportFailure[], effect: ReportEffect, { report, name }: Subject, style: Style): string {
  const [failure] = failures;
  const { inPlaceOf = [] } = proceduresOf(failures)[0] ?? {};
  const { why, terms, longest, place, fix, lostIfGoneSeconds } = effect;
  const steps = stepsFor(name, failure?.steps ?? []);
  const moves = (TIMED.includes(effect.kind) ? (failure?.moves ?? []) : []).filter(({ app }) => app === name).map(({ node }) => node);
  const [widest, timeWidest] = [Math.max(0, ...terms.map((term) => term.name.length)), Math.max(0, ...terms.map((term) => timeOf(term).length))];
  const pairs: readonly (readonly [string, string])[] = [
    ['why', why],
    ...(isExample(failures) ? ([['example', exampleInWords(failures)]] as const) : []),
    ...(failure !== undefined && failure.nodes.length > 0
      ? ([[isPlanned(failure) ? 'drained' : 'down', nodesInWords(failure.nodes, report.nodes)]] as const)
      : []),
    ...(failure?.parts === undefined ? [] : ([['apart', failure.parts.map((part) => nodesInWords(part, report.nodes)).join(' | ')]] as const)),
    ...(terms.every((term) => term.name === REPAIR)
      ? []
      : ([['parts', terms.map((term) => `${term.name.padEnd(widest)}  ${timeOf(term).padEnd(timeWidest)} \t${term.source}`).join('\n')]] as const)),
    ...(longest === undefined || terms.length < 2 ? [] : ([['longest', longest]] as const)),
    ...(place === undefined ? [] : ([['room', PLACES[place]]] as const)),
    ...(moves.length === 0 ? [] : ([['for example', `it starts again on ${listed(moves)}`]] as const)),
    ...(lostIfGoneSeconds === undefined ? [] : ([['may be lost', lostForGoodInWords(lostIfGoneSeconds)]] as const)),
    ...(failure?.rate === undefined
      ? []
      : ([
          [
            'how often',
            `${failure.rate.perYear === 1 ? 'once' : `${failure.rate.perYear} times`} a year, ${failure.rate.repairMinutes} min each (${failure.rate.source})`,
          ],
        ] as const)),
    ...(fix === undefined ? [] : ([['better with', fix]] as const)),
    ...(steps.length === 0
      ? []
      : ([['to do', steps.map(({ text, command }, at) => `${at + 1}. ${text}${command === undefined ? '' : `\n${COMMAND}${command}`}`).join('\n')]] as const)),
    ...(steps.length === 0 || inPlaceOf.length === 0 ? [] : ([['for others', inPlaceInWords(inPlaceOf)]] as const)),
  ];
  return `${wrapped(`${style.bold(listed(failures.map(failureInWords)))}: ${colourOf(effect, style)(effectInWords(effect))}`, style.columns)}\n${labelled(pairs, style.columns)}`;
}

/** Its own, and between them what the cluster needs before it can go on. */
function stepsFor(app: string, steps: readonly ReportStep[]): readonly ReportStep[] {
  return steps.some(({ apps }) => apps.includes(app)) ? steps.filter(({ apps }) => apps.length === 0 || apps.includes(app)) : [];
}

function timeOf({ seconds }: ReportEffect['terms'][number]): string {
  return seconds === undefined ? 'no end' : formatInterval(seconds);
}
