import type { Chart } from 'cdk8s';
import { type Finding, Severity } from '../cluster/finding';
import { found, type RuleRecord } from '../cluster/rule';
import { groupOf } from '../kubernetes/kinds';
import type { Manifest } from '../kubernetes/manifest';
import type { Lent } from './folder-order';
import type { NamespaceUse } from './namespaces';

export const NAMESPACE_LATE: RuleRecord = {
  code: 'NAMESPACE-LATE',
  severity: Severity.ERROR,
  means: 'an object in a namespace that another folder creates, which Flux applies only after that object',
  fix: 'put the namespace into a folder that comes before, or remove the dependency',
};

export const CHART_KINDS_LATE: RuleRecord = {
  code: 'CHART-KINDS-LATE',
  severity: Severity.ERROR,
  means:
    'a chart that brings kinds, in the same folder as objects of these kinds, or in one that comes after: Flux cannot apply such a folder, and never comes to the chart',
  fix: 'put the chart into a folder that comes before, such as `operators`',
};

/** Uses of namespaces that are objects of the program. @param created the folders of these */
export function lentNamespaces(uses: readonly NamespaceUse[], created: ReadonlyMap<string, { readonly folder: Chart }>): readonly Lent[] {
  return uses.flatMap(({ name, by, folder }) => {
    const { folder: from } = created.get(name) ?? {};
    if (from === undefined) return [];
    const late = () =>
      found(NAMESPACE_LATE, by, {
        given: `an object in the namespace ${name}`,
        allowed: `but ${from.node.path} creates that namespace, and Flux applies it after ${folder.node.path}`,
        fix: 'Put the Namespace into a folder that comes before, or remove the dependency.',
      });
    return [{ folder, from, late }];
  });
}

/** A chart that brings the kinds of an API group. */
export interface Bringer {
  readonly path: string;
  readonly folder: Chart;
  readonly apiGroups: readonly string[];
}

/** An object somewhere. */
export interface Placed {
  readonly path: string;
  readonly folder: Chart;
  readonly manifest: Pick<Manifest, 'apiVersion' | 'kind'>;
}

/** Uses of kinds that charts bring, and those in the folder of the chart itself. */
export function lentKinds(bringers: readonly Bringer[], objects: Iterable<Placed>): { readonly lent: readonly Lent[]; readonly findings: readonly Finding[] } {
  const byGroup = new Map(bringers.flatMap((one) => one.apiGroups.map((group) => [group, one] as const)));
  const lent = new Map<string, Lent>();
  for (const { path, folder, manifest } of objects) {
    const bringer = byGroup.get(groupOf(manifest.apiVersion));
    if (bringer === undefined) continue;
    const key = `${bringer.path} ${folder.node.path}`;
    if (!lent.has(key)) lent.set(key, { folder, from: bringer.folder, late: () => kindsLate(bringer, folder, `${manifest.kind} of ${path}`) });
  }
  const all = [...lent.values()];
  return { lent: all.filter(({ folder, from }) => folder !== from), findings: all.filter(({ folder, from }) => folder === from).map(({ late }) => late()) };
}

function kindsLate({ path, folder: own }: Bringer, folder: Chart, object: string): Finding {
  const order = own === folder ? 'applies both at once' : `applies ${folder.node.path} first`;
  return found(CHART_KINDS_LATE, path, {
    given: `a chart in ${own.node.path} that brings the kind of the ${object}`,
    allowed: `but Flux ${order}, which fails until there is such a kind`,
    fix:
      own === folder
        ? 'Put the chart into a folder that comes before, or the object into one that comes after.'
        : 'Put the chart into a folder that comes before, like cluster.operators.',
  });
}
