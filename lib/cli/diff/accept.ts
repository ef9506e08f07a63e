import { closest } from '../../cluster/closest';
import { listed } from '../../cluster/names';
import { stop } from '../command-error';
import { DIFF_ACCEPT } from '../rules';

/** Stands for the minutes of a year, in place of a failure. */
export const YEAR = 'year';
const ALL = '*';

/** Something that got worse, and that somebody wants so. */
export interface Accepted {
  /** `name`, `namespace/name` or `*`. */
  readonly app: string;
  /** The id of a failure, `year` or `*`. */
  readonly failure: string;
  readonly reason: string;
}

/** Reads `app failure: reason`. */
export function acceptedIn(text: string): Accepted {
  const [, app, failure, reason] = /^\s*(\S+)\s+(\S.*?):\s+(\S.*)$/s.exec(text) ?? [];
  if (app === undefined || failure === undefined || reason === undefined)
    return stop(DIFF_ACCEPT, `--accept '${text}'`, {
      given: 'something else than an app, a failure and a reason',
      allowed: 'but whoever reads the command must see what is accepted, and why',
      fix: "Write --accept 'wiki node:attic: the attic is empty from now on'; * stands for every app or every failure.",
    });
  return { app, failure, reason };
}

/** Refuses what accepts nothing that there is. */
export function checkAccepted(all: readonly Accepted[], apps: readonly string[], failures: readonly string[]): void {
  for (const { app, failure, reason } of all) {
    const path = `--accept '${app} ${failure}: ${reason}'`;
    const names = [...apps, ...apps.map((one) => one.split('/')[1] ?? one)];
    if (app !== ALL && !names.includes(app)) refuse(path, `the app ${app}`, app, names, apps);
    if (failure !== ALL && failure !== YEAR && !failures.includes(failure)) refuse(path, `the failure ${failure}`, failure, failures, [...failures, YEAR]);
  }
}

function refuse(path: string, given: string, name: string, known: readonly string[], told: readonly string[]): never {
  const meant = closest(name, known);
  stop(DIFF_ACCEPT, path, { given, allowed: `but there are ${listed(told)}`, fix: meant === undefined ? 'Name one of them, or *.' : `Did you mean ${meant}?` });
}

/** The reason, if one of them is about it. */
export function reasonFor(all: readonly Accepted[], app: string, failure: string): string | undefined {
  return all.find((one) => [ALL, app, app.split('/')[1]].includes(one.app) && [ALL, failure].includes(one.failure))?.reason;
}
