import type { ReportEffect, ReportFailure } from '../failures';
import { appInWords, servedBy } from '../groups';
import { type Matrix, matrixOf } from '../matrix';
import type { Report } from '../report';
import { failureInWords, failuresInWords } from '../words';
import { type ReportYear, yearsByApp } from '../years';
import { appId, failureId } from './anchors';
import { html, joined, type Markup, type Part } from './markup';
import type { Drawing } from './picture';
import { Reasons } from './reasons';
import { classOf } from './style';

/** More names than these fold up. */
const SHOWN = 6;

/** What all parts of the page share. */
export interface View {
  readonly report: Report;
  readonly matrix: Matrix;
  readonly reasons: Reasons;
  readonly drawing: Drawing;
  /** The column of each failure, by its id: the failures that are told with it, in one runbook. */
  readonly columnOf: ReadonlyMap<string, readonly ReportFailure[]>;
  /** The row of each app. */
  readonly rowOf: ReadonlyMap<string, number>;
  readonly yearOf: ReadonlyMap<string, ReportYear>;
}

export function viewOf(report: Report, drawing: Drawing): View {
  const matrix = matrixOf(report.failures, servedBy(report));
  return {
    report,
    matrix,
    reasons: new Reasons(matrix),
    drawing,
    columnOf: new Map(matrix.columns.flatMap((some) => some.map(({ id }) => [id, some] as const))),
    rowOf: new Map(matrix.rows.flatMap((apps, row) => apps.map((app) => [app, row] as const))),
    yearOf: yearsByApp(report.years),
  };
}

/** `node mirror and site home`, as a link to the runbook. */
export function failuresLink(some: readonly ReportFailure[], { report }: View): Markup {
  return html`<a href="#${failureId(some[0] ?? { id: '' })}">${failuresInWords(some, report.nodes)}</a>`;
}

/** One failure as a link to the runbook that tells it; as text if nothing happens with it. */
export function failureLink(failure: ReportFailure, { columnOf }: View): Part {
  const [first] = columnOf.get(failure.id) ?? [];
  return first === undefined ? failureInWords(failure) : html`<a href="#${failureId(first)}">${failureInWords(failure)}</a>`;
}

/** Apps as links. Many fold up behind the first ones. */
export function appLinks(apps: readonly string[]): Part {
  const links = apps.map((app) => html`<a href="#${appId(app)}">${appInWords(app)}</a>`);
  if (apps.length <= SHOWN) return inWords(links);
  const first = apps.slice(0, 2).map(appInWords).join(', ');
  return html`<details><summary>${first} and ${apps.length - 2} more</summary>${joined(links, ', ')}</details>`;
}

function inWords(links: readonly Part[]): Part {
  return links.length < 2 ? links : [...joined(links.slice(0, -1), ', '), ' and ', links.at(-1) ?? ''];
}

/** The kind of an effect as a coloured word. */
export function kindMark({ kind }: Pick<ReportEffect, 'kind'>): Markup {
  return html`<span class="mark ${classOf(kind)}">${kind}</span>`;
}
