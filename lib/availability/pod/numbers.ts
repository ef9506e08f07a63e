import { Severity } from '../../cluster/finding';
import type { RuleRecord } from '../../cluster/rule';

/** A number that cannot be meant. */
export const NUMBER_ABSURD: RuleRecord = {
  code: 'NUMBER-ABSURD',
  severity: Severity.ERROR,
  means: 'a time, an id or a number that cannot be',
  fix: 'say the real one',
};
