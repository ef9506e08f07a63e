import { at, type Course, type Series } from '../series';
import type { Rule, Subject } from '../subjects';
import type { Answered, Test } from '../test-file';

/** `02:06`, `02:06:30`. */
export type Time = string;

export function secondsOf(time: Time): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}

/** What happens to all series whose names have all of these parts. */
interface Event {
  readonly from: number;
  readonly to: number;
  readonly parts: readonly string[];
  readonly course: Course;
}

/** An alert that is expected, as a person reads it: from the first minute in which it fires to the first in which it does not. */
export interface Expected {
  readonly alert: string;
  readonly severity: 'critical' | 'warning' | 'none';
  readonly from: Time;
  readonly to: Time;
  /** Of the rule and of the series, but for those that follow from these. */
  readonly labels: Readonly<Record<string, string>>;
}

/** A day of a cluster: what all exporters say while nothing happens, and what happens. */
export class Day {
  private readonly events: Event[] = [];

  constructor(
    private readonly healthy: readonly Series[],
    private readonly seconds: number,
  ) {}

  /** From a time on until another, all series whose names have all of these parts say something else. */
  when(from: Time, to: Time, parts: readonly string[], course: Course): this {
    if (!this.healthy.some(({ name }) => parts.every((part) => name.includes(part)))) throw new Error(`nothing is called ${parts.join(' ')}`);
    this.events.push({ from: secondsOf(from), to: secondsOf(to), parts, course });
    return this;
  }

  private series(): Series[] {
    return this.healthy.map(({ name, course }) => {
      // What happens later outdoes what happened before.
      const own = this.events.filter(({ parts }) => parts.every((part) => name.includes(part))).reverse();
      if (own.length === 0) return { name, course };
      return { name, course: (second) => at((own.find(({ from, to }) => second >= from && second < to) ?? { course }).course, second) };
    });
  }

  /** Asks at each minute which alerts fire. */
  test(name: string, subject: Subject, expected: readonly Expected[]): Test {
    const rows = expected.map((row) => ({ from: secondsOf(row.from), to: secondsOf(row.to), series: firing(subject, row) }));
    const answers = Array.from({ length: this.seconds / 60 + 1 }, (_, minute): Answered => {
      const second = minute * 60;
      return { second, query: 'ALERTS{alertstate="firing"}', series: rows.filter(({ from, to }) => second >= from && second < to).map((row) => row.series) };
    });
    return { name, seconds: this.seconds, series: this.series(), answers };
  }
}

/** The series that Prometheus keeps of an alert: with all labels of its rule. */
function firing(subject: Subject, { alert, severity, labels }: Expected): string {
  const rules = subject.groups.flatMap((group) => group.rules).filter((rule) => rule.alert === alert && agrees(rule, labels));
  const [rule] = rules;
  if (rule === undefined || rules.length > 1) throw new Error(`${rules.length} rules are called ${alert} ${JSON.stringify(labels)}`);
  const all = { alertname: alert, alertstate: 'firing', ...rule.labels, ...labels, severity };
  return `ALERTS{${Object.entries(all)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',')}}`;
}

const agrees = (rule: Rule, labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).every(([name, value]) => rule.labels?.[name] === undefined || rule.labels[name] === value);

/** Its last minute is 23:59. */
export const DAY = 24 * 3600 - 60;
