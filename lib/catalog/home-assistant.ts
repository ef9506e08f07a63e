import type { WorkloadProps } from '../availability/ask/app';
import { Probe } from '../availability/ask/container/health';
import { Port } from '../availability/ask/network/port';
import { Volume } from '../availability/ask/volume/volume';
import { Cpu, Duration, Size } from '../cluster/units';
import { deviceAccess } from './devices';
import { IMAGES } from './images';
import { checkOptions, timeZoneEnv, type WebAppOptions } from './options';
import { HOME_ASSISTANT_OPTIONS } from './shapes.generated';

/** Options of Home Assistant. */
export interface HomeAssistantOptions extends WebAppOptions {
  /** Names of devices of the cluster: a Zigbee stick. They are found at the node's own paths. @default - none */
  readonly devices?: readonly string[];
  /** Settings, history and the integrations' packages. @default - 10Gi: an estimate, most of it history */
  readonly configSize?: Size;
}

/**
 * Home Assistant. Its class depends on the devices: with any it is pinned to the node that has them, without it is
 * flexible. One instance in either case: its history is SQLite.
 *
 * Behind an ingress, configuration.yaml needs `http: { use_x_forwarded_for: true, trusted_proxies: [<the pods' network>] }`,
 * or it answers 400. Resources: between onedr0p/home-ops (10m) and metio/kurly (250m, 512Mi); both limit at 2Gi.
 */
export function homeAssistant(options: HomeAssistantOptions): WorkloadProps {
  checkOptions('homeAssistant', HOME_ASSISTANT_OPTIONS, options);
  const devices = options.devices ?? [];
  return {
    image: IMAGES.homeAssistant,
    namespace: options.namespace,
    objective: options.objective,
    maxReplicas: 1,
    resources: options.resources ?? { cpu: Cpu.millis(100), memory: Size.mib(512), memoryLimit: Size.gib(2) },
    env: timeZoneEnv(options.timeZone),
    network: { ports: [Port.http(8123)], routes: [{ host: options.host }] },
    // No path is meant for health; this one is the web page's own and needs no login. The first start downloads packages.
    health: { readiness: Probe.http('/manifest.json'), startsWithin: Duration.minutes(10) },
    volumes: [
      ...devices.map((device) => Volume.device(device)),
      // The packages live in /config/.venv: kept, so that a start on another node does not need the internet.
      Volume.data('/config', { size: options.configSize ?? Size.gib(10) }),
      Volume.scratch('/tmp', Size.mib(256)),
    ],
    // No user: the image is built for any (home-operations/containers, README) and runs with a read-only root.
    security: { allow: deviceAccess(devices) },
  };
}
