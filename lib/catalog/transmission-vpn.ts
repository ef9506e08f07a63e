import { EnvValue } from '../availability/ask/container/env';
import { Port } from '../availability/ask/network/port';
import { Volume } from '../availability/ask/volume/volume';
import type { SinglePodFlexibleProps } from '../availability/ask/workload';
import { Cpu, Size } from '../cluster/units';
import { behindVpn, type VpnOptions } from './gluetun';
import { IMAGES } from './images';
import { checkOptions, timeZoneEnv, type WebAppOptions } from './options';
import { TRANSMISSION_VPN_OPTIONS } from './shapes.generated';

/** Options of Transmission behind a VPN. */
export interface TransmissionVpnOptions extends WebAppOptions {
  readonly vpn: VpnOptions;
  /** Library and downloads in one volume, as the apps that collect see it; downloads go to its folder `downloads`. */
  readonly media: Volume;
  /** Settings and what is under way. @default - 1Gi: some megabytes; small volumes are rounded up anyway */
  readonly configSize?: Size;
  /** A Secret with the keys RPC_PASSWORD, of the user transmission, and WIREGUARD_PRIVATE_KEY. @default - transmission */
  readonly secretName?: string;
}

const WEB = Port.http(9091);

/**
 * Transmission behind a VPN. Flexible: one folder of state and one session per key, so one instance only,
 * but the tunnel is on whatever node it runs. After a fail-over the provider may still hold the old session for a while.
 *
 * The namespace is at the level privileged, because the tunnel needs NET_ADMIN; Transmission itself is restricted.
 * Resources: an estimate; metio/kurly saw 25 MB after the start, and each open torrent needs some.
 */
export function transmissionVpn(options: TransmissionVpnOptions): SinglePodFlexibleProps {
  checkOptions('transmissionVpn', TRANSMISSION_VPN_OPTIONS, options);
  const secretName = options.secretName ?? 'transmission';
  const downloads = `${options.media.path}/downloads`;
  const transmission: SinglePodFlexibleProps = {
    image: IMAGES.transmission,
    namespace: options.namespace,
    objective: options.objective,
    resources: options.resources ?? { cpu: Cpu.millis(100), memory: Size.mib(256), memoryLimit: Size.gib(1) },
    // Past the image's init, which must be root; one public cluster runs it so, as user 1000.
    command: ['transmission-daemon', '--foreground', '--config-dir', '/config'],
    args: [
      // With a password it no longer asks which host a browser named; the ingress controller's address cannot be known.
      ...['--auth', '--username', 'transmission', '--password', '$(RPC_PASSWORD)', '--allowed', '*'],
      ...['--download-dir', downloads, '--incomplete-dir', `${downloads}/.incomplete`],
    ],
    env: { ...timeZoneEnv(options.timeZone), HOME: EnvValue.of('/config'), RPC_PASSWORD: EnvValue.fromSecret({ secretName, key: 'RPC_PASSWORD' }) },
    // Peers come through the tunnel, not through a Service. Every page wants the password, so health is whether it listens.
    network: { ports: [WEB], routes: [{ host: options.host }] },
    volumes: [Volume.data('/config', { size: options.configSize ?? Size.gib(1) }), options.media, Volume.scratch('/tmp', Size.mib(64))],
    // No security: it is the init that wants root and a user by name; the daemon runs as anybody.
  };
  return behindVpn(transmission, { ...options.vpn, secretName });
}
