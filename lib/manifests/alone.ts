import { labelOf } from '../availability/placement/asked';
import type { Node } from '../cluster/cluster';
import { listed } from '../cluster/names';
import { HOSTNAME, REGION, ZONE } from '../cluster/node';
import { partAt } from '../cluster/parts';
import { countsOwn, listAt, mapsAt, type PodTemplate, textAt } from './objects';
import { portsOf } from './props';

/** Places of which each takes one pod of a workload: nodes, zones. */
export interface Alone {
  /** The label of nodes that says which place they are in. */
  readonly topologyKey: string;
  /** What sees to it, in words. */
  readonly by: string;
  /** Whether it is a port, which one pod of a node has. */
  readonly isPort: boolean;
  /** Whether it also holds for the pods of two versions. */
  readonly acrossVersions: boolean;
}

/** The places in which these nodes are, each for one pod. Undefined: a node without the label takes any number. */
function placesOf({ topologyKey }: Alone, nodes: readonly Node[]): readonly string[] | undefined {
  const places = nodes.flatMap((node) => labelOf(node, topologyKey) ?? []);
  return places.length < nodes.length ? undefined : [...new Set(places)];
}

export interface FewestPlaces {
  readonly one: Alone;
  readonly places: readonly string[];
}

/** Of what takes one pod each, that of which there are fewest. */
export function fewestPlaces(alone: readonly Alone[], nodes: readonly Node[]): FewestPlaces | undefined {
  const all = alone.flatMap((one) => {
    const places = placesOf(one, nodes);
    return places === undefined ? [] : [{ one, places }];
  });
  return all.sort((one, other) => one.places.length - other.places.length)[0];
}

const PLACES: { readonly [key: string]: string } = { [HOSTNAME]: 'node', [ZONE]: 'zone', [REGION]: 'region' };

/** `node` or `zone`; otherwise `rack`, of `example.org/rack`. */
export function placeName({ topologyKey }: Pick<Alone, 'topologyKey'>): string {
  return PLACES[topologyKey] ?? topologyKey.split('/').at(-1) ?? topologyKey;
}

/** What keeps the pods of a template in places of their own: what they say themselves, and ports of a node, which one pod has at a time. */
export function aloneFor(pod: PodTemplate): readonly Alone[] {
  const { spec } = pod;
  const anti = mapsAt(spec, 'affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution').filter((one) => countsOwn(one, pod));
  const ports = takenPorts(spec);
  return [
    ...anti.map((one) => ({
      topologyKey: textAt(one, 'topologyKey') ?? '',
      by: 'its required podAntiAffinity',
      isPort: false,
      acrossVersions: listAt(one, 'matchLabelKeys').length === 0,
    })),
    ...(ports.length === 0
      ? []
      : [{ topologyKey: HOSTNAME, by: `its host ${ports.length === 1 ? 'port' : 'ports'} ${listed(ports.map(String))}`, isPort: true, acrossVersions: true }]),
  ];
}

/** As the scheduler sees them: on the network of its node, each port that a pod names. */
function takenPorts(spec: PodTemplate['spec']): readonly number[] {
  const onHostNetwork = partAt(spec, 'hostNetwork') === true;
  return [...new Set(portsOf(spec).flatMap(({ number, hostPort }) => hostPort?.number ?? (onHostNetwork ? number : [])))];
}
