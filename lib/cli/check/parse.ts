import { isAlias, isNode, isSeq, isMap as isYamlMap, LineCounter, parseAllDocuments, visit, type YAMLParseError } from 'yaml';
import type { Finding } from '../../cluster/finding';
import { isMap } from '../../cluster/parts';
import { found } from '../../cluster/rule';
import { isObject, listedIn } from '../../kubernetes/list';
import type { Manifest } from '../../kubernetes/manifest';
import type { Placed } from '../../manifests/objects';
import { MANIFEST_UNREADABLE } from '../rules';
import { brokenObject } from './broken';

/** The objects of a file, and what is wrong with it. */
export interface Parsed {
  readonly objects: readonly Placed[];
  readonly findings: readonly Finding[];
}

/** Deeper than any object of Kubernetes, and than aliases that grow without end. */
const MOST_ALIASES = 100;
const RENDER = 'Render it first: helm template … | npx cdk8s-availability check - --facts facts.ts';

/** Reads YAML or JSON. What is meant for no object of Kubernetes, like values of a chart, is left alone. @param file as messages name it */
export function parseObjects(text: string, file: string): Parsed {
  const lines = new LineCounter();
  const findings: Finding[] = [];
  const objects: Placed[] = [];
  for (const document of parseAllDocuments(text, { lineCounter: lines, logLevel: 'silent', uniqueKeys: true, version: '1.1', merge: true })) {
    const start = lines.linePos(document.range?.[0] ?? 0).line;
    const [error] = document.errors;
    if (error !== undefined) {
      findings.push(unreadable(file, lines.linePos(error.pos[0]).line, error, text));
      // What comes after it can hardly be told from it.
      break;
    }
    if (hasTemplate(document)) {
      findings.push(template(file, start));
      continue;
    }
    // A list may have itself among its items.
    const read = attempt(() => listed(document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown));
    if (read === undefined) {
      findings.push(said(file, start, 'aliases that grow without end', 'but then no parser reads it', 'Write the values out.'));
      continue;
    }
    const starts = startsOf(document.contents, read.value.length);
    for (const [index, one] of read.value.entries()) {
      const line = lines.linePos(starts[index] ?? document.range?.[0] ?? 0).line;
      if (isObject(one)) objects.push({ object: one, at: `${file}:${line}` });
      const broken = isObject(one) ? undefined : brokenObject(one);
      if (broken !== undefined) findings.push(said(file, line, broken.given, broken.allowed, broken.fix));
    }
  }
  return { objects, findings };
}

/** Where objects begin: the items of a list, or the one that is none. Items of lists in a list are where that begins. */
function startsOf(contents: unknown, count: number): readonly (number | undefined)[] {
  if (!isYamlMap(contents)) return [];
  const [kind, items] = [contents.get('kind'), contents.get('items')];
  const own =
    typeof kind === 'string' && kind.endsWith('List') && isSeq(items) && items.items.length === count
      ? items.items
      : Array.from({ length: count }, () => contents);
  return own.map((node) => (isNode(node) ? node.range?.[0] : undefined));
}

/** What is in a list, or the one that is none; nothing but maps. */
function listed(value: unknown): readonly Manifest[] {
  return isMap(value) ? listedIn(value as Manifest) : [];
}

function unreadable(file: string, line: number, { code, message, pos }: YAMLParseError, text: string): Finding {
  if (code === 'DUPLICATE_KEY')
    return said(
      file,
      line,
      `the key ${keyAt(text, pos[0])} twice`,
      'but an object has each key once, and which of them counts is not said',
      'Remove one of the two.',
    );
  // Templates are no YAML, wherever the parser stumbles over them.
  const [own = ''] = text.split('\n').slice(line - 1, line);
  if (/\{\{/.test(own) || /^\s*\{\{-?\s*(if|range|with|include|define|end|template)\b/m.test(text)) return template(file, line);
  const [reason = ''] = message.split(/ at line \d+|\n/);
  return said(file, line, `text that is no YAML (${reason})`, 'so nothing after it was read', 'Correct it.');
}

/** As it is written, without quotes. */
function keyAt(text: string, offset: number): string {
  const [, quoted, single, plain = ''] = /^(?:"([^"]*)"|'([^']*)'|([^\n]*?)\s*(?::\s|:?$))/m.exec(text.slice(offset)) ?? [];
  return quoted ?? single ?? plain;
}

function template(file: string, line: number): Finding {
  return said(file, line, 'a template of Helm', 'but only what it renders to can be judged', RENDER);
}

/** A folder with Chart.yaml, which was not read. */
export function unrenderedChart(folder: string): Finding {
  return found(MANIFEST_UNREADABLE, folder, { given: 'a Helm chart', allowed: 'but only what it renders to can be judged', fix: RENDER });
}

function said(file: string, line: number, given: string, allowed: string, fix: string): Finding {
  return { ...found(MANIFEST_UNREADABLE, file, { given, allowed, fix }), at: `${file}:${line}` };
}

/** `replicas: {{ .Values.replicas }}` is YAML, too: a map whose key is a map. */
function hasTemplate(document: ReturnType<typeof parseAllDocuments>[number]): boolean {
  let is = false;
  visit(document as Parameters<typeof visit>[0], {
    Pair(_, { key }) {
      if (isYamlMap(key) || (isSeq(key) && !isAlias(key))) is = true;
      return is ? visit.BREAK : undefined;
    },
  });
  return is;
}

function attempt<T>(run: () => T): { readonly value: T } | undefined {
  try {
    return { value: run() };
  } catch {
    return undefined;
  }
}
