import { listed } from '../../cluster/names';
import { badEnds, leftDegraded, singlePoints, weaknesses } from '../front';
import { appsOfAll, servedBy } from '../groups';
import type { Report } from '../report';
import { LEFT_DEGRADED, NO_SINGLE_POINT, noBadEnd, stateLossInWords } from '../sentences';
import { failureInWords } from '../words';
import { html, joined, type Markup, NOTHING, prose, sentence } from './markup';
import { appLinks, failureLink, kindMark, type View } from './view';

/** What matters first. */
export function frontSection(view: View): Markup {
  const { report } = view;
  const served = servedBy(report);
  const [ends, points] = [badEnds(report.failures), singlePoints(report.failures, served)];
  const degraded = leftDegraded(report.failures, served);
  const [missed, others] = weaknesses(report);
  const all = served.length;
  const bad = new Set(ends.flatMap(({ apps }) => apps)).size;
  const stateLoss = stateLossInWords(report.failures);
  return html`<section aria-labelledby="front">
<h2 id="front">What matters first</h2>
<ul class="numbers">
<li><strong>${bad}</strong> of ${all} apps ${bad === 1 ? 'loses data, now or if what failed never comes back, or waits' : 'lose data, now or if what failed never comes back, or wait'} for a decision of a person, with some failure</li>
<li><strong>${points.length}</strong> single ${points.length === 1 ? 'point of failure takes' : 'points of failure take'} an app down until it is repaired</li>
<li><strong>${missed.length}</strong> ${missed.length === 1 ? 'objective is' : 'objectives are'} missed, and accepted</li>
<li><strong>${others.length}</strong> other ${others.length === 1 ? 'weakness is' : 'weaknesses are'} accepted</li>
</ul>
<h3>A person must act, or data is lost</h3>
${
  ends.length === 0
    ? html`<p>${noBadEnd(report)}</p>`
    : html`<ul class="cards">${ends.map(
        ({ kind, apps, failures, why, fix }) => html`<li><div>${kindMark({ kind })} with ${joined(
          failures.map((failure) => failureLink(failure, view)),
          ', ',
        )}: ${appLinks(apps)}</div><p>${prose(sentence(why))}</p>${fix === undefined ? NOTHING : html`<p>Cheapest fix: ${prose(fix)}</p>`}</li>
`,
      )}</ul>`
}
${stateLoss === undefined ? NOTHING : html`<p>${stateLoss}</p>`}
<h3>Single points of failure</h3>
${
  points.length === 0
    ? html`<p>${NO_SINGLE_POINT}</p>`
    : html`<ol>${points.map(
        ({ failure, down, interrupted }) => html`<li>${failureLink(failure, view)} takes down ${
          down.length === all ? appsOfAll(down, all) : [`${down.length}: `, appLinks(down)]
        }${interrupted.length === 0 ? NOTHING : [`; interrupts ${interrupted.length}: `, appLinks(interrupted)]}</li>
`,
      )}</ol>`
}
${
  degraded.length === 0
    ? NOTHING
    : html`<h3>${LEFT_DEGRADED}</h3>
<ul>${degraded.map(
        ({ failures, apps }) => html`<li>${joined(
          failures.map((failure) => failureLink(failure, view)),
          ', ',
        )}: ${apps.length === all ? appsOfAll(apps, all) : appLinks(apps)}</li>
`,
      )}</ul>`
}
${missed.length === 0 ? NOTHING : html`<h3>Objectives that are missed, and accepted</h3>${acceptedList(missed)}`}
<h3>Accepted weaknesses</h3>
${others.length === 0 ? html`<p>None.</p>` : acceptedList(others)}
</section>
`;
}

export function acceptedList(accepted: Report['accepted']): Markup {
  return html`<ul>${accepted.map(
    ({
      code,
      path,
      given,
      allowed,
      reason,
    }) => html`<li><strong>${code}</strong> ${path}: ${prose(sentence(`${given}, ${allowed}`))} Accepted because: ${prose(sentence(reason))}</li>
`,
  )}</ul>`;
}

/** Failures of which nobody notices anything. */
export function harmlessInWords({ matrix: { harmless } }: View): string {
  return listed(harmless.map(failureInWords));
}
