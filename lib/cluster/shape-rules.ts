import { closest } from './closest';
import { type Finding, Severity } from './finding';
import { listed } from './names';
import { found, type RuleRecord } from './rule';

/** What a value should have been. */
interface Expected {
  /** As part of a sentence: `a list`, `a Size`. */
  readonly what: string;
  /** How to write it: `Size.gib(…)`. */
  readonly how: string;
}

/** Programs can run without the compiler. These rules report what it would. */
const WRONG: RuleRecord = {
  code: 'SHAPE-WRONG',
  severity: Severity.ERROR,
  means: 'a value of a wrong type, not of the enum, or out of its range',
  fix: 'write it as the message shows',
};

const MISSING: RuleRecord = {
  code: 'SHAPE-MISSING',
  severity: Severity.ERROR,
  means: 'a required key that is missing',
  fix: 'add it',
};

export const UNKNOWN_KEY: RuleRecord = {
  code: 'SHAPE-UNKNOWN-KEY',
  severity: Severity.ERROR,
  means: 'a key that the type does not have, so it would be ignored',
  fix: 'use the key that the message suggests, or remove it',
};

export const SHAPE_RULES: readonly RuleRecord[] = [UNKNOWN_KEY, MISSING, WRONG];

/** Without the value of a string: it may be a password. */
export function wrong(expected: Expected, value: unknown): Finding {
  return found(WRONG, '', { given: described(value), allowed: `but it must be ${expected.what}`, fix: `Write ${expected.how}.` });
}

/** A number outside of its range. */
export function outside(given: string, what: string): Finding {
  return found(WRONG, '', { given, allowed: `but it must be ${what}`, fix: 'Write a number in this range, or leave it out.' });
}

/** No value of an enum. @param names what programs call its values */
export function noneOf(names: ReadonlyMap<string, string>, value: unknown): Finding {
  const values = [...names.keys()];
  const meant = typeof value === 'string' ? names.get(closest(value, values) ?? '') : undefined;
  const given = typeof value === 'string' ? `"${value}"` : described(value);
  const fix = meant === undefined ? 'Use one of them.' : `Did you mean ${meant}?`;
  return found(WRONG, '', { given, allowed: `but it must be one of ${listed(values)}`, fix });
}

/** A required key that is missing. */
export function missing(key: string, field: Expected): Finding {
  return found(MISSING, '', { given: `no ${key}`, allowed: `but it must be ${field.what}`, fix: `Add ${key}: ${field.how}.` });
}

/** The beginning of what it says, before the key. */
export const UNKNOWN_KEY_SAID = 'the key ';

export function unknownKey(key: string, known: readonly string[]): Finding {
  const meant = closest(key, known);
  const fix = meant === undefined ? 'Remove it, or use one of them.' : `Did you mean ${meant}?`;
  return found(UNKNOWN_KEY, '', { given: `${UNKNOWN_KEY_SAID}${key}`, allowed: `but the keys are ${listed(known)}`, fix });
}

export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}

function described(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return 'a string';
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return 'a BigInt';
  if (typeof value === 'symbol') return 'a symbol';
  if (Array.isArray(value)) return 'a list';
  if (typeof value !== 'object' || value === null) return String(value);
  return withArticle(isPlain(value) ? 'object' : value.constructor.name);
}

export function withArticle(name: string): string {
  return `${/^[aeio]/i.test(name) ? 'an' : 'a'} ${name}`;
}
