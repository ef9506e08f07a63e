import { EnvValue } from '../availability/ask/container/env';
import { Probe } from '../availability/ask/container/health';
import { Allow, type SecurityProps } from '../availability/ask/container/security';
import { Port } from '../availability/ask/network/port';
import { Volume } from '../availability/ask/volume/volume';
import type { SinglePodFlexibleProps } from '../availability/ask/workload';
import { Cpu, Duration, Size } from '../cluster/units';
import { IMAGES } from './images';
import { checkOptions, timeZoneEnv, type WebAppOptions } from './options';
import { UPTIME_KUMA_OPTIONS } from './shapes.generated';

/** Options of Uptime Kuma. The first visitor becomes its administrator. */
export interface UptimeKumaOptions extends WebAppOptions {
  /** What it watches, and how that was. @default - 2Gi: what metio/kurly gives it */
  readonly dataSize?: Size;
  /** Monitors of the kind ping. They need a capability that only the level privileged has. @default false */
  readonly ping?: boolean;
}

/**
 * Its ping carries NET_RAW as a file capability, and the kernel starts no such program where the container cannot have it
 * (louislam/uptime-kuma#6077). What the program then uses is open to all users of the group range.
 */
const PING: SecurityProps = {
  allow: [Allow.capability('NET_RAW', 'its ping carries this file capability, and starts nowhere without')],
  sysctls: { 'net.ipv4.ping_group_range': '0 2147483647' },
};

/**
 * Uptime Kuma, which says what is down. Flexible: its history is SQLite, so one instance only, but any node that reaches
 * the data will do. A monitor of a cluster is better outside it: this one reports nothing if the whole cluster fails.
 * Resources: metio/kurly.
 */
export function uptimeKuma(options: UptimeKumaOptions): SinglePodFlexibleProps {
  checkOptions('uptimeKuma', UPTIME_KUMA_OPTIONS, options);
  return {
    image: IMAGES.uptimeKuma,
    namespace: options.namespace,
    objective: options.objective,
    maxReplicas: 1,
    resources: options.resources ?? { cpu: Cpu.millis(100), memory: Size.mib(256), memoryLimit: Size.mib(512) },
    // Without a word the first visitor is asked for a database before anything else.
    env: { ...timeZoneEnv(options.timeZone), UPTIME_KUMA_DB_TYPE: EnvValue.of('sqlite') },
    network: { ports: [Port.http(3001)], routes: [{ host: options.host }] },
    // It answers with the way to its first page, without a login. A new version may rewrite all of the history first.
    health: { readiness: Probe.http('/'), startsWithin: Duration.minutes(10) },
    volumes: [Volume.data('/app/data', { name: 'data', size: options.dataSize ?? Size.gib(2) }), Volume.scratch('/tmp', Size.mib(256))],
    // The image starts as root; its files belong to this one (node), as whom its rootless sister runs, and metio/kurly runs it.
    security: { user: 1000, ...(options.ping === true ? PING : {}) },
  };
}
