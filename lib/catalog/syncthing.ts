import { EnvValue } from '../availability/ask/container/env';
import { Probe } from '../availability/ask/container/health';
import { Port } from '../availability/ask/network/port';
import { ServiceType } from '../availability/ask/network/service';
import { Volume } from '../availability/ask/volume/volume';
import type { SinglePodFlexibleProps } from '../availability/ask/workload';
import { Cpu, Size } from '../cluster/units';
import { IMAGES } from './images';
import { checkOptions, timeZoneEnv, type WebAppOptions } from './options';
import { SYNCTHING_OPTIONS } from './shapes.generated';

/** Options of Syncthing. Anyone may change everything until you set a password in its pages: protect the host, or set it at once. */
export interface SyncthingOptions extends WebAppOptions {
  /** Folders beside its own, writable by user or group 65532. @default - none: folders lie in /var/syncthing */
  readonly folders?: readonly Volume[];
  /** Its keys, its database, and the folders that lie there. @default - 50Gi: an estimate for a few people */
  readonly dataSize?: Size;
  /** Devices that cannot be told to come through a relay need LOAD_BALANCER. @default ServiceType.CLUSTER_IP */
  readonly serviceType?: ServiceType;
}

/** What other devices connect to; discovery by broadcast (21027) does not reach a pod. */
const SYNC = [Port.tcp(22000, 'sync-tcp').unexposed(), Port.udp(22000, 'sync-udp').unexposed()];

/**
 * Syncthing. Flexible: one database and one identity, so one instance, on any node that reaches the data.
 * Its keys are who it is for other devices.
 *
 * Resources: an estimate; metio/kurly saw 54 MB after the start, and large folders want more.
 */
export function syncthing(options: SyncthingOptions): SinglePodFlexibleProps {
  checkOptions('syncthing', SYNCTHING_OPTIONS, options);
  return {
    image: IMAGES.syncthing,
    namespace: options.namespace,
    objective: options.objective,
    maxReplicas: 1,
    resources: options.resources ?? { cpu: Cpu.millis(100), memory: Size.mib(256), memoryLimit: Size.gib(1) },
    // The version is the image's.
    env: { ...timeZoneEnv(options.timeZone), STNOUPGRADE: EnvValue.of('1') },
    network: {
      ports: [Port.http(8384), ...SYNC],
      services: [{ name: 'sync', ports: SYNC.map((port) => port.name), type: options.serviceType ?? ServiceType.CLUSTER_IP }],
      routes: [{ host: options.host }],
    },
    // It answers without a login (syncthing#8640).
    health: { readiness: Probe.http('/rest/noauth/health') },
    volumes: [
      Volume.data('/var/syncthing', { name: 'data', size: options.dataSize ?? Size.gib(50) }),
      ...(options.folders ?? []),
      Volume.scratch('/tmp', Size.mib(256)),
    ],
    // No security: a user other than root stays as it is (script/docker-entrypoint.sh), and could write nowhere else in the image.
  };
}
