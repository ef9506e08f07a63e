import { fingerprint } from './fingerprint';

/** A DNS label, as Kubernetes requires for most names (RFC 1123): at most 63 of a-z, 0-9 and `-`, no `-` at the ends. */
export function isDnsLabel(name: string): boolean {
  return /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name);
}

/** A DNS name of labels, as Kubernetes requires for hosts and node names: at most 253 characters. */
export function isDnsName(name: string): boolean {
  return name.length <= 253 && name.split('.').every(isDnsLabel);
}

/** A DNS name, or `*.` before one for all hosts of a domain: at most 253 characters as a whole. */
export function isHost(name: string): boolean {
  return name.length <= 253 && isDnsName(name.startsWith('*.') ? name.slice(2) : name);
}

/** A name of at most so many characters: the end of a longer one is a fingerprint of the whole. */
export function shortened(name: string, most: number): string {
  if (name.length <= most) return name;
  const print = fingerprint(name, 12);
  return `${name.slice(0, most - print.length - 1).replace(/[-.]+$/, '')}-${print}`;
}

/** What names an image or a chart by its content. */
export function isDigest(text: string): boolean {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}

/** A key of a ConfigMap or a Secret, which may become a file (IsConfigMapKey in k8s.io/apimachinery/pkg/util/validation). */
export function isFileKey(key: string): boolean {
  return /^[-._a-zA-Z0-9]{1,253}$/.test(key) && key !== '.' && !key.startsWith('..');
}

/** The largest number in most fields of Kubernetes: 32 bits, with a sign. */
export const HIGHEST_INT32 = 2 ** 31 - 1;

/** A key of a label or an annotation: a name of at most 63 characters, with an optional DNS name and `/` before it. */
export function isLabelKey(key: string): boolean {
  const parts = key.split('/');
  const name = parts.pop() ?? '';
  const [prefix] = parts;
  return parts.length <= 1 && (prefix === undefined || isDnsName(prefix)) && /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(name);
}

/** A value of a label: empty, or at most 63 letters, digits, `-`, `_`, `.`, with a letter or digit at both ends. */
export function isLabelValue(value: string): boolean {
  return value === '' || /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(value);
}

/** An extended resource: a name with a domain that does not belong to Kubernetes (IsExtendedResourceName in pkg/apis/core/helper). */
export function isExtendedResource(name: string): boolean {
  return name.includes('/') && !/(^|\.)kubernetes\.io\//.test(name) && !name.startsWith('requests.') && isLabelKey(name);
}

/** Values that occur more than once, each once. */
export function duplicates(values: readonly string[]): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const value of values) {
    if (seen.has(value)) twice.add(value);
    seen.add(value);
  }
  return [...twice];
}

/** `a`, `a and b`, `a, b and c`; `none` for an empty list. */
export function listed(values: readonly string[]): string {
  if (values.length === 0) return 'none';
  if (values.length === 1) return `${values[0]}`;
  return `${values.slice(0, -1).join(', ')} and ${values.at(-1)}`;
}

/** The first of them, and how many others there are. */
export function fewOf(values: readonly string[], shown = 3): string {
  const more = values.length - shown;
  return more <= 1 ? listed(values) : listed([...values.slice(0, shown), `${more} others`]);
}

/** `1 node`, `2 nodes`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
