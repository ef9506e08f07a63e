import { JsonPatch } from 'cdk8s';
import { pointerKeys } from '../json-pointer';

interface Operation {
  readonly op: 'add' | 'copy' | 'move' | 'remove' | 'replace' | 'test';
  readonly path: string;
  readonly from?: string;
}

/** Operations that look for something at their path. */
const FOUND = ['remove', 'replace', 'test'];

/**
 * The document after patches of cdk8s, or why they find nothing: a path that is not there, or a test that fails. cdk8s
 * would remove nothing, replace nothing or move nothing without a word.
 */
export function patchedBy(document: unknown, patches: readonly JsonPatch[]): { readonly after: unknown } | { readonly against: string } {
  let after: unknown = structuredClone(document);
  for (const patch of patches) {
    const { op, path, from } = operationOf(patch);
    const missing = [...(from === undefined ? [] : [from]), ...(FOUND.includes(op) ? [path] : [])].find((one) => valueAt(after, one) === undefined);
    if (missing !== undefined) return { against: `there is no ${missing}` };
    const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const around = valueAt(after, parent);
    if (path !== '' && (typeof around !== 'object' || around === null))
      return { against: around === undefined ? `there is no ${parent}` : `${parent} is a value, not an object or a list` };
    if (Array.isArray(around) && !isPlace(path.slice(parent.length + 1), around.length)) return { against: `there is no ${path}` };
    try {
      after = JsonPatch.apply(after, patch);
    } catch {
      return { against: op === 'test' ? `the test of ${path} fails` : `${path} is no place for it` };
    }
  }
  return { after };
}

/** Whether a list has, or may get, an item there. */
function isPlace(key: string, length: number): boolean {
  return key === '-' || (/^\d+$/.test(key) && Number(key) <= length);
}

function operationOf(patch: JsonPatch): Operation {
  return (patch as unknown as { _toJson(): Operation })._toJson();
}

/** Undefined if it is not there. Own fields only: `__proto__` would lead out of the object. */
function valueAt(document: unknown, path: string): unknown {
  return pointerKeys(path).reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as { readonly [key: string]: unknown })[key] : undefined,
    document,
  );
}
