import { type ClusterFacts, type ClusterFactsProps, type DeviceResources, frozenCopy, type Node } from './cluster';
import { timingOf } from './control-plane';
import { Architecture, FencingMethod, type NodeProps, NodeRole, REGION, type Reserved, roleLabel, roleTaints, type Taint, ZONE } from './node';
import type { Site } from './site';
import { resolveStorage } from './storage';
import type { SystemFacts } from './system';
import { portsOfKubernetes } from './taken-ports';
import { Cpu, Size } from './units';

/**
 * The kubelet evicts below this much free memory, so pods cannot use it.
 * Source: KubeletConfiguration `evictionHard`, memory.available < 100Mi.
 */
export const EVICTION_THRESHOLD = Size.mib(100);
/** Source: KubeletConfiguration `maxPods`. */
export const DEFAULT_MAX_PODS = 110;

/** Fills in what follows from the facts and from the systems in use. It does not check them: see `checkFacts`. */
export function resolveFacts(name: string, props: ClusterFactsProps, systems: readonly SystemFacts[] = []): ClusterFacts {
  const own = resolveOwn(name, props);
  if (systems.length === 0) return own;
  const made = systems.flatMap((system) => system.storageClasses?.(own) ?? []);
  const taken = systems.flatMap((system) => system.takenPorts?.(own) ?? []);
  const given = systems.flatMap((system) => own.nodes.flatMap((node) => (node.devices ?? []).map((device) => [device.name, system.deviceResource?.(device)])));
  const deviceResources: DeviceResources = Object.fromEntries(given.filter(([, resource]) => resource !== undefined));
  return Object.freeze({
    ...own,
    nodes: frozenCopy(own.nodes.map((node) => withOffered(node, deviceResources))),
    deviceResources: frozenCopy(deviceResources),
    storage: frozenCopy(resolveStorage(props.storage ?? {}, made)),
    takenPorts: frozenCopy([...own.takenPorts, ...taken]),
    gateways: frozenCopy(systems.flatMap((system) => system.gateways?.(own) ?? [])),
  });
}

/** With what a device plugin offers. What the facts say of it themselves counts more. */
function withOffered(node: Node, resources: DeviceResources): Node {
  const offered = (node.devices ?? []).flatMap(({ name, pods = 1 }) =>
    resources[name] === undefined || !(pods >= 1) ? [] : [[resources[name], pods] as const],
  );
  return offered.length === 0 ? node : { ...node, extendedResources: { ...Object.fromEntries(offered), ...node.extendedResources } };
}

function resolveOwn(name: string, props: ClusterFactsProps): ClusterFacts {
  // By name, so that the order of facts in the program changes no byte.
  const sites = byName(props.sites ?? [...new Set(props.nodes.map((node) => node.site))].map((site) => ({ name: site })));
  const nodes = byName(props.nodes.map((node) => resolveNode(node, sites)));
  return frozenCopy({
    name,
    nodes,
    sites,
    links: props.links ?? [],
    sharedFates: byName((props.sharedFates ?? []).map((fate) => ({ ...fate, nodes: [...fate.nodes].sort() }))),
    controlPlane: props.controlPlane,
    timing: timingOf(props.controlPlane.version, props.controlPlane.flags),
    storage: resolveStorage(props.storage ?? {}, []),
    takenPorts: portsOfKubernetes(
      props.controlPlane,
      nodes.map((node) => node.name),
    ),
    gateways: [],
    deviceResources: {},
    policy: props.policy ?? {},
    clusterDns: props.clusterDns,
    failureRates: props.failureRates ?? {},
    accept: props.accept ?? [],
  });
}

function byName<T extends { readonly name: string }>(some: readonly T[]): readonly T[] {
  return [...some].sort((one, other) => (one.name < other.name ? -1 : 1));
}

function resolveNode(node: NodeProps, sites: readonly Site[]): Node {
  const reserved = node.reserved ?? defaultReserved(node);
  const zone = node.zone ?? node.site;
  const region = sites.find((site) => site.name === node.site)?.region;
  const order = Object.values(NodeRole);
  const roles = [...node.roles].sort((one, other) => order.indexOf(one) - order.indexOf(other));
  return {
    ...node,
    roles,
    zone,
    reserved,
    allocatable: {
      cpu: Cpu.millis(node.cpu.millis - reserved.cpu.millis),
      memory: Size.bytes(node.memory.bytes - reserved.memory.bytes - EVICTION_THRESHOLD.bytes),
      ephemeralStorage: node.ephemeralStorage,
      pods: node.maxPods ?? DEFAULT_MAX_PODS,
    },
    pools: node.pools ?? [],
    architecture: node.architecture ?? Architecture.AMD64,
    fencing: node.fencing ?? { method: FencingMethod.NONE },
    taints: [...roleTaints(roles), ...(node.taints ?? [])].sort((one, other) => (taintText(one) < taintText(other) ? -1 : 1)),
    labels: {
      ...Object.fromEntries(roles.map((role) => [roleLabel(role), 'true'])),
      [ZONE]: zone,
      ...(region === undefined ? {} : { [REGION]: region }),
      ...node.labels,
    },
  };
}

/**
 * A K3s agent was measured at 275 MB, a server with a workload at 1596 MB (docs.k3s.io, Resource Profiling);
 * the remainder is for the system.
 */
function defaultReserved(node: NodeProps): Reserved {
  return node.roles.includes(NodeRole.CONTROL) ? { cpu: Cpu.millis(500), memory: Size.gib(2) } : { cpu: Cpu.millis(100), memory: Size.mib(512) };
}

/** By which taints are sorted, so that their order in the facts does not matter. */
function taintText({ key, value = '', effect }: Taint): string {
  return `${key}=${value}:${effect}`;
}
