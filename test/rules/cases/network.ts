import { Allow } from '../../../lib/availability/ask/container/security';
import { Client } from '../../../lib/availability/ask/network/client';
import { Destination } from '../../../lib/availability/ask/network/destination';
import type { NetworkProps } from '../../../lib/availability/ask/network/network';
import { Port } from '../../../lib/availability/ask/network/port';
import { IpFamily, IpFamilyPolicy, type ServiceProps, ServiceType, TrafficPolicy } from '../../../lib/availability/ask/network/service';
import { DnsPolicy } from '../../../lib/availability/ask/pod';
import { AvailabilityClass } from '../../../lib/availability/ask/workload';
import { checkExternal, type ExternalServiceProps } from '../../../lib/availability/network/external';
import { LoadBalancer, type Operators } from '../../../lib/cluster/policy';
import { type AnyAppProps, facts } from '../../support';
import { type Case, type Cases, type Given, ofClass } from '../case';

const flexible = ofClass(AvailabilityClass.SINGLE_POD_FLEXIBLE);
const LIST = { rbac: { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }] } };
const ON_HOST: Partial<AnyAppProps> = { security: { allow: [Allow.hostNetwork('it answers broadcasts')] } };
const HTTP = { ports: [Port.http(8080)] };
const ROUTE = { ...HTTP, routes: [{ host: 'blog.example' }] };
const LAN = '192.168.1.0/24';
const LOCAL = { type: ServiceType.LOAD_BALANCER, externalTrafficPolicy: TrafficPolicy.LOCAL };
const BALANCER = { type: ServiceType.LOAD_BALANCER };

const operators = (given: Operators) => facts({ policy: { operators: given } });
const network = (wrong: NetworkProps, right: NetworkProps) => flexible([{ network: wrong }], [{ network: right }]);
const clients = (...allowFrom: Client[]) => ({ network: { ...HTTP, allowFrom } });
const service = (wrong: ServiceProps, right: ServiceProps) => network({ ...HTTP, service: wrong }, { ...HTTP, service: right });
const services = (...names: string[]) => ({ ...HTTP, services: names.map((name) => ({ name, ports: ['http'] })) });
const addressed = (address: string, loadBalancer: LoadBalancer): Given => [
  { network: { ...HTTP, service: { ...BALANCER, addresses: [address] } } },
  operators({ loadBalancer }),
];
const outside = (props: Partial<ExternalServiceProps>) => () =>
  checkExternal({ path: 'lab/outside/nas', name: 'nas', namespace: undefined, props: { ports: [Port.http(5000)], ...props } }, undefined);
const external = (wrong: Partial<ExternalServiceProps>, right: Partial<ExternalServiceProps>): Case => ({ fires: outside(wrong), silent: outside(right) });
const NAS_ROUTE = { routes: [{ host: 'nas.example' }] };

