import type { Finding } from './finding';
import { listed } from './names';
import { isPlain, missing, noneOf, outside, unknownKey, withArticle, wrong } from './shape-rules';

/**
 * The required shape of plain data. Programs can run without the compiler (tsx, JavaScript): a misspelt prop must not get lost,
 * and a value of a wrong type must not cause an obscure crash.
 */
export interface Shape {
  /** As part of a sentence: `a list`, `a Size`. */
  readonly what: string;
  /** How to write it: `Size.gib(…)`. */
  readonly how: string;
  readonly presence: 'required' | 'optional' | 'elsewhere';
  /** It has no own part in paths: findings below it use the path of its parent. */
  readonly inline: boolean;
  /** The shape of the part with this key; of a list, that of each item. @default - it has none */
  readonly part?: (key: string) => Shape | undefined;
  /** A check that does not look inside the value. */
  readonly fits?: (value: unknown) => boolean;
  /** Adds findings, with paths relative to the value. */
  readonly check: (value: unknown, findings: Finding[]) => void;
}

interface Fields {
  readonly [key: string]: Shape;
}

/** The shape of props, on which that of other props can build. */
export interface RecordShape extends Shape {
  readonly fields: Fields;
}

/** What is wrong with the shape of a value; empty if it fits. */
export function checkShape(shape: Shape, value: unknown, path: string): Finding[] {
  const findings: Finding[] = [];
  shape.check(value, findings);
  return findings.map((finding) => ({ ...finding, path: `${path}${finding.path}` }));
}

/** Checks a part of a value. Most are fine: only findings need paths. */
function checkPart(shape: Shape, part: unknown, key: string | number, findings: Finding[]): void {
  if (shape.fits?.(part)) return;
  const before = findings.length;
  shape.check(part, findings);
  if (findings.length === before || shape.inline) return;
  for (const finding of findings.splice(before)) findings.push({ ...finding, path: `/${key}${finding.path}` });
}

/** Whether a finding is about the shape of a value. */
export function isOfShape(finding: Finding): boolean {
  return finding.code.startsWith('SHAPE-');
}

function shape(what: string, how: string, check: Shape['check']): Shape {
  return { what, how, presence: 'required', inline: false, check };
}

/** A shape that does not look inside the value. */
function simple(what: string, how: string, fits: (value: unknown) => boolean): Shape {
  const self = shape(what, how, (value, findings) => {
    if (!fits(value)) findings.push(wrong(self, value));
  });
  return { ...self, fits };
}

export const text = simple('a string', "'…'", (value) => typeof value === 'string');
export const number = simple('a number', 'a number', (value) => typeof value === 'number');
export const flag = simple('true or false', 'true or false', (value) => typeof value === 'boolean');
export const bytes = simple('bytes', 'readFileSync(…)', (value) => ArrayBuffer.isView(value));
export const construct = simple('a construct', 'home.workers', (value) => typeof value === 'object' && value !== null && 'node' in value);
export const callable = simple('a function', '(…) => …', (value) => typeof value === 'function');
export const anything = simple('JSON that ends', '{ … }', (value) => isJson(value));

/** Deeper than any object of Kubernetes, and than what parsers of YAML follow. */
const DEEPEST = 100;

/** What JSON can hold: no function, no symbol, no instance, and nothing that holds itself. */
function isJson(value: unknown, depth = 0): boolean {
  if (value === undefined || value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth > DEEPEST) return false;
  return (Array.isArray(value) || isPlain(value)) && Object.values(value).every((part) => isJson(part, depth + 1));
}

/** A number, or an amount, from a least to a most. Not a number is outside of every range; without a most it is finite. */
export function within(given: Shape, least: number, most: number | undefined, isWhole = false): Shape {
  const finite = most === undefined ? `finite, and at least ${least}` : most === Number.POSITIVE_INFINITY ? `at least ${least}` : `from ${least} to ${most}`;
  const what = isWhole ? `a whole number ${finite}` : finite;
  const isIn = (value: unknown) => {
    const amount = amountOf(value);
    return amount >= least && amount <= (most ?? Number.MAX_VALUE) && (!isWhole || Number.isInteger(amount));
  };
  return {
    ...given,
    fits: (value) => given.fits?.(value) === true && isIn(value),
    check: (value, findings) => {
      const before = findings.length;
      given.check(value, findings);
      if (findings.length === before && !isIn(value)) findings.push(outside(inWords(value), what));
    },
  };
}

/** A Duration, a Size and a Cpu have one number. */
function amountOf(value: unknown): number {
  return Number(typeof value === 'object' && value !== null ? Object.values(value)[0] : value);
}

function inWords(value: unknown): string {
  return typeof value === 'object' && value !== null
    ? Object.entries(value)
        .flatMap(([unit, amount]) => `${amount} ${unit}`)
        .join(' ')
    : `${value}`;
}

