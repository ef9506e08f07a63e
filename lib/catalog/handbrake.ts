import type { WorkloadProps } from '../availability/ask/app';
import { EnvValue } from '../availability/ask/container/env';
import { Allow, DEFAULT_USER } from '../availability/ask/container/security';
import { Port } from '../availability/ask/network/port';
import { Volume } from '../availability/ask/volume/volume';
import { Cpu, Size } from '../cluster/units';
import { deviceAccess } from './devices';
import { IMAGES } from './images';
import { checkOptions, timeZoneEnv, type WebAppOptions } from './options';
import { HAND_BRAKE_OPTIONS } from './shapes.generated';

/** Options of HandBrake. It has no login of its own: protect the host before you expose it to the internet. */
export interface HandBrakeOptions extends WebAppOptions {
  /** What to convert, at /storage; may be read-only. */
  readonly media: Volume;
  /** Where results go, at /output, writable by user or group 65532. @default - 20Gi of its own: an estimate, a few films */
  readonly output?: Volume;
  /** Names of devices of the cluster: a graphics processor at /dev/dri. @default - none */
  readonly devices?: readonly string[];
  /** Settings and presets. @default - 1Gi: some megabytes; small volumes are rounded up anyway */
  readonly configSize?: Size;
}

/** Whom the init becomes: it takes any number (jlesage/docker-baseimage, 10-init-users.sh), and this one shares media with the other apps. */
const APP_USER = EnvValue.of(`${DEFAULT_USER}`);

/** What the init of the image does as root before it becomes an ordinary user (jlesage/docker-baseimage-gui, README). */
const INIT: { readonly [capability: string]: string } = {
  CHOWN: 'its init takes ownership of /config',
  DAC_OVERRIDE: 'its init writes to /config, which belongs to an ordinary user',
  FOWNER: 'its init sets permissions in /config',
  KILL: 'its init ends the processes of an ordinary user',
  SETGID: 'its init changes to an ordinary group',
  SETUID: 'its init changes to an ordinary user',
};

/**
 * HandBrake in a browser. Its class depends on the devices: with any it is pinned to the node that has them, without
 * it is flexible. One instance in either case: a conversion lives in one process.
 *
 * Resources: nobody's numbers were found; an estimate for conversions without a graphics processor.
 */
export function handbrake(options: HandBrakeOptions): WorkloadProps {
  checkOptions('handbrake', HAND_BRAKE_OPTIONS, options);
  const devices = options.devices ?? [];
  return {
    image: IMAGES.handbrake,
    namespace: options.namespace,
    objective: options.objective,
    maxReplicas: 1,
    resources: options.resources ?? { cpu: Cpu.millis(500), memory: Size.gib(1), memoryLimit: Size.gib(4) },
    // The image finds the group of /dev/dri by itself. VNC is off: it would be a second way in.
    env: { ...timeZoneEnv(options.timeZone), USER_ID: APP_USER, GROUP_ID: APP_USER, VNC_LISTENING_PORT: EnvValue.of('-1') },
    network: { ports: [Port.http(5800)], routes: [{ host: options.host }] },
    volumes: [
      ...devices.map((device) => Volume.device(device)),
      Volume.data('/config', { size: options.configSize ?? Size.gib(1) }),
      options.media,
      options.output ?? Volume.data('/output', { size: Size.gib(20) }),
      // Previews.
      Volume.scratch('/tmp', Size.gib(1)),
    ],
    security: {
      user: 0,
      fsGroup: DEFAULT_USER,
      allow: [
        Allow.rootUser('its init starts as root and then becomes an ordinary user'),
        Allow.writableRootFilesystem('its init writes users and /etc/fstab into the image'),
        ...Object.entries(INIT).map(([capability, reason]) => Allow.capability(capability, reason)),
        ...deviceAccess(devices),
      ],
    },
  };
}
