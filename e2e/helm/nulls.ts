import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { isMap } from '../../lib/cluster/parts';
import { type Group, none } from '../checks';
import { documents } from '../dist';
import type { Obj } from '../kinds';
import type { Helm } from './helm';
import type { Charted } from './programs';

/** A key of values. */
interface Key {
  readonly path: readonly string[];
  /** Nothing is there at first, or it is a variable. */
  readonly isOptional: boolean;
}

/**
 * null takes a key away before helm looks at the schema: each key that a template reads is refused, the keys of each depth at once.
 * The others are as good as none.
 */
export async function checkNulls(check: Group, helm: Helm, { name, charts: [chart = ''] }: Charted): Promise<void> {
  const keys = keysIn(parse(readFileSync(join(chart, 'values.yaml'), 'utf8')));
  const file = `${chart}-null.json`;
  const withNull = (paths: readonly Key[]) => {
    writeFileSync(file, JSON.stringify(nullAt(paths)));
    return helm.run('template', 'release', chart, '--include-crds', '-f', file);
  };
  for (const depth of new Set(keys.map(({ path }) => path.length)))
    await check(`${name} ${basename(chart)}: null at depth ${depth} is refused`, 60, async () => {
      const here = keys.filter(({ path, isOptional }) => path.length === depth && !isOptional);
      const { error } = withNull(here);
      const missing = missingIn(error);
      none(here.map(({ path }) => pointer(path)).filter((path) => !missing.has(path)));
      return `${here.length} keys`;
    });
  await check(`${name} ${basename(chart)}: null where nothing is at first is taken, and takes variables away`, 60, async () => {
    const { ok, output, error } = withNull(keys.filter(({ isOptional }) => isOptional));
    if (!ok) throw new Error(error);
    const isSame = isDeepStrictEqual(documents(output).map(withoutVariables), helm.objects(chart).map(withoutVariables));
    return none(isSame ? [] : ['the objects differ']);
  });
}

function keysIn(values: unknown, above: readonly string[] = []): readonly Key[] {
  if (!isMap(values)) return [];
  return Object.entries(values).flatMap(([key, value]) => {
    const path = [...above, key];
    const isVariable = path.length > 2 && above.at(-1) === 'env';
    return [{ path, isOptional: isVariable || isDeepStrictEqual(value, {}) }, ...keysIn(value, path)];
  });
}

interface Tree {
  [key: string]: Tree | null;
}

function nullAt(keys: readonly Key[]): Tree {
  const tree: Tree = {};
  for (const { path } of keys) {
    const above = path.slice(0, -1).reduce<Tree>((node, key) => {
      node[key] ??= {};
      return node[key];
    }, tree);
    above[path.at(-1) ?? ''] = null;
  }
  return tree;
}

/** The keys that helm says are missing, as JSON pointers. */
function missingIn(error: string): ReadonlySet<string> {
  const found = [...error.matchAll(/at '([^']*)': missing propert(?:y|ies):? (.*)$/gm)];
  return new Set(found.flatMap(([, above = '', names = '']) => [...names.matchAll(/'([^']*)'/g)].map(([, name = '']) => above + pointer([name]))));
}

function pointer(path: readonly string[]): string {
  return path.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function withoutVariables(object: Obj): unknown {
  return JSON.parse(JSON.stringify(object, (key, value: unknown) => (key === 'env' ? undefined : value)));
}
