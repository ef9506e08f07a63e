import type { Objective } from '../availability/ask/app';
import { Probe } from '../availability/ask/container/health';
import type { ResourcesProps } from '../availability/ask/container/resources';
import { Allow } from '../availability/ask/container/security';
import type { Client } from '../availability/ask/network/client';
import { Port } from '../availability/ask/network/port';
import { ServiceType, TrafficPolicy } from '../availability/ask/network/service';
import { Volume } from '../availability/ask/volume/volume';
import type { HighlyAvailableProps, Replicas } from '../availability/ask/workload';
import { Cpu, Size } from '../cluster/units';
import { IMAGES } from './images';
import { checkOptions } from './options';
import { CORE_DNS_OPTIONS } from './shapes.generated';

/** The upstream resolver of CoreDNS, over TLS. */
export interface DnsUpstream {
  /** Of its servers: `['9.9.9.9', '149.112.112.112']`. */
  readonly addresses: readonly string[];
  /** In their certificate: `dns.quad9.net`. */
  readonly tlsName: string;
}

/** Options of CoreDNS. */
export interface CoreDnsOptions {
  /** Its address at home: the one that the router announces. @default - the load balancer assigns a free one */
  readonly address?: string;
  /** Local names, with their address: `{ 'nas.home.example': '192.168.1.7' }`. @default - none */
  readonly hosts?: { readonly [name: string]: string };
  /** @default - Quad9 */
  readonly upstream?: DnsUpstream;
  /** Who may query it: `[Client.cidr('192.168.1.0/24')]`. @default - anyone who reaches it */
  readonly allowFrom?: readonly Client[];
  /** @default - 3 */
  readonly replicas?: Replicas;
  /** @default - its own, named after the app; in your own chart, that chart's */
  readonly namespace?: string;
  /** @default - none: the report says what to expect */
  readonly objective?: Objective;
  /** @default - 50m, 64Mi, at most 128Mi: an estimate for a household */
  readonly resources?: ResourcesProps;
}

const QUAD9: DnsUpstream = { addresses: ['9.9.9.9', '149.112.112.112'], tlsName: 'dns.quad9.net' };

/** The same lameduck period as kubeadm's CoreDNS: until nobody sends new queries. Shorter than the 30 s that a pod has to stop. */
const LAME_DUCK = '5s';

const PORTS = [Port.tcp(1053, 'dns-tcp').exposedAs(53), Port.udp(1053, 'dns').exposedAs(53), Port.http(8181, 'ready').unexposed()];

/**
 * CoreDNS as the resolver of a house, beside the one that the cluster has for itself. Highly available: it keeps nothing
 * but a cache, so any number of pods may answer, UDP and TCP on one address.
 *
 * The nodes of the cluster should not ask it: they need names to pull its image.
 */
export function coreDns(options: CoreDnsOptions = {}): HighlyAvailableProps {
  checkOptions('coreDns', CORE_DNS_OPTIONS, options);
  const { address, allowFrom, replicas, namespace, objective } = options;
  return {
    image: IMAGES.coredns,
    namespace,
    objective,
    replicas,
    resources: options.resources ?? { cpu: Cpu.millis(50), memory: Size.mib(64), memoryLimit: Size.mib(128) },
    args: ['-conf', '/etc/coredns/Corefile'],
    network: {
      ports: PORTS,
      service: {
        type: ServiceType.LOAD_BALANCER,
        // Keeps the addresses of those who ask, for the log and for `allowFrom`.
        externalTrafficPolicy: TrafficPolicy.LOCAL,
        addresses: address === undefined ? undefined : [address],
      },
      allowFrom,
    },
    health: { readiness: Probe.http('/ready', 'ready') },
    volumes: [Volume.config('/etc/coredns', { files: { Corefile: corefile(options) } })],
    // User 65532 is the image's own. Its program has this capability as a file capability, and the kernel refuses to start such
    // a program where the container cannot have it (coredns/coredns#6320, #7435), whatever its ports.
    security: { allow: [Allow.capability('NET_BIND_SERVICE', 'its program carries this file capability, and starts nowhere without')] },
  };
}

function corefile({ hosts = {}, upstream = QUAD9 }: CoreDnsOptions): string {
  const names = Object.entries(hosts).map(([name, address]) => `        ${address} ${name}`);
  const house = names.length === 0 ? [] : ['    hosts {', ...names, '        fallthrough', '    }'];
  return [
    '.:1053 {',
    '    errors',
    '    health :8080 {',
    `        lameduck ${LAME_DUCK}`,
    '    }',
    '    ready :8181',
    ...house,
    '    cache 300',
    `    forward . ${upstream.addresses.map((address) => `tls://${address}`).join(' ')} {`,
    `        tls_servername ${upstream.tlsName}`,
    '    }',
    '}',
    '',
  ].join('\n');
}
