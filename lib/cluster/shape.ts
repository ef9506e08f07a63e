import { type Finding, Severity } from './finding';
import { listed } from './names';

/**
 * What plain data must look like. Programs run without the compiler too (tsx, JavaScript): a misspelt prop must not get lost,
 * and a value of another type must not crash where nobody can tell why.
 */
export interface Shape<T> {
  /** As it stands in a sentence: `a list`, `a Size`. */
  readonly what: string;
  /** How to write it: `Size.gib(…)`. */
  readonly how: string;
  readonly presence: 'required' | 'optional' | 'elsewhere';
  /** It has no name of its own in paths: what is wrong below it is said of what holds it. */
  readonly inline: boolean;
  readonly check: (value: unknown, path: string, found: Finding[]) => void;
  /** Never there: for the compiler, which compares the shape with the type that it is made for. */
  readonly of?: T;
}

/** The shape of something that may be left out. */
export interface Optional<T> extends Shape<T> {
  readonly presence: 'optional';
}

/** A shape for each prop of a type: one that is forgotten, or of another type, does not compile. */
export type Fields<P> = { readonly [K in keyof P]-?: Record<string, never> extends Pick<P, K> ? Optional<NonNullable<P[K]>> : Shape<P[K]> };

/** Fields of a class, without its methods. */
type Data<T> = { readonly [K in keyof T as T[K] extends (...given: never[]) => unknown ? never : K]: T[K] };

/** What is wrong with the shape of a value; nothing if it fits. */
export function checkShape(shape: Shape<unknown>, value: unknown, path: string): Finding[] {
  const found: Finding[] = [];
  shape.check(value, path, found);
  return found;
}

/** Whether a finding says that something has not the shape of its type. */
export function isOfShape(finding: Finding): boolean {
  return finding.code.startsWith('SHAPE-');
}

function shape<T>(what: string, how: string, check: Shape<T>['check']): Shape<T> {
  return { what, how, presence: 'required', inline: false, check };
}

/** One that needs no look inside. */
function simple<T>(what: string, how: string, fits: (value: unknown) => boolean): Shape<T> {
  const self = shape<T>(what, how, (value, path, found) => {
    if (!fits(value)) found.push(wrong(self, value, path));
  });
  return self;
}

export const text = simple<string>('a text', "'…'", (value) => typeof value === 'string');
export const number = simple<number>('a number', 'a number', (value) => typeof value === 'number');
export const flag = simple<boolean>('true or false', 'true or false', (value) => typeof value === 'boolean');

export const bytes = simple<Uint8Array>('bytes', 'readFileSync(…)', (value) => ArrayBuffer.isView(value));

/** One of the values of an enum. @param name as programs know it: `NodeRole` */
export function oneOf<E extends string>(name: string, choices: { readonly [key: string]: E }): Shape<E> {
  const names = new Map<unknown, string>(Object.entries(choices).map(([key, value]) => [value, `${name}.${key}`]));
  const values = Object.values<string>(choices);
  return shape(`one of ${listed(values)}`, `${names.get(values[0])}`, (value, path, found) => {
    if (names.has(value)) return;
    const meant = typeof value === 'string' ? names.get(closest(value, values)) : undefined;
    const given = typeof value === 'string' ? `"${value}"` : described(value);
    found.push(
      finding('SHAPE-WRONG', path, given, `but it must be one of ${listed(values)}`, meant === undefined ? 'Use one of them.' : `Did you mean ${meant}?`),
    );
  });
}

export function list<T>(item: Shape<T>): Shape<readonly T[]> {
  const self = shape<readonly T[]>('a list', `[${item.how}]`, (value, path, found) => {
    if (!Array.isArray(value)) {
      found.push(wrong(self, value, path));
      return;
    }
    for (let index = 0; index < value.length; index += 1) item.check(value[index], `${path}/${nameOf(value[index]) ?? index}`, found);
  });
  return self;
}

/** Values of one shape under any keys. */
export function mapOf<T>(item: Shape<T>): Shape<{ readonly [key: string]: T }> {
  const self = shape<{ readonly [key: string]: T }>('an object', `{ name: ${item.how} }`, (value, path, found) => {
    if (!isObject(value)) {
      found.push(wrong(self, value, path));
      return;
    }
    for (const key of Object.keys(value)) item.check(value[key], `${path}/${key}`, found);
  });
  return self;
}

