import type { Node } from '../../cluster/cluster';
import type { WorkloadProps } from '../ask/app';
import type { ResourcesProps } from '../ask/container/resources';
import { deviceClaims, startOrder } from '../pod/containers';

/** What a pod needs of its node beside CPU, memory and files. */
export interface Hardware {
  /** Of the extended resource, or of the DeviceClass. */
  readonly name: string;
  /** How many of an extended resource. Of a DeviceClass facts say only whether a node has it. */
  readonly count: number;
  readonly isDeviceClass: boolean;
}

/** As it stands in a sentence: `1 gpu.intel.com/i915`, `devices of gpu.intel.com`. */
export function hardwareName({ name, count, isDeviceClass }: Hardware): string {
  return isDeviceClass ? `devices of ${name}` : `${count} ${name}`;
}

/** All of it, by name. */
export function hardwareOf(props: Partial<WorkloadProps>): Hardware[] {
  if (
    props.resources?.extended === undefined &&
    props.resources?.deviceClaims === undefined &&
    props.initContainers === undefined &&
    props.sidecars === undefined
  )
    return [];
  const app = props as WorkloadProps;
  const others = startOrder(app).flatMap((one) => ('sidecar' in one ? [one.sidecar.resources] : [one.init.resources ?? app.resources]));
  const names = new Set([app.resources, ...others].flatMap((one) => Object.keys(one?.extended ?? {})));
  const classes = new Set(deviceClaims(app).map((claim) => claim.deviceClass));
  return [
    ...[...names].sort().map((name) => ({ name, count: requestInSum(app, (one) => one?.extended?.[name] ?? 0), isDeviceClass: false })),
    ...[...classes].sort().map((name) => ({ name, count: 1, isDeviceClass: true })),
  ];
}

/** What of it a node does not have. */
export function lacks(node: Node, hardware: readonly Hardware[]): Hardware[] {
  return hardware.filter(({ name, count, isDeviceClass }) =>
    isDeviceClass ? !(node.deviceClasses ?? []).includes(name) : (node.extendedResources?.[name] ?? 0) < count,
  );
}

/**
 * What the scheduler reserves of one resource: what app and sidecars ask for together, or an init container with the sidecars
 * that are started before it, if that is more (KEP-753; AggregateContainerRequests in k8s.io/component-helpers/resource).
 */
export function requestInSum(props: WorkloadProps, amountOf: (resources: ResourcesProps) => number): number {
  const app = amountOf(props.resources);
  if (props.initContainers === undefined && props.sidecars === undefined) return app;
  let started = 0;
  let most = 0;
  for (const one of startOrder(props)) {
    if ('sidecar' in one) started += amountOf(one.sidecar.resources);
    else most = Math.max(most, started + amountOf(one.init.resources ?? props.resources));
  }
  return Math.max(app + started, most);
}
