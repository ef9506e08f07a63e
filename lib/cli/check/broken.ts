import { isMap, partAt } from '../../cluster/parts';
import type { Said } from '../../cluster/rule';
import { homeOf, isOfKubernetes } from '../../kubernetes/served';
import { shown } from '../../manifests/refused/refusal';

type Fields = { readonly [field: string]: unknown };

const NOT_JUDGED = 'but the API server takes no object without it, and it was not judged';

/**
 * What keeps something from being an object that it was meant to be. Undefined: it is none, like values of a chart, which may have a kind, too,
 * Chart.yaml, which has an apiVersion, or the file of a tool such as kustomize, which has both and no name.
 */
export function brokenObject(value: unknown): Said | undefined {
  if (!isMap(value)) return said(`the item ${shown(value)} of a List`, 'but its items are objects', 'Remove it, or write an object.');
  const [apiVersion, kind] = [textIn(value.apiVersion), textIn(value.kind)];
  if (apiVersion === undefined && kind === undefined) return undefined;
  if (apiVersion !== undefined && kind !== undefined && isOddList(value, apiVersion, kind))
    return said(`${shown(value.items)} at items of ${a(kind)}`, 'but a list has its objects there', 'Write them there, as a list.');
  const looks = isMap(value.metadata) || isMap(value.spec);
  if (kind === undefined) return looks ? said(`an object of ${apiVersion} without a kind`, NOT_JUDGED, 'Write it, such as kind: Deployment.') : undefined;
  if (apiVersion === undefined)
    return looks
      ? said(`${named(value, kind)} without an apiVersion`, NOT_JUDGED, `Write it: ${homeOf(kind) ?? 'kubectl api-resources shows that of each kind'}.`)
      : undefined;
  // A kustomization may have labels for tools, and no name.
  const isOther = !isOfKubernetes(apiVersion, kind) && (!isMap(value.metadata) || /^kustomize\.config\.k8s\.io\//.test(apiVersion));
  const name = partAt(value, 'metadata', 'name') ?? undefined;
  if (isOther || typeof name === 'string' || (kind.endsWith('List') && (value.items === null || Array.isArray(value.items)))) return undefined;
  if (name !== undefined)
    return said(
      `${a(kind)} with the name ${JSON.stringify(name)}, which is no text`,
      'but the API server refuses it, and it was not judged',
      'Write it in quotes.',
    );
  if (typeof partAt(value, 'metadata', 'generateName') === 'string')
    return said(`${a(kind)} with generateName instead of a name`, 'but kubectl apply and Flux refuse it, and it was not judged', 'Give it a name.');
  return said(`${a(kind)} without a name`, NOT_JUDGED, 'Write it: metadata.name.');
}

/** Lists of Kubernetes: a List is nothing but its items, one of a kind may leave them out. Null is no items. */
function isOddList({ items }: Fields, apiVersion: string, kind: string): boolean {
  if (items === null || Array.isArray(items) || !kind.endsWith('List')) return false;
  return kind === 'List' ? apiVersion === 'v1' : items !== undefined && isOfKubernetes(apiVersion, kind.slice(0, -'List'.length));
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function named(value: Fields, kind: string): string {
  const name = textIn(partAt(value, 'metadata', 'name'));
  return name === undefined ? a(kind) : `the ${kind} ${name}`;
}

/** `an Ingress`. */
function a(kind: string): string {
  return `${/^[AEIO]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

function said(given: string, allowed: string, fix: string): Said {
  return { given, allowed, fix };
}
