import { isMap, listIn, partAt } from '../../cluster/parts';
import { textAt } from '../../manifests/objects';
import { stop } from '../command-error';
import { CLUSTER_UNREADABLE } from '../rules';

/** What `kubectl get` shows: nothing has checked its fields. */
export type Shown = { readonly [field: string]: unknown };

/** The objects of a cluster that facts follow from. */
export interface Shows {
  readonly nodes: readonly Shown[];
  readonly storageClasses: readonly Shown[];
  readonly drivers: readonly Shown[];
  readonly deployments: readonly Shown[];
}

export const COMMAND = 'kubectl get nodes,csidrivers,storageclasses,deployments -A -o json | npx cdk8s-availability facts > facts.ts';

/** What kubectl prints instead of objects. Source: k8s.io/kubectl/pkg/cmd/util, its helpers for errors. */
const KUBECTL_ERROR = /^(error:|Error from server|Unable to connect|The connection to the server|E\d{4} |No resources found)/m;

/** The objects in the JSON of `kubectl get`; anything else stops the command. @param where as messages name it: `standard input` */
export function objectsIn(text: string, where: string): Shows {
  const list = parsed(text, where);
  const items = partAt(list, 'kind') === 'Node' ? [list] : partAt(list, 'items');
  if (!Array.isArray(items))
    stop(CLUSTER_UNREADABLE, where, {
      given: `${kindOf(list)}`,
      allowed: 'but facts follow from a List of objects',
      fix: `Run: ${COMMAND}`,
    });
  const of = (kind: string) => listIn<unknown>(items).filter((one): one is Shown => isMap(one) && one.kind === kind);
  const nodes = of('Node');
  if (nodes.length === 0)
    stop(CLUSTER_UNREADABLE, where, {
      given: items.length === 0 ? 'a List without objects' : 'a List without nodes',
      allowed: 'but facts begin with the nodes',
      fix: `Ask for nodes, too, as somebody who may list them: ${COMMAND}`,
    });
  return { nodes, storageClasses: of('StorageClass'), drivers: of('CSIDriver'), deployments: of('Deployment') };
}

function parsed(text: string, where: string): unknown {
  const trimmed = text.replace(/^\ufeff/, '').trim();
  try {
    if (trimmed !== '') return JSON.parse(trimmed) as unknown;
  } catch {
    // Below, what it is instead.
  }
  return stop(CLUSTER_UNREADABLE, where, { ...instead(trimmed), allowed: 'but facts follow from the JSON of kubectl' });
}

function instead(text: string): { readonly given: string; readonly fix: string } {
  const [line = ''] = text.split('\n');
  if (text === '') return { given: 'nothing', fix: `If kubectl failed, its message is above. Otherwise run: ${COMMAND}` };
  if (KUBECTL_ERROR.test(line)) return { given: `a message of kubectl (${line.slice(0, 200)})`, fix: 'Do what it says, then run it again.' };
  if (/^(---|%YAML|apiVersion:|items:|kind:)/.test(text)) return { given: 'YAML', fix: `Write -o json instead of -o yaml: ${COMMAND}` };
  if (/^NAME(SPACE)?\s/.test(text)) return { given: 'a table', fix: `Add -o json: ${COMMAND}` };
  if (/^[{[]/.test(text)) return { given: 'JSON that ends too early, or is broken', fix: `Pipe in all that kubectl prints, unchanged: ${COMMAND}` };
  return { given: `text that is no JSON ("${line.slice(0, 60)}")`, fix: `Run: ${COMMAND}` };
}

function kindOf(value: unknown): string {
  const kind = partAt(value, 'kind');
  if (typeof kind === 'string') return `one ${kind}`;
  return Array.isArray(value) ? 'a JSON array' : 'JSON without a kind';
}

export function nameOf(object: Shown): string {
  return textAt(object, 'metadata', 'name') ?? '';
}
