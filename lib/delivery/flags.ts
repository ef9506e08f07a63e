import { closest } from '../cluster/closest';
import type { Finding } from '../cluster/finding';
import { found } from '../cluster/rule';
import { FLAG_UNKNOWN } from './rules';

const CHECK = '--check';
const QUIET = '--quiet';

/** Words after the program's name: `node -r tsx/cjs main.ts --check`. */
export interface Flags {
  readonly check: boolean;
  readonly quiet: boolean;
}

export function flagsIn(words: readonly string[]): Flags {
  return { check: words.includes(CHECK), quiet: words.includes(QUIET) };
}

/** Words that are nearly a flag. Others are those of the program, which may have its own. */
export function mistyped(words: readonly string[]): readonly Finding[] {
  return words.flatMap((word) => {
    const meant = [CHECK, QUIET].includes(word) ? undefined : meantBy(word);
    if (meant === undefined) return [];
    return [
      found(FLAG_UNKNOWN, 'App', {
        given: `the word ${word} after the name of the program`,
        allowed: `but it is neither ${CHECK} nor ${QUIET}, and would be ignored`,
        fix: `Did you mean ${meant}? If the program has such a flag of its own, give that another name.`,
      }),
    ];
  });
}

function meantBy(word: string): string | undefined {
  // Some editors make a dash of two hyphens. A flag with a value is meant as well: --check=true.
  const [, name = ''] = /^[-\u2013\u2014]+([^=]+)/.exec(word) ?? [];
  const meant = closest(name, ['check', 'quiet']);
  // --checkpoint is a word of its own.
  return meant === undefined || name.length > meant.length + 1 ? undefined : `--${meant}`;
}
