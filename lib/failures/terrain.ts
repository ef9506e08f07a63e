import { byZone } from '../availability/storage/zonal';
import type { ClusterFacts } from '../cluster/cluster';
import { REGION, ZONE } from '../cluster/node';
import { evictsWithoutAddress, serversWithAddress } from './api-address';
import { type AllContributions, type VoteGroup, VoteStops } from './contribution';

/** The cluster by numbers: nodes, and their zones as Kubernetes tells them apart. */
export interface Terrain {
  readonly facts: ClusterFacts;
  readonly contributions: AllContributions;
  readonly names: readonly string[];
  readonly numberOf: ReadonlyMap<string, number>;
  /** The zone of each node, as Kubernetes evicts: by its labels. */
  readonly zoneOf: Int32Array;
  /** The zone of each node, as data stays in it: by the facts. */
  readonly placeOf: Int32Array;
  readonly zoneSizes: readonly number[];
  /** The votes on the control plane. */
  readonly controlVotes: VoteGroup | undefined;
  /** The servers whose death may take the only address of the API that nodes know. */
  readonly addressed: readonly number[];
}

export function terrainOf(facts: ClusterFacts, contributions: AllContributions): Terrain {
  const names = facts.nodes.map(({ name }) => name);
  const zones = new Map<string, number>();
  const zoneOf = new Int32Array(names.length);
  const zoneSizes: number[] = [];
  for (const [index, { labels }] of facts.nodes.entries()) {
    // Region and zone together, as the node lifecycle controller groups nodes (component-helpers, node/topology).
    const key = `${labels[REGION] ?? ''}:${labels[ZONE] ?? ''}`;
    const zone = zones.get(key) ?? zones.size;
    zones.set(key, zone);
    zoneOf[index] = zone;
    zoneSizes[zone] = (zoneSizes[zone] ?? 0) + 1;
  }
  const numberOf = new Map(names.map((name, index) => [name, index]));
  const placeOf = new Int32Array(names.length);
  for (const [place, inside] of byZone(names, facts).entries()) for (const name of inside) placeOf[numberOf.get(name) ?? -1] = place;
  return {
    facts,
    contributions,
    names,
    numberOf,
    placeOf,
    zoneOf,
    zoneSizes,
    controlVotes: contributions.votes.find(({ stops }) => stops === VoteStops.CONTROL_PLANE),
    addressed: evictsWithoutAddress(facts) ? serversWithAddress(facts).flatMap((name) => numberOf.get(name) ?? []) : [],
  };
}

/** Those nodes by number. Names that no node has are left out. */
export function numbersOf({ numberOf }: Terrain, names: readonly string[]): number[] {
  const numbers: number[] = [];
  for (const name of names) {
    const number = numberOf.get(name);
    if (number !== undefined) numbers.push(number);
  }
  return numbers;
}