/** Props. A key that is none of them is refused, unless it is undefined. */
export function record<P>(fields: Fields<P>): Shape<P> {
  const known = new Map(Object.entries<Shape<unknown>>(fields));
  const needed = [...known].filter(([, field]) => field.presence === 'required');
  const usual = [...known].filter(([, field]) => field.presence !== 'optional').map(([key]) => key);
  const self = shape<P>('an object', usual.length === 0 ? '{ … }' : `{ ${usual.join(', ')} }`, (value, path, found) => {
    if (!isObject(value)) {
      found.push(wrong(self, value, path));
      return;
    }
    for (const key of Object.keys(value)) {
      const part = value[key];
      if (part === undefined) continue;
      const field = known.get(key);
      if (field === undefined) found.push(unknownKey(key, [...known.keys()], path));
      else field.check(part, field.inline ? path : `${path}/${key}`, found);
    }
    for (const [key, field] of needed) if (value[key] === undefined) found.push(missing(key, field, path));
  });
  return self;
}

/**
 * A value of one of the library's classes, known by its fields: two copies of the package may be installed.
 * Plain data with the same fields is refused; it has not the methods.
 */
export function instance<T>(what: string, how: string, fields: Partial<Fields<Data<T>>>): Shape<T> {
  const known = Object.entries<Shape<unknown> | undefined>(fields);
  const self = shape<T>(what, how, (value, path, found) => {
    if (!isObject(value) || isPlain(value) || known.some(([key]) => !(key in value))) {
      found.push(wrong(self, value, path));
      return;
    }
    for (const [key, field] of known) {
      const part = value[key];
      if (part !== undefined) field?.check(part, field.inline ? path : `${path}/${key}`, found);
      else if (field?.presence === 'required') found.push(missing(key, field, path));
    }
  });
  return self;
}

export function optional<T>(given: Shape<T>): Optional<T> {
  return { ...given, presence: 'optional' };
}

/** A needed one of which a rule with a code of its own says that it is missing. */
export function missedElsewhere<T>(given: Shape<T>): Shape<T> {
  return { ...given, presence: 'elsewhere' };
}

export function inline<S extends Shape<unknown>>(given: S): S {
  return { ...given, inline: true };
}

function finding(code: string, path: string, given: string, allowed: string, fix: string): Finding {
  return { code, severity: Severity.ERROR, path, given, allowed, fix: fix };
}

/** Without the value of a text: it may be a password. */
function wrong(expected: Shape<unknown>, value: unknown, path: string): Finding {
  return finding('SHAPE-WRONG', path, described(value), `but it must be ${expected.what}`, `Write ${expected.how}.`);
}

/** Something that must be there, and is not. */
export function missing(key: string, field: Shape<unknown>, path: string): Finding {
  return finding('SHAPE-MISSING', path, `no ${key}`, `but there must be ${field.what}`, `Add ${key}: ${field.how}.`);
}

function unknownKey(key: string, known: readonly string[], path: string): Finding {
  const meant = closest(key, known);
  const fix = meant === undefined ? 'Take it away, or use one of them.' : `Did you mean ${meant}?`;
  return finding('SHAPE-UNKNOWN-KEY', path, `the key ${key}`, `but keys are ${listed(known)}`, fix);
}

/** A map, a set or a promise has fields too, but not the user's. */
function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !(Symbol.iterator in value) && !('then' in value);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function nameOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'name')) return undefined;
  const { name } = value as { readonly name: unknown };
  return typeof name === 'string' && name !== '' ? name : undefined;
}

function described(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'a list';
  if (typeof value !== 'object' || value === null) return String(value);
  const name = isPlain(value) ? 'object' : value.constructor.name;
  return `${/^[aeio]/i.test(name) ? 'an' : 'a'} ${name}`;
}

/** What somebody may have meant: but for capitals or one letter the same, or the one a beginning of the other. */
function closest(given: string, known: readonly string[]): string | undefined {
  const lower = given.toLowerCase();
  return (
    known.find((one) => oneLetterApart(one.toLowerCase(), lower)) ??
    (lower.length < 3 ? undefined : known.find((one) => one.toLowerCase().startsWith(lower))) ??
    known.find((one) => one.length > 2 && lower.startsWith(one.toLowerCase()))
  );
}

function oneLetterApart(one: string, other: string): boolean {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  const [rest, otherRest] = [one.slice(same), other.slice(same)];
  return rest === otherRest || rest.slice(1) === otherRest || rest === otherRest.slice(1) || rest.slice(1) === otherRest.slice(1);
}
