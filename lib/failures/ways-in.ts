import { ServiceType, TrafficPolicy } from '../availability/ask/network/service';
import { OtherWorkload } from '../availability/ask/workload';
import { blocksDrain } from '../availability/classes/drain';
import { identity } from '../availability/model/identity';
import { interval } from '../availability/model/interval';
import { nodesOf, type Plan } from '../availability/model/plan';
import { mayServe, serves } from '../availability/network/routes/ingress-reach';
import { decideRouteApi } from '../availability/network/routes/planned-routes';
import { isOfServiceLb, loadBalancerOf, nodesOfServiceLb } from '../availability/network/services/services';
import type { ClusterFacts } from '../cluster/cluster';
import { Distribution } from '../cluster/control-plane';
import { LoadBalancer } from '../cluster/policy';
import { type Entry, TakeOver } from './contribution';

type Receives = Pick<Entry, 'nodes' | 'takeOver' | 'local' | 'answering' | 'keepsPods' | 'byLease' | 'within' | 'source'>;

/** They announce an address as long as they hold a lease of the API (kube-vip/kube-vip#867, docs.cilium.io, L2 announcements). */
const BY_LEASE: readonly LoadBalancer[] = [LoadBalancer.KUBE_VIP, LoadBalancer.CILIUM];

/** Each app that serves web addresses of others, and each other app with an address of its own. */
export function waysIn(facts: ClusterFacts, plans: readonly Plan[]): readonly Entry[] {
  const api = decideRouteApi(facts).value;
  return plans.flatMap((plan): readonly Entry[] => {
    const name = identity(plan);
    const receives = addressOf(plan, facts);
    if (!mayServe(plan, api)) return receives === undefined ? [] : [{ name: `${name} address`, serves: [name], ...receives }];
    const behind = plans.filter((other) => other !== plan && other.routes.some(({ ingressClass }) => serves(plan, ingressClass)));
    // Without a load balancer it is reached at the addresses of its nodes.
    return [{ name, app: name, serves: behind.map(identity), ...(receives ?? ofNodes(nodesOf(plan), isLocal(plan), plan, facts)) }];
  });
}

/** Each node has an address of its own. */
function ofNodes(nodes: readonly string[], local: boolean, plan: Plan, facts: ClusterFacts): Receives {
  const isAgent = plan.ask.availabilityClass === OtherWorkload.NODE_AGENT;
  const keepsPods = isAgent || plan.budget.value?.maxUnavailable === 0 || blocksDrain(plan, facts);
  const isOnSome = local && !isAgent && plan.replicas.value < nodes.length;
  return { nodes, takeOver: TakeOver.NONE, ...(local && { local }), ...(isOnSome && { answering: plan.replicas.value }), ...(keepsPods && { keepsPods }) };
}

/** Whether none of its nodes forwards to pods on others: a Service with the policy Cluster does (kubernetes.io, Service, "Traffic policies"), a host port never. */
function isLocal({ services }: Plan): boolean {
  return services.every(
    ({ props: { type = ServiceType.CLUSTER_IP, externalTrafficPolicy } }) => type === ServiceType.CLUSTER_IP || externalTrafficPolicy === TrafficPolicy.LOCAL,
  );
}

/** How fast a load balancer moves an address from a dead node. None of these was measured here. */
const MOVED: { readonly [balancer in LoadBalancer]?: readonly [seconds: number, source: string] } = {
  [LoadBalancer.METALLB]: [10, 'metallb.universe.tf, MetalLB in layer 2 mode: "within a few seconds"; 10 s where it waits for memberlist'],
  [LoadBalancer.KUBE_VIP]: [17, 'kube-vip: lease of 15 s, retried every 2 s'],
  [LoadBalancer.CILIUM]: [17, 'docs.cilium.io, L2 announcements: lease of 15 s, retried every 2 s'],
};

/** The address that a load balancer gives an app, and the nodes that receive its traffic. Undefined: none is known to give it one. */
function addressOf(plan: Plan, facts: ClusterFacts): Receives | undefined {
  const balanced = plan.services.filter(({ props }) => props.type === ServiceType.LOAD_BALANCER);
  if (balanced.length === 0) return undefined;
  const ofServiceLb = balanced.filter(({ props }) => isOfServiceLb(props, facts));
  if (ofServiceLb.length === balanced.length) {
    const [own, local] = [new Set(nodesOf(plan)), isLocal(plan)];
    // With the policy Local only nodes with a pod of it are among the addresses (k3s-io/k3s#8809).
    const nodes = nodesOfServiceLb(facts).filter((node) => !local || own.has(node));
    return ofNodes(nodes, local, plan, facts);
  }
  const balancer = loadBalancerOf(facts);
  if (balancer === undefined && facts.controlPlane.distribution !== Distribution.MANAGED) return undefined;
  const [seconds, source] = (balancer === undefined ? undefined : MOVED[balancer]) ?? [];
  return {
    nodes: facts.nodes.map(({ name }) => name),
    takeOver: TakeOver.ADDRESS,
    ...(balancer !== undefined && BY_LEASE.includes(balancer) ? { byLease: true } : {}),
    ...(seconds === undefined ? {} : { within: interval(0, seconds) }),
    ...(source === undefined ? {} : { source }),
  };
}
