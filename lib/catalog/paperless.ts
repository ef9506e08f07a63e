import { type Env, EnvValue } from '../availability/ask/container/env';
import { Mount } from '../availability/ask/container/mount';
import { Port } from '../availability/ask/network/port';
import { Volume } from '../availability/ask/volume/volume';
import type { SinglePodFlexibleProps } from '../availability/ask/workload';
import { Cpu, Duration, Size } from '../cluster/units';
import type { BrokerConnection, DatabaseConnection } from './connections';
import { IMAGES } from './images';
import { checkOptions, type WebAppOptions } from './options';
import { PAPERLESS_OPTIONS } from './shapes.generated';

/** Options of Paperless-ngx. */
export interface PaperlessOptions extends WebAppOptions {
  readonly database: DatabaseConnection;
  /** Keeps the list of what is to be done. */
  readonly broker: BrokerConnection;
  /** The Services of `tika` and `gotenberg`, by `serviceName` or `serviceHost`, which read mails and Office files. @default - only PDFs, pictures and texts are read */
  readonly office?: { readonly tika: string; readonly gotenberg: string };
  /** Where scanners leave documents, at /usr/src/paperless/consume, writable by user 1000. It is looked at each minute. @default - a folder of its own */
  readonly consume?: Volume;
  /** Documents, index and exports. @default - 20Gi: as in metio/kurly */
  readonly librarySize?: Size;
  /** Of the documents: eng, deu, fra, ita, spa, several with "+". Others would be installed at each start, which is refused here. @default - eng */
  readonly ocrLanguage?: string;
  /** A Secret with long random text in PAPERLESS_SECRET_KEY, and the first password of admin in PAPERLESS_ADMIN_PASSWORD. @default - paperless */
  readonly secretName?: string;
}

const ROOT = '/usr/src/paperless';

/**
 * Paperless-ngx: web page, consumer and scheduler in one pod. Flexible: there is one index and one consumer, so one
 * instance only, but any node that reaches the data will do. Its database and its broker are apps of their own; say so in `dependsOn`.
 *
 *     const wiring = {
 *       database: { host: database.serviceHost, password: { secretName: 'postgres', key: 'POSTGRES_PASSWORD' } },
 *       broker: { host: broker.serviceHost },
 *     };
 *     new SinglePodFlexible(home.workers, 'paperless', {
 *       ...paperless({ host: 'paper.home.example', ...wiring }),
 *       dependsOn: [database, broker],
 *     });
 *
 * From 2 to 3 the database changes for good. Resources: requests as in metio/kurly; its limit of 1Gi is doubled for OCR.
 */
export function paperless(options: PaperlessOptions): SinglePodFlexibleProps {
  checkOptions('paperless', PAPERLESS_OPTIONS, options);
  // One volume, so that documents and index are always of one moment.
  const library = Volume.data(ROOT, { name: 'library', size: options.librarySize ?? Size.gib(20) }).unmounted();
  const own = ['data', 'media', 'export', ...(options.consume === undefined ? ['consume'] : [])];
  return {
    image: IMAGES.paperless,
    namespace: options.namespace,
    objective: options.objective,
    maxReplicas: 1,
    resources: options.resources ?? { cpu: Cpu.millis(250), memory: Size.mib(512), memoryLimit: Size.gib(2) },
    env: { ...settings(options), ...secrets(options) },
    network: { ports: [Port.http(8000)], routes: [{ host: options.host }] },
    // Whether it listens: its pages ask for a login, and for the right host. metio/kurly saw starts of 141 s; upgrades change the database.
    health: { startsWithin: Duration.minutes(20), usualStart: Duration.seconds(141) },
    volumes: [
      library,
      ...(options.consume === undefined ? [] : [options.consume]),
      // Its init keeps itself in /run.
      Volume.scratch('/run', Size.mib(64)),
      Volume.scratch('/tmp', Size.gib(2)),
    ],
    mounts: own.map((folder) => Mount.of(library, `${ROOT}/${folder}`, { subPath: folder })),
    // The image's own user, and the only one that was seen to run it with a read-only root (rwlove/home-ops#13038).
    security: { user: 1000 },
  };
}

function settings({ host, timeZone, ocrLanguage, consume, office, database }: PaperlessOptions): Env {
  const values: { readonly [name: string]: string | undefined } = {
    PAPERLESS_URL: `https://${host}`,
    PAPERLESS_TIME_ZONE: timeZone,
    PAPERLESS_OCR_LANGUAGE: ocrLanguage,
    // From 3 on the host alone no longer chooses it (paperless-ngx, docs/migration-v3.md).
    PAPERLESS_DBENGINE: 'postgresql',
    PAPERLESS_DBHOST: database.host,
    PAPERLESS_DBNAME: database.name ?? 'paperless',
    PAPERLESS_DBUSER: database.name ?? 'paperless',
    PAPERLESS_ADMIN_USER: 'admin',
    // A share tells nobody of new files.
    PAPERLESS_CONSUMER_POLLING_INTERVAL: consume === undefined ? undefined : '60',
    PAPERLESS_TIKA_ENABLED: office === undefined ? undefined : '1',
    PAPERLESS_TIKA_ENDPOINT: office && `http://${office.tika}:9998`,
    PAPERLESS_TIKA_GOTENBERG_ENDPOINT: office && `http://${office.gotenberg}:3000`,
    // Kubernetes makes /run for root, open to all, and the init of the image refuses that unless told (s6-overlay, README).
    S6_YES_I_WANT_A_WORLD_WRITABLE_RUN_BECAUSE_KUBERNETES: '1',
    S6_READ_ONLY_ROOT: '1',
  };
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, EnvValue.of(value)]])));
}

function secrets({ secretName = 'paperless', database, broker }: PaperlessOptions): Env {
  const password: Env = broker.password === undefined ? {} : { VALKEY_PASSWORD: EnvValue.fromSecret(broker.password) };
  return {
    PAPERLESS_SECRET_KEY: EnvValue.fromSecret({ secretName, key: 'PAPERLESS_SECRET_KEY' }),
    PAPERLESS_ADMIN_PASSWORD: EnvValue.fromSecret({ secretName, key: 'PAPERLESS_ADMIN_PASSWORD' }),
    PAPERLESS_DBPASS: EnvValue.fromSecret(database.password),
    ...password,
    PAPERLESS_REDIS: EnvValue.of(`redis://${broker.password === undefined ? '' : ':$(VALKEY_PASSWORD)@'}${broker.host}:6379`),
  };
}
