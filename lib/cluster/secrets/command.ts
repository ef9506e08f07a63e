import { isLikeFile, isSecretFile } from './file';
import { isLogin, isNamedSecret, mayName, plainName, SWITCHES } from './name';
import { isSecretText } from './text';
import { isLiteral, Place } from './value';

/** Flags whose names do not say that a secret follows, by program. */
interface Flags {
  readonly programs: RegExp;
  /** A flag before its value, or with its value behind it. */
  readonly flag: RegExp;
  /** The part of the value that is secret. */
  readonly secret: RegExp;
}

/** Sources: the manual pages of these programs. */
const FLAGS: readonly Flags[] = [
  { programs: /^curl$/, flag: /^(?:-[a-zA-Z]*u|--user|-U|--proxy-user)$/, secret: /^[^:]{0,256}:(.+)$/s },
  { programs: /^sshpass$/, flag: /^-p$/, secret: /^(.+)$/s },
  { programs: /^redis-cli$/, flag: /^-a$/, secret: /^(.+)$/s },
  { programs: /^mongo(?:sh|dump|restore)?$/, flag: /^-p$/, secret: /^(.+)$/s },
];
const ATTACHED: readonly Flags[] = [
  { programs: /^curl$/, flag: /^(?:-u|--user=|-U|--proxy-user=)/, secret: /^[^:]{0,256}:(.+)$/s },
  { programs: /^(?:mysql|mariadb)[\w-]*$/, flag: /^-p/, secret: /^(.+)$/s },
  { programs: /^sshpass$/, flag: /^-p/, secret: /^(.+)$/s },
];
/** They ask for a password at `--password`, unless one follows after "=". */
const ASK = /^(?:mysql|mariadb|psql|pg_|createdb|dropdb|createuser|dropuser|vacuumdb|reindexdb|clusterdb)/;

const PROGRAM = new RegExp([ASK, ...[...FLAGS, ...ATTACHED].map(({ programs }) => programs)].map(({ source }) => source).join('|'));

const NAME = /^-{0,2}[A-Za-z][\w.-]{0,63}$/;
const HEADER_FLAG = /^(?:-H|--header)$/;

interface Word {
  readonly text: string;
  readonly place: Place;
}

/** Where a secret is in a command, without the secret: `--password …`. Undefined: there is none. */
export function secretInWords(words: readonly string[]): string | undefined {
  let program = '';
  const all = wordsOf(words);
  for (const [index, { text, place }] of all.entries()) {
    const next = all[index + 1];
    const where = named(text, place, next, program) ?? flagged(text, next, place, program);
    if (where !== undefined) return where;
    const base = text.slice(text.lastIndexOf('/') + 1);
    if (PROGRAM.test(base)) program = base;
  }
  for (const [index, word] of words.entries()) {
    if (isSecretText(word, /\s/.test(word) ? Place.SCRIPT : Place.WORD) || (isLikeFile(word) && isSecretFile(word, true))) return 'a word';
    const [, name = '', value = ''] = HEADER_FLAG.test(words[index - 1] ?? '') ? (/^([\w-]{1,64}):\s*(\S.*)$/s.exec(word) ?? []) : [];
    if ((/^(?:proxy-)?authorization$|^cookie$/i.test(name) && isLiteral(value, Place.WORD)) || isNamedSecret(name, value, Place.WORD)) return `${name}: …`;
  }
  return undefined;
}

/** A word may be a script of its own. */
function wordsOf(words: readonly string[]): readonly Word[] {
  return words.flatMap((word): readonly Word[] => {
    if (!/\s/.test(word)) return [{ text: word, place: Place.WORD }];
    return word.split(/\s+/).map((part) => ({ text: part.replace(/^["']|["']?;?$/g, ''), place: Place.SCRIPT }));
  });
}

/** `--password=word`, `--password word`, `DB_PASSWORD=word`. */
function named(text: string, place: Place, next: Word | undefined, program: string): string | undefined {
  const cut = text.indexOf('=');
  const name = cut < 0 ? text : text.slice(0, cut);
  if (!mayName(name) || !NAME.test(name)) return undefined;
  if (cut >= 0) {
    const value = text.slice(cut + 1).replace(/^["']|["']$/g, '');
    return isNamedSecret(name, value, place) || isLogin(name, value, place) ? `${name}=…` : undefined;
  }
  // A switch takes no value: the next word is another argument.
  if (!/^--|^-[A-Za-z]{3}/.test(name) || next === undefined || next.text.startsWith('-') || SWITCHES.test(plainName(name))) return undefined;
  if (ASK.test(program) && /^--?password$/.test(name)) return undefined;
  return isNamedSecret(name, next.text, next.place) || isLogin(name, next.text, next.place) ? `${name} …` : undefined;
}

function flagged(text: string, next: Word | undefined, place: Place, program: string): string | undefined {
  if (program === '' || !text.startsWith('-')) return undefined;
  const isSecret = (value: string | undefined, secret: RegExp, where: Place) => {
    const [, part = ''] = secret.exec(value?.replace(/^["']/, '') ?? '') ?? [];
    return isLiteral(part, where);
  };
  for (const { programs, flag, secret } of FLAGS)
    if (programs.test(program) && flag.test(text) && next !== undefined && isSecret(next.text, secret, next.place)) return `${text} …`;
  for (const { programs, flag, secret } of ATTACHED) {
    const [head] = programs.test(program) ? (flag.exec(text) ?? []) : [];
    if (head !== undefined && isSecret(text.slice(head.length), secret, place)) return `${head}…`;
  }
  return undefined;
}
