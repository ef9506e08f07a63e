import { crashInWords } from '../availability/report/crash';
import type { ReportApp } from '../availability/report/report';
import { formatFinding, Severity } from '../cluster/finding';
import { counted, listed } from '../cluster/names';
import { Cpu, Duration, Size } from '../cluster/units';
import { allApps, decidedLike, likeInWords } from './alike';
import { failuresInMarkdown, frontInMarkdown, matrixIn, runbooksInMarkdown } from './failures-markdown';
import { weaknesses } from './front';
import { servedBy } from './groups';
import { fenced, inline, table } from './markdown-parts';
import { keysOfNeed, nameOfNeed, needsInWords } from './needs';
import { labelsOfProvider, labelTexts } from './node-labels';
import type { Report } from './report';

/** The report for people who read Git. */
export function asMarkdown(report: Report): string {
  const matrix = matrixIn(report);
  const all = allApps(report);
  const anchors = anchorsOf(all);
  const like = decidedLike(report);
  const acceptedNotes = report.accepted.filter(({ severity }) => severity === Severity.NOTE);
  const [missed, others] = weaknesses(report);
  return `${[
    `# ${report.cluster}`,
    `Kubernetes ${report.kubernetes}. ${counted(servedBy(report).length, 'app')} on ${counted(report.nodes.length, 'node')}. Synthesis writes this report: the same program gives the same report.`,
    '![The cluster: sites, nodes, links and votes](cluster.svg)',
    ...frontInMarkdown(report),
    ...(missed.length === 0 ? [] : ['## Objectives that are missed, and accepted', acceptedTable(missed)]),
    '## Accepted weaknesses',
    others.length === 0 ? 'None.' : acceptedTable(others),
    '## Apps',
    table(
      ['app', 'class', 'nodes that may run it', 'when its node crashes'],
      report.apps.map((app) => [`[${app.namespace}/${app.name}](#${anchors.get(app)})`, app.availabilityClass, listed(app.nodes), inWords(app)]),
    ),
    ...(report.jobs === undefined
      ? []
      : [
          '## Jobs',
          table(
            ['job', 'schedule', 'nodes that may run it', 'data that it uses', 'when its node crashes while it runs'],
            report.jobs.map((job) => [
              `[${job.namespace}/${job.name}](#${anchors.get(job)})`,
              `${job.schedule} ${job.timeZone}`.trim(),
              listed(job.nodes),
              listed(job.uses),
              `${inWords(job)}: ${job.nodeCrash.why}`,
            ]),
          ),
        ]),
    ...(report.agents === undefined
      ? []
      : [
          '## On every node',
          table(
            ['agent', 'nodes', 'when one of them crashes'],
            report.agents.map((agent) => [`[${agent.namespace}/${agent.name}](#${anchors.get(agent)})`, listed(agent.nodes), agent.nodeCrash.why]),
          ),
        ]),
    ...failuresInMarkdown(report, matrix),
    ...runbooksInMarkdown(report, matrix),
    '## What must exist first',
    needsInWords(report.needs),
    ...(report.needs.length === 0
      ? []
      : [
          table(
            ['what', 'namespace', 'name', 'keys'],
            report.needs.map((need) => [need.kind, need.namespace, nameOfNeed(need), keysOfNeed(need)]),
          ),
        ]),
    inline(
      `Certificates: ${report.operators.certificates || 'not declared'}. DNS: ${report.operators.dns || 'not declared'}. Secrets: ${report.operators.secrets || 'not declared'}.`,
    ),
    '## Notes',
    ...(report.notes.length > 0 ? [fenced(report.notes.map(formatFinding).join('\n\n'))] : acceptedNotes.length === 0 ? ['None.'] : []),
    ...(acceptedNotes.length === 0 ? [] : ['Accepted:', acceptedTable(acceptedNotes)]),
    '## Order of delivery',
    'Each folder is applied once those before it are ready. Pinned apps and agents do not count: one node that is off would hold up the others.',
    table(
      ['folder', 'after'],
      report.folders.map(({ name, after }) => [name, after.length === 0 ? 'nothing' : listed(after)]),
    ),
    '## Nodes',
    table(
      ['node', 'roles', 'site', 'zone', 'CPU for pods', 'memory for pods', 'fencing'],
      report.nodes.map((node) => [
        node.name,
        listed(node.roles),
        node.site,
        node.zone,
        Cpu.millis(node.cpuMillis).toString(),
        Size.bytes(node.memoryBytes).toString(),
        fencing(node),
      ]),
    ),
    'The YAML relies on these labels and taints.',
    ...labelTexts(report).flatMap(({ what, language, text }) => [...(what === '' ? [] : [what]), fenced(text, language)]),
    ...labelsInMarkdown(report),
    '## Storage classes',
    report.storageClasses.length === 0
      ? 'None.'
      : table(
          ['class', 'nodes', 'description'],
          report.storageClasses.map((one) => [one.name, one.nodes.length === 0 ? 'any' : listed(one.nodes), one.why]),
        ),
    '## Decisions',
    ...all.map((app) => renderApp(app, like.get(app), anchors)),
  ].join('\n\n')}\n`;
}

function acceptedTable(accepted: Report['accepted']): string {
  return table(
    ['code', 'where', 'what', 'reason'],
    accepted.map((one) => [one.code, one.path, `${one.given}, ${one.allowed}`, one.reason]),
  );
}

function inWords({ availabilityClass, nodeCrash }: ReportApp): string {
  return crashInWords(availabilityClass, nodeCrash);
}

function fencing({ fencing: { method, automatedWithinSeconds } }: Report['nodes'][number]): string {
  return automatedWithinSeconds === undefined ? method : `${method}, within ${Duration.seconds(automatedWithinSeconds)}`;
}

/** @param like an app that is decided alike but for its name */
function renderApp(app: ReportApp, like: ReportApp | undefined, anchors: ReadonlyMap<ReportApp, string>): string {
  const own = like === undefined ? decisionsIn(app) : [likeInWords(`[${like.namespace}/${like.name}](#${anchors.get(like)})`)];
  return [
    `### ${app.namespace}/${app.name}`,
    `${app.availabilityClass}, \`${app.image}\`. When its node crashes: ${inline(`${inWords(app)} (${app.nodeCrash.why})`)}.${app.dependsOn.length === 0 ? '' : ` It depends on ${listed(app.dependsOn)}.`}`,
    ...own,
  ].join('\n\n');
}

