import { type Env, EnvValue } from '../availability/ask/container/env';
import { Probe } from '../availability/ask/container/health';
import { Port } from '../availability/ask/network/port';
import { ServiceType } from '../availability/ask/network/service';
import { Volume } from '../availability/ask/volume/volume';
import type { SinglePodFlexibleProps } from '../availability/ask/workload';
import { Cpu, Size } from '../cluster/units';
import { IMAGES } from './images';
import { checkOptions, timeZoneEnv, type WebAppOptions } from './options';
import { FORGEJO_OPTIONS } from './shapes.generated';

/** Options of Forgejo. */
export interface ForgejoOptions extends WebAppOptions {
  /** Repositories, attachments, the database and the generated keys. @default - 10Gi: as in metio/kurly */
  readonly dataSize?: Size;
  /** Of the Service `<app>-ssh`, at port 22; the outside needs LOAD_BALANCER. @default ServiceType.CLUSTER_IP */
  readonly sshServiceType?: ServiceType;
}

const SSH = Port.tcp(2222, 'ssh').exposedAs(22);
/** Where its data is, in the image without root. */
const HOME = '/var/lib/gitea';

/**
 * Forgejo. Flexible: repositories, search index and SQLite are on one volume, so one instance only, but any node that
 * reaches the data will do. Nobody can sign up: make the first user with
 * `kubectl exec deployment/forgejo -- forgejo admin user create --admin --username … --email … --random-password`.
 *
 * It makes its keys by itself and keeps them beside the data, so no Secret is needed. Resources: as in metio/kurly.
 */
export function forgejo(options: ForgejoOptions): SinglePodFlexibleProps {
  checkOptions('forgejo', FORGEJO_OPTIONS, options);
  return {
    image: IMAGES.forgejo,
    namespace: options.namespace,
    objective: options.objective,
    maxReplicas: 1,
    resources: options.resources ?? { cpu: Cpu.millis(200), memory: Size.mib(512), memoryLimit: Size.gib(1) },
    env: { ...timeZoneEnv(options.timeZone), ...settings(options.host) },
    network: {
      ports: [Port.http(3000), SSH],
      service: { ports: ['http'] },
      services: [{ name: SSH.name, ports: [SSH.name], type: options.sshServiceType ?? ServiceType.CLUSTER_IP }],
      routes: [{ host: options.host }],
    },
    // It answers without a login, and asks the database.
    health: { readiness: Probe.http('/api/healthz') },
    volumes: [Volume.data(HOME, { name: 'data', size: options.dataSize ?? Size.gib(10) }), Volume.scratch('/tmp', Size.gib(1))],
    // The image's own user, git: nobody was seen to run its SSH server as one without a name. The root is read-only, as in metio/kurly.
    security: { user: 1000 },
  };
}

function settings(host: string): Env {
  const values = {
    // With the generated keys, so it must outlive the pod; the image's own place is outside the volume.
    GITEA_APP_INI: `${HOME}/conf/app.ini`,
    FORGEJO__database__DB_TYPE: 'sqlite3',
    FORGEJO__server__DOMAIN: host,
    FORGEJO__server__ROOT_URL: `https://${host}/`,
    FORGEJO__server__START_SSH_SERVER: 'true',
    FORGEJO__server__SSH_LISTEN_PORT: `${SSH.number}`,
    // What addresses of repositories say.
    FORGEJO__server__SSH_PORT: `${SSH.servicePort}`,
    // No page of installation, where the first visitor would decide.
    FORGEJO__security__INSTALL_LOCK: 'true',
    FORGEJO__service__DISABLE_REGISTRATION: 'true',
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, EnvValue.of(value)]));
}
