import { type ClusterFacts, type ClusterFactsProps, frozenCopy, type Node } from './cluster';
import { timingOf } from './control-plane';
import { Architecture, FencingMethod, type NodeProps, NodeRole, type Reserved, roleLabel, roleTaints } from './node';
import type { Site } from './site';
import { resolveStorage } from './storage';
import type { SystemFacts } from './system';
import { portsOfKubernetes } from './taken-ports';
import { Cpu, Size } from './units';

/**
 * The kubelet evicts below this much free memory, so pods cannot use it.
 * Source: KubeletConfiguration `evictionHard`, memory.available < 100Mi.
 */
const EVICTION_THRESHOLD = Size.mib(100);
/** Source: KubeletConfiguration `maxPods`. */
const DEFAULT_MAX_PODS = 110;

/** Fills in what follows from the facts and from the systems in use. It does not check them: see `checkFacts`. */
export function resolveFacts(name: string, props: ClusterFactsProps, systems: readonly SystemFacts[] = []): ClusterFacts {
  const own = resolveOwn(name, props);
  if (systems.length === 0) return own;
  const made = systems.flatMap((system) => system.storageClasses?.(own) ?? []);
  const taken = systems.flatMap((system) => system.takenPorts?.(own) ?? []);
  return Object.freeze({
    ...own,
    storage: frozenCopy(resolveStorage(props.storage ?? {}, made)),
    takenPorts: frozenCopy([...own.takenPorts, ...taken]),
  });
}

function resolveOwn(name: string, props: ClusterFactsProps): ClusterFacts {
  const sites = props.sites ?? [...new Set(props.nodes.map((node) => node.site))].map((site) => ({ name: site }));
  // By name, so that the order of nodes in the program changes no byte.
  const nodes = props.nodes.map((node) => resolveNode(node, sites)).sort((one, other) => (one.name < other.name ? -1 : 1));
  return frozenCopy({
    name,
    nodes,
    sites,
    links: props.links ?? [],
    sharedFates: props.sharedFates ?? [],
    controlPlane: props.controlPlane,
    timing: timingOf(props.controlPlane.version, props.controlPlane.flags),
    storage: resolveStorage(props.storage ?? {}, []),
    takenPorts: portsOfKubernetes(
      props.controlPlane,
      nodes.map((node) => node.name),
    ),
    policy: props.policy ?? {},
    accept: props.accept ?? [],
  });
}

function resolveNode(node: NodeProps, sites: readonly Site[]): Node {
  const reserved = node.reserved ?? defaultReserved(node);
  const zone = node.zone ?? node.site;
  const region = sites.find((site) => site.name === node.site)?.region;
  const order = Object.values(NodeRole);
  return {
    ...node,
    // Their order in the facts changes no byte of the output.
    roles: [...node.roles].sort((one, other) => order.indexOf(one) - order.indexOf(other)),
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
    taints: [...roleTaints(node.roles), ...(node.taints ?? [])],
    labels: {
      ...Object.fromEntries(node.roles.map((role) => [roleLabel(role), 'true'])),
      'topology.kubernetes.io/zone': zone,
      ...(region === undefined ? {} : { 'topology.kubernetes.io/region': region }),
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
