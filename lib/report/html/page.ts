import { counted } from '../../cluster/names';
import { nodesInWords, servedBy } from '../groups';
import type { Report } from '../report';
import { appsSection } from './apps';
import { frontSection } from './front';
import { html, type Markup } from './markup';
import { matrixSection } from './matrix';
import { needsSection, nodesSection, notesSection } from './nodes';
import type { Drawing } from './picture';
import { runbookSection } from './runbook';
import { STYLE } from './style';
import { type View, viewOf } from './view';
import { whySection } from './why';

const CONTENTS: readonly (readonly [id: string, name: string])[] = [
  ['front', 'What matters first'],
  ['picture', 'The cluster'],
  ['matrix', 'What each failure does'],
  ['runbooks', 'Runbooks'],
  ['why', 'Why'],
  ['apps', 'Apps'],
  ['nodes', 'Nodes'],
  ['needs', 'What must exist first'],
  ['notes', 'Notes'],
];

/** The report as one page: no script, and nothing from the network. */
export function asHtml(report: Report, drawing: Drawing): string {
  const view = viewOf(report, drawing);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${report.cluster}: what each failure does</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#front">Skip to what matters first</a>
<header>
<h1>${report.cluster}</h1>
<p class="dim">Kubernetes ${report.kubernetes}. ${counted(servedBy(report).length, 'app')} on ${counted(report.nodes.length, 'node')}. Synthesis writes this page: the same program gives the same page.</p>
<nav aria-label="Contents"><ul>${CONTENTS.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
</header>
<main>
${frontSection(view)}${pictureSection(view)}${matrixSection(view)}${runbookSection(view)}${whySection(view)}${appsSection(view)}${nodesSection(report)}${needsSection(report)}${notesSection(report)}</main>
<footer><p>“Modelled” marks times that were computed, and that no drill has shown. Written by cdk8s-availability.</p></footer>
</body>
</html>
`.text;
}

function pictureSection({ drawing, report }: View): Markup {
  return html`<section aria-labelledby="picture">
<h2 id="picture">The cluster</h2>
${drawing.whole()}
<ul>${drawing.legend.map((text) => html`<li>${text}.</li>`)}
${report.sharedFates.map(({ name, kind, nodes }) => html`<li>Shared fate ${name} (${kind}): ${nodesInWords(nodes, report.nodes)}.</li>`)}</ul>
<p class="dim">A letter in a disk votes and may hold a copy; a letter in a ring only breaks ties.</p>
</section>
`;
}
