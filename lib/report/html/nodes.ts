import { formatFinding } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { Cpu, Duration, Size } from '../../cluster/units';
import { nodesInWords } from '../groups';
import { keysOfNeed, nameOfNeed, needsInWords } from '../needs';
import { labelsOfProvider, labelTexts } from '../node-labels';
import type { Report } from '../report';
import { acceptedList } from './front';
import { commands, html, type Markup, NOTHING, type Part, table } from './markup';

/** Nodes, and what must be there before anything runs. */
export function nodesSection(report: Report): Markup {
  return html`<section aria-labelledby="nodes">
<h2 id="nodes">Nodes</h2>
${table(
  'Nodes',
  ['node', 'roles', 'site', 'zone', 'CPU for pods', 'memory for pods', 'fencing'],
  report.nodes.map(({ name, roles, site, zone, cpuMillis, memoryBytes, fencing: { method, automatedWithinSeconds } }) => [
    name,
    listed(roles),
    site,
    zone,
    `${Cpu.millis(cpuMillis)}`,
    `${Size.bytes(memoryBytes)}`,
    automatedWithinSeconds === undefined ? method : `${method}, within ${Duration.seconds(automatedWithinSeconds)}`,
  ]),
)}
<h3>Labels and taints</h3>
${labels(report)}
<h3>Storage classes</h3>
${
  report.storageClasses.length === 0
    ? html`<p>None.</p>`
    : table(
        'Storage classes',
        ['class', 'nodes', 'description'],
        report.storageClasses.map(({ name, nodes, why }) => [name, nodes.length === 0 ? 'any' : nodesInWords(nodes, report.nodes), why]),
      )
}
<h3>Order of delivery</h3>
<p>Each folder is applied once those before it are ready. Pinned apps and agents do not count: one node that is off would hold up the others.</p>
${table(
  'Order of delivery',
  ['folder', 'after'],
  report.folders.map(({ name, after }) => [name, after.length === 0 ? 'nothing' : listed(after)]),
)}
</section>
`;
}

function labels(report: Report): Part {
  const provided = labelsOfProvider(report);
  return [
    html`<p>The YAML relies on these.</p>`,
    labelTexts(report).map(({ what, text }) => [what === '' ? NOTHING : html`<p>${what}</p>`, commands(text, what === '' ? 'Labels and taints' : what)]),
    provided.length === 0
      ? NOTHING
      : [
          html`<p>The provider sets these, and nobody else may. Compare them with the facts:</p>`,
          table(
            'Labels of the provider',
            ['nodes', 'labels'],
            provided.map(([names, text]) => [nodesInWords(names.split(' '), report.nodes), text]),
          ),
          commands('kubectl get nodes -L topology.kubernetes.io/region,topology.kubernetes.io/zone', 'Compare labels'),
        ],
  ];
}

/** What synthesis does not write. */
export function needsSection(report: Report): Markup {
  const { certificates, dns, secrets } = report.operators;
  return html`<section aria-labelledby="needs">
<h2 id="needs">What must exist first</h2>
<p>${needsInWords(report.needs)}</p>
${
  report.needs.length === 0
    ? NOTHING
    : table(
        'What must exist first',
        ['name', 'what', 'namespace', 'keys'],
        report.needs.map((need) => [nameOfNeed(need), need.kind, need.namespace, keysOfNeed(need)]),
      )
}
<p>Certificates: ${certificates || 'not declared'}. DNS: ${dns || 'not declared'}. Secrets: ${secrets || 'not declared'}.</p>
</section>
`;
}

export function notesSection({ notes, accepted }: Report): Markup {
  const acceptedNotes = accepted.filter(({ severity }) => severity === 'note');
  return html`<section aria-labelledby="notes">
<h2 id="notes">Notes</h2>
${notes.length > 0 ? commands(notes.map(formatFinding).join('\n\n'), 'Notes') : html`<p>None.</p>`}
${acceptedNotes.length === 0 ? NOTHING : html`<h3>Accepted notes</h3>${acceptedList(acceptedNotes)}`}
</section>
`;
}
