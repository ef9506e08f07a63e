import {
  ApiEndpointKind,
  Architecture,
  type ClusterFactsProps,
  Cpu,
  Datastore,
  type Device,
  Distribution,
  type DrbdStorageProps,
  Duration,
  type ForeignStorageClass,
  type NodeProps,
  NodeRole,
  PoolKind,
  Size,
  type Taint,
  TaintEffect,
} from '../../lib';
import type { Dice } from './dice';

/** Classes that the cluster would have already: one on each node's own disk, one in the network. */
export const LOCAL_PATH = 'local-path';
export const BLOCK = 'block';

/** What is known and taken, so that the findings left are about nodes, devices and room. */
export const ACCEPTED = [
  'ARCHITECTURE-UNSAID',
  'CAPACITY-ON-LOSS',
  'CAPACITY-ON-ROLLOUT',
  'CONTROL-SINGLE-SERVER',
  'CONTROL-ZONE-LOSS',
  'FATE-STOPS-EVICTION',
  'FLEXIBLE-COPIES-ELSEWHERE',
  'FLEXIBLE-FAILOVER-EXEMPT',
  'FLEXIBLE-NOWHERE-TO-GO',
  'FLEXIBLE-STUCK-VOLUME',
  'FLEXIBLE-TWIN-WRITER',
  'HA-ONE-NODE',
  'NODE-TOO-SMALL',
  'STORAGE-ZONE-LOSS',
  'ZONE-IN-TWO-SITES',
] as const;

/** Whether nodes say what disk and how many pods they have, and what of it is short on all of them. */
interface Limits {
  readonly known: boolean;
  readonly tight?: 'disk' | 'pods';
}

/** Facts, and what LINSTOR is told where it is in use. */
export interface RandomCluster extends ClusterFactsProps {
  readonly drbd?: DrbdStorageProps;
}

/** Two to twelve unequal nodes in one to four zones: roles, taints, devices, pools. Sound by itself; whether apps find room in it is another matter. */
export function randomCluster(dice: Dice, prefix: string): RandomCluster {
  const count = dice.whole(2, 12);
  const zones = ['a', 'b', 'c', 'd'].slice(0, dice.whole(1, Math.min(4, count)));
  const sites = zones.length > 1 && dice.chance(0.4) ? ['east', 'west'] : ['east'];
  const siteOf = (zone: string) => sites[zones.indexOf(zone) % sites.length] ?? 'east';
  const managed = dice.chance(0.4);
  const limits: Limits = { known: dice.chance(0.2), ...(dice.chance(0.1) ? { tight: dice.pick(['disk', 'pods'] as const) } : {}) };
  const bare = Array.from({ length: count }, (_, index) => randomNode(dice, `${prefix}-n${index + 1}`, zones, siteOf, !managed && index === 0, limits));
  const linstor = count > 2 && dice.chance(0.65) ? withStorage(dice, bare) : undefined;
  const nodes = linstor?.nodes ?? bare;
  const classes: ForeignStorageClass[] = [
    ...(dice.chance(0.4) ? [{ name: LOCAL_PATH, nodeLocal: true }] : []),
    ...(dice.chance(0.4) ? [{ name: BLOCK, nodeLocal: false }] : []),
  ];
  const server = nodes[0]?.name ?? '';
  return {
    nodes,
    sites: sites.map((name) => ({
      name,
      zones: zones.filter((zone) => siteOf(zone) === name),
      ...(sites.length > 1 ? { region: `region-${name}` } : {}),
    })),
    links: sites.length > 1 ? [{ from: 'east', to: 'west', roundTrip: Duration.millis(2) }] : [],
    controlPlane: {
      distribution: managed ? Distribution.MANAGED : Distribution.K3S,
      version: '1.36.3',
      servers: managed ? [] : [server],
      datastore: managed ? Datastore.EXTERNAL : Datastore.SQLITE,
      apiEndpoint: { kind: managed ? ApiEndpointKind.LOAD_BALANCER : ApiEndpointKind.ONE_SERVER, address: 'api.example' },
    },
    ...(linstor === undefined ? {} : { drbd: linstor.props }),
    storage: classes.length === 0 ? {} : { classes },
    accept: ACCEPTED.map((code) => ({ code, reason: 'a random cluster' })),
  };
}

function randomNode(
  dice: Dice,
  name: string,
  zones: readonly string[],
  siteOf: (zone: string) => string,
  server: boolean,
  { known, tight }: Limits,
): NodeProps {
  const zone = dice.pick(zones);
  const roles = server ? [NodeRole.CONTROL, ...(dice.chance(0.5) ? [NodeRole.WORKER] : [])] : randomRoles(dice);
  const taints: Taint[] = dice.chance(0.08)
    ? [{ key: 'example.com/quiet', ...(dice.chance(0.5) ? { value: 'yes' } : {}), effect: dice.pick(Object.values(TaintEffect)) }]
    : [];
  return {
    name,
    roles,
    site: siteOf(zone),
    zone,
    cpu: Cpu.cores(dice.pick([2, 4, 4, 8, 16])),
    memory: Size.gib(dice.pick(server ? [4, 8] : [2, 4, 4, 8, 8, 16, 32])),
    architecture: dice.chance(0.12) ? Architecture.ARM64 : Architecture.AMD64,
    ...(tight === 'disk' || (known && dice.chance(0.6)) ? { ephemeralStorage: Size.gib(dice.pick(tight === 'disk' ? [1, 2] : [8, 16, 32])) } : {}),
    ...(tight === 'pods' || (known && dice.chance(0.3)) ? { maxPods: tight === 'pods' ? dice.whole(1, 2) : dice.whole(5, 12) } : {}),
    ...(dice.chance(0.25) ? { devices: [randomDevice(dice, name)] } : {}),
    ...(dice.chance(0.3) ? { labels: { 'example.com/rack': dice.pick(['one', 'two']) } } : {}),
    ...(taints.length === 0 ? {} : { taints }),
  };
}

function randomRoles(dice: Dice): NodeRole[] {
  const extra = [NodeRole.INGRESS, NodeRole.MONITORING, NodeRole.EDGE].filter(() => dice.chance(0.15));
  if (dice.chance(0.8) || extra.length === 0) return [NodeRole.WORKER, ...extra];
  return extra;
}

function randomDevice(dice: Dice, node: string): Device {
  return dice.chance(0.5)
    ? { name: `${node}-stick`, path: `/dev/serial/by-id/${node}`, group: 20 }
    : { name: `${node}-gpu`, path: `/dev/dri-${node}`, isDirectory: true, group: 44 };
}

/** DRBD on some of the nodes, with a witness where two copies alone would tie. */
function withStorage(dice: Dice, nodes: readonly NodeProps[]): { readonly nodes: NodeProps[]; readonly props: DrbdStorageProps } {
  const holders = dice.some(nodes, dice.whole(2, Math.min(5, nodes.length - 1))).map((node) => node.name);
  const replicas = dice.chance(0.5) ? { replicas: dice.whole(2, Math.min(3, holders.length)) } : {};
  const witness = nodes.find((node) => !holders.includes(node.name))?.name;
  const pool = { name: 'nvme', kind: PoolKind.LVM_THIN, size: Size.tib(2) };
  return {
    nodes: nodes.map((node) => {
      if (holders.includes(node.name)) return { ...node, roles: [...node.roles, NodeRole.STORAGE], pools: [pool] };
      return node.name === witness ? { ...node, roles: [...node.roles, NodeRole.WITNESS] } : node;
    }),
    props: { pool: pool.name, ...replicas },
  };
}
