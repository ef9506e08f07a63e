import { formatInterval } from '../../availability/model/interval';
import { OutcomeKind } from '../../availability/model/outcome';
import { isPlanned } from '../../failures/failure';
import type { ReportEffect, ReportFailure } from '../failures';
import { nodesInWords } from '../groups';
import { effectInShort, failureInWords, failuresInWords } from '../words';
import { failureId } from './anchors';
import { commands, html, type Markup, NOTHING, type Part } from './markup';
import { appLinks, kindMark, type View } from './view';
import { electorates, votesInWords } from './votes';

/** What to do when it happens: one runbook for the failures of each column. */
export function runbookSection(view: View): Markup {
  return html`<section aria-labelledby="runbooks">
<h2 id="runbooks">Runbooks</h2>
${view.matrix.columns.map((some) => runbook(some, view))}</section>
`;
}

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
${staying.map((effect) => html`<li>${kindMark(effect)} ${appLinks(effect.apps)}: ${whyLink(effect, view)}</li>`)}
${sacrificed.map(({ app, why }) => html`<li>Driven away: ${appLinks([app])}, ${why}</li>`)}</ul>
<h4>What comes back by itself</h4>
${returning.length === 0 ? html`<p>Nothing.</p>` : html`<ul>${returning.map((effect) => html`<li>${kindMark(effect)} ${appLinks(effect.apps)}: ${effectInShort(effect)}${when(effect)} (${whyLink(effect, view)})</li>`)}</ul>`}
${moves.length === 0 ? NOTHING : html`<p>New pods are placed, for example, like this:</p><ul>${placesOf(moves)}</ul>`}
<h4 id="steps-${failureId(failure)}">What a person must do</h4>
${proceduresOf(some).map((alike) => procedure(alike, some))}
<p class="back"><a href="#matrix">Back to the matrix</a></p></article>
`;
}

/** A runbook for several failures shows one of them. */
function exampleOf(some: readonly ReportFailure[]): Markup {
  const [first] = some;
  if (first === undefined || some.every(({ nodes }) => String(nodes) === String(first.nodes))) return NOTHING;
  return html`<details><summary>Here for ${failureInWords(first)}. ${some.length - 1} more do the same to every app.</summary>${some.map(failureInWords).join(', ')}</details>`;
}

/** Failures with the same steps but for the names of their nodes. */
function proceduresOf(some: readonly ReportFailure[]): readonly (readonly ReportFailure[])[] {
  const groups = new Map<string, ReportFailure[]>();
  for (const failure of some) {
    const { nodes, steps } = failure;
    const key = JSON.stringify(steps.map(({ text, command = '' }) => nodes.reduce((said, node) => said.replaceAll(node, '…'), `${text}\n${command}`)));
    groups.set(key, [...(groups.get(key) ?? []), failure]);
  }
  return [...groups.values()];
}

function procedure(alike: readonly ReportFailure[], all: readonly ReportFailure[]): Part {
  const [first] = alike;
  if (first === undefined) return NOTHING;
  const name = failureInWords(first);
  const hasOthers = alike.some(({ nodes }) => String(nodes) !== String(first.nodes));
  return [
    alike.length === all.length ? NOTHING : html`<p>With ${alike.map(failureInWords).join(', ')}:</p>`,
    hasOthers && first.steps.length > 0 ? html`<p>For another node, write its name in place of ${first.nodes.join(', ')}.</p>` : NOTHING,
    first.steps.length === 0
      ? html`<p>The apps need nobody; what failed is still to be repaired.</p>`
      : html`<ol>${first.steps.map(({ text, command }, index) => html`<li>${text}${command === undefined ? NOTHING : commands(command, `Commands of step ${index + 1}, ${name}`)}</li>`)}</ol>`,
  ];
}

/** What stays degraded until somebody repairs it does not come back. */
function comesBack({ kind, downSeconds, degraded }: ReportEffect): boolean {
  return kind === OutcomeKind.DEGRADED ? degraded?.seconds !== undefined : downSeconds !== undefined;
}

function when({ kind, degraded }: ReportEffect): string {
  return kind === OutcomeKind.DEGRADED && degraded?.share === undefined && degraded?.seconds !== undefined ? ` for ${formatInterval(degraded.seconds)}` : '';
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

function placesOf(moves: ReportFailure['moves']): Part {
  const places = new Map<string, string[]>();
  for (const { app, node } of moves) places.set(node, [...(places.get(node) ?? []), app]);
  return [...places].map(([node, apps]) => html`<li>on ${node}: ${appLinks(apps)}</li>`);
}
