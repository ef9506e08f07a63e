import { type Finding, formatFinding, Severity } from '../../cluster/finding';
import { counted } from '../../cluster/names';
import { type CheckedWorkload, type CheckReport, worstFirst } from './report';
import { toldOf } from './told';

/** What a terminal shows: each workload with what is said of it, then what is said of no workload. */
export function asText(report: CheckReport): string {
  const { workloads, findings, counts, notCounted } = report;
  const paths = new Set(workloads.map(({ path }) => path));
  const { ofAll, ofOne } = toldOf(report);
  const blocks = workloads.map((one) =>
    block(
      one,
      ofOne(one.path),
      findings.filter(({ path }) => path === one.path),
    ),
  );
  const others = worstFirst(findings.filter(({ path }) => !paths.has(path))).map(other);
  const common = ofAll.length === 0 ? [] : [['all of them', ...ofAll.map((line, index) => labelled(index === 0 ? 'failures' : '', line))].join('\n')];
  const parts = [...blocks, ...common, ...others];
  return `${[...parts, [summary(workloads, counts), ...notCounted].join('\n')].join('\n\n')}\n`;
}

function block({ path, at, refused, availabilityClass, why, inShort }: CheckedWorkload, failures: readonly string[], findings: readonly Finding[]): string {
  return [
    `${path}${at === undefined ? '' : `  ${at}`}`,
    ...(refused ? [labelled('refused', why)] : [labelled('class', `${availabilityClass ?? 'none'}: ${why}`), labelled('node dies', inShort)]),
    ...failures.map((line, index) => labelled(index === 0 ? 'failures' : '', line)),
    ...worstFirst(findings).map(({ severity, code, given, allowed, fix }) => `  ${severity.padEnd(9)}  ${code}: ${given}, ${allowed}.\n             ${fix}`),
  ].join('\n');
}

function labelled(label: string, text: string): string {
  return `  ${label.padEnd(9)}  ${text}`;
}

/** What is said of no workload: facts, files, kinds. */
function other(finding: Finding): string {
  return `${finding.severity.padEnd(9)}  ${formatFinding(finding).replaceAll('\n', '\n           ')}`;
}

/** `12 workloads: 2 errors, 5 warnings, 1 note.` */
export function summary(workloads: readonly CheckedWorkload[], { errors, warnings, notes }: CheckReport['counts']): string {
  const found = [
    ...(errors === 0 ? [] : [counted(errors, Severity.ERROR)]),
    ...(warnings === 0 ? [] : [counted(warnings, Severity.WARNING)]),
    ...(notes === 0 ? [] : [counted(notes, Severity.NOTE)]),
  ];
  return `${counted(workloads.length, 'workload')}: ${found.length === 0 ? 'nothing found' : found.join(', ')}.`;
}
