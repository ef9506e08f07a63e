import type { Manifest } from './manifest';

type PlainObject = Manifest | { readonly [key: string]: unknown };

/** One file of Kubernetes objects. `lost` is told of a text that kustomize would not keep, or a key that nobody takes, once for each object. */
export function renderYaml<T extends PlainObject>(objects: readonly T[], lost?: (object: T, text: string) => void): string {
  const documents = objects.map((object) => {
    const sink: Sink = { out: [], lost: undefined };
    write(object, '', '', sink);
    if (sink.lost !== undefined) lost?.(object, sink.lost);
    return sink.out.join('');
  });
  return documents.join('---\n');
}

/**
 * Plain data as YAML that every parser reads alike: Go's, which follows rules of 1.1, in kubectl, kustomize and Helm;
 * PyYAML in checkov; parsers of 1.2 elsewhere. What one of them could take for something else is quoted.
 */
export function renderConfigYaml(content: unknown): string {
  const sink: Sink = { out: [], lost: undefined };
  write(content, '', '', sink);
  return sink.out.join('');
}

/** Where the pieces of a document go. */
interface Sink {
  readonly out: string[];
  /** The first text that kustomize would not keep. */
  lost: string | undefined;
}

/** Words, paths, flags, images, sentences: nothing that starts like a number, a date, or an indicator of YAML. */
const PLAIN = /^(?:_*[A-Za-z/(]|--?[A-Za-z]|\.{1,2}\/|\$\()[ -~]*$/;
/** `100m`, `1.5Gi`, `1h30m`: no parser takes them for numbers. */
const QUANTITY = /^(?:[0-9]+(?:\.[0-9]+)?(?:ms|[mshd]|[KMGTPE]i))+$/;
/** What would end a plain text, or make it a key or a comment. */
const ENDS_PLAIN = /: |:$| #| $/;
/** What some parser takes for a boolean, null or a number. */
const RESERVED = /^-?(?:[yn]|yes|no|on|off|true|false|null|nan|inf|infinity|e[-+]?[0-9]+)$/i;
/** What JSON writes as it is, but YAML has to escape: controls, other line breaks, the byte order mark. */
const ESCAPED = /[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g;
/** More readable between single quotes, where nothing is an escape. */
const HAS_ESCAPES = /["\\]/;
/** Not UTF-8: half a surrogate pair. */
const HALF = /[\ud800-\udfff]/gu;
/** A first line that hides the indentation, an end that is hard to see, or a character that needs an escape. */
const NOT_A_BLOCK = /^[ \t\n]|[ \t]$|\n[ \t]*\n$|[^\n\t -~\u00a1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;
const PRINTABLE = /^[ -~\u00a1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u;
/** Parsers look for the colon after a key no further than 1,024 characters (YAML 1.2.2, 7.4.3). */
const LONGEST_KEY = 1000;

/**
 * Kustomize, and with it Flux, reads such texts and loses them when it writes them again, or cannot read what it wrote:
 * go-yaml takes no control characters, whether escaped or not. Seen with its api v0.21.1.
 */
const LOST = /[\u007f-\u009f\ufffe\uffff]|^\t[\s\S]*\n/;

/** Whether a text arrives unchanged through kustomize. */
export function survives(text: string): boolean {
  return !LOST.test(text) && isUnicode(text);
}

/** What kustomize would not keep, as the object of a sentence. Never the text itself: it may be a secret. */
export function lostOf(text: string): string {
  if (survives(text)) return `a key of more than ${LONGEST_KEY} characters`;
  if (text.startsWith('\t')) return 'a text with several lines that start with a tab';
  const character = LOST.exec(text)?.[0];
  if (character === undefined) return 'a text with half a character (a lone surrogate)';
  return `a text with U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Whether a text can be written as UTF-8 at all. */
export function isUnicode(text: string): boolean {
  return text.search(HALF) === -1;
}

/** Writes a value after what is on the line already: nothing, "-" of a list, or ":" of a key. */
function write(value: unknown, indent: string, after: '' | '-' | ':', sink: Sink): void {
  const space = after === '' ? '' : ' ';
  if (typeof value === 'string') sink.out.push(space, isBlock(value) ? block(value, indent === '' ? '  ' : indent) : text(value, sink), '\n');
  else if (typeof value !== 'object' || value === null) sink.out.push(space, scalar(value), '\n');
  else if (hasJson(value)) write(value.toJSON(), indent, after, sink);
  else if (Array.isArray(value)) writeList(value, indent, after, sink);
  else writeMap(value, indent, after, sink);
}

function writeList(list: readonly unknown[], indent: string, after: '' | '-' | ':', sink: Sink): void {
  let lead = leadOf(indent, after);
  for (const item of list) {
    sink.out.push(lead, '-');
    write(item, `${indent}  `, '-', sink);
    lead = indent;
  }
  if (list.length === 0) sink.out.push(after === '' ? '[]\n' : ' []\n');
}

function writeMap(map: object, indent: string, after: '' | '-' | ':', sink: Sink): void {
  let lead = leadOf(indent, after);
  let isEmpty = true;
  for (const [key, value] of Object.entries(map)) {
    if (value === undefined) continue;
    const name = text(key, sink);
    if (name.length > LONGEST_KEY) {
      // The API server reads JSON with this limit too, so no object may have such a key; files of configurations may.
      sink.lost ??= key;
      sink.out.push(lead, '? ', name, '\n', indent, ':');
    } else sink.out.push(lead, name, ':');
    write(value, `${indent}  `, ':', sink);
    lead = indent;
    isEmpty = false;
  }
  if (isEmpty) sink.out.push(after === '' ? '{}\n' : ' {}\n');
}

/** What comes before the first entry of a list or map: it starts on the line of a "-", but below a key. */
function leadOf(indent: string, after: '' | '-' | ':'): string {
  if (after === '-') return ' ';
  return after === ':' ? `\n${indent}` : indent;
}

function scalar(value: unknown): string {
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return '.nan';
    if (!Number.isFinite(value)) return value < 0 ? '-.inf' : '.inf';
    // 1e21 is a text in YAML 1.1, 1.0e21 a number.
    return String(value).replace(/^(-?\d+)e/, '$1.0e');
  }
  return typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : 'null';
}

/** Objects have the same few keys and words over and over: those that need no quotes are looked at once. */
const PLAIN_TEXTS = new Set<string>();
const MOST_PLAIN_TEXTS = 1000;

/** A text on one line. */
function text(value: string, sink: Sink): string {
  if (PLAIN_TEXTS.has(value)) return value;
  const isPlain = (PLAIN.test(value) && !ENDS_PLAIN.test(value) && !RESERVED.test(value)) || QUANTITY.test(value);
  if (isPlain) {
    if (PLAIN_TEXTS.size < MOST_PLAIN_TEXTS) PLAIN_TEXTS.add(value);
    return value;
  }
  // None of them is plain, nor a block.
  if (sink.lost === undefined && !survives(value)) sink.lost = value;
  if (HAS_ESCAPES.test(value) && PRINTABLE.test(value)) return `'${value.replaceAll("'", "''")}'`;
  const wellFormed = value.replace(HALF, '\ufffd');
  return JSON.stringify(wellFormed).replace(ESCAPED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function isBlock(value: string): boolean {
  return value.includes('\n') && !NOT_A_BLOCK.test(value);
}

/** Several lines as they are. */
function block(value: string, indent: string): string {
  const ends = value.endsWith('\n');
  const lines = (ends ? value.slice(0, -1) : value).split('\n');
  return `|${ends ? '' : '-'}\n${lines.map((line) => (line === '' ? '' : indent + line)).join('\n')}`;
}

function hasJson(value: object): value is { toJSON(): unknown } {
  return typeof (value as { readonly toJSON?: unknown }).toJSON === 'function';
}
