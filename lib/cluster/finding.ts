import type { FindingCode } from './finding-codes.generated';

/** What a finding does to a synthesis. */
export enum Severity {
  /** The design contradicts itself or its class: it must be mended. */
  ERROR = 'error',
  /** A promise is weaker than its class says: mend it, or accept it by its code with a reason. */
  WARNING = 'warning',
  /** Worth knowing; the report shows it and synthesis goes on. */
  NOTE = 'note',
}

/** One thing that the model says against a design. */
export interface Finding {
  /** Stable, in capitals: `HA-SPREAD-UNSATISFIABLE`. */
  readonly code: string;
  readonly severity: Severity;
  /** Where: the construct's path, or the fact's path below the cluster's name; of shapes, with the path of the prop behind it. */
  readonly path: string;
  /** What was given, in the user's words. */
  readonly given: string;
  /** What is allowed, or what stands against it. */
  readonly allowed: string;
  /** How to mend it: one or more whole sentences. */
  readonly fix: string;
}

/** A weakness that the user has seen and takes, with the reason that the report shows. */
export interface Acceptance {
  /** The code of the finding. */
  readonly code: FindingCode;
  /** Why it is taken. */
  readonly reason: string;
}

/** A finding with the reason for which it was accepted. */
export interface AcceptedFinding {
  readonly finding: Finding;
  readonly reason: string;
}

/** The text of one finding, in the form that all messages share. */
export function formatFinding(finding: Finding): string {
  const indent = ' '.repeat(finding.code.length + 2);
  return `${finding.code}  ${finding.path}: ${finding.given}, ${finding.allowed}.\n${indent}${finding.fix}`;
}

/** Parts findings into those that were accepted and those that still stand. Errors and notes cannot be accepted. */
export function applyAcceptances(
  findings: readonly Finding[],
  acceptances: readonly Acceptance[],
): { readonly open: readonly Finding[]; readonly accepted: readonly AcceptedFinding[] } {
  const reasons = new Map<string, string>(acceptances.map((acceptance) => [acceptance.code, acceptance.reason]));
  const open: Finding[] = [];
  const accepted: AcceptedFinding[] = [];
  for (const finding of findings) {
    const reason = finding.severity === Severity.WARNING ? reasons.get(finding.code) : undefined;
    if (reason !== undefined && reason.trim() !== '') accepted.push({ finding, reason });
    else open.push(finding);
  }
  return { open, accepted };
}

/** Everything that stops a synthesis, all at once. */
export class FindingsError extends Error {
  declare readonly findings: readonly Finding[];

  /** @param hint what else the user should know, after the findings */
  constructor(findings: readonly Finding[], hint?: string) {
    const count = findings.length === 1 ? '1 finding' : `${findings.length} findings`;
    super(`Synthesis stopped, nothing was written: ${count}.\n\n${findings.map(formatFinding).join('\n\n')}\n${hint === undefined ? '' : `\n${hint}\n`}`);
    // Not enumerable: Node prints such fields of an uncaught error below its text, and would say everything twice.
    Object.defineProperty(this, 'findings', { value: findings });
    Object.defineProperty(this, 'name', { value: 'FindingsError' });
    // The place in the library says nothing to the user; the findings say where in his program.
    // Without any frame Node would put the text into brackets.
    this.stack = `${this.message}    at App.synth (cdk8s-availability)`;
  }
}
