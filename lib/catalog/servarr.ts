import { Probe } from '../availability/ask/container/health';
import { Port } from '../availability/ask/network/port';
import type { Image } from '../availability/ask/reference/image';
import { Volume } from '../availability/ask/volume/volume';
import type { SinglePodFlexibleProps } from '../availability/ask/workload';
import { Cpu, Size } from '../cluster/units';
import { timeZoneEnv, type WebAppOptions } from './options';

/** Options of the whole family. */
export interface ServarrCommonOptions extends WebAppOptions {
  /** The database and the pictures. @default - 5Gi: an estimate for some thousand titles; of Prowlarr, which has none, 2Gi */
  readonly configSize?: Size;
}

/** Options of Sonarr, Radarr and Lidarr. */
export interface ServarrOptions extends ServarrCommonOptions {
  /**
   * Library and downloads in one volume, writable by user or group 65532: hard links do not cross volumes.
   * `Volume.nfs('/media', { server: 'nas.home.example', path: '/media' })`
   */
  readonly media: Volume;
}

/**
 * The part that Sonarr, Radarr, Lidarr and Prowlarr share: one program family, one image family.
 * It asks for a login at the first visit; an API key of its own lands in /config, so no Secret is needed.
 *
 * Resources: public homelabs request 10m to 100m and 256Mi and limit at 1Gi to 4Gi; this is the small end.
 */
export function servarr(image: Image, port: number, options: ServarrCommonOptions, media: readonly Volume[]): SinglePodFlexibleProps {
  return {
    image,
    namespace: options.namespace,
    objective: options.objective,
    // SQLite in /config: two writers would corrupt it.
    maxReplicas: 1,
    resources: options.resources ?? { cpu: Cpu.millis(50), memory: Size.mib(256), memoryLimit: Size.gib(1) },
    env: timeZoneEnv(options.timeZone),
    network: { ports: [Port.http(port)], routes: [{ host: options.host }] },
    // It answers without a login.
    health: { readiness: Probe.http('/ping') },
    volumes: [Volume.data('/config', { size: options.configSize ?? Size.gib(5) }), ...media, Volume.scratch('/tmp', Size.mib(256))],
    // No security: the image is built for any user (home-operations/containers, README) and runs with a read-only root.
  };
}
