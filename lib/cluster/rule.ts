import type { Finding, Severity } from './finding';

/** What is wrong in one case: the parts of the message. */
export interface Said {
  /** Where it is. @default - the path of what the rule checks */
  readonly path?: string;
  /** What was given, in the user's words. */
  readonly given: string;
  /** What is allowed, or what is wrong with it. */
  readonly allowed: string;
  /** How to fix it: one or more whole sentences. */
  readonly fix: string;
}

/** The same, for rules that check many things. */
export interface PlacedSaid extends Said {
  readonly path: string;
}

/** One thing that can be wrong with a design. Pages, types and lists of codes follow from these records. */
export interface RuleRecord {
  /** Stable, in capitals: `HA-SPREAD-UNSATISFIABLE`. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong, as docs/findings.md says it. */
  readonly means: string;
  /** How to fix it, as docs/findings.md says it. */
  readonly fix: string;
}

/** The finding of a rule. */
export function found({ code, severity }: RuleRecord, path: string, said: Said): Finding {
  return { code, severity, path: said.path ?? path, given: said.given, allowed: said.allowed, fix: said.fix };
}
