import type { ReportApp } from '../../availability/report/report';
import { closest } from '../../cluster/closest';
import { listed } from '../../cluster/names';
import { appInWords } from '../../report/groups';
import type { Report } from '../../report/report';
import { stop } from '../command-error';
import type { AskedCluster } from '../program/run';
import { APP_UNKNOWN } from '../rules';

/** An app that is asked about. */
export interface Subject {
  readonly report: Report;
  readonly app: ReportApp;
  /** `namespace/name` */
  readonly name: string;
}

/** The app that a user named, by `name` or `namespace/name`. */
export function subjectOf(clusters: readonly AskedCluster[], wanted: string): Subject {
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
