import type { ReportNode } from '../../availability/report/report';
import { counted } from '../../cluster/names';

/** One node; in large clusters all nodes of a site with the same roles. */
export interface NodesBox {
  readonly title: string;
  readonly detail: string;
  readonly names: readonly string[];
}

/** More nodes than these are drawn as groups. */
const MOST = 60;

/** The boxes of each site, in the order of the nodes. */
export function boxesOf(nodes: readonly ReportNode[]): readonly (readonly [site: string, boxes: readonly NodesBox[]])[] {
  const sites = new Map<string, ReportNode[]>();
  for (const node of nodes) {
    const inside = sites.get(node.site);
    if (inside === undefined) sites.set(node.site, [node]);
    else inside.push(node);
  }
  return [...sites].map(([site, inside]) => [site, nodes.length > MOST ? groups(inside) : inside.map(single)]);
}

function single({ name, roles, site, zone }: ReportNode): NodesBox {
  return { title: name, detail: [...roles, ...(zone === site ? [] : [zone])].join(', '), names: [name] };
}

function groups(nodes: readonly ReportNode[]): readonly NodesBox[] {
  const alike = new Map<string, string[]>();
  for (const { name, roles } of nodes) {
    const key = roles.join(', ');
    const names = alike.get(key);
    if (names === undefined) alike.set(key, [name]);
    else names.push(name);
  }
  return [...alike].map(([detail, names]) => ({ title: names.length === 1 ? `${names[0]}` : counted(names.length, 'node'), detail, names }));
}
