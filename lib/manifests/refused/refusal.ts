import { partAt } from '../../cluster/parts';

/** Something that the API server refuses. */
export interface Refusal {
  /** As the API server names it: `spec.template.spec.containers[0].image`. */
  readonly field: string;
  /** What is there. */
  readonly given: string;
  /** What the API server wants there. */
  readonly wants: string;
  readonly fix: string;
  /** Only pods are refused for it, when somebody makes them. @default - what has it is */
  readonly ofPods?: true;
}

/** A part of an object, and how the API server names it. */
export interface Part {
  readonly value: unknown;
  readonly field: string;
}

/** A field that is null is not there. */
export function partOf({ value, field }: Part, ...keys: readonly string[]): Part {
  return { value: partAt(value, ...keys) ?? undefined, field: [field, ...keys].filter((key) => key !== '').join('.') };
}

/** The items of a list. Nothing, if it is none: that is said of its type. */
export function itemsOf(list: Part): readonly Part[] {
  return Array.isArray(list.value) ? list.value.map((value: unknown, index) => ({ value, field: `${list.field}[${index}]` })) : [];
}

export function textOf({ value }: Part): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function numberOf({ value }: Part): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** Flux and envsubst fill these in before anything is applied. */
export function isFilledInLater(value: unknown): boolean {
  return typeof value === 'string' && /\$\{[^}]+\}/.test(value);
}

export function refusal({ field }: Part, given: string, wants: string, fix: string): Refusal {
  return { field, given, wants, fix };
}

/** @param what with its article: `an image` */
export function missing(part: Part, what: string): Refusal {
  return refusal(part, 'nothing', what, 'Write it.');
}

export const PORT = 'a port from 1 to 65535';

export function isNoPort(value: unknown): boolean {
  return typeof value === 'number' && (value < 1 || value > 65535);
}

export function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 60) ?? 'nothing';
}

/** Source: IsDNS1123Subdomain of k8s.io/apimachinery: unlike a host, its parts may be longer than 63 characters. */
export function isSubdomain(name: string): boolean {
  return name.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name);
}

/** What of a list has the name of one before it. */
export function* again(items: readonly Part[], key: string, wants: string): Iterable<Refusal> {
  const seen = new Set<unknown>();
  for (const item of items) {
    const part = partOf(item, key);
    if (textOf(part) === undefined) continue;
    if (seen.has(part.value)) yield refusal(part, `${shown(part.value)} again`, wants, 'Change one of the two.');
    seen.add(part.value);
  }
}
