import { closest } from '../cluster/closest';
import type { Finding } from '../cluster/finding';
import { found } from '../cluster/rule';
import { FLAG_UNKNOWN } from './rules';

const NAMES = ['check', 'quiet'] as const;

/** Words after the program's name: `node -r tsx/cjs main.ts --check`. */
export type Flags = { readonly [name in (typeof NAMES)[number]]: boolean };

export function flagsIn(words: readonly string[]): Flags {
  const isGiven = (name: keyof Flags) => words.includes(`--${name}`);
  return { check: isGiven('check'), quiet: isGiven('quiet') };
}

/** Words that are nearly a flag. Others are those of the program, which may have its own. */
export function mistyped(words: readonly string[]): readonly Finding[] {
  const flags = NAMES.map((name) => `--${name}`);
  return words.flatMap((word) => {
    const meant = flags.includes(word) ? undefined : meantBy(word);
    if (meant === undefined) return [];
    return [
      found(FLAG_UNKNOWN, 'App', {
        given: `the word ${word} after the name of the program`,
        allowed: `but it is neither ${flags.join(' nor ')}, and would be ignored`,
        fix: `Did you mean ${meant}? If the program has such a flag of its own, give that another name.`,
      }),
    ];
  });
}

function meantBy(word: string): string | undefined {
  // Some editors make a dash of two hyphens. A flag with a value is meant as well: --check=true.
  const [, name = ''] = /^[-\u2013\u2014]+([^=]+)/.exec(word) ?? [];
  const meant = closest(name, NAMES);
  // --checkpoint is a word of its own.
  return meant === undefined || name.length > meant.length + 1 ? undefined : `--${meant}`;
}
