/** How often everything is asked and evaluated, in seconds: the default of the library, which all subjects use. */
export const EVERY = 30;
/** When every test begins: a Monday, at midnight. */
export const START = Date.UTC(2026, 0, 5) / 1000;

/**
 * Undefined: whoever was asked no longer has it, or did not answer; that ends the series at once. Null: nobody asked, for who
 * asks was away; then queries see the last sample for five minutes (Prometheus 3.15, staleness).
 */
export type Sample = number | undefined | null;
/** What a series has so many seconds after the beginning. */
export type Course = Sample | ((second: number) => Sample);

export interface Series {
  /** `up{job="kubelet"}` */
  readonly name: string;
  readonly course: Course;
}

export const at = (course: Course, second: number): Sample => (typeof course === 'function' ? course(second) : course);

/** A selector, as series are named by. */
export function named(metric: string, labels: Readonly<Record<string, string>>): string {
  return `${metric}{${Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',')}}`;
}

/** The samples from 0 to that second, in the words of promtool: `1x9` is ten times 1, `0+2x3` is 0 2 4 6, `_x3` three that lack. */
export function written({ course }: Series, seconds: number): string {
  const samples = Array.from({ length: seconds / EVERY + 1 }, (_, index) => at(course, index * EVERY));
  const words: string[] = [];
  for (let index = 0; index < samples.length; ) {
    const first = samples[index];
    if (first === undefined || first === null) {
      let end = index;
      while (end < samples.length && samples[end] === first) end += 1;
      const marked = index > 0 && first === undefined;
      if (marked) words.push('stale');
      const lacking = end - index - (marked ? 1 : 0);
      if (lacking > 0) words.push(`_x${lacking}`);
      index = end;
      continue;
    }
    const second = samples[index + 1];
    const step = second === undefined || second === null ? 0 : second - first;
    let end = index + 1;
    // Steps are added up there as here: whole ones alone come out the same.
    if (step === 0 || (Number.isInteger(step) && Number.isInteger(first)))
      while (end < samples.length && samples[end] === first + step * (end - index)) end += 1;
    const count = end - index;
    words.push(count === 1 ? `${first}` : `${first}${step < 0 ? step : `+${step}`}x${count - 1}`);
    index = end;
  }
  return words.join(' ');
}

/** `2026-01-05 00:09 UTC`, as annotations say it. */
export function clock(second: number): string {
  return `${new Date((START + second) * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
