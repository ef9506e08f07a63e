import { formatInterval } from '../../availability/model/interval';
import { OutcomeKind } from '../../availability/model/outcome';
import { fewOf } from '../../cluster/names';
import { REPAIR } from '../../failures/sources';
import type { ReportEffect, ReportTerm } from '../failures';
import { appInWords } from '../groups';
import { lostInWords, PLACES } from '../sentences';
import { effectInWords, failuresInWords } from '../words';
import { failureId } from './anchors';
import { html, joined, type Markup, NOTHING, prose, sentence, table } from './markup';
import { NOT_THERE, type Reason } from './reasons';
import { appLinks, failuresLink, kindMark, type View } from './view';

/** Each distinct effect, once. */
export function whySection(view: View): Markup {
  return html`<section aria-labelledby="why">
<h2 id="why">Why</h2>
<article id="${NOT_THERE}" tabindex="-1"><h3>Nothing happens</h3>
<p>No pod of it is there, and it needs nothing that is.</p>${BACK}</article>
${view.reasons.all.map((reason) => article(reason, view))}</section>
`;
}

const BACK = html`<p class="back"><a href="#matrix">Back to the matrix</a></p>`;

function article({ id, effect, where }: Reason, view: View): Markup {
  const { why, fix, terms, place, lostSeconds } = effect;
  const steps = where.filter(({ failures }) => (failures[0]?.steps.length ?? 0) > 0);
  return html`<article id="${id}" tabindex="-1"><h3>${effectInWords(effect)}: ${fewOf((where[0]?.apps ?? []).map(appInWords))}</h3>
<ul>${where.map(({ failures, apps }) => html`<li>${failuresLink(failures, view)}: ${appLinks(apps)}</li>`)}</ul>
<p>${kindMark(effect)} ${prose(sentence(why))}</p>
${terms.every(({ name }) => name === REPAIR) ? NOTHING : termsTable(effect)}
${place === undefined ? NOTHING : html`<p>${PLACES[place]}</p>`}
${lostSeconds === undefined ? NOTHING : html`<p>${lostInWords(lostSeconds)}</p>`}
${fix === undefined ? NOTHING : html`<p><strong>Cheapest fix:</strong> ${prose(fix)}</p>`}
${
  steps.length === 0 || effect.kind === OutcomeKind.UNAFFECTED
    ? NOTHING
    : html`<p><strong>Steps:</strong> ${joined(
        steps.map(({ failures }) => html`<a href="#steps-${failureId(failures[0] ?? { id: '' })}">${failuresInWords(failures, view.report.nodes)}</a>`),
        ', ',
      )}</p>`
}${BACK}</article>
`;
}

function termsTable({ terms, longest }: ReportEffect): Markup {
  return table(
    'Parts of the time',
    ['part', 'time', 'source'],
    terms.map((term) => [
      [term.name, term.name === longest && terms.length > 1 ? html` <em>(the longest)</em>` : ''],
      timeOf(term),
      [term.source, term.modelled === undefined ? '' : html` <em>(modelled)</em>`],
    ]),
  );
}

function timeOf({ seconds }: ReportTerm): string {
  return seconds === undefined ? 'not by itself' : formatInterval(seconds);
}
