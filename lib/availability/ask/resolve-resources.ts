import type { DeviceResources } from '../../cluster/cluster';
import { Size } from '../../cluster/units';
import type { WorkloadProps } from './app';
import type { Mount } from './container/mount';
import type { ResourcesProps } from './container/resources';
import { NO_DEVICES, requestsFor } from './devices';
import type { ResolvedResources } from './resolved';
import { VolumeKind } from './volume/volume';

/** What a container may write to the disk of the node besides its scratch volumes: its logs and its root. */
const DEFAULT_EPHEMERAL = Size.mib(256);

const EMPTY = Object.freeze({});
const NONE: readonly never[] = Object.freeze([]);

/** Requests and limits with every default filled in. */
export function resolveResources(given: ResourcesProps, scratch: number, mounts: readonly Mount[], devices: DeviceResources): ResolvedResources {
  const own = given.ephemeralStorage ?? DEFAULT_EPHEMERAL;
  return {
    ...given,
    ephemeralStorage: own,
    ephemeralLimit: scratch === 0 ? own : Size.bytes(own.bytes + scratch),
    extended: devices === NO_DEVICES ? (given.extended ?? EMPTY) : { ...requestsFor(mounts, devices), ...given.extended },
    deviceClaims: given.deviceClaims ?? NONE,
  };
}

/** The size of all scratch volumes of an app. */
export function scratchBytes({ volumes = NONE }: WorkloadProps): number {
  let bytes = 0;
  for (const { kind, options } of volumes) if (kind === VolumeKind.SCRATCH) bytes += options.size?.bytes ?? 0;
  return bytes;
}
