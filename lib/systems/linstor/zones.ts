import { type ClusterFacts, type Node, nodesWithRole } from '../../cluster/cluster';
import { NodeRole } from '../../cluster/node';
import { type DrbdStorageProps, diskfulNodes, replicasOf } from './props';

/** The nodes that may have a vote on a volume: a copy, or the tiebreaker. */
export function voters(facts: ClusterFacts): readonly Node[] {
  return [...new Set([...diskfulNodes(facts), ...nodesWithRole(facts, NodeRole.WITNESS)])];
}

const zonesOf = (nodes: readonly Node[]) => new Set(nodes.map(({ zone }) => zone)).size;

/** An even number of copies has a tiebreaker, on a node without a copy. */
export function hasTiebreaker(copies: number, facts: ClusterFacts): boolean {
  return copies % 2 === 0 && voters(facts).length > copies;
}

/**
 * Whether each vote of a volume is in a zone of its own. LINSTOR demands that of the tiebreaker as well, so with too few zones there
 * would be none (linstor-server, CtrlRscAutoTieBreakerHelper).
 */
export function isSpreadOverZones(props: DrbdStorageProps, facts: ClusterFacts): boolean {
  const copies = replicasOf(props, facts);
  return copies > 1 && zonesOf(diskfulNodes(facts)) >= copies && (copies % 2 !== 0 || zonesOf(voters(facts)) > copies);
}

/** How many votes of a volume some nodes may hold, and of how many; undefined if a majority is sure to be elsewhere. */
export function majorityOn(
  nodes: readonly string[],
  props: DrbdStorageProps,
  facts: ClusterFacts,
): { readonly lost: number; readonly votes: number } | undefined {
  const copies = replicasOf(props, facts);
  const votes = hasTiebreaker(copies, facts) ? copies + 1 : copies;
  const isSpread = isSpreadOverZones(props, facts);
  const places = (all: readonly Node[]) => {
    const inside = all.filter(({ name }) => nodes.includes(name));
    return isSpread ? zonesOf(inside) : inside.length;
  };
  const held = Math.min(copies, places(diskfulNodes(facts)));
  // The tiebreaker is not where a copy is.
  const lost = held + (votes > copies && places(voters(facts)) > held ? 1 : 0);
  // The loss of a single one is nobody's fault.
  return lost < 2 || votes - lost > votes / 2 ? undefined : { lost, votes };
}

/** A zone or a site with storage nodes. */
export interface PartOfStorage {
  readonly kind: 'zone' | 'site';
  readonly name: string;
  readonly nodes: readonly string[];
}

/** The zones and sites of storage nodes that are not the only one, with their nodes: each of them may fail as a whole. */
export function partsOfStorage(facts: ClusterFacts): PartOfStorage[] {
  const part = (kind: PartOfStorage['kind']): PartOfStorage[] => {
    const names = [...new Set(diskfulNodes(facts).map((node) => node[kind]))].sort();
    return names.length < 2 ? [] : names.map((name) => ({ kind, name, nodes: facts.nodes.filter((node) => node[kind] === name).map((node) => node.name) }));
  };
  const zones = part('zone');
  const isZone = (nodes: readonly string[]) => zones.some((zone) => `${zone.nodes}` === `${nodes}`);
  return [...part('site'), ...zones].filter((one, index, all) => !isZone(one.nodes) || all.findIndex(({ nodes }) => `${nodes}` === `${one.nodes}`) === index);
}

/** Whether everything with a vote there is declared to fail together. */
export function isOneFate(nodes: readonly string[], facts: ClusterFacts): boolean {
  const inside = voters(facts).filter(({ name }) => nodes.includes(name));
  return facts.sharedFates.some((fate) => inside.every(({ name }) => fate.nodes.includes(name)));
}
