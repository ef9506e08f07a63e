import type { Objective } from '../availability/ask/app';
import { EnvValue } from '../availability/ask/container/env';
import { Probe } from '../availability/ask/container/health';
import type { ResourcesProps } from '../availability/ask/container/resources';
import type { Client } from '../availability/ask/network/client';
import { Port } from '../availability/ask/network/port';
import { Volume } from '../availability/ask/volume/volume';
import type { SinglePodFlexibleProps } from '../availability/ask/workload';
import { Cpu, Size } from '../cluster/units';
import { IMAGES } from './images';
import { checkOptions } from './options';
import { VALKEY_OPTIONS } from './shapes.generated';

/** Options of Valkey. */
export interface ValkeyOptions {
  /** The app that it is for, and that one's workers: `[Client.app({ name: 'paperless' })]`. Nobody else may connect, and they need no password. */
  readonly allowFrom: readonly Client[];
  /**
   * Room for what must outlive a restart: the jobs of a broker. With it nothing is ever evicted.
   * @default - none: a cache, which forgets what was not used for long, and everything at a restart
   */
  readonly dataSize?: Size;
  /** @default - its own, named after the app; in your own chart, that chart's */
  readonly namespace?: string;
  /** @default - none: the report says what to expect */
  readonly objective?: Objective;
  /** Values fill the memory request; as much again is for copies while it saves. @default - 50m, 128Mi, at most 256Mi: an estimate */
  readonly resources?: ResourcesProps;
}

/** What is written reaches the disk within a second (Valkey, appendfsync everysec, its default). */
const BROKER = ['--appendonly', 'yes', '--maxmemory-policy', 'noeviction'];
const CACHE = ['--appendonly', 'no', '--save', '', '--maxmemory-policy', 'allkeys-lru'];

/**
 * Valkey, which speaks what Redis speaks, for one app. Flexible: without Sentinel or a cluster two of them are two
 * different memories, but any node will do.
 */
export function valkey(options: ValkeyOptions): SinglePodFlexibleProps {
  checkOptions('valkey', VALKEY_OPTIONS, options);
  const { allowFrom, namespace, objective, dataSize } = options;
  return {
    image: IMAGES.valkey,
    namespace,
    objective,
    maxReplicas: 1,
    resources: options.resources ?? { cpu: Cpu.millis(50), memory: Size.mib(128), memoryLimit: Size.mib(256) },
    args: ['--maxmemory', '$(MEMORY)', ...(dataSize === undefined ? CACHE : BROKER)],
    env: { MEMORY: EnvValue.fromResource('requests.memory') },
    network: { ports: [Port.tcp(6379, 'valkey')], allowFrom },
    // With -e an answer that is an error counts as one: while it still reads its data.
    health: { readiness: Probe.exec('valkey-cli', '-e', 'ping') },
    // The entry point wants a folder that it may write to (valkey-io/valkey-container), even where nothing is kept.
    volumes: [dataSize === undefined ? Volume.scratch('/data', Size.mib(16)) : Volume.data('/data', { size: dataSize })],
    // No security: the entry point keeps the user that it starts as, unless that is root.
  };
}
