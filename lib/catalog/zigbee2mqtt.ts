import type { WorkloadProps } from '../availability/ask/app';
import { EnvValue } from '../availability/ask/container/env';
import { Probe } from '../availability/ask/container/health';
import { Port } from '../availability/ask/network/port';
import { Volume } from '../availability/ask/volume/volume';
import { Cpu, Size } from '../cluster/units';
import { deviceAccess } from './devices';
import { IMAGES } from './images';
import { checkOptions, timeZoneEnv, type WebAppOptions } from './options';
import { ZIGBEE2_MQTT_OPTIONS } from './shapes.generated';
import type { ZigbeeCoordinator } from './zigbee-coordinator';

/** Options of Zigbee2MQTT. Its page asks for no login: protect the host before you expose it to the internet. */
export interface Zigbee2MqttOptions extends WebAppOptions {
  readonly coordinator: ZigbeeCoordinator;
  /** The broker: `mqtt://mosquitto.mosquitto:1883`. */
  readonly mqtt: string;
  /** A Secret with the name and the password for the broker, in the keys MQTT_USER and MQTT_PASSWORD. @default - zigbee2mqtt */
  readonly secretName?: string;
  /** The network's key, its devices and their names. @default - 1Gi: some megabytes; small volumes are rounded up anyway */
  readonly dataSize?: Size;
}

/**
 * Zigbee2MQTT. Its class depends on the coordinator: with a stick it is pinned to the node that has it, with one in the
 * network it is flexible. One instance in either case: two at one radio would break the network.
 *
 * Its configuration, password included, and the network's key are in its volume, which it writes itself; variables win.
 * Resources: metio/kurly.
 */
export function zigbee2Mqtt(options: Zigbee2MqttOptions): WorkloadProps {
  checkOptions('zigbee2Mqtt', ZIGBEE2_MQTT_OPTIONS, options);
  const { coordinator, secretName = 'zigbee2mqtt' } = options;
  return {
    image: IMAGES.zigbee2mqtt,
    namespace: options.namespace,
    objective: options.objective,
    maxReplicas: 1,
    resources: options.resources ?? { cpu: Cpu.millis(100), memory: Size.mib(256), memoryLimit: Size.mib(512) },
    env: {
      ...timeZoneEnv(options.timeZone),
      ZIGBEE2MQTT_CONFIG_FRONTEND_ENABLED: EnvValue.of('true'),
      ZIGBEE2MQTT_CONFIG_SERIAL_PORT: EnvValue.of(coordinator.port),
      ZIGBEE2MQTT_CONFIG_SERIAL_ADAPTER: EnvValue.of(coordinator.adapter),
      ZIGBEE2MQTT_CONFIG_MQTT_SERVER: EnvValue.of(options.mqtt),
      ZIGBEE2MQTT_CONFIG_MQTT_USER: EnvValue.fromSecret({ secretName, key: 'MQTT_USER' }),
      ZIGBEE2MQTT_CONFIG_MQTT_PASSWORD: EnvValue.fromSecret({ secretName, key: 'MQTT_PASSWORD' }),
    },
    network: { ports: [Port.http(8080)], routes: [{ host: options.host }] },
    // Its page, which at the very first start asks for what the variables do not say.
    health: { readiness: Probe.http('/') },
    volumes: [...coordinator.volumes, Volume.data('/app/data', { name: 'data', size: options.dataSize ?? Size.gib(1) }), Volume.scratch('/tmp', Size.mib(256))],
    // No user: nothing in the image belongs to any but root, and metio/kurly runs it as one that it does not know.
    security: { allow: deviceAccess(coordinator.devices) },
  };
}
