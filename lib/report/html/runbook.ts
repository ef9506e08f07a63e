import { OutcomeKind } from '../../availability/model/outcome';
import { isPlanned } from '../../failures/failure';
import type { ReportEffect, ReportFailure } from '../failures';
import { nodesInWords } from '../groups';
import { isExample, type Procedure, proceduresOf } from '../procedures';
import { exampleInWords, inPlaceInWords, nothingToDo, placesOf, UNNOTICED, unnoticedOf } from '../sentences';
import { effectInShort, failureInWords, failuresInWords } from '../words';
import { failureId, UNNOTICED_ID } from './anchors';
import { commands, html, type Markup, NOTHING, type Part, prose } from './markup';
import { appLinks, kindMark, type View } from './view';
import { electorates, votesInWords } from './votes';

/** What to do when it happens: one runbook for the failures of each column. */
export function runbookSection(view: View): Markup {
  return html`<section aria-labelledby="runbooks">
<h2 id="runbooks">Runbooks</h2>
${view.matrix.columns.map((some) => runbook(some, view))}${unnoticed(view)}</section>
`;
}

/** What to do about failures that are no columns. */
function unnoticed(view: View): Markup {
  const some = unnoticedOf(view.matrix);
  return some.length === 0
    ? NOTHING
    : html`<article id="${UNNOTICED_ID}" tabindex="-1"><h3>${UNNOTICED}</h3>
${proceduresOf(some).map((alike) => procedure(alike, [], view))}
${BACK}</article>
`;
}

const BACK = html`<p class="back"><a href="#matrix">Back to the matrix</a></p>`;

function runbook(some: readonly ReportFailure[], view: View): Markup {
  const [failure] = some;
  if (failure === undefined) return NOTHING;
  const { effects, moves, sacrificed } = failure;
  const affected = effects.filter(({ kind }) => kind !== OutcomeKind.UNAFFECTED);
  const [returning, staying] = [affected.filter(comesBack), affected.filter((effect) => !comesBack(effect))];
  return html`<article id="${failureId(failure)}" tabindex="-1"><h3>When it happens: ${failuresInWords(some, view.report.nodes)}</h3>
${exampleOf(some)}
${view.drawing.after(failure)}
<h4>What is going on</h4>
<ul>${goingOn(failure, view)}
${staying.map((effect) => html`<li>${kindMark(effect)} ${appLinks(effect.apps)}: ${effect.kind === OutcomeKind.DEGRADED ? html`${effectInShort(effect)} (${whyLink(effect, view)})` : whyLink(effect, view)}</li>`)}
${sacrificed.map(({ app, why }) => html`<li>Driven away: ${appLinks([app])}, ${why}</li>`)}</ul>
<h4>What comes back by itself</h4>
${returning.length === 0 ? html`<p>Nothing.</p>` : html`<ul>${returning.map((effect) => html`<li>${kindMark(effect)} ${appLinks(effect.apps)}: ${effectInShort(effect)} (${whyLink(effect, view)})</li>`)}</ul>`}
${moves.length === 0 ? NOTHING : html`<p>New pods are placed, for example, like this:</p><ul>${[...placesOf(moves)].map(([node, apps]) => html`<li>on ${node}: ${appLinks(apps)}</li>`)}</ul>`}
<h4 id="steps-${failureId(failure)}">What a person must do</h4>
${proceduresOf(some).map((alike) => procedure(alike, some, view))}
${BACK}</article>
`;
}

/** A runbook for several failures shows one of them. */
function exampleOf(some: readonly ReportFailure[]): Markup {
  return isExample(some) ? html`<details><summary>${exampleInWords(some)}</summary>${some.map(failureInWords).join(', ')}</details>` : NOTHING;
}

function procedure({ failures, inPlaceOf }: Procedure, all: readonly ReportFailure[], { report }: View): Part {
  const [first] = failures;
  const name = failureInWords(first);
  return [
    failures.length === all.length ? NOTHING : html`<p>With ${failuresInWords(failures, report.nodes)}:</p>`,
    inPlaceOf.length === 0 ? NOTHING : html`<p>${inPlaceInWords(inPlaceOf)}</p>`,
    first.steps.length === 0
      ? html`<p>${nothingToDo(first)}</p>`
      : html`<ol>${first.steps.map(({ text, command }, index) => html`<li>${prose(text)}${command === undefined ? NOTHING : commands(command, `Commands of step ${index + 1}, ${name}`)}</li>`)}</ol>`,
  ];
}

/** What stays degraded until somebody repairs it does not come back; what fails over does, also if a part of its requests fails then. */
function comesBack({ kind, downSeconds, degraded }: ReportEffect): boolean {
  return kind === OutcomeKind.DEGRADED ? degraded?.seconds !== undefined : downSeconds !== undefined;
}

function whyLink(effect: ReportEffect, { reasons }: View): Markup {
  return html`<a href="#${reasons.idOf(effect)}">why</a>`;
}

function goingOn(failure: ReportFailure, { report }: View): Part {
  const { nodes, parts, stopsOn } = failure;
  return [
    nodes.length === 0 ? NOTHING : html`<li>${isPlanned(failure) ? 'Drained' : 'Down'}: ${nodesInWords(nodes, report.nodes)}</li>`,
    stopsOn === undefined ? NOTHING : html`<li>It runs, or may run, on ${nodesInWords(stopsOn, report.nodes)}; the nodes themselves go on.</li>`,
    parts === undefined
      ? NOTHING
      : html`<li>Alive, but apart: ${parts.map((part, index) => `${index === 0 ? '' : ' | '}side ${index + 1}: ${nodesInWords(part, report.nodes)}`)}</li>`,
    electorates(report.votes)
      .flatMap((group) => votesInWords(group, failure, report) ?? [])
      .map((words) => html`<li>${words}</li>`),
  ];
}
