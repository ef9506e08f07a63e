import type { Sidecar, WorkloadProps } from '../availability/ask/app';
import { type Env, EnvValue } from '../availability/ask/container/env';
import { Probe } from '../availability/ask/container/health';
import { Mount } from '../availability/ask/container/mount';
import { Allow } from '../availability/ask/container/security';
import { Port } from '../availability/ask/network/port';
import { DnsPolicy } from '../availability/ask/pod';
import { WORKLOAD_PROPS } from '../availability/ask/shapes.generated';
import { Volume } from '../availability/ask/volume/volume';
import { among } from '../cluster/shape';
import { Cpu, Duration, Size } from '../cluster/units';
import { IMAGES } from './images';
import { checkOptions } from './options';
import { BEHIND_VPN_OPTIONS } from './shapes.generated';

/** A VPN for a pod, through WireGuard. The node's kernel must support it; nearly all do. */
export interface VpnOptions {
  /** Gluetun's name for it: `mullvad`, `protonvpn`, `custom`. */
  readonly provider: string;
  /** Of this end of the tunnel, as the provider gives it: `10.64.0.2/32`. @default - the provider needs none */
  readonly address?: string;
  /** Where the other end may be: `['Netherlands']`. @default - anywhere */
  readonly countries?: readonly string[];
  /** More of gluetun's variables: an endpoint, a forwarded port. @default - none */
  readonly settings?: Env;
}

/** A VPN for any app. */
export interface BehindVpnOptions extends VpnOptions {
  /** Of a Secret in the app's namespace with the key WIREGUARD_PRIVATE_KEY. */
  readonly secretName: string;
}

/** What it reads of the app. */
const APP = among(WORKLOAD_PROPS, 'sidecars', 'network', 'volumes');
const HEALTH = Port.http(9999, 'vpn-health');
/** Everybody may write there, so that root need not stand above permissions (DAC_OVERRIDE). */
const STATUS = Volume.scratch('/tmp/gluetun', Size.mib(16)).unmounted();

/**
 * The same app behind a VPN: gluetun opens the tunnel before anything else in the pod starts, including init containers, and
 * blocks all other outgoing traffic. The ports of the app stay reachable from the cluster. Not for an app on the host network,
 * whose firewall is the node's.
 *
 * It resolves names through the tunnel, so it does not find names in the cluster: configure what it needs by address, with the
 * range in the setting FIREWALL_OUTBOUND_SUBNETS. One pod only, because a key allows one session; after a failover the provider
 * may hold the old one for a while. The namespace has the level privileged, because the tunnel needs NET_ADMIN.
 */
export function behindVpn<Props extends WorkloadProps>(app: Props, options: BehindVpnOptions): Props {
  checkOptions('behindVpn', APP, app);
  checkOptions('behindVpn', BEHIND_VPN_OPTIONS, options);
  const { sidecars = [] } = app;
  return {
    ...app,
    // A job has one pod anyway, and no such prop.
    ...('schedule' in app ? {} : { maxReplicas: 1 }),
    sidecars: [gluetun(options, [...(app.network?.ports ?? []), ...sidecars.flatMap(({ ports = [] }) => ports)]), ...sidecars],
    // Its own resolver, which asks through the tunnel.
    dns: { policy: DnsPolicy.NONE, nameservers: ['127.0.0.1'] },
    volumes: [...(app.volumes ?? []), STATUS],
  };
}

/**
 * Resources: one public cluster requests 50m and 64Mi and limits at 256Mi.
 *
 * @param ports that may be reached past the tunnel
 */
function gluetun(options: BehindVpnOptions, ports: readonly Port[]): Sidecar {
  return {
    name: 'vpn',
    image: IMAGES.gluetun,
    resources: { cpu: Cpu.millis(50), memory: Size.mib(64), memoryLimit: Size.mib(256) },
    env: environment(options, ports),
    mounts: [Mount.of(STATUS)],
    ports: [HEALTH],
    // Only the start waits for the tunnel: later gluetun repairs it, and nothing bypasses it meanwhile.
    health: { startup: Probe.http('/', HEALTH.name), startsWithin: Duration.minutes(3) },
    beforeInit: true,
    security: {
      allow: [
        Allow.rootUser('it makes the tunnel and the firewall of the pod'),
        Allow.capability('NET_ADMIN', 'it makes the tunnel and the firewall of the pod'),
        // The older iptables opens a raw socket, and so do pings (podman#8784).
        Allow.capability('NET_RAW', 'it pings through the tunnel, and sets the firewall on older kernels'),
        Allow.writableRootFilesystem('it writes the list of servers and the settings of its DNS into the image'),
      ],
    },
  };
}

function environment({ provider, address, countries = [], settings = {}, secretName }: BehindVpnOptions, ports: readonly Port[]): Env {
  return {
    VPN_SERVICE_PROVIDER: EnvValue.of(provider),
    VPN_TYPE: EnvValue.of('wireguard'),
    // In the user's space it would need /dev/net/tun, and so a privileged container.
    WIREGUARD_IMPLEMENTATION: EnvValue.of('kernelspace'),
    WIREGUARD_PRIVATE_KEY: EnvValue.fromSecret({ secretName, key: 'WIREGUARD_PRIVATE_KEY' }),
    ...(address === undefined ? {} : { WIREGUARD_ADDRESSES: EnvValue.of(address) }),
    ...(countries.length === 0 ? {} : { SERVER_COUNTRIES: EnvValue.of(countries.join(',')) }),
    // Its own default is localhost, where the kubelet cannot ask (gluetun-wiki, faq/healthcheck).
    HEALTH_SERVER_ADDRESS: EnvValue.of(`:${HEALTH.number}`),
    // Needed by sidecars (gluetun-wiki, setup/options/firewall).
    FIREWALL_INPUT_PORTS: EnvValue.of([...ports, HEALTH].map((port) => port.number).join(',')),
    // Root keeps the status files, so that it need not give files away.
    PUID: EnvValue.of('0'),
    PGID: EnvValue.of('0'),
    ...settings,
  };
}
