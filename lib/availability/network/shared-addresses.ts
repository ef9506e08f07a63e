import { Severity } from '../../cluster/finding';
import { LoadBalancer } from '../../cluster/policy';
import { TrafficPolicy } from '../ask/network/service';
import type { Plan, PlannedService } from '../model/plan';
import { onFleet } from '../model/rule';
import { asksAddress, loadBalancerOf } from './services/services';

/** How Services tell a load balancer that they share an address. Each one reads an older name of the annotation too. */
interface Sharing {
  readonly name: string;
  readonly keys: readonly string[];
  /** The annotations that name other namespaces. Undefined: not needed. */
  readonly namespaces?: readonly string[];
}

/**
 * Both compare keys, ports and pods the same way. Sources: metallb internal/allocator (checkSharing) and internal/allocator/k8salloc
 * (SharingKey, BackendKey); cilium operator/pkg/lbipam/service_store.go (isCompatible) and Documentation/network/lb-ipam.rst
 * (Sharing Keys). kube-vip needs no annotation: different ports are enough (kube-vip.io, Kubernetes Services, Multiple services on
 * the same IP). Others do not document it.
 */
const SHARING: { readonly [balancer in LoadBalancer]?: Sharing } = {
  [LoadBalancer.METALLB]: { name: 'MetalLB', keys: ['metallb.io/allow-shared-ip', 'metallb.universe.tf/allow-shared-ip'] },
  [LoadBalancer.CILIUM]: {
    name: 'Cilium',
    keys: ['lbipam.cilium.io/sharing-key', 'io.cilium/lb-ipam-sharing-key'],
    namespaces: ['lbipam.cilium.io/sharing-cross-namespace', 'io.cilium/lb-ipam-sharing-cross-namespace'],
  },
};

/** A Service that asks for a fixed address. */
interface Holder {
  readonly plan: Plan;
  readonly service: PlannedService;
}

/** Fixed addresses that several Services ask for, and that the load balancer would give only to the first. */
export const ADDRESS_UNSHARED = onFleet({
  code: 'SERVICE-ADDRESS-UNSHARED',
  severity: Severity.ERROR,
  means:
    'two Services with one fixed address, and MetalLB or Cilium does not share it between them: an annotation is missing, or their traffic policies do not allow it',
  fix: 'set the annotation that the message names on both, or use another address',
  concerns: asksAddress,
  *check(plans, facts) {
    const balancer = loadBalancerOf(facts);
    const sharing = balancer === undefined ? undefined : SHARING[balancer];
    if (sharing === undefined) return;
    const first = new Map<string, Holder>();
    for (const [address, other] of plans.flatMap(holders)) {
      // Load balancers of several classes have addresses of their own.
      const key = `${address.toLowerCase()} ${other.service.props.loadBalancerClass ?? ''}`;
      const owner = first.get(key);
      if (owner === undefined) first.set(key, other);
      const against = owner === undefined ? undefined : obstacle(owner, other, sharing);
      if (owner === undefined || against === undefined) continue;
      const of = owner.plan === other.plan ? `the Service ${owner.service.name}` : `${owner.plan.ask.path}`;
      yield {
        path: other.plan.ask.path,
        given: `the address ${address} for the Service ${other.service.name}`,
        allowed: `but ${of} has it, and ${sharing.name} shares an address only ${against.where}`,
        fix: `${against.fix}, or use another address.`,
      };
    }
  },
});

function holders(plan: Plan): (readonly [string, Holder])[] {
  return plan.services.flatMap((service) => (service.props.addresses ?? []).map((address) => [address, { plan, service }] as const));
}

/** Why the second Service would never get the address. */
function obstacle(owner: Holder, other: Holder, { keys, namespaces }: Sharing): { readonly where: string; readonly fix: string } | undefined {
  // Another rule reports clashing ports.
  if (clashes(owner.service, other.service)) return undefined;
  const key = annotationOf(owner, keys);
  if (key === undefined || key !== annotationOf(other, keys))
    return { where: `among Services with one value of ${keys[0]}`, fix: 'Give both that annotation, with the same value' };
  if (namespaces !== undefined && !(lets(owner, other, namespaces) && lets(other, owner, namespaces)))
    return { where: `within a namespace, or if ${namespaces[0]} of each names the namespace of the other`, fix: 'Give both that annotation' };
  const policies = [owner, other].map(({ service }) => service.props.externalTrafficPolicy ?? TrafficPolicy.CLUSTER);
  if (policies[0] !== policies[1]) return { where: 'among Services with one externalTrafficPolicy', fix: 'Set it to the same for both' };
  if (policies[0] === TrafficPolicy.LOCAL && owner.plan !== other.plan)
    return { where: 'with TrafficPolicy.CLUSTER, unless both lead to the same pods', fix: 'Leave externalTrafficPolicy out' };
  return undefined;
}

function clashes(one: PlannedService, other: PlannedService): boolean {
  const taken = new Set(one.ports.map((port) => `${port.servicePort ?? port.number}/${port.protocol}`));
  return other.ports.some((port) => taken.has(`${port.servicePort ?? port.number}/${port.protocol}`));
}

function annotationOf({ service }: Holder, keys: readonly string[]): string | undefined {
  const { annotations = {} } = service.props;
  return keys.map((key) => annotations[key]).find((value) => value !== undefined && value !== '');
}

/** Whether one Service shares with the namespace of the other. */
function lets(one: Holder, other: Holder, keys: readonly string[]): boolean {
  if (one.plan.ask.namespace === other.plan.ask.namespace) return true;
  const named = (annotationOf(one, keys) ?? '').split(',').map((name) => name.trim());
  return named.includes('*') || named.includes(other.plan.ask.namespace ?? 'default');
}
