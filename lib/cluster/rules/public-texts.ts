import { Severity } from '../finding';
import type { RuleRecord, Said } from '../rule';
import { type PublicTexts, SHORTEST_PUBLIC } from '../secrets';

export const PUBLIC_TEXT: RuleRecord = {
  code: 'PUBLIC-TEXT-INVALID',
  severity: Severity.ERROR,
  means: 'a text in `publicTexts` without a reason, or so short that it would hide others',
  fix: 'add a reason, or write the whole text',
};

/** Of texts outside of apps; those of an app are among its exceptions. */
export const PUBLIC_TEXT_OUTSIDE: RuleRecord = {
  code: 'PUBLIC-TEXT',
  severity: Severity.NOTE,
  means: 'a text outside of apps that looks like a secret, and the reason why it is public',
  fix: 'remove it from `publicTexts` of the `App` when it is gone',
};

/** What is wrong with texts that are said to be public. The texts themselves are in no message. */
export function* invalidPublicTexts(texts: PublicTexts): Iterable<Said> {
  for (const [text, reason] of Object.entries(texts)) {
    if (reason.trim() === '')
      yield { given: 'a public text without a reason', allowed: 'but the report must say why it is not a secret', fix: 'Add a reason.' };
    if (text.length < SHORTEST_PUBLIC)
      yield {
        given: `a public text of ${text.length} characters`,
        allowed: `but fewer than ${SHORTEST_PUBLIC} would hide parts of other texts`,
        fix: 'Write the whole text.',
      };
  }
}
