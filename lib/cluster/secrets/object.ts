import { secretInWords } from './command';
import { isSecretFile } from './file';
import { isLogin, isNamedSecret } from './name';
import { type PublicTexts, withoutPublic } from './public';
import { isSecretText } from './text';
import { Place } from './value';
import { isSecretFlags } from './variable';

/** What a secret in an object is. */
export enum Part {
  ENV = 'env',
  ARGS = 'args',
  FILE = 'file',
}

/** A text that looks like a secret. The text itself belongs in no message. */
export interface Secret {
  readonly part: Part;
  readonly text: string;
  readonly what: string;
}

/** Every text of plain data that looks like a secret: by itself, by its name, or among the words of a command. */
export function* secretsIn(value: unknown, texts: PublicTexts, name = ''): Iterable<Secret> {
  if (typeof value === 'string') yield* inText(withoutPublic(value, texts), name);
  else if (Array.isArray(value) && value.every((item) => typeof item === 'string')) yield* inWords(value.map((word) => withoutPublic(word, texts)));
  else if (Array.isArray(value)) for (const item of value) yield* secretsIn(item, texts, name);
  else if (typeof value === 'object' && value !== null) {
    const own = 'name' in value && typeof value.name === 'string' ? value.name : undefined;
    for (const [key, part] of Object.entries(value)) yield* secretsIn(part, texts, key === 'value' && own !== undefined ? own : key);
  }
}

function* inWords(words: readonly string[]): Iterable<Secret> {
  const where = secretInWords(words);
  if (where !== undefined) yield { part: Part.ARGS, text: words.join('\n'), what: `a value in ${where}` };
}

function* inText(text: string, name: string): Iterable<Secret> {
  if (isVariable(name, text)) yield { part: Part.ENV, text, what: `a value for ${name}` };
  else if (isSecretFile(text)) yield { part: Part.FILE, text, what: `something that looks like a secret in ${name}` };
}

function isVariable(name: string, value: string): boolean {
  return isNamedSecret(name, value, Place.ENV) || isLogin(name, value, Place.ENV) || isSecretText(value) || isSecretFlags(value);
}
