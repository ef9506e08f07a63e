import { isMap } from '../../cluster/parts';
import { Cpu, Duration, Size } from '../../cluster/units';
import { quantityOf } from '../../kubernetes/quantity';

/** Keys of facts whose values have a unit: JSON has texts there, `"500m"`, `"16Gi"`, `"25ms"`. */
const CPUS = new Set(['cpu']);
const SIZES = new Set(['memory', 'ephemeralStorage', 'size', 'otherClaims']);
const DURATIONS = new Set([
  'roundTrip',
  'automatedWithin',
  'within',
  'earliest',
  'dataLoss',
  'every',
  'heartbeat',
  'electionTimeout',
  'nodeMonitorGracePeriod',
  'nodeMonitorPeriod',
  'nodeLeaseDuration',
  'defaultToleration',
  'attachDetachReconcileSyncPeriod',
  'leaderChange',
]);

const SECONDS: { readonly [unit: string]: number } = { ms: 0.001, s: 1, m: 60, min: 60, h: 3600, d: 86400 };

/** Facts as JSON, with their units made. What cannot be read stays, and the check of its shape says so. */
export function fromJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromJson);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unitOf(key, part) ?? fromJson(part)]));
}

function unitOf(key: string, value: unknown): Cpu | Size | Duration | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const amount = quantityOf(value);
  if (CPUS.has(key)) return amount === undefined ? undefined : Cpu.cores(amount);
  if (SIZES.has(key)) return amount === undefined ? undefined : Size.bytes(amount);
  if (!DURATIONS.has(key)) return undefined;
  if (value === 'forever') return Duration.forever();
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d)?$/.exec(`${value}`) ?? [];
  return number === undefined ? undefined : Duration.seconds(Number(number) * (SECONDS[unit] ?? 1));
}
