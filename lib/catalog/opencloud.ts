import { type Env, EnvValue } from '../availability/ask/container/env';
import { Probe } from '../availability/ask/container/health';
import { Port } from '../availability/ask/network/port';
import { Volume } from '../availability/ask/volume/volume';
import type { SinglePodFlexibleProps } from '../availability/ask/workload';
import { Cpu, Duration, Size } from '../cluster/units';
import { IMAGES } from './images';
import { checkOptions, timeZoneEnv, type WebAppOptions } from './options';
import { OPEN_CLOUD_OPTIONS } from './shapes.generated';

/** Options of OpenCloud. Its host needs TLS: the login refuses plain HTTP. */
export interface OpenCloudOptions extends WebAppOptions {
  /** People's files, and what OpenCloud knows of them. @default - 50Gi: an estimate for a few people */
  readonly dataSize?: Size;
  /** The generated configuration. @default - 1Gi: some kilobytes; small volumes are rounded up anyway */
  readonly configSize?: Size;
  /** A Secret with the first password of the user admin in the key IDM_ADMIN_PASSWORD. @default - opencloud */
  readonly secretName?: string;
}

/** The proxy's debug port listens on localhost unless told otherwise, and readiness is asked there. */
const PORTS = [Port.http(9200), Port.tcp(9205, 'debug')];

/**
 * OpenCloud, all services in one pod. Flexible: search index, user directory and event bus are embedded and have one
 * instance only, but any node that reaches the data will do.
 *
 * The two volumes belong together: the configuration holds the keys to the data, so back both up at once.
 * Resources: metio/kurly requests 500m and 1Gi, others limit at 2Gi; this is for a household on a node of 8 GB.
 */
export function opencloud(options: OpenCloudOptions): SinglePodFlexibleProps {
  checkOptions('opencloud', OPEN_CLOUD_OPTIONS, options);
  const env = environment(options);
  return {
    image: IMAGES.opencloud,
    namespace: options.namespace,
    objective: options.objective,
    maxReplicas: 1,
    resources: options.resources ?? { cpu: Cpu.millis(200), memory: Size.mib(512), memoryLimit: Size.gib(2) },
    env,
    initContainers: [
      {
        name: 'init',
        // Once only: a second run would mint new keys and orphan the data.
        command: ['sh', '-c', 'test -s /etc/opencloud/opencloud.yaml || opencloud init --insecure no'],
        // It writes one file.
        resources: { cpu: Cpu.millis(50), memory: Size.mib(128), memoryLimit: Size.mib(512) },
        env: { ...env, IDM_ADMIN_PASSWORD: EnvValue.fromSecret({ secretName: options.secretName ?? 'opencloud', key: 'IDM_ADMIN_PASSWORD' }) },
      },
    ],
    network: { ports: PORTS, routes: [{ host: options.host }] },
    // metio/kurly waits 5 min and saw first starts of minutes; a restart in the middle of one would cost more than waiting.
    health: { readiness: Probe.http('/readyz', 'debug'), startsWithin: Duration.minutes(10) },
    volumes: [
      Volume.data('/etc/opencloud', { name: 'config', size: options.configSize ?? Size.gib(1) }),
      Volume.data('/var/lib/opencloud', { name: 'data', size: options.dataSize ?? Size.gib(50) }),
      Volume.scratch('/tmp', Size.mib(256)),
    ],
    // No security: the image's own user is 1000, but any does who owns the two volumes (opencloud-compose, OC_CONTAINER_UID_GID).
  };
}

function environment(options: OpenCloudOptions): Env {
  const settings = {
    OC_URL: `https://${options.host}`,
    OC_CONFIG_DIR: '/etc/opencloud',
    OC_BASE_DATA_PATH: '/var/lib/opencloud',
    OC_INSECURE: 'false',
    OC_LOG_COLOR: 'false',
    OC_LOG_PRETTY: 'false',
    PROXY_HTTP_ADDR: '0.0.0.0:9200',
    PROXY_DEBUG_ADDR: '0.0.0.0:9205',
    // TLS ends at the ingress.
    PROXY_TLS: 'false',
    IDM_CREATE_DEMO_USERS: 'false',
    // How files lie on the disk: said here, so that no new default of an upgrade changes it.
    STORAGE_USERS_DRIVER: 'posix',
  };
  const values = Object.entries(settings).map(([name, value]) => [name, EnvValue.of(value)] as const);
  return { ...timeZoneEnv(options.timeZone), ...Object.fromEntries(values) };
}
