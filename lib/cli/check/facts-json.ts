import type { Finding } from '../../cluster/finding';
import { isMap } from '../../cluster/parts';
import type { Shape } from '../../cluster/shape';
import { CPU, DURATION, SIZE } from '../../cluster/shapes.generated';
import { Cpu, Duration, Size } from '../../cluster/units';
import { quantityOf } from '../../kubernetes/quantity';

/** An amount that has a class in programs, and is a text in JSON. */
interface Unit {
  /** As messages about shapes say to write it. */
  readonly how: string;
  readonly inJson: string;
  /** Undefined: the text is none. */
  readonly read: (text: string) => Cpu | Size | Duration | undefined;
}

const UNITS: readonly Unit[] = [
  { how: CPU.how, inJson: '"4" or "500m"', read: (text) => ofQuantity(text, Cpu.cores) },
  { how: SIZE.how, inJson: '"16Gi" or "512Mi"', read: (text) => ofQuantity(text, Size.bytes) },
  { how: DURATION.how, inJson: '"25ms", "30s", "3min", "12h" or "forever"', read: durationOf },
];

function ofQuantity<T>(text: string, make: (amount: number) => T): T | undefined {
  const amount = quantityOf(text);
  return amount === undefined ? undefined : make(amount);
}

const SECONDS: { readonly [unit: string]: number } = { ms: 0.001, s: 1, m: 60, min: 60, h: 3600, d: 86400 };

function durationOf(text: string): Duration | undefined {
  if (text === 'forever') return Duration.forever();
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d)$/.exec(text) ?? [];
  return number === undefined ? undefined : Duration.seconds(Number(number) * (SECONDS[unit] ?? 1));
}

/** A value of JSON with the amounts that its shape has. What cannot be read stays, and the check of the shape says so. */
export function fromJson(value: unknown, shape: Shape | undefined): unknown {
  if (Array.isArray(value)) return value.map((item, index) => fromJson(item, shape?.part?.(`${index}`)));
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, fromJson(part, shape?.part?.(key))]));
  const unit = UNITS.find(({ how }) => how === shape?.how);
  return typeof value === 'string' ? (unit?.read(value) ?? value) : value;
}

/** The same finding about a shape, for whoever writes JSON. */
export function inJson(finding: Finding): Finding {
  return { ...finding, fix: UNITS.reduce((fix, unit) => fix.replaceAll(unit.how, unit.inJson), finding.fix) };
}
