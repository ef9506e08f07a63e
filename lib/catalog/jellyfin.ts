import type { WorkloadProps } from '../availability/ask/app';
import { EnvValue } from '../availability/ask/container/env';
import { Probe } from '../availability/ask/container/health';
import { Port } from '../availability/ask/network/port';
import { Volume } from '../availability/ask/volume/volume';
import { Cpu, Duration, Size } from '../cluster/units';
import { deviceAccess } from './devices';
import { IMAGES } from './images';
import { checkOptions, timeZoneEnv, type WebAppOptions } from './options';
import { JELLYFIN_OPTIONS } from './shapes.generated';

/** Options of Jellyfin. */
export interface JellyfinOptions extends WebAppOptions {
  /** The library, readable by user or group 65532; may be read-only. */
  readonly media: Volume;
  /** Names of devices of the cluster: a graphics processor at /dev/dri. These need a privileged container. @default - none */
  readonly devices?: readonly string[];
  /** What a device plugin calls a graphics processor: `gpu.intel.com/i915`. No privileges needed. @default - none */
  readonly gpu?: string;
  /** The group of /dev/dri/renderD128 where a device plugin gives it (`stat -c %g`), the same on all such nodes. @default - none */
  readonly renderGroup?: number;
  /** The database and the pictures. @default - 20Gi: an estimate for some thousand titles */
  readonly configSize?: Size;
  /** Room for running conversions. @default - 10Gi: an estimate, a film per viewer */
  readonly cacheSize?: Size;
}

/**
 * Jellyfin. Its class depends on the graphics processor: with devices it is pinned to the node that has them, with a device
 * plugin on several nodes, or without any, it is flexible. One instance in either case: its state is SQLite.
 *
 * Never start an older version on the database of a newer one. Resources: as Plex, an estimate; less with a graphics processor.
 */
export function jellyfin(options: JellyfinOptions): WorkloadProps {
  checkOptions('jellyfin', JELLYFIN_OPTIONS, options);
  const devices = options.devices ?? [];
  const resources = options.resources ?? { cpu: Cpu.millis(200), memory: Size.gib(1), memoryLimit: Size.gib(4) };
  return {
    image: IMAGES.jellyfin,
    namespace: options.namespace,
    objective: options.objective,
    maxReplicas: 1,
    resources: options.gpu === undefined ? resources : { ...resources, extended: { ...resources.extended, [options.gpu]: 1 } },
    env: { ...timeZoneEnv(options.timeZone), JELLYFIN_PublishedServerUrl: EnvValue.of(`https://${options.host}`) },
    network: { ports: [Port.http(8096)], routes: [{ host: options.host }] },
    // It answers without a login. The start after an upgrade changes the database, which must not be cut off: an estimate for big libraries.
    health: { readiness: Probe.http('/health'), startsWithin: Duration.minutes(30) },
    volumes: [
      ...devices.map((device) => Volume.device(device)),
      Volume.data('/config', { size: options.configSize ?? Size.gib(20) }),
      Volume.scratch('/cache', options.cacheSize ?? Size.gib(10)),
      options.media,
      Volume.scratch('/tmp', Size.gib(1)),
    ],
    // No user: its folders are open to any (jellyfin-packaging, Dockerfile), and an ordinary one could write to no others in the image.
    security: { fsGroup: options.renderGroup, allow: deviceAccess(devices) },
  };
}
