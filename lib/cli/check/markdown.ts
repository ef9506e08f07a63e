import type { Finding } from '../../cluster/finding';
import { type CheckReport, worstFirst } from './report';
import { summary } from './text';
import { toldOf } from './told';

/** For a pull request. */
export function asMarkdown(report: CheckReport): string {
  const { workloads, findings, counts, notCounted } = report;
  const rows = workloads.map(({ path, refused, availabilityClass, inShort, why }) =>
    row(code(path), refused ? inShort : (availabilityClass ?? 'none'), refused ? '–' : inShort, why),
  );
  const said = worstFirst(findings).map((finding) =>
    row(finding.severity, code(finding.code), code(finding.at ?? finding.path), sentence(finding), finding.fix),
  );
  return [
    '# What failures do to these workloads',
    '',
    summary(workloads, counts),
    ...(rows.length === 0 ? [] : ['', row('workload', 'class', 'its node dies', 'why'), row('---', '---', '---', '---'), ...rows]),
    ...(notCounted.length === 0 ? [] : ['', ...otherFailures(report), '', ...notCounted]),
    ...(said.length === 0 ? [] : ['', '## Findings', '', row('', 'code', 'where', 'what', 'how to fix it'), row('---', '---', '---', '---', '---'), ...said]),
    '',
  ].join('\n');
}

/** What does the same to all workloads is a row of its own. */
function otherFailures(report: CheckReport): readonly string[] {
  const { ofAll, ofOne } = toldOf(report);
  const rows = [
    ...(ofAll.length === 0 ? [] : [row('all of them', ofAll.join('; '))]),
    ...report.workloads.flatMap(({ path }) => (ofOne(path).length === 0 ? [] : [row(code(path), ofOne(path).join('; '))])),
  ];
  return rows.length === 0 ? [] : ['## Other failures', '', row('workload', 'what they do'), row('---', '---'), ...rows];
}

function sentence({ path, given, allowed }: Finding): string {
  return `${path}: ${given}, ${allowed}.`;
}

function row(...cells: readonly string[]): string {
  return `| ${cells
    .map((cell) =>
      cell === '---' || cell.startsWith('`')
        ? cell
        : cell
            .replaceAll('|', '\\|')
            .replaceAll(/[<>]/g, (sign) => (sign === '<' ? '&lt;' : '&gt;'))
            .replaceAll('\n', ' '),
    )
    .join(' | ')} |`;
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}
