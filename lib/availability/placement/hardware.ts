import type { Node } from '../../cluster/cluster';
import type { DeviceClaim } from '../ask/container/device-claim';
import { ContainerKind, type ResolvedApp, type ResolvedResources } from '../ask/resolved';

/** What a pod needs from its node besides CPU, memory and files. */
export interface Hardware {
  /** Of the extended resource, or of the DeviceClass. */
  readonly name: string;
  /** How many of an extended resource. For a DeviceClass, facts only say whether a node has it. */
  readonly count: number;
  readonly isDeviceClass: boolean;
}

/** As part of a sentence: `1 gpu.intel.com/i915`, `devices of gpu.intel.com`. */
export function hardwareName({ name, count, isDeviceClass }: Hardware): string {
  return isDeviceClass ? `devices of ${name}` : `${count} ${name}`;
}

const NONE: readonly Hardware[] = Object.freeze([]);

/** All hardware of a pod, by name. */
export function hardwareOf(app: ResolvedApp): readonly Hardware[] {
  const names = new Set<string>();
  const classes = new Set<string>();
  for (const { resources } of app.containers) {
    for (const name of Object.keys(resources.extended)) names.add(name);
    for (const claim of resources.deviceClaims) classes.add(claim.deviceClass);
  }
  if (names.size + classes.size === 0) return NONE;
  return [
    ...[...names].sort().map((name) => ({ name, count: requestInSum(app, (one) => one.extended[name] ?? 0), isDeviceClass: false })),
    ...[...classes].sort().map((name) => ({ name, count: 1, isDeviceClass: true })),
  ];
}

/** The devices that a pod claims, each claim once: containers with the same name share it. */
export function deviceClaims({ containers, main }: ResolvedApp): DeviceClaim[] {
  const all = [main, ...containers].flatMap(({ resources }) => resources.deviceClaims);
  return [...new Map(all.map((claim) => [claim.name, claim])).values()];
}

/** The hardware that a node does not have. */
export function lacks(node: Node, hardware: readonly Hardware[]): Hardware[] {
  return hardware.filter(({ name, count, isDeviceClass }) =>
    isDeviceClass ? !(node.deviceClasses ?? []).includes(name) : (node.extendedResources?.[name] ?? 0) < count,
  );
}

export function requestInSum({ containers }: ResolvedApp, amountOf: (resources: ResolvedResources) => number): number {
  return reserved(
    containers,
    ({ kind }) => kind === ContainerKind.INIT,
    ({ resources }) => amountOf(resources),
  );
}

/**
 * What the scheduler reserves of one resource: the requests of app and sidecars together, or an init container with the sidecars
 * that start before it, if that is more (KEP-753; AggregateContainerRequests in k8s.io/component-helpers/resource).
 *
 * @param containers in the order in which they start
 * @param ends whether it ends before the next one starts
 */
export function reserved<T>(containers: readonly T[], ends: (container: T) => boolean, amountOf: (container: T) => number): number {
  let running = 0;
  let most = 0;
  for (const container of containers) {
    if (ends(container)) most = Math.max(most, running + amountOf(container));
    else running += amountOf(container);
  }
  return Math.max(running, most);
}