function decisionsIn({ decisions, allowances }: ReportApp): readonly string[] {
  const exceptions = allowances.map(({ what, reason }) => [what, reason]);
  return [
    table(
      ['decision', 'value', 'reason'],
      decisions.map(({ what, value, why }) => [what, value, why]),
    ),
    ...(exceptions.length === 0 ? [] : [table(['exception', 'reason'], exceptions)]),
  ];
}

/** The anchors that GitHub creates for headings, in their order: of equal ones, all but the first have a number. */
function anchorsOf(apps: readonly ReportApp[]): ReadonlyMap<ReportApp, string> {
  const taken = new Map<string, number>();
  return new Map(
    apps.map((app) => {
      const plain = `${app.namespace}/${app.name}`.toLowerCase().replaceAll(/[^a-z0-9 _-]/g, '');
      let own = plain;
      for (let number = taken.get(plain) ?? 0; taken.has(own); ) {
        number += 1;
        own = `${plain}-${number}`;
        taken.set(plain, number);
      }
      taken.set(own, 0);
      return [app, own] as const;
    }),
  );
}

/** What the provider sets, to compare. */
function labelsInMarkdown(report: Report): readonly string[] {
  const provided = labelsOfProvider(report);
  return provided.length === 0
    ? []
    : [
        'The provider sets these labels, and nobody else may. Compare them with the facts:',
        table(
          ['nodes', 'labels'],
          provided.map(([names, labels]) => [names.replaceAll(' ', ', '), labels]),
        ),
      ];
}
