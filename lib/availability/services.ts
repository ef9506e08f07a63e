import type { ClusterFacts } from '../cluster/cluster';
import { Distribution } from '../cluster/control-plane';
import { LoadBalancer } from '../cluster/policy';
import { type NetworkProps, type Port, type ServiceProps, ServiceType } from './app/network';
import { Leeway } from './app/security';
import type { Ask } from './classes';
import type { PlannedService } from './plan';

/** The Services of an app: the first one, named like the app, if a port is for it; then those with names. */
export function plannedServices({ name, props }: Pick<Ask, 'name' | 'props'>, facts: ClusterFacts | undefined): PlannedService[] {
  const { ports = [], service = {}, services = [] } = props.network ?? {};
  const first = service.ports === undefined ? ports.filter((port) => port.exposed) : portsNamed(ports, service.ports);
  return [
    ...(first.length === 0 ? [] : [{ name, ports: first, props: service, addresses: addressesOf(service, facts) }]),
    ...services.map((one) => ({
      name: serviceName(name, one.name),
      ports: portsNamed(ports, one.ports),
      props: one,
      addresses: addressesOf(one, facts),
    })),
  ];
}

export function serviceName(app: string, name: string): string {
  return `${app}-${name}`;
}

/** In the order of the app's ports: names that no port has are found elsewhere. */
function portsNamed(ports: readonly Port[], names: readonly string[]): Port[] {
  return ports.filter((port) => names.includes(port.name));
}

/** Every Service that an app asks for, with the name that it has for its owner. */
export function askedServices({ service, services = [] }: NetworkProps): [string, ServiceProps][] {
  return [
    ...(service === undefined ? [] : [['the Service', service] as [string, ServiceProps]]),
    ...services.map((one): [string, ServiceProps] => [`the Service ${one.name}`, one]),
  ];
}

/** The ports that any Service of the app has. */
export function servedPorts({ props: { network = {} } }: Pick<Ask, 'props'>): Port[] {
  const { ports = [], service, services = [] } = network;
  const named = new Set([...(service?.ports ?? []), ...services.flatMap((one) => one.ports)]);
  return ports.filter((port) => named.has(port.name) || (service?.ports === undefined && port.exposed));
}

/** The ports that others than the app's own pods come in by: those of its Services, and those that the node listens on for it. */
export function openPorts(ask: Pick<Ask, 'props'>): Port[] {
  const served = new Set(servedPorts(ask));
  return (ask.props.network?.ports ?? []).filter((port) => served.has(port) || port.hostPort !== undefined);
}

export function onHostNetwork({ props }: Pick<Ask, 'props'>): boolean {
  return (props.security?.allow ?? []).some((one) => one.leeway === Leeway.HOST_NETWORK);
}

/** The ports of its node that a pod of the app takes. */
export function portsOfNode(ask: Pick<Ask, 'props'>): { readonly number: number; readonly protocol: string }[] {
  const own = ask.props.network?.ports ?? [];
  const ports = [...own, ...(ask.props.sidecars ?? []).flatMap((sidecar) => sidecar.ports ?? [])];
  if (onHostNetwork(ask)) return ports.map(({ number, protocol }) => ({ number, protocol }));
  return ports.flatMap(({ hostPort, protocol }) => (hostPort === undefined ? [] : [{ number: hostPort.number, protocol }]));
}

/** Who serves a LoadBalancer without a class. K3s starts its own unless it is told not to (docs.k3s.io, Networking Services). */
export function loadBalancerOf(facts: ClusterFacts | undefined): LoadBalancer | undefined {
  return facts?.policy.operators?.loadBalancer ?? (facts?.controlPlane.distribution === Distribution.K3S ? LoadBalancer.SERVICE_LB : undefined);
}

/** ServiceLB, like all that is built on the service controller of Kubernetes, leaves a Service with a class alone. */
export function isOfServiceLb({ type, loadBalancerClass }: ServiceProps, facts: ClusterFacts | undefined): boolean {
  return type === ServiceType.LOAD_BALANCER && loadBalancerClass === undefined && loadBalancerOf(facts) === LoadBalancer.SERVICE_LB;
}

/**
 * Where each load balancer reads fixed addresses. All three of them also take `spec.loadBalancerIP`, which holds one address
 * and is deprecated since Kubernetes 1.24. Never both: MetalLB then gives no address at all.
 *
 * Sources: metallb controller/service.go (getDesiredLbIPs), kube-vip pkg/instance (FetchServiceAddresses), cilium
 * operator/pkg/lbipam/lbipam.go (getSVCRequestedIPs).
 */
const ADDRESS_ANNOTATION: { readonly [balancer in LoadBalancer]: string | undefined } = {
  [LoadBalancer.METALLB]: 'metallb.io/loadBalancerIPs',
  [LoadBalancer.KUBE_VIP]: 'kube-vip.io/loadbalancerIPs',
  [LoadBalancer.CILIUM]: 'lbipam.cilium.io/ips',
  [LoadBalancer.SERVICE_LB]: undefined,
  [LoadBalancer.OTHER]: undefined,
};

/** Whether a Service can ask for an address of each family: the field has room for one. */
export function takesTwoAddresses(facts: ClusterFacts | undefined): boolean {
  return annotationFor(facts) !== undefined;
}

function annotationFor(facts: ClusterFacts | undefined): string | undefined {
  const balancer = loadBalancerOf(facts);
  return balancer === undefined ? undefined : ADDRESS_ANNOTATION[balancer];
}

function addressesOf({ addresses = [] }: ServiceProps, facts: ClusterFacts | undefined): PlannedService['addresses'] {
  if (addresses.length === 0) return undefined;
  const annotation = annotationFor(facts);
  if (annotation === undefined) return { value: { field: addresses[0] ?? '' }, why: 'asked for; load balancers that nobody names read the field' };
  return { value: { annotation: [annotation, addresses.join(',')] }, why: `asked for; where ${loadBalancerOf(facts)} reads it` };
}
