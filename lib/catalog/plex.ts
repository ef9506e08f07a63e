import { type Env, EnvValue } from '../availability/ask/container/env';
import { Probe } from '../availability/ask/container/health';
import { Port } from '../availability/ask/network/port';
import { ServiceType } from '../availability/ask/network/service';
import { Volume } from '../availability/ask/volume/volume';
import type { SinglePodFlexibleProps } from '../availability/ask/workload';
import { Cpu, Size } from '../cluster/units';
import { IMAGES } from './images';
import { checkOptions, timeZoneEnv, type WebAppOptions } from './options';
import { PLEX_OPTIONS } from './shapes.generated';

/** Options of Plex. */
export interface PlexOptions extends WebAppOptions {
  /** The library, readable by user or group 65532. It may be read-only; then Plex cannot delete titles. */
  readonly media: Volume;
  /** The database and the pictures. @default - 20Gi: an estimate for some thousand titles */
  readonly configSize?: Size;
  /** Room for running conversions; set Plex's temporary directory to /transcode. @default - 4Gi: an estimate, two films at once */
  readonly transcodeSize?: Size;
  /** Televisions that do not go through the ingress need LOAD_BALANCER. @default ServiceType.CLUSTER_IP */
  readonly serviceType?: ServiceType;
  /** A Secret with a fresh claim token in the key PLEX_CLAIM_TOKEN; read at the first start only. @default - none: claim it by hand */
  readonly secretName?: string;
}

/**
 * Plex Media Server. Flexible: its state is SQLite, so one instance, on any node that reaches the data.
 *
 * Resources: onedr0p/home-ops requests 100m and limits at 16Gi with a GPU; without one 4Gi is enough for a household.
 */
export function plex(options: PlexOptions): SinglePodFlexibleProps {
  checkOptions('plex', PLEX_OPTIONS, options);
  return {
    image: IMAGES.plex,
    namespace: options.namespace,
    objective: options.objective,
    maxReplicas: 1,
    resources: options.resources ?? { cpu: Cpu.millis(200), memory: Size.gib(1), memoryLimit: Size.gib(4) },
    // With the port: without it clients try 32400 behind the ingress.
    env: { ...timeZoneEnv(options.timeZone), PLEX_ADVERTISE_URL: EnvValue.of(`https://${options.host}:443`), ...claim(options.secretName) },
    network: { ports: [Port.http(32400)], service: { type: options.serviceType ?? ServiceType.CLUSTER_IP }, routes: [{ host: options.host }] },
    health: { readiness: Probe.http('/identity') },
    volumes: [
      // Logs stay here too: a scratch mount deep inside would leave parent folders of root in an empty volume.
      Volume.data('/config', { size: options.configSize ?? Size.gib(20) }),
      options.media,
      Volume.scratch('/transcode', options.transcodeSize ?? Size.gib(4)),
      Volume.scratch('/tmp', Size.mib(256)),
    ],
    // No security: the image is built for any user (home-operations/containers, README) and runs with a read-only root.
  };
}

function claim(secretName?: string): Env {
  return secretName === undefined ? {} : { PLEX_CLAIM_TOKEN: EnvValue.fromSecret({ secretName, key: 'PLEX_CLAIM_TOKEN' }) };
}
