import type { ClusterFacts } from '../../cluster/cluster';
import { Distribution } from '../../cluster/control-plane';
import { LoadBalancer } from '../../cluster/policy';
import type { WorkloadProps } from '../ask/app';
import { AllowKind } from '../ask/container/security';
import { type NetworkProps, type Port, type ServiceProps, ServiceType } from '../ask/network/network';
import type { Ask } from '../ask/workload';
import type { PlannedService } from '../model/plan';

/** All ports of the pod, whose containers share one network: the app's own, then those of its sidecars. */
export function podPorts({ network, sidecars }: WorkloadProps): Port[] {
  return [...(network?.ports ?? []), ...sidecarPorts(sidecars)];
}

function sidecarPorts(sidecars: WorkloadProps['sidecars'] = []): Port[] {
  return sidecars.flatMap((sidecar) => sidecar.ports ?? []);
}

/** What a Service has that names no ports: of a sidecar's, most are for its probes. */
export function exposedPorts({ network }: WorkloadProps): Port[] {
  return (network?.ports ?? []).filter((port) => port.exposed);
}

/** The Services of an app: the first one, named like the app, if a port is for it; then those with names. */
export function plannedServices({ name, props }: Pick<Ask, 'name' | 'props'>, facts: ClusterFacts | undefined): PlannedService[] {
  const { service = {}, services = [] } = props.network ?? {};
  const ports = podPorts(props);
  const ofSidecars = new Set(sidecarPorts(props.sidecars));
  const planned = (name: string, ports: readonly Port[], props: ServiceProps): PlannedService => ({
    name,
    ports,
    byNumber: ports.filter((port) => ofSidecars.has(port)),
    props,
    addresses: addressesOf(props, facts),
  });
  const first = service.ports === undefined ? exposedPorts(props) : portsNamed(ports, service.ports);
  return [
    ...(first.length === 0 ? [] : [planned(name, first, service)]),
    ...services.map((one) => planned(serviceName(name, one.name), portsNamed(ports, one.ports), one)),
  ];
}

export function serviceName(app: string, name: string): string {
  return `${app}-${name}`;
}

/** In the order of the pod's ports: names that no port has are found elsewhere. */
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
export function servedPorts({ props }: Pick<Ask, 'props'>): Port[] {
  const { service, services = [] } = props.network ?? {};
  const named = new Set([...(service?.ports ?? []), ...services.flatMap((one) => one.ports)]);
  const unnamed = service?.ports === undefined ? exposedPorts(props) : [];
  return podPorts(props).filter((port) => named.has(port.name) || unnamed.includes(port));
}

/** The ports that others than the app's own pods come in by: those of its Services, and those that the node listens on for it. */
export function openPorts(ask: Pick<Ask, 'props'>): Port[] {
  const served = new Set(servedPorts(ask));
  return podPorts(ask.props).filter((port) => served.has(port) || port.hostPort !== undefined);
}

export function onHostNetwork({ props }: Pick<Ask, 'props'>): boolean {
  return (props.security?.allow ?? []).some((one) => one.kind === AllowKind.HOST_NETWORK);
}

/** The ports of its node that a pod of the app takes. */
export function portsOfNode(ask: Pick<Ask, 'props'>): { readonly number: number; readonly protocol: string }[] {
  const ports = podPorts(ask.props);
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
