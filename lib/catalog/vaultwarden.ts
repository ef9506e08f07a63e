import { EnvValue } from '../availability/ask/container/env';
import { Probe } from '../availability/ask/container/health';
import { Port } from '../availability/ask/network/port';
import { Volume } from '../availability/ask/volume/volume';
import type { SinglePodFlexibleProps } from '../availability/ask/workload';
import { Cpu, Size } from '../cluster/units';
import { IMAGES } from './images';
import { checkOptions, timeZoneEnv, type WebAppOptions } from './options';
import { VAULTWARDEN_OPTIONS } from './shapes.generated';

/** Options of Vaultwarden. Its host needs TLS: browsers decrypt nothing without it. */
export interface VaultwardenOptions extends WebAppOptions {
  /** The vaults, attachments, and the key of all sessions. @default - 2Gi: as in metio/kurly */
  readonly dataSize?: Size;
  /** A Secret with the hash of the password for /admin in the key ADMIN_TOKEN (`vaultwarden hash` prints it). @default - vaultwarden */
  readonly secretName?: string;
}

/**
 * Vaultwarden, a server for the clients of Bitwarden. Flexible: its state is SQLite, so one instance only, but any node that
 * reaches the data will do. Nobody can sign up: invite people at /admin. What is saved there goes above what stands here.
 *
 * Resources: as in metio/kurly.
 */
export function vaultwarden(options: VaultwardenOptions): SinglePodFlexibleProps {
  checkOptions('vaultwarden', VAULTWARDEN_OPTIONS, options);
  return {
    image: IMAGES.vaultwarden,
    namespace: options.namespace,
    objective: options.objective,
    maxReplicas: 1,
    resources: options.resources ?? { cpu: Cpu.millis(50), memory: Size.mib(128), memoryLimit: Size.mib(256) },
    env: {
      ...timeZoneEnv(options.timeZone),
      DOMAIN: EnvValue.of(`https://${options.host}`),
      SIGNUPS_ALLOWED: EnvValue.of('false'),
      // Its default is 80, which needs privileges.
      ROCKET_PORT: EnvValue.of('8080'),
      ADMIN_TOKEN: EnvValue.fromSecret({ secretName: options.secretName ?? 'vaultwarden', key: 'ADMIN_TOKEN' }),
    },
    network: { ports: [Port.http(8080)], routes: [{ host: options.host }] },
    // What the image's own check asks (docker/healthcheck.sh).
    health: { readiness: Probe.http('/alive') },
    volumes: [Volume.data('/data', { size: options.dataSize ?? Size.gib(2) }), Volume.scratch('/tmp', Size.mib(128))],
    // No security: metio/kurly runs it with a read-only root as 1000, and nothing in the image is bound to a user.
  };
}
