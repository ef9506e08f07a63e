import { formatInterval } from '../availability/model/interval';
import { OutcomeKind } from '../availability/model/outcome';
import { crashInWords } from '../availability/report/crash';
import type { ReportApp } from '../availability/report/report';
import { closest } from '../cluster/closest';
import { listed } from '../cluster/names';
import { isPlanned } from '../failures/failure';
import { harm, Place } from '../failures/outcome';
import type { ReportEffect, ReportFailure } from '../report/failures';
import { appInWords, nodesInWords } from '../report/groups';
import { matrixOf } from '../report/matrix';
import type { Report } from '../report/report';
import { effectInShort, effectInWords, failureInWords } from '../report/words';
import { stop } from './command-error';
import { colourOf } from './outcome-colours';
import { wantedClusters } from './program/clusters';
import type { AskedCluster } from './program/run';
import { APP_UNKNOWN, FAILURE_UNKNOWN } from './rules';
import type { Style } from './terminal/style';
import { tableIn } from './terminal/table';
import { COMMAND, labelled, wrapped } from './terminal/text';

/** As many of the worst cells are told in full. */
const WORST = 3;

interface Subject {
  readonly report: Report;
  readonly app: ReportApp;
  /** `namespace/name` */
  readonly name: string;
}

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

function subjectOf(clusters: readonly AskedCluster[], wanted: string): Subject {
  const all = clusters.flatMap(({ report }) =>
    [...report.apps, ...(report.jobs ?? []), ...(report.agents ?? [])].map((app) => ({ report, app, name: `${app.namespace}/${app.name}` })),
  );
  const exact = all.filter(({ name }) => name === wanted);
  const found = exact.length > 0 ? exact : all.filter(({ app }) => app.name === wanted);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (only !== undefined)
    return stop(APP_UNKNOWN, wanted, {
      given: `${wanted}, which is ${listed(found.map(({ name, report }) => `${name} in ${report.cluster}`))}`,
      allowed: 'but this tells of one app',
      fix: clusters.length > 1 ? 'Name its namespace, or the cluster with --cluster.' : 'Name its namespace, too.',
    });
  const names = [...new Set(all.map(({ name }) => name))];
  const meant = closest(wanted, [...all.map(({ app }) => app.name), ...names]);
  return stop(APP_UNKNOWN, wanted, {
    given: `the app ${wanted}`,
    allowed: names.length === 0 ? 'but the program has none' : `but the program has ${listed(nearestFirst(names, meant).map(appInWords))}`,
    fix: meant === undefined ? 'Name one of them.' : `Did you mean ${appInWords(meant)}?`,
  });
}

function nearestFirst(names: readonly string[], meant: string | undefined): readonly string[] {
  const isMeant = (name: string) => name === meant || name.split('/')[1] === meant;
  return [...names.filter(isMeant), ...names.filter((name) => !isMeant(name))];
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
  ].join('\n\n');
}

function inOrder(some: readonly ReportFailure[], { failures }: Report): readonly ReportFailure[] {
  return failures.filter((failure) => some.includes(failure));
}

/** Not back by itself, or with a loss. */
function isBad({ kind, lostIfGoneSeconds }: ReportEffect): boolean {
  return harm(kind) > harm(OutcomeKind.FAILS_OVER) || lostIfGoneSeconds !== undefined;
}

function effectOn({ effects }: ReportFailure, app: string): ReportEffect | undefined {
  return effects.find(({ apps }) => apps.includes(app));
}

function yearInWords({ report, name }: Subject): string {
  const year = report.years.find(({ app }) => app === name);
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

/** The others have no end that anybody knows. */
const TIMED: readonly OutcomeKind[] = [OutcomeKind.DEGRADED, OutcomeKind.FAILS_OVER, OutcomeKind.DATA_LOST];

/** What the engine could not prove is said as such. */
function roomInWords({ place }: ReportEffect): string {
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

function cellInFull(failures: readonly ReportFailure[], effect: ReportEffect, { report, name }: Subject, style: Style): string {
  const [failure] = failures;
  const { why, terms, longest, place, fix, lostIfGoneSeconds } = effect;
  const steps = (failure?.steps ?? []).filter(({ apps }) => apps.includes(name));
  const moves = (TIMED.includes(effect.kind) ? (failure?.moves ?? []) : []).filter(({ app }) => app === name).map(({ node }) => node);
  const [widest, timeWidest] = [Math.max(0, ...terms.map((term) => term.name.length)), Math.max(0, ...terms.map((term) => timeOf(term).length))];
  const pairs: readonly (readonly [string, string])[] = [
    ['why', why],
    ...(failure !== undefined && failure.nodes.length > 0
      ? ([[isPlanned(failure) ? 'drained' : 'down', nodesInWords(failure.nodes, report.nodes)]] as const)
      : []),
    ...(failure?.parts === undefined ? [] : ([['apart', failure.parts.map((part) => nodesInWords(part, report.nodes)).join(' | ')]] as const)),
    ...(terms.length === 0
      ? []
      : ([['parts', terms.map((term) => `${term.name.padEnd(widest)}  ${timeOf(term).padEnd(timeWidest)} \t${term.source}`).join('\n')]] as const)),
    ...(longest === undefined || terms.length < 2 ? [] : ([['longest', longest]] as const)),
    ...(place === undefined ? [] : ([['room', ROOM[place]]] as const)),
    ...(moves.length === 0 ? [] : ([['for example', `it starts again on ${listed(moves)}`]] as const)),
    ...(lostIfGoneSeconds === undefined ? [] : ([['may be lost', lostInWords(lostIfGoneSeconds)]] as const)),
    ...(failure?.rate === undefined
      ? []
      : ([['how often', `${failure.rate.perYear} times a year, ${failure.rate.repairMinutes} min each (${failure.rate.source})`]] as const)),
    ...(fix === undefined ? [] : ([['better with', fix]] as const)),
    ...(steps.length === 0
      ? []
      : ([['to do', steps.map(({ text, command }, at) => `${at + 1}. ${text}${command === undefined ? '' : `\n${COMMAND}${command}`}`).join('\n')]] as const)),
  ];
  return `${wrapped(`${style.bold(listed(failures.map(failureInWords)))}: ${colourOf(effect, style)(effectInWords(effect))}`, style.columns)}\n${labelled(pairs, style.columns)}`;
}

const ROOM: { readonly [place in Place]: string } = {
  [Place.NOT_NEEDED]: 'it needs no other place',
  [Place.PROVEN]: 'it fits on what is left: a placement was found',
  [Place.IMPOSSIBLE]: 'it fits nowhere on what is left',
  [Place.UNKNOWN]: 'not known: whether it fits on what is left was neither proven nor refuted',
};

function timeOf({ seconds }: ReportEffect['terms'][number]): string {
  return seconds === undefined ? 'no end' : formatInterval(seconds);
}

function lostInWords({ max }: NonNullable<ReportEffect['lostIfGoneSeconds']>): string {
  return max === undefined
    ? 'all its data, if what failed never comes back'
    : `writes of the last ${formatInterval({ min: max, max })}, if what failed never comes back`;
}
