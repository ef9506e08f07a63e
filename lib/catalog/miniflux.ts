import type { WorkloadProps } from '../availability/ask/app';
import { EnvValue } from '../availability/ask/container/env';
import { Probe } from '../availability/ask/container/health';
import { Port } from '../availability/ask/network/port';
import { Cpu, Size } from '../cluster/units';
import type { DatabaseConnection } from './connections';
import { IMAGES } from './images';
import { checkOptions, timeZoneEnv, type WebAppOptions } from './options';
import { MINIFLUX_OPTIONS } from './shapes.generated';

/** Options of Miniflux. */
export interface MinifluxOptions extends WebAppOptions {
  /** Its password must have no spaces, quotes and backslashes. */
  readonly database: DatabaseConnection;
  /** A Secret with the first password of admin, 6 characters or more, in the key ADMIN_PASSWORD. @default - miniflux */
  readonly secretName?: string;
}

/**
 * Miniflux, a reader of feeds. It keeps nothing itself, so any class will do, but one pod is as good as its one database;
 * and of several each asks all feeds, unless all but one have DISABLE_SCHEDULER_SERVICE. Say in `dependsOn` what its database is.
 *
 *     new SinglePodFlexible(home.workers, 'miniflux', {
 *       ...miniflux({ host: 'news.home.example', database: { host: database.serviceHost, password } }),
 *       dependsOn: [database],
 *     });
 *
 * Resources: as in metio/kurly.
 */
export function miniflux(options: MinifluxOptions): WorkloadProps {
  checkOptions('miniflux', MINIFLUX_OPTIONS, options);
  const { database } = options;
  const name = database.name ?? 'miniflux';
  return {
    image: IMAGES.miniflux,
    namespace: options.namespace,
    objective: options.objective,
    resources: options.resources ?? { cpu: Cpu.millis(25), memory: Size.mib(64), memoryLimit: Size.mib(128) },
    env: {
      ...timeZoneEnv(options.timeZone),
      BASE_URL: EnvValue.of(`https://${options.host}`),
      LISTEN_ADDR: EnvValue.of('0.0.0.0:8080'),
      DATABASE_PASSWORD: EnvValue.fromSecret(database.password),
      DATABASE_URL: EnvValue.of(`host=${database.host} user=${name} password=$(DATABASE_PASSWORD) dbname=${name} sslmode=disable`),
      RUN_MIGRATIONS: EnvValue.of('1'),
      CREATE_ADMIN: EnvValue.of('1'),
      ADMIN_USERNAME: EnvValue.of('admin'),
      ADMIN_PASSWORD: EnvValue.fromSecret({ secretName: options.secretName ?? 'miniflux', key: 'ADMIN_PASSWORD' }),
    },
    network: { ports: [Port.http(8080)], routes: [{ host: options.host }] },
    // It answers without a login, and asks the database.
    health: { readiness: Probe.http('/healthcheck') },
    // No security: one program that writes nowhere (packaging/docker in its source).
  };
}
