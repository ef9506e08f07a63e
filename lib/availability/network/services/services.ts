import type { ClusterFacts } from '../../../cluster/cluster';
import { Distribution } from '../../../cluster/control-plane';
import { type Taint, TaintEffect } from '../../../cluster/node';
import { LoadBalancer } from '../../../cluster/policy';
import type { Port } from '../../ask/network/port';
import { type ServiceProps, ServiceType } from '../../ask/network/service';
import type { ResolvedApp, ResolvedNetwork } from '../../ask/resolved';
import type { PlannedService } from '../../model/plan';

const NO_PROPS: ServiceProps = Object.freeze({});
const NONE: readonly never[] = Object.freeze([]);

/** The Services of an app: first the one named like the app, if it has ports; then the named ones. */
export function plannedServices({ name, main, network }: ResolvedApp, facts: ClusterFacts | undefined): PlannedService[] {
  const { ports, exposed, service = NO_PROPS, services } = network;
  const planned = (name: string, ports: readonly Port[], props: ServiceProps): PlannedService => ({
    name,
    ports,
    byNumber: ports.filter((port) => !main.ports.includes(port)),
    props,
    addresses: addressesOf(props, facts),
  });
  const first = service.ports === undefined ? exposed : portsNamed(ports, service.ports);
  return [
    ...(first.length === 0 ? [] : [planned(name, first, service)]),
    ...services.map((one) => planned(serviceName(name, one.name), portsNamed(ports, one.ports), one)),
  ];
}

export function serviceName(app: string, name: string): string {
  return `${app}-${name}`;
}

/** In the order of the pod's ports. Another rule reports names that no port has. */
function portsNamed(ports: readonly Port[], names: readonly string[]): Port[] {
  return ports.filter((port) => names.includes(port.name));
}

/** Every Service that an app asks for, with the name that messages use for it. */
export function askedServices({ service, services }: ResolvedNetwork): readonly (readonly [string, ServiceProps])[] {
  if (service === undefined && services.length === 0) return NONE;
  return [...(service === undefined ? NONE : [['the Service', service] as const]), ...services.map((one) => [`the Service ${one.name}`, one] as const)];
}

/** Whether it says anything about its Services. */
export function asksServices({ network: { service, services } }: ResolvedApp): boolean {
  return service !== undefined || services.length > 0;
}

/** Whether a Service of an app asks for a fixed address. */
export function asksAddress({ network }: ResolvedApp): boolean {
  return askedServices(network).some(([, { addresses }]) => addresses !== undefined);
}

/** What serves a LoadBalancer without a class. K3s starts its own unless it is disabled (docs.k3s.io, Networking Services). */
export function loadBalancerOf(facts: ClusterFacts | undefined): LoadBalancer | undefined {
  return facts?.policy.operators?.loadBalancer ?? (facts?.controlPlane.distribution === Distribution.K3S ? LoadBalancer.SERVICE_LB : undefined);
}

/** ServiceLB, like all that is built on the service controller of Kubernetes, ignores a Service with a class. */
export function isOfServiceLb({ type, loadBalancerClass }: ServiceProps, facts: ClusterFacts | undefined): boolean {
  return type === ServiceType.LOAD_BALANCER && loadBalancerClass === undefined && loadBalancerOf(facts) === LoadBalancer.SERVICE_LB;
}

/** K3s: if any node has this label, ServiceLB opens ports only where it is `true` (k3s pkg/cloudprovider/servicelb.go). */
const SERVICE_LB_LABEL = 'svccontroller.k3s.cattle.io/enablelb';
/** What the pods of ServiceLB tolerate (there too, newDaemonSet): the first two with the effect NoSchedule only, the last with any. */
const OF_CONTROL = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];
const OF_CRITICAL = 'CriticalAddonsOnly';

function repelsServiceLb({ key, effect }: Taint): boolean {
  if (effect === TaintEffect.PREFER_NO_SCHEDULE || key === OF_CRITICAL) return false;
  return effect !== TaintEffect.NO_SCHEDULE || !OF_CONTROL.includes(key);
}

/** The nodes on which ServiceLB opens the ports of LoadBalancers. */
export function nodesOfServiceLb({ nodes }: ClusterFacts): string[] {
  const chosen = nodes.some(({ labels }) => labels[SERVICE_LB_LABEL] !== undefined);
  return nodes.filter(({ labels, taints }) => (!chosen || labels[SERVICE_LB_LABEL] === 'true') && !taints.some(repelsServiceLb)).map((node) => node.name);
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
  if (annotation === undefined) return { value: { field: addresses[0] ?? '' }, why: 'asked for; other load balancers read the field' };
  return { value: { annotation: [annotation, addresses.join(',')] }, why: `asked for; ${loadBalancerOf(facts)} reads this annotation` };
}
