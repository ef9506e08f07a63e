import { formatInterval } from '../availability/model/interval';
import { grouped } from '../cluster/grouped';
import { listed } from '../cluster/names';
import { formatSeconds } from '../cluster/units';
import { isPlanned } from '../failures/failure';
import { Place } from '../failures/outcome';
import type { ReportEffect, ReportFailure } from './failures';
import type { Matrix } from './matrix';
import type { Report } from './report';
import { failureInWords } from './words';

/** Sentences that stand in more than one form of the report. */
export function noBadEnd({ unknownData }: Pick<Report, 'unknownData'>): string {
  const waits = 'none waits for a person to decide something.';
  if (unknownData.length === 0) return `No failure loses data, and ${waits}`;
  return `No failure is known to lose data, and ${waits} The facts do not say where the data of ${listed(unknownData)} is.`;
}

/** Failures after which nobody has the state of the cluster any more. */
export function stateLossInWords(failures: readonly ReportFailure[]): string | undefined {
  const losing = failures.filter(({ stateLoss, sameAs }) => stateLoss !== undefined && sameAs === undefined);
  const loss = losing[0]?.stateLoss;
  if (loss === undefined) return undefined;
  const backup =
    loss.backupSeconds === undefined
      ? 'no backup of it is described in the facts'
      : `its backup, if it is kept on another machine, is up to ${formatSeconds(loss.backupSeconds)} old, and what was changed since is lost`;
  return `Only ${listed(loss.nodes)} ${loss.nodes.length === 1 ? 'has' : 'have'} the state of the cluster. With ${listed(losing.map(failureInWords))} it is lost if what failed never comes back: ${backup}. Git has the objects that Flux applies, and nobody else has what operators keep in the API, such as which volumes there are.`;
}

/** Over apps that serve, and not as they should. */
export const LEFT_DEGRADED = 'Degraded until somebody repairs it';

export const NO_SINGLE_POINT = 'None takes an app down until it is repaired.';

/** Whether what moves finds a place. */
export const PLACES: { readonly [place in Place]: string } = {
  [Place.NOT_NEEDED]: 'No pod needs another place.',
  [Place.PROVEN]: 'Lost pods fit on the nodes that are left, wherever pods were before, as long as those of each app were spread.',
  [Place.LIKELY]: 'From one likely start, lost pods fit on the nodes that are left. From another one they may not.',
  [Place.IMPOSSIBLE]: 'Lost pods do not fit on the nodes that are left.',
  [Place.UNKNOWN]: 'Whether lost pods fit on the nodes that are left is not known.',
};

/** If no app needs a step. */
export function nothingToDo(failure: ReportFailure): string {
  return isPlanned(failure) ? 'The apps need nobody.' : 'The apps need nobody; what failed is still to be repaired.';
}

/** What no app notices may still need somebody. */
export const UNNOTICED = 'When it happens, and no app notices';

/** Failures that change nothing for any app, and after which there is something to do. */
export function unnoticedOf({ harmless }: Matrix): readonly ReportFailure[] {
  return harmless.filter(({ steps }) => steps.length > 0);
}

/** Before the steps, if those of the first are for others, too. */
export function inPlaceInWords(nodes: readonly string[]): string {
  return `For another one, write the ${nodes.length === 1 ? 'name of its node' : 'names of its nodes'} in place of ${nodes.join(', ')}.`;
}

/** Before all that is told of the first of some failures. */
export function exampleInWords(some: readonly ReportFailure[]): string {
  const [first] = some;
  const others = some.length - 1;
  return first === undefined ? '' : `Here for ${failureInWords(first)}. ${others} more ${others === 1 ? 'does' : 'do'} the same to every app.`;
}

/** The apps that lost pods of start again on each node. */
export function placesOf(moves: ReportFailure['moves']): ReadonlyMap<string, readonly string[]> {
  return grouped(moves.map(({ app, node }) => [node, app] as const));
}

/** Writes that are lost in any case. */
export function lostInWords(lost: NonNullable<ReportEffect['lostSeconds']>): string {
  return `Acknowledged writes that are lost: ${formatInterval(lost)} before the failure.`;
}
