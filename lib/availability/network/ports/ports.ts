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

/** The ports of its node that a pod of the app takes. */
export function portsOfNode({ network: { ports, onHostNetwork } }: Reached): { readonly number: number; readonly protocol: string }[] {
  if (onHostNetwork) return ports.map(({ number, protocol }) => ({ number, protocol }));
  return ports.flatMap(({ hostPort, protocol }) => (hostPort === undefined ? [] : [{ number: hostPort.number, protocol }]));
}
