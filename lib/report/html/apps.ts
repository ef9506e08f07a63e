import { OutcomeKind } from '../../availability/model/outcome';
import { crashInWords } from '../../availability/report/crash';
import type { ReportApp } from '../../availability/report/report';
import { fingerprint } from '../../cluster/fingerprint';
import { listed } from '../../cluster/names';
import { formatSeconds } from '../../cluster/units';
import { allApps, decidedLike, likeInWords } from '../alike';
import type { ReportEffect, ReportFailure } from '../failures';
import { appInWords, nodesInWords } from '../groups';
import { effectInShort } from '../words';
import { appId } from './anchors';
import { html, joined, type Markup, NOTHING, type Part, prose, table } from './markup';
import { failureLink, failuresLink, kindMark, type View } from './view';

/** Each app: what was decided, and what each failure does to it. */
export function appsSection(view: View): Markup {
  const all = allApps(view.report);
  const like = decidedLike(view.report);
  const shared = sharedReasons(all.filter((app) => !like.has(app)));
  const failures = new Map(view.report.failures.map((failure) => [failure.id, failure]));
  return html`<section aria-labelledby="apps">
<h2 id="apps">Apps</h2>
${all.map((app) => article(app, decisionsOf(app, like.get(app), shared, view), failures, view))}
${
  shared.size === 0
    ? NOTHING
    : html`<h3 id="decisions">Reasons that several apps share</h3>
<dl>${[...shared].map(
        ([, { id, what, why }]) => html`<dt id="${id}">${what}</dt><dd>${prose(why)}</dd>
`,
      )}</dl>`
}</section>
`;
}

interface Shared {
  readonly id: string;
  readonly what: string;
  readonly why: string;
}

/** Reasons of decisions that more than one app has, each once. */
function sharedReasons(apps: readonly ReportApp[]): ReadonlyMap<string, Shared> {
  const count = new Map<string, number>();
  const all = apps.flatMap(({ decisions }) => decisions);
  for (const { what, why } of all) count.set(`${what}\n${why}`, (count.get(`${what}\n${why}`) ?? 0) + 1);
  return new Map(
    all.flatMap(({ what, why }) => {
      const key = `${what}\n${why}`;
      return (count.get(key) ?? 0) > 1 ? [[key, { id: `because-${fingerprint(key, 8)}`, what, why }] as const] : [];
    }),
  );
}

function article(app: ReportApp, decisions: Part, failures: ReadonlyMap<string, ReportFailure>, view: View): Markup {
  const id = `${app.namespace}/${app.name}`;
  return html`<article id="${appId(id)}" tabindex="-1"><h3>${id}</h3>
<p>${app.availabilityClass}, <code>${app.image}</code>. On ${nodesInWords(app.nodes, view.report.nodes)}. When its node crashes: ${crashInWords(app.availabilityClass, app.nodeCrash)}.${objective(app)}${app.dependsOn.length === 0 ? '' : ` It depends on ${listed(app.dependsOn)}.`}${scheduleOf(app)}</p>
${yearOf(id, failures, view)}
<h4>Outcomes</h4>
${outcomesOf(id, view)}
<h4>Decisions</h4>
${decisions}</article>
`;
}

/** @param like an app that is decided alike but for its name */
function decisionsOf(app: ReportApp, like: ReportApp | undefined, shared: ReadonlyMap<string, Shared>, { report }: View): Part {
  if (like !== undefined) {
    const first = `${like.namespace}/${like.name}`;
    return html`<p>${likeInWords(appInWords(first))} <a href="#${appId(first)}">Its decisions</a></p>`;
  }
  return [
    html`<ul>${app.decisions.map(({ what, value, why }) => {
      const reason = shared.get(`${what}\n${why}`);
      return html`<li>${what}: <strong>${what === 'nodes' ? nodesInWords(app.nodes, report.nodes) : value}</strong>${reason === undefined ? html`, because ${prose(why)}` : html` (<a href="#${reason.id}">why</a>)`}</li>`;
    })}</ul>`,
    app.allowances.length === 0
      ? NOTHING
      : html`<h4>Exceptions</h4>${table(
          `Exceptions of ${app.namespace}/${app.name}`,
          ['exception', 'reason'],
          app.allowances.map(({ what, reason }) => [what, prose(reason)]),
        )}`,
  ];
}

/** What each failure does to it. Apps of one row of the matrix share that. */
function outcomesOf(app: string, view: View): Part {
  const row = view.rowOf.get(app);
  if (row === undefined) return html`<p>It goes down and comes back with its node.</p>`;
  const [first = app] = view.matrix.rows[row] ?? [];
  if (first !== app) return html`<p>Each failure does the same to it as to <a href="#${appId(first)}">${appInWords(first)}</a>.</p>`;
  const outcomes = distinctOutcomes(view.matrix.cells[row] ?? [], view);
  return outcomes.length === 0 ? html`<p>No failure does anything to it.</p>` : html`<ul>${outcomes}</ul>`;
}

/** Failures that do the same, together. */
function distinctOutcomes(cells: readonly (ReportEffect | undefined)[], view: View): readonly Markup[] {
  const { matrix, reasons } = view;
  const byReason = new Map<string, { readonly effect: ReportEffect; readonly columns: (readonly ReportFailure[])[] }>();
  for (const [column, effect] of cells.entries()) {
    if (effect === undefined || effect.kind === OutcomeKind.UNAFFECTED) continue;
    const known = byReason.get(reasons.idOf(effect)) ?? { effect, columns: [] };
    known.columns.push(matrix.columns[column] ?? []);
    byReason.set(reasons.idOf(effect), known);
  }
  return [...byReason].map(
    ([id, { effect, columns }]) =>
      html`<li>${kindMark(effect)} <a href="#${id}">${effectInShort(effect)}</a>: ${joined(
        columns.map((some) => failuresLink(some, view)),
        ', ',
      )}</li>`,
  );
}

/** What takes most of its year: more than these is told elsewhere. */
const MOST = 5;

function yearOf(app: string, failures: ReadonlyMap<string, ReportFailure>, view: View): Part {
  const year = view.yearOf.get(app);
  if (year === undefined || year.minutes === 0) return NOTHING;
  const total = `Down in a year: at most ${year.minutes} min to expect, ${year.plannedMinutes} of them for planned work.`;
  // Its outcomes lead to the first app of its row, which has the rest.
  const [first = app] = view.matrix.rows[view.rowOf.get(app) ?? -1] ?? [];
  if (first !== app && view.yearOf.get(first) === year) return html`<p>${total}</p>`;
  const by = year.by.slice(0, MOST).map(({ failure: id, minutes }) => {
    const failure = failures.get(id);
    return [failure === undefined ? id : failureLink(failure, view), ` ${minutes} min`];
  });
  const rest = year.by.length - by.length;
  return html`<p>${total} ${joined(by, ', ')}${rest > 0 ? ` and ${rest} more` : ''}.</p>`;
}

function objective({ objective: asked }: ReportApp): string {
  if (asked === undefined) return '';
  const parts = [
    ...(asked.rtoSeconds === undefined ? [] : [`back within ${formatSeconds(asked.rtoSeconds)}`]),
    ...(asked.rpoSeconds === undefined ? [] : [`at most ${formatSeconds(asked.rpoSeconds)} of writes lost`]),
  ];
  return ` Its objective: ${listed(parts)}.`;
}

function scheduleOf(app: ReportApp & { readonly schedule?: string; readonly timeZone?: string }): string {
  return app.schedule === undefined ? '' : ` It runs ${`${app.schedule} ${app.timeZone ?? ''}`.trim()}.`;
}
