import type { ApiObject } from 'cdk8s';
import { type Finding, FindingsError } from '../cluster/finding';
import { isPlain } from '../cluster/shape-rules';
import { isObject, listedIn } from '../kubernetes/list';
import type { Manifest } from '../kubernetes/manifest';
import { KubeObject } from '../kubernetes/tree/kube-object';

/** What an object of another library becomes, or why it becomes nothing. */
export type Read = { readonly manifests: readonly Manifest[] } | { readonly odd: string; readonly said?: readonly Finding[] };

/** Reads an object: nothing has checked what others put into it. */
export function readObject(object: ApiObject): Read {
  let json: Manifest;
  try {
    json = object.toJson() as Manifest;
  } catch (error) {
    return { odd: reasonOf(error), ...(error instanceof FindingsError ? { said: error.findings } : {}) };
  }
  const odd = KubeObject.isKubeObject(object) ? undefined : oddPart(json, '');
  if (odd !== undefined) return { odd };
  const manifests = listedIn(json);
  return manifests.every(isObject) ? { manifests } : { odd: 'an object or an item of a List without apiVersion, kind or name' };
}

/** cdk8s says what it cannot write, after where, which we know. */
function reasonOf(error: unknown): string {
  if (error instanceof RangeError || /Maximum call stack/.test(`${error}`)) return 'data that holds itself, or is too deep';
  const [, type] = /non-simple object of type '(.*)'/.exec(`${error}`) ?? [];
  return type === undefined ? 'a patch of a path that does not exist, or a test that fails' : `a value of the type ${type}`;
}

/** Deeper than any object of Kubernetes, and than what parsers of YAML follow. */
const DEEPEST = 100;

/** The first part that JSON cannot hold. */
function oddPart(value: unknown, path: string, depth = 0): string | undefined {
  if (depth > DEEPEST) return 'data that holds itself, or is too deep';
  if (typeof value !== 'object' || value === null) {
    const fits = typeof value === 'number' ? Number.isFinite(value) : !['function', 'symbol', 'bigint'].includes(typeof value);
    return fits ? undefined : `${typeof value === 'number' ? value : `a ${typeof value}`} in ${path}`;
  }
  if (!Array.isArray(value) && !isPlain(value)) return `a value of the type ${value.constructor.name} in ${path}`;
  for (const [key, part] of Object.entries(value)) {
    const odd = oddPart(part, `${path}/${key}`, depth + 1);
    if (odd !== undefined) return odd;
  }
  return undefined;
}
