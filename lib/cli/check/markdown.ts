import type { Finding } from '../../cluster/finding';
import { type CheckReport, worstFirst } from './report';
import { summary } from './text';

/** For a pull request. */
export function asMarkdown({ workloads, findings, counts }: CheckReport): string {
  const rows = workloads.map(({ path, availabilityClass, inShort, why }) => row(code(path), availabilityClass ?? 'none', inShort, why));
  const said = worstFirst(findings).map((finding) =>
    row(finding.severity, code(finding.code), code(finding.at ?? finding.path), sentence(finding), finding.fix),
  );
  return [
    '# What the death of a node does',
    '',
    summary(workloads, counts),
    ...(rows.length === 0 ? [] : ['', row('workload', 'class', 'its node dies', 'why'), row('---', '---', '---', '---'), ...rows]),
    ...(said.length === 0 ? [] : ['', '## Findings', '', row('', 'code', 'where', 'what', 'how to fix it'), row('---', '---', '---', '---', '---'), ...said]),
    '',
  ].join('\n');
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
