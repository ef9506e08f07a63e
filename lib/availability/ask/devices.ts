import type { DeviceResources } from '../../cluster/cluster';
import type { Mount } from './container/mount';
import { Allow, AllowKind } from './container/security';
import { type Volume, VolumeKind } from './volume/volume';

/** Nobody gives devices out: they are paths of the node. */
export const NO_DEVICES: DeviceResources = Object.freeze({});

/** The extended resource by which a device plugin gives a device to pods. Undefined: the volume is a host path, or no device. */
export function resourceOf({ kind, options }: Volume, given: DeviceResources): string | undefined {
  return kind === VolumeKind.DEVICE ? given[options.device ?? ''] : undefined;
}

/** What a container requests for the devices that it mounts, each once. */
export function requestsFor(mounts: readonly Mount[], given: DeviceResources): { readonly [resource: string]: number } {
  const resources = mounts.map(({ volume }) => resourceOf(volume, given)).filter((resource) => resource !== undefined);
  return Object.fromEntries(resources.map((resource) => [resource, 1]));
}

/** Exceptions once it is known who gives devices out: a plugin, or else nobody, and only a privileged container can open them. */
export function withDevices(allow: readonly Allow[], given: DeviceResources): readonly Allow[] {
  if (!allow.some(({ kind }) => kind === AllowKind.DEVICES)) return allow;
  const isGiven = Object.keys(given).length > 0;
  return allow.flatMap((one) => (one.kind !== AllowKind.DEVICES ? [one] : isGiven ? [] : [Allow.privileged(one.reason)]));
}
