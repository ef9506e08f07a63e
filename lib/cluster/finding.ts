import type { FindingCode } from './finding-codes.generated';

/** What a finding does to a synthesis. */
export enum Severity {
  /** The design contradicts itself or its class: you must fix it. */
  ERROR = 'error',
  /** A promise is weaker than its class says: fix it, or accept its code with a reason. */
  WARNING = 'warning',
  /** Worth knowing; the report shows it and synthesis continues. */
  NOTE = 'note',
}

/** One problem that the model finds in a design. */
export interface Finding {
  /** Stable, in capitals: `HA-SPREAD-UNSATISFIABLE`. */
  readonly code: string;
  readonly severity: Severity;
  /** Where: the construct's path, or the path of the fact below the cluster's name; for shapes, followed by the path of the prop. */
  readonly path: string;
  /** What was given, in the user's words. */
  readonly given: string;
  /** What is allowed, or what is wrong with it. */
  readonly allowed: string;
  /** How to fix it: one or more whole sentences, or a line for each step. */
  readonly fix: string;
  /**
   * Where the program creates the construct, seen from the working directory: `main.ts:12:1`. Of a fact, where it creates the cluster.
   * @default - unknown: objects and charts of other libraries, and files
   */
  readonly at?: string;
}

/** A warning or a note that you accept, with the reason that the report shows. */
export interface Acceptance {
  /** The code of the finding. */
  readonly code: FindingCode;
  /** Why you accept it. */
  readonly reason: string;
}

/** A finding with the reason why it was accepted. */
export interface AcceptedFinding {
  readonly finding: Finding;
  readonly reason: string;
}

/** The text of one finding, in the common form of all messages. */
export function formatFinding(finding: Finding): string {
  if (!isFinding(finding)) throw new FindingsError([noFinding('formatFinding', 'a finding')]);
  const indent = ' '.repeat(finding.code.length + 2);
  const at = finding.at === undefined ? '' : `\n${indent}at ${finding.at}`;
  return `${finding.code}  ${finding.path}: ${finding.given}, ${finding.allowed}.\n${indent}${finding.fix.replaceAll('\n', `\n${indent}`)}${at}`;
}

/** Programs can run without the compiler, so it may be anything. */
function isFinding(one: unknown): one is Finding {
  if (typeof one !== 'object' || one === null) return false;
  const { code, path, given, allowed, fix, at = '' } = one as { readonly [key in keyof Finding]?: unknown };
  return [code, path, given, allowed, fix, at].every((part) => typeof part === 'string');
}

/** Shapes have findings themselves, so none describes one. */
function noFinding(call: string, what: string): Finding {
  return {
    code: 'SHAPE-WRONG',
    severity: Severity.ERROR,
    path: call,
    given: 'something else',
    allowed: `but it must be ${what}`,
    fix: 'Pass what cluster.verdict() or a FindingsError has.',
  };
}

/** Whether a code is that of a dangerous change: the App accepts these, one by one. */
export function isOfChange(code: string): boolean {
  return code.startsWith('CHANGE-');
}

/** Splits findings into accepted ones and open ones. Errors cannot be accepted. */
export function applyAcceptances(
  findings: readonly Finding[],
  acceptances: readonly Acceptance[],
): { readonly open: readonly Finding[]; readonly accepted: readonly AcceptedFinding[] } {
  const reasons = new Map<string, string>(acceptances.map((acceptance) => [acceptance.code, acceptance.reason]));
  const open: Finding[] = [];
  const accepted: AcceptedFinding[] = [];
  for (const finding of findings) {
    const reason = finding.severity === Severity.ERROR ? undefined : reasons.get(finding.code);
    if (reason !== undefined && reason.trim() !== '') accepted.push({ finding, reason });
    else open.push(finding);
  }
  return { open, accepted };
}

/** Everything that stops a synthesis, all at once. */
export class FindingsError extends Error {
  declare readonly findings: readonly Finding[];

  /** @param hint more information, shown after the findings */
  constructor(findings: readonly Finding[], hint?: string) {
    const all = Array.isArray(findings) && findings.every(isFinding) ? findings : [noFinding('FindingsError', 'a list of findings')];
    const count = all.length === 1 ? '1 finding' : `${all.length} findings`;
    super(`Synthesis stopped, nothing was written: ${count}.\n\n${all.map(formatFinding).join('\n\n')}\n${typeof hint === 'string' ? `\n${hint}\n` : ''}`);
    // Not enumerable: Node prints such fields of an uncaught error below its text, and would show everything twice.
    Object.defineProperty(this, 'findings', { value: all });
    Object.defineProperty(this, 'name', { value: 'FindingsError' });
    // The position in the library does not help the user; the findings say where to look in the program.
    // Without any frame Node would wrap the text in brackets.
    this.stack = `${this.message}    at App.synth (cdk8s-availability)`;
  }
}