export const NETWORK_CASES = {
  'CLIENT-INVALID': flexible([clients(Client.cidr('192.168.1.0'))], [clients(Client.cidr(LAN))]),
  'CLIENT-PORT-UNKNOWN': flexible([clients(Client.namespace('wiki').onPorts('htp'))], [clients(Client.namespace('wiki').onPorts('http'))]),
  'CLIENTS-ON-HOST-NETWORK': flexible([{ ...clients(Client.namespace('wiki')), ...ON_HOST }], [{ ...clients(Client.everybody()), ...ON_HOST }]),
  'CLIENTS-WITHOUT-INGRESS': flexible(
    [{ network: { ...ROUTE, allowFrom: [] } }],
    [{ network: { ...ROUTE, allowFrom: [] } }, operators({ ingressNamespace: 'traefik' })],
  ),
  'CLIENTS-WITHOUT-MONITORING': flexible(
    [{ network: { ...HTTP, allowFrom: [] }, metrics: {} }],
    [{ network: { ...HTTP, allowFrom: [] }, metrics: {} }, operators({ monitoringNamespace: 'monitoring' })],
  ),
  'CLIENT-ADDRESS-LOST': network(
    { ...HTTP, service: BALANCER, allowFrom: [Client.cidr(LAN)] },
    { ...HTTP, service: { ...BALANCER, externalTrafficPolicy: TrafficPolicy.LOCAL }, allowFrom: [Client.cidr(LAN)] },
  ),
  'DESTINATION-INVALID': network({ allowTo: [Destination.namespace('My_Wiki')] }, { allowTo: [Destination.namespace('my-wiki')] }),
  'DESTINATION-WITHOUT-DNS': flexible(
    [{ dns: { policy: DnsPolicy.DEFAULT }, network: { allowTo: [Destination.internet()] } }],
    [{ dns: { policy: DnsPolicy.DEFAULT }, network: { allowTo: [Destination.internet(), Destination.cidr(LAN)] } }],
  ),
  'DESTINATION-WITHOUT-API': flexible(
    [{ ...LIST, network: { allowTo: [Destination.internet()] } }],
    [{ ...LIST, network: { allowTo: [Destination.internet(), Destination.cidr(LAN)] } }],
  ),
  'HOST-INVALID': network({ ...HTTP, routes: [{ host: 'https://blog.example' }] }, ROUTE),
  'ROUTE-WITHOUT-PORT': network({ ...ROUTE, ports: [Port.tcp(8080, 'web')] }, ROUTE),
  'PORT-CLASH': network({ ports: [Port.tcp(53, 'dns'), Port.tcp(53, 'dns-again')] }, { ports: [Port.tcp(53, 'dns'), Port.udp(53, 'dns-udp')] }),
  'PORT-INVALID': network({ ports: [Port.http(65536)] }, { ports: [Port.http(65535)] }),
  'METRICS-WITHOUT-PORT': flexible([{ network: HTTP, metrics: { port: 'metrics' } }], [{ network: HTTP, metrics: { port: 'http' } }]),
  'METRICS-INVALID': flexible([{ network: HTTP, metrics: { path: 'metrics' } }], [{ network: HTTP, metrics: { path: '/metrics' } }]),
  'IP-FAMILIES': service(
    { ipFamilies: [IpFamily.IPV4, IpFamily.IPV6] },
    { ipFamilies: [IpFamily.IPV4, IpFamily.IPV6], ipFamilyPolicy: IpFamilyPolicy.PREFER_DUAL_STACK },
  ),
  'SERVICE-ADDRESS-INVALID': flexible(addressed('192.168.1.53:53', LoadBalancer.METALLB), addressed('192.168.1.53', LoadBalancer.METALLB)),
  'SERVICE-ADDRESS-IGNORED': flexible(addressed('192.168.1.53', LoadBalancer.SERVICE_LB), addressed('192.168.1.53', LoadBalancer.METALLB)),
  'LOCAL-TRAFFIC-LOST': flexible(
    [{ network: { ...HTTP, service: LOCAL } }, operators({ loadBalancer: LoadBalancer.CILIUM })],
    [{ network: { ...HTTP, service: LOCAL } }, operators({ loadBalancer: LoadBalancer.METALLB })],
  ),
  'SERVICE-DUPLICATE': network(services('web', 'web'), services('web', 'admin')),
  'SERVICE-PORT-UNKNOWN': service({ ports: ['web'] }, { ports: ['http'] }),
  'SERVICE-WITHOUT-PORT': network({ ports: [], service: {} }, { ...HTTP, service: {} }),
  'NODE-PORT-INVALID': service({ type: ServiceType.NODE_PORT, nodePorts: { http: 29999 } }, { type: ServiceType.NODE_PORT, nodePorts: { http: 30000 } }),
  'SERVICE-TYPE': service({ nodePorts: { http: 30000 } }, { type: ServiceType.NODE_PORT, nodePorts: { http: 30000 } }),
  'SERVICE-SOURCE-RANGE': service(
    { type: ServiceType.LOAD_BALANCER, loadBalancerSourceRanges: ['192.168.1.7/24'] },
    { type: ServiceType.LOAD_BALANCER, loadBalancerSourceRanges: ['192.168.1.0/24'] },
  ),
  'SERVICE-HEADLESS': service({ headless: true, type: ServiceType.NODE_PORT }, { headless: true }),
  'EXTERNAL-TARGET': external({ addresses: ['127.0.0.1'] }, { addresses: ['192.168.1.7'] }),
  'EXTERNAL-ROUTE': external({ dnsName: 'nas.lab.example', ...NAS_ROUTE }, { addresses: ['192.168.1.7'], ...NAS_ROUTE }),
} satisfies Cases;
