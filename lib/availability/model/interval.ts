import { formatSeconds } from '../../cluster/units';

/** A span of seconds in which something happens; `max` is infinite when it may never happen. */
export interface Interval {
  readonly min: number;
  readonly max: number;
}

export const NOTHING: Interval = Object.freeze({ min: 0, max: 0 });
export const NEVER: Interval = Object.freeze({ min: Number.POSITIVE_INFINITY, max: Number.POSITIVE_INFINITY });

export function interval(min: number, max: number): Interval {
  return Object.freeze({ min, max });
}

/** One after the other. */
export function sum(...parts: readonly Interval[]): Interval {
  return interval(
    parts.reduce((total, part) => total + part.min, 0),
    parts.reduce((total, part) => total + part.max, 0),
  );
}

/** The one that takes longest. */
export function slowest(...parts: readonly Interval[]): Interval {
  return interval(Math.max(0, ...parts.map((part) => part.min)), Math.max(0, ...parts.map((part) => part.max)));
}

/** `49 s to 2 min 5 s`, `never`. */
export function formatInterval({ min, max }: Interval): string {
  if (min === max) return formatSeconds(min);
  return `${formatSeconds(min)} to ${formatSeconds(max)}`;
}
