import { type Finding, formatFinding } from '../cluster/finding';
import { found, type RuleRecord, type Said } from '../cluster/rule';
import { Exit } from './exit';

/** What a command cannot work with: an input, a file, a program that refuses to synthesize. It prints the findings and ends. */
export class CommandError extends Error {
  constructor(
    readonly findings: readonly Finding[],
    readonly exit: Exit = Exit.UNUSABLE,
  ) {
    super(findings.map(formatFinding).join('\n\n'));
    this.name = 'CommandError';
  }
}

/** Stops a command with one finding. */
export function stop(rule: RuleRecord, path: string, said: Said): never {
  throw new CommandError([found(rule, path, said)]);
}
