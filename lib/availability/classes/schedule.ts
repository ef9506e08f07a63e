import { type Interval, interval } from '../model/interval';

/**
 * When a job runs, as Kubernetes understands the text: the standard parser of github.com/robfig/cron 3.0.1, which
 * kube-apiserver 1.36 validates with. No parser on npm has that grammar: they accept 7 for Sunday, L, W and seconds, which
 * Kubernetes refuses, and refuse "@every" and "?", which it accepts.
 */
export interface Schedule {
  /** The shortest and the longest time between two runs, in seconds, ignoring time zones. Undefined: it never runs twice. */
  readonly gap: Interval | undefined;
}

/** A schedule, or what is wrong with the text. */
export type ParsedSchedule = { readonly schedule: Schedule } | { readonly against: string };

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS: readonly Field[] = [
  { name: 'minute', min: 0, max: 59, names: [] },
  { name: 'hour', min: 0, max: 23, names: [] },
  { name: 'day of the month', min: 1, max: 31, names: [] },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  { name: 'day of the week', min: 0, max: 6, names: DAYS },
];

const DESCRIPTORS: { readonly [name: string]: string } = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** Go's time.ParseDuration, in seconds. */
const UNITS: { readonly [unit: string]: number } = { ns: 1e-9, us: 1e-6, µs: 1e-6, μs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };
const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;

/** The values of a field. */
interface Values {
  readonly values: ReadonlySet<number>;
  /** It is `*`: then only the other one of the two day fields counts. */
  readonly any: boolean;
}

/** Reads a schedule. */
export function parseSchedule(text: string): ParsedSchedule {
  // Since 1.29 a new CronJob may not have it anywhere in the text (pkg/apis/batch/validation, validateScheduleFormat).
  if (text.includes('TZ')) return { against: 'the time zone belongs in the prop timeZone' };
  if (text.startsWith('@every ')) return parseEvery(text.slice('@every '.length));
  if (text.startsWith('@')) {
    const meant = Object.hasOwn(DESCRIPTORS, text) ? DESCRIPTORS[text] : undefined;
    return meant === undefined ? { against: `the shortcuts are ${Object.keys(DESCRIPTORS).join(', ')} and @every` } : parseSchedule(meant);
  }
  const parts = text.trim().split(/\s+/);
  if (parts.length !== FIELDS.length || text.trim() === '')
    return { against: 'a schedule has five fields: minute, hour, day of the month, month and day of the week' };
  const sets: Values[] = [];
  for (const [index, field] of FIELDS.entries()) {
    const set = parseField(parts[index] ?? '', field);
    if (set === undefined) return { against: `the ${field.name} goes from ${field.min} to ${field.max}, written like 5, 1-5, */15 or 1,3` };
    sets.push(set);
  }
  return { schedule: { gap: gapOf(sets) } };
}

function parseEvery(text: string): ParsedSchedule {
  const digits = text.replace(/^[+-]/, '');
  if (digits !== '0' && (digits === '' || digits.replaceAll(PART, '') !== '')) return { against: 'a duration is written like 90m, 1h30m or 24h' };
  const size = [...digits.matchAll(PART)].reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit ?? ''] ?? 0), 0);
  const seconds = text.startsWith('-') ? 1 : Math.max(1, Math.floor(size + 1e-9));
  return { schedule: { gap: interval(seconds, seconds) } };
}

/** A list of ranges; undefined when Kubernetes refuses it. */
function parseField(text: string, field: Field): Values | undefined {
  const values = new Set<number>();
  let any = false;
  for (const range of text.split(',').filter((one) => one !== '')) {
    const [bounds = '', stepText, ...moreSteps] = range.split('/');
    const [low = '', high, ...moreBounds] = bounds.split('-');
    const star = low === '*' || low === '?';
    const step = stepText === undefined ? 1 : wholeNumber(stepText);
    const start = star ? field.min : numberOf(low, field);
    // `5/15` means from 5 to the end.
    const end = star || (high === undefined && stepText !== undefined) ? field.max : high === undefined ? start : numberOf(high, field);
    if (start === undefined || end === undefined || step === undefined || step === 0) return undefined;
    if (moreSteps.length > 0 || (!star && moreBounds.length > 0) || start < field.min || end > field.max || start > end) return undefined;
    for (let value = start; value <= end; value += step) values.add(value);
    any ||= star && step === 1;
  }
  return { values, any };
}

function numberOf(text: string, { names, min }: Field): number | undefined {
  const index = names.indexOf(text.toLowerCase());
  return index < 0 ? wholeNumber(text) : index + min;
}

function wholeNumber(text: string): number | undefined {
  return /^\+?\d+$/.test(text) ? Number(text) : undefined;
}

const MINUTES_OF_A_DAY = 24 * 60;
/** The days that are checked. They include two leap days, and every other date on each day of the week. */
const FIRST_DAY = Date.UTC(2024, 0, 1);
const DAYS_LOOKED_AT = 8 * 366;

/** The times between one run and the next. */
function gapOf([minutes, hours, dates, months, weekdays]: readonly Values[]): Interval | undefined {
  const times = [...(hours?.values ?? [])]
    .flatMap((hour) => [...(minutes?.values ?? [])].map((minute) => hour * 60 + minute))
    .sort((one, other) => one - other);
  const days = Array.from({ length: DAYS_LOOKED_AT }, (_, day) => day).filter((day) => {
    const date = new Date(FIRST_DAY + day * 86_400_000);
    const onDate = dates?.values.has(date.getUTCDate()) ?? false;
    const onWeekday = weekdays?.values.has(date.getUTCDay()) ?? false;
    // If both fields are set, one match is enough. If one is `*`, the other decides.
    const fits = dates?.any || weekdays?.any ? onDate && onWeekday : onDate || onWeekday;
    return fits && (months?.values.has(date.getUTCMonth() + 1) ?? false);
  });
  const [first = 0] = times;
  const night = first - (times.at(-1) ?? 0);
  const gaps = [
    ...(days.length === 0 ? [] : times.slice(1).map((time, index) => time - (times[index] ?? 0))),
    ...(times.length === 0 ? [] : days.slice(1).map((day, index) => (day - (days[index] ?? 0)) * MINUTES_OF_A_DAY + night)),
  ];
  if (gaps.length === 0) return undefined;
  return interval(gaps.reduce((one, other) => Math.min(one, other)) * 60, gaps.reduce((one, other) => Math.max(one, other)) * 60);
}

/** What is wrong with the name of a time zone (pkg/apis/batch/validation, validateTimeZone); undefined: nothing. */
export function againstTimeZone(name: string): string | undefined {
  const parts = name.split('/');
  const named = parts.every((part) => /^[A-Za-z._0-9+-]{1,14}$/.test(part) && part !== '.' && part !== '..' && !part.startsWith('-'));
  if (!named || /^local$/i.test(name)) return 'Kubernetes accepts names of IANA time zones';
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    // Kubernetes finds zones as files, so the case matters.
    return timeZone !== name && timeZone.toLowerCase() === name.toLowerCase() ? `the zone is written ${timeZone}` : undefined;
  } catch {
    return 'no zone has that name';
  }
}