/** One of the values of an enum. @param name its name in programs: `NodeRole` */
export function oneOf(name: string, choices: { readonly [key: string]: string }): Shape {
  const names = new Map<string, string>(Object.entries(choices).map(([key, value]) => [value, `${name}.${key}`]));
  const [first] = names.values();
  return shape(`one of ${listed(Object.values(choices))}`, `${first}`, (value, findings) => {
    if (typeof value === 'string' && names.has(value)) return;
    findings.push(noneOf(names, value));
  });
}

export function list(item: Shape): Shape {
  const self = shape('a list', `[${item.how}]`, (value, findings) => {
    if (!Array.isArray(value)) {
      findings.push(wrong(self, value));
      return;
    }
    for (let index = 0; index < value.length; index += 1) checkPart(item, value[index], nameOf(value[index]) ?? index, findings);
  });
  return { ...self, part: () => item };
}

/** Values of one shape under any keys. */
export function mapOf(item: Shape): Shape {
  const self = shape('an object', `{ name: ${item.how} }`, (value, findings) => {
    if (!isObject(value)) {
      findings.push(wrong(self, value));
      return;
    }
    for (const key of Object.keys(value)) checkPart(item, value[key], key, findings);
  });
  return { ...self, part: () => item };
}

/** Props. An unknown key is refused, unless its value is undefined. */
export function record(fields: Fields): RecordShape {
  const known = new Map(Object.entries(fields));
  const needed = [...known].filter(([, field]) => field.presence === 'required');
  const usual = [...known].filter(([, field]) => field.presence !== 'optional').map(([key]) => key);
  const self = shape('an object', usual.length === 0 ? '{ … }' : `{ ${usual.join(', ')} }`, (value, findings) => {
    if (!isObject(value)) {
      findings.push(wrong(self, value));
      return;
    }
    for (const key of Object.keys(value)) {
      const part = value[key];
      if (part === undefined) continue;
      const field = known.get(key);
      if (field === undefined) findings.push(unknownKey(key, [...known.keys()]));
      else checkPart(field, part, key, findings);
    }
    for (const [key, field] of needed) if (value[key] === undefined) findings.push(missing(key, field));
  });
  return { ...self, fields, part: (key) => known.get(key) };
}

/** Props without some of their keys. */
export function without({ fields }: RecordShape, ...keys: readonly string[]): RecordShape {
  return record(Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key))));
}

/** Some props of an object that may have others. */
export function among({ fields }: RecordShape, ...keys: readonly string[]): Shape {
  const pick = (from: { readonly [key: string]: unknown }) => Object.fromEntries(keys.map((key) => [key, from[key]]));
  const some = record(pick(fields) as Fields);
  return { ...some, check: (value, findings) => some.check(isObject(value) ? pick(value) : value, findings) };
}

/** Props where a factory takes one as an argument: an argument that was not given is missing. */
export function chosen(fields: Fields): Shape {
  const self = record(fields);
  return {
    ...self,
    check: (value, findings) => {
      self.check(value, findings);
      if (!isObject(value)) return;
      for (const [key, field] of Object.entries(fields)) if (key in value && value[key] === undefined) findings.push(missing(key, field));
    },
  };
}

/**
 * A value of one of the library's classes, recognized by its fields, because two copies of the package may be installed.
 * Plain data with the same fields is refused; it lacks the methods.
 */
export function instance(name: string, how: string, fields: Fields): Shape {
  const known = Object.entries(fields);
  const self = shape(withArticle(name), how, (value, findings) => {
    const before = findings.length;
    let fits = isObject(value) && !isPlain(value);
    if (fits) {
      const given = value as { readonly [key: string]: unknown };
      for (const [key, field] of known) {
        const part = given[key];
        if (part !== undefined) checkPart(field, part, key, findings);
        else if (!(key in given)) fits = false;
        else if (field.presence === 'required') findings.push(missing(key, field));
      }
    }
    if (!fits) findings.splice(before, Number.POSITIVE_INFINITY, wrong(self, value));
  });
  return self;
}

export function optional(given: Shape): Shape {
  return { ...given, presence: 'optional' };
}

/** A required prop whose absence another rule reports, with its own code. */
export function missedElsewhere(given: Shape): Shape {
  return { ...given, presence: 'elsewhere' };
}

/** A prop that does not appear in paths. */
export function inline(given: Shape): Shape {
  return { ...given, inline: true };
}

/** A map, a set or a promise has fields too, but they do not come from the user. A date or a pattern has none. */
function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && (isPlain(value) || (!(Symbol.iterator in value || 'then' in value) && Object.keys(value).length > 0));
}

function nameOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'name')) return undefined;
  const { name } = value as { readonly name: unknown };
  return typeof name === 'string' && name !== '' ? name : undefined;
}
