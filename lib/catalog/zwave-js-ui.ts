import { EnvValue } from '../availability/ask/container/env';
import { Probe } from '../availability/ask/container/health';
import { Port } from '../availability/ask/network/port';
import { Volume } from '../availability/ask/volume/volume';
import type { SinglePodPinnedProps } from '../availability/ask/workload';
import { Cpu, Size } from '../cluster/units';
import { deviceAccess } from './devices';
import { IMAGES } from './images';
import { checkOptions, timeZoneEnv, type WebAppOptions } from './options';
import { ZWAVE_JS_UI_OPTIONS } from './shapes.generated';

/** Options of Z-Wave JS UI. */
export interface ZwaveJsUiOptions extends WebAppOptions {
  /** The name of the stick among the devices of the cluster: `zwave-stick`. */
  readonly stick: string;
  /** The network's keys and names. @default - 1Gi: some megabytes; small volumes are rounded up anyway */
  readonly configSize?: Size;
  /** A Secret with any long random text in the key SESSION_SECRET. @default - zwave-js-ui */
  readonly secretName?: string;
}

/**
 * Z-Wave JS UI, once zwavejs2mqtt. Pinned: the stick is in one node, and the network's keys are of no use without it.
 *
 * Before 11.11 the settings decide the path of the stick: choose /dev/zwave there once. Home Assistant connects to the
 * port `websocket` as soon as the settings turn it on.
 * Resources: onedr0p/home-ops requests 10m and limits at 512Mi; upstream's manifest has 400Mi and 512Mi.
 */
export function zwaveJsUi(options: ZwaveJsUiOptions): SinglePodPinnedProps {
  checkOptions('zwaveJsUi', ZWAVE_JS_UI_OPTIONS, options);
  return {
    image: IMAGES.zwaveJsUi,
    namespace: options.namespace,
    objective: options.objective,
    maxReplicas: 1,
    resources: options.resources ?? { cpu: Cpu.millis(50), memory: Size.mib(256), memoryLimit: Size.mib(512) },
    env: {
      ...timeZoneEnv(options.timeZone),
      // Said here also because a Service named zwave would set the same variable (zwave-js-ui#4567).
      ZWAVE_PORT: EnvValue.of('/dev/zwave'),
      SESSION_SECRET: EnvValue.fromSecret({ secretName: options.secretName ?? 'zwave-js-ui', key: 'SESSION_SECRET' }),
    },
    network: { ports: [Port.http(8091), Port.tcp(3000, 'websocket')], routes: [{ host: options.host }] },
    // Asked as the kubelet does, it says that the web server lives, not the radio: without a web page nobody could fix the radio.
    health: { readiness: Probe.http('/health') },
    volumes: [
      Volume.device(options.stick, '/dev/zwave'),
      Volume.data('/usr/src/app/store', { name: 'store', size: options.configSize ?? Size.gib(1) }),
      Volume.scratch('/tmp', Size.mib(256)),
    ],
    // The image's own user is root; beside it only this one is in its /etc/passwd (node), and nobody says that another runs (zwave-js-ui#783).
    security: { user: 1000, allow: deviceAccess([options.stick]) },
  };
}
