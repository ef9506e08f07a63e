import { type Finding, formatFinding, Severity } from '../../cluster/finding';
import { counted } from '../../cluster/names';
import { type CheckedWorkload, type CheckReport, worstFirst } from './report';

/** What a terminal shows: each workload with what is said of it, then what is said of no workload. */
export function asText({ workloads, findings, counts }: CheckReport): string {
  const paths = new Set(workloads.map(({ path }) => path));
  const blocks = workloads.map((one) =>
    block(
      one,
      findings.filter(({ path }) => path === one.path),
    ),
  );
  const others = worstFirst(findings.filter(({ path }) => !paths.has(path))).map(other);
  return `${[...blocks, ...others].join('\n\n')}${blocks.length + others.length === 0 ? '' : '\n\n'}${summary(workloads, counts)}\n`;
}

function block({ path, at, availabilityClass, why, inShort }: CheckedWorkload, findings: readonly Finding[]): string {
  return [
    `${path}${at === undefined ? '' : `  ${at}`}`,
    `  class      ${availabilityClass ?? 'none'}: ${why}`,
    `  node dies  ${inShort}`,
    ...worstFirst(findings).map(({ severity, code, given, allowed, fix }) => `  ${severity.padEnd(9)}  ${code}: ${given}, ${allowed}.\n             ${fix}`),
  ].join('\n');
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
