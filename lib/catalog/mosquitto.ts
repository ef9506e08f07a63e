import type { Objective } from '../availability/ask/app';
import type { ResourcesProps } from '../availability/ask/container/resources';
import type { Client } from '../availability/ask/network/client';
import { Port } from '../availability/ask/network/port';
import { ServiceType, TrafficPolicy } from '../availability/ask/network/service';
import { Volume } from '../availability/ask/volume/volume';
import type { SinglePodFlexibleProps } from '../availability/ask/workload';
import { Cpu, Size } from '../cluster/units';
import { IMAGES } from './images';
import { checkOptions } from './options';
import { MOSQUITTO_OPTIONS } from './shapes.generated';

/** Options of Mosquitto. */
export interface MosquittoOptions {
  /** A Secret with the file that mosquitto_passwd makes in the key passwords. @default - mosquitto */
  readonly secretName?: string;
  /** More lines of its configuration, such as a bridge. @default - none */
  readonly config?: string;
  /** Devices outside the cluster need LOAD_BALANCER. @default ServiceType.CLUSTER_IP */
  readonly serviceType?: ServiceType;
  /** Who may connect; a password is asked for in any case. @default - anyone who reaches it */
  readonly allowFrom?: readonly Client[];
  /** @default - its own, named after the app; in your own chart, that chart's */
  readonly namespace?: string;
  /** @default - none: the report says what to expect */
  readonly objective?: Objective;
  /** @default - 50m, 64Mi, at most 128Mi: what metio/kurly gives it */
  readonly resources?: ResourcesProps;
}

/** Plugins in place of the options password_file and persistence: the former is gone in 3.0, the latter writes every half hour. */
const CONFIG = `listener 1883
allow_anonymous false
global_plugin /usr/lib/mosquitto_password_file.so
plugin_opt_password_file /mosquitto/secret/passwords
global_plugin /usr/lib/mosquitto_persist_sqlite.so
persistence_location /mosquitto/data/
log_dest stdout
`;

/**
 * Mosquitto, a broker for MQTT. Flexible: retained messages and sessions live in one process, so one instance only, but any
 * node that reaches the data will do. They reach the disk within some 5 s (mosquitto.org, persist-sqlite, flush_period).
 */
export function mosquitto(options: MosquittoOptions = {}): SinglePodFlexibleProps {
  checkOptions('mosquitto', MOSQUITTO_OPTIONS, options);
  const { namespace, objective, allowFrom, serviceType = ServiceType.CLUSTER_IP, config = '', secretName = 'mosquitto' } = options;
  return {
    image: IMAGES.mosquitto,
    namespace,
    objective,
    maxReplicas: 1,
    resources: options.resources ?? { cpu: Cpu.millis(50), memory: Size.mib(64), memoryLimit: Size.mib(128) },
    network: {
      ports: [Port.tcp(1883, 'mqtt')],
      // Local keeps the addresses of devices, for `allowFrom`; Kubernetes refuses the field where nothing comes from outside.
      service: { type: serviceType, externalTrafficPolicy: serviceType === ServiceType.CLUSTER_IP ? undefined : TrafficPolicy.LOCAL },
      allowFrom,
    },
    volumes: [
      Volume.config('/mosquitto/config', { files: { 'mosquitto.conf': `${CONFIG}${config}` } }),
      // Readable by user and group alone: it complains of files that everybody can read.
      Volume.secret('/mosquitto/secret', { secretName, keys: ['passwords'] }),
      // Some megabytes; small volumes are rounded up anyway.
      Volume.data('/mosquitto/data', { size: Size.gib(1) }),
    ],
    // No security: the entry point keeps the user that it starts as, unless that is root (eclipse-mosquitto/mosquitto, docker/2.1-alpine).
  };
}
