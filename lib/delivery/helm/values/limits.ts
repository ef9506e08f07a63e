import { isDeepStrictEqual } from 'node:util';
import type { ChartValue } from '../chart-value';
import type { Schema } from '../values';

/** What Go reads in another way, or not at all. Source: github.com/google/re2/wiki/Syntax. */
const ONLY_JAVASCRIPT = /\(\?[=!<]|\\[1-9ku]/;

interface Against {
  readonly allowed: string;
  readonly fix: string;
}

/** What is wrong with the limits of a value. */
export function contradicted({ oneOf, min, max, pattern }: ChartValue, now: unknown): Against | undefined {
  const isNumber = typeof now === 'number';
  if (oneOf !== undefined) {
    if (oneOf.some((one) => isDeepStrictEqual(one, now))) return undefined;
    return { allowed: `but oneOf lacks ${JSON.stringify(now)}, which is there now, and so is the default`, fix: 'Add it.' };
  }
  if (!isNumber && (min !== undefined || max !== undefined)) return { allowed: 'but min and max are for numbers', fix: 'Use pattern or oneOf.' };
  if (typeof now !== 'string' && pattern !== undefined) return { allowed: 'but pattern is for texts', fix: 'Remove it.' };
  if (isNumber && (min === undefined || max === undefined))
    return { allowed: 'but without limits Kubernetes would refuse some numbers only when they are installed', fix: 'Give min and max, or oneOf.' };
  if (isNumber && (now < (min ?? now) || now > (max ?? now)))
    return { allowed: `but ${now}, which is there now, and so is the default, is not from ${min} to ${max}`, fix: 'Change the limits.' };
  if (pattern === undefined) return undefined;
  const expression = ONLY_JAVASCRIPT.test(pattern) ? undefined : expressionOf(pattern);
  if (expression === undefined) return { allowed: 'but helm cannot read its pattern', fix: 'Write a regular expression without (?…) and \\1.' };
  if (expression.test(String(now))) return undefined;
  return { allowed: `but ${JSON.stringify(now)}, which is there now, and so is the default, does not match its pattern`, fix: 'Change the pattern.' };
}

function expressionOf(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern);
  } catch {
    return undefined;
  }
}

/** The values at which Kubernetes would refuse it first. */
export function edgesOf({ oneOf, min, max }: ChartValue, now: unknown): readonly unknown[] {
  if (oneOf !== undefined) return oneOf;
  if (typeof now === 'boolean') return [true, false];
  return typeof now === 'number' ? [min, max] : [];
}

/** What may be there. */
export function schemaOf({ oneOf, min, max, pattern }: ChartValue, now: unknown): Schema {
  if (oneOf !== undefined) return { enum: oneOf };
  if (Array.isArray(now)) return { type: 'array', items: { type: now.length === 0 ? 'string' : [...new Set(now.map((one) => typeof one))] } };
  if (typeof now !== 'number') return { type: typeof now, ...(pattern === undefined ? {} : { pattern }) };
  return { type: Number.isInteger(now) ? 'integer' : 'number', minimum: min, maximum: max };
}
