import { type Finding, Severity } from '../cluster/finding';
import { listed } from '../cluster/names';
import { found, type RuleRecord } from '../cluster/rule';
import type { LastReport } from './model';
import { steps } from './words';

export const CLUSTER_RENAMED: RuleRecord = {
  code: 'CHANGE-CLUSTER-RENAMED',
  severity: Severity.ERROR,
  means: 'a cluster that has another name now: the folders of both are applied to the same nodes',
  fix: 'keep its name, or take the old folders out of Flux first',
};

/**
 * Clusters with another name, each with the one that it is now.
 *
 * @param gone the reports of clusters that the program no longer writes
 * @param fresh those of clusters that are new
 */
export function checkClusters(
  gone: ReadonlyMap<string, LastReport>,
  fresh: ReadonlyMap<string, LastReport>,
): readonly (readonly [finding: Finding, now: string])[] {
  return [...gone].flatMap(([name, report]) => {
    const nodes = namesIn(report);
    const next = [...fresh].find(([, other]) => [...namesIn(other)].some((node) => nodes.has(node)));
    if (next === undefined) return [];
    const [other] = next;
    const finding = found(CLUSTER_RENAMED, name, {
      given: `the cluster is called ${other} now, with the same nodes (${listed([...nodes].sort())})`,
      allowed: `but its folder ${name} stays, and so do its Kustomizations: Flux applies both folders to one cluster, each takes the objects from the other, and deleting the old ones may delete the apps`,
      fix: steps(
        `Keep the name ${name}: nothing else depends on it.`,
        `If it must change: set spec.prune: false in each Kustomization ${name}-… in the cluster (kubectl patch), suspend them, and delete them. Objects stay.`,
        `Accept this change, delete the folder ${name}, merge, and apply the folder flux of ${other} once, as at the beginning.`,
      ),
    });
    return [[finding, other] as const];
  });
}

function namesIn({ nodes }: LastReport): ReadonlySet<string> {
  return new Set((Array.isArray(nodes) ? nodes : []).map(({ name }) => name));
}
