import type { Port } from '../../ask/network/port';
import type { Reached } from '../reached';

/** The ports that any Service of the app has. */
export function servedPorts({ network: { ports, exposed, service, services } }: Reached): readonly Port[] {
  if (service?.ports === undefined && services.length === 0) return exposed;
  const named = new Set([...(service?.ports ?? []), ...services.flatMap((one) => one.ports)]);
  const unnamed = service?.ports === undefined ? exposed : [];
  return ports.filter((port) => named.has(port.name) || unnamed.includes(port));
}

/** The ports open to other pods: those of its Services, and those that the node listens on for it. */
export function openPorts(one: Reached): readonly Port[] {
  const served = servedPorts(one);
  return one.network.ports.filter((port) => port.hostPort !== undefined || served.includes(port));
}

export interface PortOfNode {
  readonly number: number;
  readonly protocol: string;
  /** Undefined: each of the node. */
  readonly address: string | undefined;
}

/** The ports of its node that a pod of the app takes. */
export function portsOfNode({ network: { ports, onHostNetwork } }: Reached): PortOfNode[] {
  if (onHostNetwork) return ports.map(({ number, protocol, hostPort }) => ({ number, protocol, address: hostPort?.address }));
  return ports.flatMap(({ hostPort, protocol }) => (hostPort === undefined ? [] : [{ number: hostPort.number, protocol, address: hostPort.address }]));
}

/** Whether two pods cannot be on one node. Source: kubernetes, HostPortInfo.CheckConflict of the scheduler. */
export function isSamePort(one: PortOfNode, other: PortOfNode): boolean {
  if (one.number !== other.number || one.protocol !== other.protocol) return false;
  return one.address === undefined || other.address === undefined || one.address === other.address;
}
