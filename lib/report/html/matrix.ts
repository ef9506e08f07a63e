import { OutcomeKind } from '../../availability/model/outcome';
import { ABOUT_MINUTES, ratesIn, spanOf } from '../rates';
import { unnoticedOf } from '../sentences';
import { effectInShort } from '../words';
import { UNNOTICED_ID } from './anchors';
import { harmlessInWords } from './front';
import { html, type Markup, NOTHING, prose, table } from './markup';
import { classOf } from './style';
import { appLinks, failuresLink, kindMark, type View } from './view';

/** Apps against failures. Each cell leads to its reason. */
export function matrixSection(view: View): Markup {
  const { report, matrix, reasons } = view;
  const rates = ratesIn(report.failures);
  return html`<section aria-labelledby="matrix">
<h2 id="matrix">What each failure does</h2>
<p>In the worst place that its pods may be in when it happens. Times are from the failure until it serves again. Each cell leads to its reason, and each failure to its runbook.</p>
<ul class="legend" aria-label="Outcomes">${Object.values(OutcomeKind).map((kind) => html`<li>${kindMark({ kind })}</li>`)}</ul>
<div class="scroll matrix" role="group" aria-label="Apps against failures" tabindex="0"><table>
<caption>“–”: nothing happens to it.${matrix.harmless.length === 0 ? '' : ` Nothing happens to any app with: ${harmlessInWords(view)}.`}${unnoticedOf(view.matrix).length === 0 ? NOTHING : html` <a href="#${UNNOTICED_ID}">What to do then</a>`}</caption>
<thead><tr><th scope="col">apps</th><th scope="col">minutes down in a year</th>${matrix.columns.map((some) => html`<th scope="col">${failuresLink(some, view)}</th>`)}</tr></thead>
<tbody>${matrix.rows.map(
    (apps, row) => html`<tr><th scope="row">${appLinks(apps)}</th><td class="minutes">${spanOf(apps.map((app) => view.yearOf.get(app)?.minutes ?? 0))}</td>${(
      matrix.cells[row] ?? []
    ).map((effect) =>
      effect === undefined || effect.kind === OutcomeKind.UNAFFECTED
        ? html`<td><a href="#${reasons.idOf(effect)}" aria-label="nothing happens">–</a></td>`
        : html`<td class="${classOf(effect.kind)}"><a href="#${reasons.idOf(effect)}">${effectInShort(effect)}</a></td>`,
    )}</tr>
`,
  )}</tbody></table></div>
${report.assumptions.length === 0 ? NOTHING : html`<h3 id="assumptions">What is not counted</h3><ul>${report.assumptions.map((text) => html`<li>${prose(text)}</li>`)}</ul>`}
<h3 id="rates">How often things fail</h3>
<p>${ABOUT_MINUTES} <code>failureRates</code> of the facts replaces them.</p>
${
  rates.length === 0
    ? NOTHING
    : table(
        'How often things fail',
        ['failure', 'times a year', 'minutes of a repair', 'source'],
        rates.map(({ named, rate }) => [named, rate.perYear, rate.repairMinutes, rate.source]),
      )
}
</section>
`;
}
