import type { ClusterFacts } from '../../cluster/cluster';
import { Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import type { ToleratedTaint } from '../ask/app';
import type { ResolvedApp } from '../ask/resolved';
import { OtherWorkload } from '../ask/workload';
import { onAsk, type Said } from '../model/rule';
import { isMeant, labelOf, toleratedText } from './asked';
import { isBound } from './group';

/** Sites, nodes, labels and taints that an app names. */
export const PLACEMENT_UNKNOWN = onAsk({
  code: 'PLACEMENT-UNKNOWN',
  severity: Severity.ERROR,
  means: 'sites, nodes, labels or taints that the cluster does not have, or that an app on a fixed node names',
  fix: 'name existing ones, or leave them out',
  *check(app, facts) {
    const { sites, nodes, nodeLabels = {}, tolerates = [] } = app.placement;
    const labels = Object.entries(nodeLabels);
    if (sites === undefined && nodes === undefined && labels.length + tolerates.length === 0) return;
    const said = [...(sites ?? []), ...(nodes ?? []), ...labels.map(labelText), ...tolerates.map(toleratedText)];
    if (said.length === 0)
      yield { given: 'an empty list of places', allowed: 'but the app has to run somewhere', fix: 'Name some, or leave the list out for all.' };
    else if (facts === undefined)
      yield { given: listed(said), allowed: 'but without a Cluster no facts say which exist', fix: 'Put the app into a Cluster, or leave the places out.' };
    else if (isBound(app)) yield { given: listed(said), allowed: 'but the app is bound to one node already', fix: 'Leave the places out.' };
    else yield* unknownPlaces(app, facts);
  },
});

function* unknownPlaces(
  { availabilityClass, placement: { sites = [], nodes = [], nodeLabels = {}, tolerates = [] } }: ResolvedApp,
  facts: ClusterFacts,
): Iterable<Said> {
  const known = { site: facts.nodes.map((node) => node.site), node: facts.nodes.map((node) => node.name) };
  for (const [what, names, all] of [['site', sites, known.site] as const, ['node', nodes, known.node] as const])
    for (const name of names.filter((one) => !all.includes(one)))
      yield { given: `the ${what} ${name}`, allowed: `but the ${what}s of the cluster are ${listed([...new Set(all)])}`, fix: 'Use one of them.' };
  for (const [key, value] of Object.entries(nodeLabels)) {
    const values = [...new Set(facts.nodes.map((node) => labelOf(node, key)).filter((one) => one !== undefined))].sort();
    if (!values.includes(value))
      yield {
        given: `the label ${labelText([key, value])}`,
        allowed: `but no node has it${values.length === 0 ? '' : `; the values of ${key} are ${listed(values)}`}`,
        fix: 'Add it to labels of the nodes that have it, or correct it.',
      };
  }
  for (const one of tolerates) {
    if (availabilityClass === OtherWorkload.NODE_AGENT)
      yield { given: `a toleration of ${toleratedText(one)}`, allowed: 'but an agent tolerates the taints of all its nodes', fix: 'Leave it out.' };
    else if (!facts.nodes.some((node) => node.taints.some((taint) => isMeant(one, taint)))) yield unknownTaint(one, facts);
  }
}

function unknownTaint(tolerated: ToleratedTaint, facts: ClusterFacts): Said {
  const known = [...new Set(facts.nodes.flatMap((node) => node.taints.map(toleratedText)))].sort();
  return {
    given: `a toleration of ${toleratedText(tolerated)}`,
    allowed: `but no node has this taint; the taints of nodes are ${listed(known)}`,
    fix: 'Add it to taints of the nodes that have it, correct it, or leave it out.',
  };
}

function labelText([key, value]: readonly [string, string]): string {
  return `${key}=${value}`;
}
