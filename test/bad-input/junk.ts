import { Port, Size } from '../../lib';

/** What nobody means to write. */
export const JUNK: readonly unknown[] = [undefined, null, Number.NaN, '', 'x', true, [null], ['x'], [{}], { a: {} }, () => 1, Size.gib(1), Port.http(1)];

/** The way to each part of plain data, itself first. */
export function* ways(value: unknown, way: readonly string[] = []): Generator<readonly string[]> {
  yield way;
  if (!Array.isArray(value) && (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)) return;
  for (const [key, part] of Object.entries(value)) yield* ways(part, [...way, key]);
}

/** A copy with something else at the end of a way. */
export function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as { [key: string]: unknown };
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}
