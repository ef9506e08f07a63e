import { type ClusterFacts, hostnamesOf, type Node } from '../../cluster/cluster';
import { listed } from '../../cluster/names';
import { HOSTNAME, hostnameOf, roleTaints, type Taint, TaintEffect, ZONE } from '../../cluster/node';
import type { ToleratedTaint } from '../ask/app';
import type { ResolvedApp } from '../ask/resolved';
import type { NodeRequirement } from '../model/plan';

const ARCHITECTURE = 'kubernetes.io/arch';

/** What an app asks of its nodes, as a filter and as required labels. */
interface AskedPlaces {
  readonly fits: (node: Node) => boolean;
  readonly requirements: readonly NodeRequirement[];
  /** Empty: it asks for nothing. */
  readonly why: readonly string[];
}

const ANYWHERE: AskedPlaces = { fits: () => true, requirements: [], why: [] };

/** Sites, nodes and labels that an app names. */
export function askedPlaces({ placement: { sites, nodes, nodeLabels = {} } }: ResolvedApp, facts: ClusterFacts): AskedPlaces {
  const labels = Object.entries(nodeLabels);
  if (sites === undefined && nodes === undefined && labels.length === 0) return ANYWHERE;
  const zones = sites === undefined ? [] : [...new Set(facts.nodes.filter((node) => sites.includes(node.site)).map((node) => node.zone))];
  return {
    fits: (node) =>
      (sites?.includes(node.site) ?? true) && (nodes?.includes(node.name) ?? true) && labels.every(([key, value]) => labelOf(node, key) === value),
    requirements: [
      ...(sites === undefined ? [] : [{ key: ZONE, values: zones }]),
      ...(nodes === undefined ? [] : [{ key: HOSTNAME, values: hostnamesOf(facts, nodes) }]),
      ...labels.map(([key, value]) => ({ key, values: [value] })),
    ],
    why: [
      ...(sites === undefined ? [] : [`asked for at ${listed(sites)}`]),
      ...(nodes === undefined ? [] : [`asked for on ${listed(nodes)}`]),
      ...(labels.length === 0
        ? []
        : [`asked for with the ${labels.length === 1 ? 'label' : 'labels'} ${listed(labels.map(([key, value]) => `${key}=${value}`))}`]),
    ],
  };
}

/** A label of a node: from the facts, or one that every kubelet sets. */
export function labelOf(node: Node, key: string): string | undefined {
  if (key === HOSTNAME) return hostnameOf(node);
  return key === ARCHITECTURE ? node.architecture : node.labels[key];
}

/** The taints that the facts give a node beside those of its roles. */
export function ownTaints(node: Node): readonly Taint[] {
  return node.taints.slice(roleTaints(node.roles).length);
}

/** Whether one of its own taints keeps an app off a node. */
export function isRepelledBy(node: Node, { placement: { tolerates = [] } }: ResolvedApp): boolean {
  return ownTaints(node).some((taint) => taint.effect !== TaintEffect.PREFER_NO_SCHEDULE && !tolerates.some((one) => isMeant(one, taint)));
}

export function isMeant({ key, value }: ToleratedTaint, taint: Taint): boolean {
  return key === taint.key && (value === undefined || value === taint.value);
}

/** Each taint that repels pods from one of the nodes, once, and those that only make others better, if they are asked for. */
export function toleratedTaints(nodes: readonly Node[], asked: readonly ToleratedTaint[] = []): Taint[] {
  const byText = new Map<string, Taint>();
  for (const taint of nodes.flatMap((node) => node.taints)) {
    const repels = taint.effect !== TaintEffect.PREFER_NO_SCHEDULE || asked.some((one) => isMeant(one, taint));
    if (repels) byText.set(taintText(taint), taint);
  }
  return [...byText.values()];
}

/** As part of a sentence: `nvidia.com/gpu`, `dedicated=gpu`. */
export function toleratedText({ key, value }: ToleratedTaint): string {
  return value === undefined ? key : `${key}=${value}`;
}

/** As kubectl writes it: `dedicated=gpu:NoSchedule`. */
export function taintText({ key, value = '', effect }: Taint): string {
  return `${key}=${value}:${effect}`;
}
