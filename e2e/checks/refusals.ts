import { type Api, accepted } from '../api';
import { called, type Obj } from '../kinds';

/** What the server says against objects in a namespace of their own. Their Services then go: others want the same node ports. */
export async function refusals(api: Api, namespace: string, objects: readonly Obj[]): Promise<string[]> {
  await api.must({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  const problems: string[] = [];
  for (const obj of objects) {
    const answer = await api.apply(obj);
    if (!accepted(answer)) problems.push(`${called(obj)} is refused: ${answer.message}`);
    else problems.push(...dropped(obj, answer.body, '').map((it) => `${called(obj)} loses ${it}`));
    problems.push(...answer.warnings.map((it) => `${called(obj)} is warned of: ${it}`));
  }
  for (const { kind, metadata } of objects) {
    if (kind === 'Service') await api.request('DELETE', `/api/v1/namespaces/${namespace}/services/${metadata.name}`);
  }
  return problems;
}

/**
 * What we said and the server left out, without a word: a field of a feature that is off. It also leaves out empty lists and objects,
 * and writes quantities in its own way, so values are compared only where there is one way to write them.
 */
function dropped(ours: unknown, theirs: unknown, path: string): string[] {
  if (typeof ours === 'boolean' || typeof ours === 'number') return `${ours}` === `${theirs}` ? [] : [path];
  if (ours === null || typeof ours !== 'object') return theirs === undefined && ours !== '' && ours !== null ? [path] : [];
  if (Object.keys(ours).length === 0) return [];
  if (theirs === null || typeof theirs !== 'object') return [path];
  const other = theirs as { readonly [key: string]: unknown };
  return Object.entries(ours).flatMap(([key, value]) => dropped(value, other[key], `${path}/${key}`));
}
