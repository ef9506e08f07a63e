import type { ClusterDns } from './cluster-dns';
import { ApiEndpointKind, type ControlPlaneProps, Datastore, Distribution, type Timing } from './control-plane';
import type { FailureRates } from './failure-rate';
import type { Acceptance } from './finding';
import type { GatewayFacts } from './gateway';
import { type Architecture, type Fencing, hostnameOf, type NodeProps, type NodeRole, type Pool, type Reserved, type Taint } from './node';
import type { Policy } from './policy';
import type { Link, SharedFate, Site } from './site';
import type { Storage, StorageProps } from './storage';
import type { TakenPorts } from './taken-ports';
import type { Cpu, Size } from './units';

/** The cluster, as its owner describes it: facts only, said once. */
export interface ClusterFactsProps {
  readonly nodes: readonly NodeProps[];
  readonly controlPlane: ControlPlaneProps;
  /** @default - one site for each site name in `nodes` */
  readonly sites?: readonly Site[];
  /** @default - nothing is known about the connections between sites */
  readonly links?: readonly Link[];
  /** @default - nodes share only their site */
  readonly sharedFates?: readonly SharedFate[];
  /** @default - no storage for volumes */
  readonly storage?: StorageProps;
  /** @default - no policy */
  readonly policy?: Policy;
  /** @default - what the distribution ships: one pod with K3s; of others nothing is known, and none counts as gone */
  readonly clusterDns?: ClusterDns;
  /** How often things fail, for the minutes that each app is down in a year: `{ 'link:home+netcup': { perYear: 50 } }`. @default - rates of large clusters */
  readonly failureRates?: FailureRates;
  /** Weaknesses of the cluster that you accept. @default - none */
  readonly accept?: readonly Acceptance[];
}

/** Replaces unreadable facts, so that the rest of the program runs and reports its own mistakes. */
export const NO_FACTS: ClusterFactsProps = {
  nodes: [],
  controlPlane: {
    distribution: Distribution.MANAGED,
    version: '1.36',
    servers: [],
    datastore: Datastore.EXTERNAL,
    apiEndpoint: { kind: ApiEndpointKind.LOAD_BALANCER, address: '' },
  },
};

/** One machine with everything that follows from its facts. */
export interface Node extends NodeProps {
  readonly zone: string;
  readonly reserved: Reserved;
  /** What pods may request in total. */
  readonly allocatable: { readonly cpu: Cpu; readonly memory: Size; readonly ephemeralStorage: Size | undefined; readonly pods: number };
  readonly pools: readonly Pool[];
  readonly architecture: Architecture;
  readonly fencing: Fencing;
  readonly taints: readonly Taint[];
  readonly labels: { readonly [key: string]: string };
}

/** The cluster with every default filled in, frozen. */
export interface ClusterFacts {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly sites: readonly Site[];
  readonly links: readonly Link[];
  readonly sharedFates: readonly SharedFate[];
  readonly controlPlane: ControlPlaneProps;
  readonly timing: Timing;
  readonly storage: Storage;
  /** Ports of nodes that are not for apps. */
  readonly takenPorts: readonly TakenPorts[];
  /** The Gateways that systems create. */
  readonly gateways: readonly GatewayFacts[];
  /** The extended resource of each device, by name, where a device plugin gives devices to pods. Empty: devices are host paths. */
  readonly deviceResources: DeviceResources;
  readonly policy: Policy;
  readonly clusterDns: ClusterDns | undefined;
  readonly failureRates: FailureRates;
  readonly accept: readonly Acceptance[];
}

/** Extended resources by the names of devices. */
export type DeviceResources = { readonly [device: string]: string };

/** The nodes that have a role, by name. */
export function nodesWithRole(facts: ClusterFacts, role: NodeRole): readonly Node[] {
  return facts.nodes.filter((node) => node.roles.includes(role));
}

/** What the nodes with these names have in the label with the name of their machine. */
export function hostnamesOf({ nodes }: Pick<ClusterFacts, 'nodes'>, names: readonly string[]): readonly string[] {
  const known = new Map(nodes.map((node) => [node.name, hostnameOf(node)]));
  return names.map((name) => known.get(name) ?? name);
}

/** The nodes with these names, in the order of the facts. */
export function nodesNamed(facts: Pick<ClusterFacts, 'nodes'>, names: Iterable<string>): readonly Node[] {
  // A set: with a thousand nodes, every app asks for a thousand names.
  const wanted = new Set(names);
  return facts.nodes.filter(({ name }) => wanted.has(name));
}

/** The longest round trip between two sites; undefined if no link says it. Zero within one site. */
export function roundTripSeconds(facts: ClusterFacts, from: string, to: string): number | undefined {
  if (from === to) return 0;
  const seconds = facts.links
    .filter((link) => (link.from === from && link.to === to) || (link.from === to && link.to === from))
    .map((link) => link.roundTrip.seconds);
  return seconds.length === 0 ? undefined : Math.max(...seconds);
}

/** A copy of plain data, deeply frozen; the original does not change. */
export function frozenCopy<T>(value: T): T {
  return copy(value, 0) as T;
}

/** No props are that deep: such data holds itself, or is none of ours, and the checks report it. */
const DEEPEST = 100;

function copy(value: unknown, depth: number): unknown {
  if (depth > DEEPEST) return value;
  if (Array.isArray(value)) return Object.freeze(value.map((part) => copy(part, depth + 1)));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  // A spread and assignments: V8 keeps the shape of the object, which it loses with entries, and plans are large.
  const made: { [key: string]: unknown } = { ...value };
  for (const key of Object.keys(made)) {
    const part = made[key];
    if (typeof part === 'object' && part !== null) made[key] = copy(part, depth + 1);
  }
  return Object.freeze(made);
}
