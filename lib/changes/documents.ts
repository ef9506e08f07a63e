import { isMap } from '../cluster/parts';
import { isObject, listedIn } from '../kubernetes/list';
import type { Manifest } from '../kubernetes/manifest';
import { listAt } from './fields';
import { keyOf, type Objects, type Placed } from './model';

/** Texts of files by their path. */
export type Texts = ReadonlyMap<string, string>;

/** What Git leaves in a file that two branches changed. YAML may take it for a text. */
const CONFLICT = /^(?:<{7}|>{7})(?: |$)/m;

/** The objects of files that differ, without the documents that are the same on both sides: parsing costs far more than comparing. */
export function objectsOf(before: Texts, after: Texts): { readonly before: Objects; readonly after: Objects; readonly unreadable: readonly string[] } {
  const unreadable: string[] = [];
  const [old, fresh] = [new Map<string, Placed>(), new Map<string, Placed>()];
  for (const file of new Set([...before.keys(), ...after.keys()])) {
    if (CONFLICT.test(before.get(file) ?? '')) {
      unreadable.push(file);
      continue;
    }
    const [one, other] = [documents(before.get(file)), documents(after.get(file))];
    const placed = attempt(() => collect(file, without(one, other)));
    if (placed === undefined) {
      unreadable.push(file);
      continue;
    }
    for (const here of placed) old.set(keyOf(here.object), here);
    for (const here of collect(file, without(other, one))) fresh.set(keyOf(here.object), here);
  }
  return { before: old, after: fresh, unreadable };
}

/** The objects of one kind in a text. */
export function objectsOfKind(text: string, kind: string): readonly Manifest[] {
  const texts = documents(text).filter((one) => one.includes(`kind: ${kind}`));
  return collect('', texts)
    .map(({ object }) => object)
    .filter((object) => object.kind === kind);
}

/** The files that a `kustomization.yaml` names; none if it cannot be read. */
export function resourcesIn(text: string): readonly string[] {
  const list = CONFLICT.test(text) ? undefined : attempt(() => parsed(text));
  return listAt(list, 'resources').map(String);
}

/** A line of dashes always ends a document: within texts it would be indented. */
function documents(text = ''): readonly string[] {
  return text.replaceAll('\r\n', '\n').split(/^---(?=\s|$)/m);
}

function without(some: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others.map((text) => text.trim()));
  return some.filter((text) => !known.has(text.trim()));
}

/** Files of kustomize and of people may hold anything. */
function collect(file: string, texts: readonly string[]): readonly Placed[] {
  return texts
    .map(parsed)
    .filter((value) => isMap(value) && typeof value.kind === 'string')
    .flatMap((value) => listedIn(value as Manifest).filter(isObject))
    .map((object) => ({ object, file }));
}

function parsed(text: string): unknown {
  if (text.trim() === '') return undefined;
  // Loaded when it is needed: a tree that is the same needs no parser.
  const { parse } = require('yaml') as typeof import('yaml');
  // Anything less than errors would be printed; with `silent`, not even errors count.
  return parse(text, { logLevel: 'error', uniqueKeys: false });
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
