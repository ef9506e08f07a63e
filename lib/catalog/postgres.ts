import type { Objective } from '../availability/ask/app';
import { EnvValue } from '../availability/ask/container/env';
import { Probe } from '../availability/ask/container/health';
import type { ResourcesProps } from '../availability/ask/container/resources';
import type { Client } from '../availability/ask/network/client';
import { Port } from '../availability/ask/network/port';
import { Volume } from '../availability/ask/volume/volume';
import type { SinglePodFlexibleProps } from '../availability/ask/workload';
import { Cpu, Duration, Size } from '../cluster/units';
import { IMAGES } from './images';
import { checkOptions } from './options';
import { POSTGRES_OPTIONS } from './shapes.generated';

/** Options of PostgreSQL. */
export interface PostgresOptions {
  /** The database, and the user who owns it. Both are made at the first start. */
  readonly database: string;
  /** The app that it is for, and that one's workers: `[Client.app({ name: 'paperless' })]`. Nobody else may connect. */
  readonly allowFrom: readonly Client[];
  /** @default - its own, named after the app; in your own chart, that chart's */
  readonly namespace?: string;
  /** A Secret with the user's password in the key POSTGRES_PASSWORD; read at the first start only. @default - postgres */
  readonly secretName?: string;
  /** @default - 10Gi: an estimate for one app of a household */
  readonly dataSize?: Size;
  /** @default - none: the report says what to expect */
  readonly objective?: Objective;
  /** @default - 100m, 256Mi, at most 1Gi: what metio/kurly gives it */
  readonly resources?: ResourcesProps;
}

/**
 * PostgreSQL for one app. Flexible: two servers on one directory destroy it, but any node that reaches the data will do.
 * For several copies of the data with a leader among them, take an operator such as CloudNativePG.
 *
 * A new major version cannot read the data of the old one and refuses to start: dump, and restore into a new volume.
 */
export function postgres(options: PostgresOptions): SinglePodFlexibleProps {
  checkOptions('postgres', POSTGRES_OPTIONS, options);
  const { database, allowFrom, namespace, objective, secretName = 'postgres' } = options;
  return {
    image: IMAGES.postgres,
    namespace,
    objective,
    maxReplicas: 1,
    resources: options.resources ?? { cpu: Cpu.millis(100), memory: Size.mib(256), memoryLimit: Size.gib(1) },
    env: {
      POSTGRES_DB: EnvValue.of(database),
      POSTGRES_USER: EnvValue.of(database),
      POSTGRES_PASSWORD: EnvValue.fromSecret({ secretName, key: 'POSTGRES_PASSWORD' }),
      // The image's own, said so that a new major version finds the old data and refuses it, instead of starting empty.
      PGDATA: EnvValue.of('/var/lib/postgresql/18/docker'),
    },
    network: { ports: [Port.tcp(5432, 'postgres')], allowFrom },
    health: {
      // Not by the socket: there it answers already while the first start fills the database.
      readiness: Probe.exec('pg_isready', '-h', '127.0.0.1', '-U', database, '-d', database),
      // A crash is made good from the log first; a restart in the middle of that begins it anew.
      startsWithin: Duration.minutes(10),
    },
    // The image asks for SIGINT, a fast shutdown; its documentation says that even 90 s may not be enough for the last checkpoint.
    terminationGrace: Duration.minutes(2),
    volumes: [
      Volume.data('/var/lib/postgresql', { name: 'data', size: options.dataSize ?? Size.gib(10) }),
      // Parallel queries exchange rows here; container runtimes give 64Mi.
      Volume.memory('/dev/shm', Size.mib(256)),
      Volume.scratch('/tmp', Size.mib(256)),
      // The socket and its lock.
      Volume.scratch('/var/run/postgresql', Size.mib(16)),
    ],
    // No `security`, since initdb asks for one thing: that its user owns the directory of the data. Below the volume it makes
    // that directory itself, as the user that every app has here (docker-library/docs, postgres, Arbitrary --user Notes).
  };
}
