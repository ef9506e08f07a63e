import type { LinstorSatelliteConfigurationSpec, LinstorSatelliteConfigurationSpecStoragePools } from '../../../imports/piraeus.io';
import type { ClusterFacts, Node } from '../../cluster/cluster';
import { nodesWithRole } from '../../cluster/cluster';
import { HOSTNAME, hostnameOf, NodeRole, type Pool, PoolKind, roleLabel } from '../../cluster/node';
import type { TakenPorts } from '../../cluster/taken-ports';
import type { DrbdStorageProps } from './props';

/** The configuration for one kind of node. */
export interface SatelliteConfiguration {
  readonly name: string;
  readonly spec: LinstorSatelliteConfigurationSpec;
}

/** One configuration for each kind of node: nodes with the same pools share one, witnesses have none. */
export function satelliteConfigurations(props: DrbdStorageProps, facts: ClusterFacts): SatelliteConfiguration[] {
  const groups = new Map<string, Holder[]>();
  for (const node of holders(facts)) {
    const key = JSON.stringify(node.pools.map(renderPool));
    groups.set(key, [...(groups.get(key) ?? []), node]);
  }
  const names = [...groups.values()].map(poolNames);
  const diskful = [...groups.values()].map((nodes) => ({
    // Named by pools, not by nodes: adding or removing other nodes renames nothing.
    name: names.filter((name) => name === poolNames(nodes)).length === 1 ? poolNames(nodes) : `${poolNames(nodes)}-${nodes.map((node) => node.name).join('-')}`,
    spec: {
      ...podTemplate(props, facts),
      nodeAffinity: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: HOSTNAME, operator: 'In', values: nodes.map(hostnameOf) }] }],
      },
      storagePools: (nodes[0]?.pools ?? []).map(renderPool),
    },
  }));
  const witnesses =
    nodesWithRole(facts, NodeRole.WITNESS).length === 0
      ? []
      : [{ name: 'witness', spec: { ...podTemplate(props, facts), nodeSelector: { [roleLabel(NodeRole.WITNESS)]: 'true' } } }];
  return [...diskful, ...witnesses];
}

type Holder = Pick<Node, 'name' | 'pools'>;

/** The nodes with pools for LINSTOR: not those that a class of somebody else fills. By name: their order in the facts must rename nothing. */
function holders(facts: ClusterFacts): Holder[] {
  const foreign = new Set(facts.storage.classes.flatMap(({ madeBy, pool }) => (madeBy === undefined ? pool : [])));
  return nodesWithRole(facts, NodeRole.STORAGE).map(({ name, pools }) => ({
    name,
    pools: pools.filter((one) => !foreign.has(one.name)).sort((one, other) => (one.name < other.name ? -1 : 1)),
  }));
}

function poolNames(nodes: readonly Holder[]): string {
  return ['storage', ...(nodes[0]?.pools ?? []).map((pool) => `${pool.name}-${pool.kind}`.toLowerCase().replaceAll('_', '-'))].join('-');
}

/**
 * In one site DRBD uses the host network, so that replication survives a restart of the satellite's pod. Between sites
 * only the pod network reaches every node for certain: a node at home is behind its router.
 */
function podTemplate({ kernelModulePreinstalled }: DrbdStorageProps, facts: ClusterFacts): { readonly podTemplate?: { readonly spec: unknown } } {
  const hostNetwork = onHostNetwork(facts) ? { hostNetwork: true } : {};
  const loader = kernelModulePreinstalled === true ? { initContainers: [{ name: 'drbd-module-loader', $patch: 'delete' }] } : {};
  const spec = { ...hostNetwork, ...loader };
  return Object.keys(spec).length === 0 ? {} : { podTemplate: { spec } };
}

function satellites(facts: ClusterFacts): readonly Node[] {
  return [...new Set([...nodesWithRole(facts, NodeRole.STORAGE), ...nodesWithRole(facts, NodeRole.WITNESS)])];
}

function onHostNetwork(facts: ClusterFacts): boolean {
  return new Set(satellites(facts).map((node) => node.site)).size === 1;
}

/**
 * What satellites and volumes take on the nodes' network.
 *
 * Sources: LINSTOR User Guide (`TcpPortAutoRange`: the next free port for each resource); piraeus-operator, satellite pods: linstor, drbd-reactor.
 */
export function portsOfSatellites(facts: ClusterFacts): TakenPorts[] {
  if (!onHostNetwork(facts)) return [];
  const nodes = satellites(facts).map((node) => node.name);
  return [
    { first: 3366, last: 3366, by: 'the satellite of LINSTOR', nodes },
    { first: 7000, last: 7999, by: 'DRBD', nodes, maybe: true },
    { first: 9942, last: 9942, by: 'the metrics of DRBD', nodes },
  ];
}

function renderPool(pool: Pool): LinstorSatelliteConfigurationSpecStoragePools {
  const source = pool.devices === undefined ? {} : { source: { hostDevices: [...pool.devices] } };
  switch (pool.kind) {
    case PoolKind.LVM_THIN:
      return { name: pool.name, lvmThinPool: { volumeGroup: pool.source ?? `linstor_${pool.name}`, thinPool: pool.name }, ...source };
    case PoolKind.LVM:
      return { name: pool.name, lvmPool: { volumeGroup: pool.source ?? pool.name }, ...source };
    case PoolKind.ZFS_THIN:
      return { name: pool.name, zfsThinPool: { zPool: pool.source ?? pool.name }, ...source };
    case PoolKind.ZFS:
      return { name: pool.name, zfsPool: { zPool: pool.source ?? pool.name }, ...source };
    case PoolKind.DIRECTORY:
      return { name: pool.name, fileThinPool: { directory: pool.source ?? `/var/lib/linstor-pools/${pool.name}` } };
  }
}

/** Pools whose volumes can be snapshotted (LINSTOR: LVM thin, file thin, ZFS). */
export function canSnapshot(facts: ClusterFacts): boolean {
  const kinds = nodesWithRole(facts, NodeRole.STORAGE).flatMap((node) => node.pools.map((pool) => pool.kind));
  return kinds.length > 0 && kinds.every((kind) => kind !== PoolKind.LVM);
}
