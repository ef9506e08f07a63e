import { isMap, partAt } from '../cluster/parts';
import { quantityOf } from '../kubernetes/quantity';

/** What is at a path of an object: `spec.resources.requests.storage`. Nothing where there is nothing. */
export function at(value: unknown, path: string): unknown {
  return partAt(value, ...path.split('.'));
}

export function textAt(value: unknown, path: string): string | undefined {
  const part = at(value, path);
  return typeof part === 'string' || typeof part === 'number' ? `${part}` : undefined;
}

export function listAt(value: unknown, path: string): readonly unknown[] {
  const part = at(value, path);
  return Array.isArray(part) ? part : [];
}

/** Whether two values are the same to the API server: the order of keys means nothing, and 1Gi is 1024Mi. */
export function isSame(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown, key = ''): string {
  if (Array.isArray(value)) return `[${value.map((part) => canonical(part)).join()}]`;
  if (isMap(value)) {
    const keys = Object.keys(value).sort();
    return `{${keys.map((name) => `${JSON.stringify(name)}:${canonical(value[name], name)}`).join()}}`;
  }
  return key === 'storage' ? `${quantityOf(value) ?? JSON.stringify(value)}` : `${JSON.stringify(value)}`;
}

/** A value in a sentence. */
export function inWords(value: unknown): string {
  if (value === undefined) return 'not set';
  if (typeof value === 'string') return value === '' ? 'empty' : value;
  if (Array.isArray(value) && value.every((part) => typeof part === 'string')) return value.join(', ');
  if (isMap(value) && Object.values(value).every((part) => typeof part === 'string'))
    return Object.entries(value)
      .map(([name, part]) => `${name}=${part}`)
      .sort()
      .join(',');
  const text = canonical(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}

/** The first part in which two values differ, in the order of keys, so that a message is about that part only. */
export function difference(path: string, was: unknown, is: unknown): Difference {
  if (isMap(was) && isMap(is)) {
    const key = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort().find((name) => !isSame({ [name]: was[name] }, { [name]: is[name] }));
    if (key !== undefined) return difference(`${path}.${key}`, was[key], is[key]);
  }
  if (Array.isArray(was) && Array.isArray(is) && was.length === is.length) {
    const index = was.findIndex((part, place) => !isSame(part, is[place]));
    if (index >= 0) return difference(`${path}.${index}`, was[index], is[index]);
  }
  return { path, was, is };
}

export interface Difference {
  readonly path: string;
  readonly was: unknown;
  readonly is: unknown;
}

/** `spec.clusterIP was not set, and is None now`. */
export function differs({ path, was, is }: Difference): string {
  return `${path} was ${inWords(was)}, and is ${inWords(is)} now`;
}
