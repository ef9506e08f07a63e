import { isSamePort, type PortOfNode } from '../availability/network/ports/ports';
import { HOSTNAME } from '../cluster/node';
import { isMap, partAt } from '../cluster/parts';
import { type Eligible, narrowed } from './nodes';
import { countsOwn, listAt, type Placed, PodMaker, type PodTemplate, textAt } from './objects';
import { portsOf } from './props';
import { followsOthers, requiredTerms } from './together';

/** The pods of a workload, and the nodes that would have them if there were no others. */
export interface Running {
  readonly placed: Placed;
  readonly maker: PodMaker;
  readonly path: string;
  readonly pod: PodTemplate;
  readonly places: Eligible;
}

/** DaemonSets whose pods are surely on each of their nodes. */
export function agentsOf(running: readonly Running[]): readonly Running[] {
  return running.filter(({ maker, pod, places }) => maker === PodMaker.DAEMON_SET && places.unknown.length === 0 && !followsOthers(pod));
}

/**
 * The same nodes without those where a DaemonSet has a port of the node that these pods want, or where it has pods that these must not meet.
 * Sources: kubernetes, nodeports and interpodaffinity/filtering.go; the kubelet refuses a port that is taken, but asks for no affinity.
 */
export function besideAgents({ maker, pod, places }: Running, agents: readonly Running[]): Eligible {
  // Of two agents that want the same, nobody knows which comes first.
  if (maker === PodMaker.DAEMON_SET) return places;
  const isScheduled = textAt(pod.spec, 'nodeName') === undefined;
  return agents.reduce((left, agent) => {
    const names = new Set(agent.places.nodes.map(({ name }) => name));
    const port = portsOnNode(pod).find((one) => portsOnNode(agent.pod).some((other) => isSamePort(one, other)));
    const keepsOff = isScheduled && avoids(pod, agent.pod);
    const what = port === undefined ? `no pod of ${agent.path}` : `the port ${port.number}/${port.protocol} free, which ${agent.path} has`;
    return port === undefined && !keepsOff ? left : narrowed(left, [what], ({ name }) => !names.has(name));
  }, places);
}

function portsOnNode({ spec }: PodTemplate): readonly PortOfNode[] {
  const onHostNetwork = partAt(spec, 'hostNetwork') === true;
  return portsOf(spec).flatMap(({ number, protocol, hostPort }) =>
    hostPort !== undefined || onHostNetwork ? [{ number: hostPort?.number ?? number, protocol, address: hostPort?.address }] : [],
  );
}

/** Whether a pod surely starts on no node where another one is. */
function avoids(pod: PodTemplate, other: PodTemplate): boolean {
  return requiredTerms(pod, 'podAntiAffinity').some((term) => {
    const isOfOthers = listAt(term, 'namespaces').length > 0 || isMap(partAt(term, 'namespaceSelector'));
    const isExact = listAt(term, 'matchLabelKeys').length === 0;
    return textAt(term, 'topologyKey') === HOSTNAME && isExact && (isOfOthers || pod.namespace === other.namespace) && countsOwn(term, other);
  });
}
