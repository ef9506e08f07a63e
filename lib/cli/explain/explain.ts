import { OutcomeKind } from '../../availability/model/outcome';
import { crashInWords } from '../../availability/report/crash';
import { closest } from '../../cluster/closest';
import { listed } from '../../cluster/names';
import { harm, Place } from '../../failures/outcome';
import type { ReportEffect, ReportFailure } from '../../report/failures';
import { isLeftDegraded } from '../../report/front';
import { appInWords, nodesInWords } from '../../report/groups';
import { matrixOf } from '../../report/matrix';
import type { Report } from '../../report/report';
import { effectInShort, failureInWords } from '../../report/words';
import { stop } from '../command-error';
import { colourOf } from '../outcome-colours';
import { wantedClusters } from '../program/clusters';
import type { AskedCluster } from '../program/run';
import { FAILURE_UNKNOWN } from '../rules';
import type { Style } from '../terminal/style';
import { tableIn } from '../terminal/table';
import { labelled, wrapped } from '../terminal/text';
import { cellInFull, effectOn, TIMED } from './cell';
import { type Subject, subjectOf } from './subject';

/** Assumptions are of the cluster: they are not told with each app. */
const NOT_COUNTED_ELSEWHERE = '`npx cdk8s-availability report` says what is not counted here.';

/** As many of the worst cells are told in full. */
const WORST = 3;

/** What each failure does to one app. @param wanted `name` or `namespace/name` @param failure the id of the only one to tell of */
export function explained(
  all: readonly AskedCluster[],
  wanted: string,
  { cluster, failure }: { readonly cluster?: string; readonly failure?: string },
  style: Style,
): string {
  const subject = subjectOf(wantedClusters(all, cluster), wanted);
  return `${failure === undefined ? overview(subject, style) : inFull(subject, failure, style)}\n`;
}

function overview(subject: Subject, style: Style): string {
  const { report, app, name } = subject;
  const { columns, harmless } = matrixOf(report.failures, [name]);
  const cells = columns.flatMap((failures) => {
    const [first] = failures;
    const effect = first === undefined ? undefined : effectOn(first, name);
    return effect === undefined ? [] : [{ failures, effect }];
  });
  const touched = cells.filter(({ effect }) => harm(effect.kind) > 0);
  const spared = [...harmless, ...columns.flat().filter((failure) => !touched.some(({ failures }) => failures.includes(failure)))];
  const worst = [...touched].sort((one, other) => harm(other.effect.kind) - harm(one.effect.kind)).filter(({ effect }) => isBad(effect));
  const told = worst.slice(0, WORST);
  const [other] = touched.filter((one) => !told.includes(one)).flatMap(({ failures }) => failures);
  return [
    style.bold(`${appInWords(name)} in ${report.cluster}`),
    labelled(
      [
        ['class', app.availabilityClass],
        ['may run on', nodesInWords(app.nodes, report.nodes)],
        ['its node dies', `${crashInWords(app.availabilityClass, app.nodeCrash)} (${app.nodeCrash.why})`],
        ...(app.dependsOn.length === 0 ? [] : ([['depends on', listed(app.dependsOn)]] as const)),
        ['in a year', yearInWords(subject)],
      ],
      style.columns,
    ),
    cellsIn(touched, style),
    ...(spared.length === 0 ? [] : [wrapped(`Nothing happens to it with: ${listed(inOrder(spared, report).map(failureInWords))}.`, style.columns)]),
    ...told.map(({ failures, effect }) => cellInFull(failures, effect, subject, style)),
    ...(other === undefined
      ? []
      : [
          wrapped(
            `Another one in full: npx cdk8s-availability explain ${appInWords(name)} --failure ${other.id.includes(' ') ? `'${other.id}'` : other.id}`,
            style.columns,
          ),
        ]),
    ...(report.assumptions.length === 0 ? [] : [wrapped(NOT_COUNTED_ELSEWHERE, style.columns)]),
  ].join('\n\n');
}

function inOrder(some: readonly ReportFailure[], { failures }: Report): readonly ReportFailure[] {
  return failures.filter((failure) => some.includes(failure));
}

/** Not back as it was by itself, or with a loss. */
function isBad(effect: ReportEffect): boolean {
  return harm(effect.kind) > harm(OutcomeKind.FAILS_OVER) || effect.lostIfGoneSeconds !== undefined || isLeftDegraded(effect);
}

function yearInWords({ report, name }: Subject): string {
  const year = report.years.find(({ apps }) => apps.includes(name));
  if (year === undefined || year.minutes === 0) return 'no minute down is to be expected';
  const known = new Map(report.failures.map((failure) => [failure.id, failure]));
  const most = year.by.slice(0, WORST).map(({ failure: id, minutes }) => {
    const failure = known.get(id);
    return `${failure === undefined ? id : failureInWords(failure)} ${Math.round(minutes)}`;
  });
  const planned = year.plannedMinutes === 0 ? '' : `, ${Math.round(year.plannedMinutes)} of them planned`;
  return `to be expected: ${Math.round(year.minutes)} min down${planned}; most of it: ${listed(most)}`;
}

/** A table, or a block each where the terminal is narrow. */
function cellsIn(cells: readonly { readonly failures: readonly ReportFailure[]; readonly effect: ReportEffect }[], style: Style): string {
  if (cells.length === 0) return wrapped('No failure that the facts know does anything to it.', style.columns);
  const rows = cells.map(({ failures, effect }) => ({
    when: listed(failures.map(failureInWords)),
    what: effect.kind,
    time: TIMED.includes(effect.kind) && effectInShort(effect) !== effect.kind ? effectInShort(effect) : '',
    why: `${effect.why}${roomInWords(effect)}`,
    colour: (text: string) => colourOf(effect, style)(text),
  }));
  return (
    tableIn(
      style.columns,
      ['failure', 'outcome', 'time', 'why'],
      rows.map(({ when, what, time, why, colour }) => [{ text: when }, { text: what, colour }, { text: time }, { text: why }]),
    ) ??
    rows
      .map(({ when, what, time, why, colour }) =>
        [wrapped(when, style.columns), `  ${colour(what)}${time === '' ? '' : `, ${time}`}`, wrapped(`  ${why}`, style.columns, '  ')].join('\n'),
      )
      .join('\n\n')
  );
}

/** What the engine could not prove is said as such. */
function roomInWords({ place }: ReportEffect): string {
  if (place === Place.LIKELY) return ' (from another start it may find no room)';
  return place === Place.UNKNOWN ? ' (whether it finds room elsewhere is not known)' : '';
}

function inFull(subject: Subject, id: string, style: Style): string {
  const { report, name } = subject;
  const failure = report.failures.find((one) => one.id === id);
  if (failure === undefined) {
    const ids = report.failures.map((one) => one.id);
    const meant = closest(id, ids) ?? ids.find((one) => one.split(':')[1] === id);
    return stop(FAILURE_UNKNOWN, `--failure ${id}`, {
      given: `the failure ${id}`,
      allowed: `but the facts of ${report.cluster} know ${listed(ids)}`,
      fix: meant === undefined ? 'Name one of them.' : `Did you mean ${meant}?`,
    });
  }
  const effect = effectOn(failure, name);
  if (effect !== undefined) return cellInFull([failure], effect, subject, style);
  return wrapped(`${style.bold(failureInWords(failure))}: no pod of ${appInWords(name)} is there, and it needs nothing that is.`, style.columns);
}
