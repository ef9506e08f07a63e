import type { ReportNode } from '../availability/report/report';
import { counted, listed } from '../cluster/names';

/** More names than these are told as a group, if one fits, or by their number. */
const MOST = 4;

interface Named {
  readonly namespace: string;
  readonly name: string;
}

/** Apps and jobs as `namespace/name`. Agents are left out: each goes down and comes back with its node. */
export function servedBy({ apps, jobs = [] }: { readonly apps: readonly Named[]; readonly jobs?: readonly Named[] }): readonly string[] {
  return [...apps, ...jobs].map(({ namespace, name }) => `${namespace}/${name}`);
}

/** An app in a sentence: the namespace is left out where it has the same name. */
export function appInWords(app: string): string {
  const [namespace, name] = app.split('/');
  return namespace === name && name !== undefined ? name : app;
}

export function appsInWords(apps: readonly string[]): string {
  return listed(apps.map(appInWords));
}

/** Apps of a cluster in a sentence, if they may be all of its apps. */
export function appsOfAll(apps: readonly string[], all: number): string {
  if (apps.length < all) return appsInWords(apps);
  return all === 1 ? 'the only app' : all === 2 ? 'both apps' : `all ${all} apps`;
}

/** What makes nodes a group. */
export type NamedNode = Pick<ReportNode, 'name' | 'roles' | 'site' | 'zone'>;

/** Nodes in a sentence: by name if they are few, otherwise as a role, a site or a zone that has just them. */
export function nodesInWords(names: readonly string[], nodes: readonly NamedNode[]): string {
  if (names.length <= MOST) return listed(names);
  const wanted = new Set(names);
  if (nodes.length === wanted.size && nodes.every(({ name }) => wanted.has(name))) return `all ${nodes.length} nodes`;
  const isGroup = (inside: (node: NamedNode) => boolean) => nodes.every((node) => inside(node) === wanted.has(node.name));
  const first = nodes.find(({ name }) => wanted.has(name));
  const role = first?.roles.find((one) => isGroup(({ roles }) => roles.includes(one)));
  if (role !== undefined) return `the ${names.length} nodes with the role ${role}`;
  if (first !== undefined && isGroup(({ site }) => site === first.site)) return `the ${names.length} nodes of the site ${first.site}`;
  if (first !== undefined && isGroup(({ zone }) => zone === first.zone)) return `the ${names.length} nodes of the zone ${first.zone}`;
  return `${counted(names.length, 'node')} (${names.slice(0, MOST - 1).join(', ')} and ${names.length - MOST + 1} more)`;
}
