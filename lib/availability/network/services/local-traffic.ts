import { type ClusterFacts, nodesWithRole } from '../../../cluster/cluster';
import { Severity } from '../../../cluster/finding';
import { counted } from '../../../cluster/names';
import { HOSTNAME, NodeRole } from '../../../cluster/node';
import { LoadBalancer } from '../../../cluster/policy';
import { type ServiceProps, ServiceType, TrafficPolicy } from '../../ask/network/service';
import { type Plan, WorkloadKind } from '../../model/plan';
import { onPlanInCluster } from '../../model/rule';
import { askedServices, loadBalancerOf } from './services';

const L2_CLASS = 'io.cilium/l2-announcer';

/**
 * Cilium's L2 announcements may answer for an address from a node without a pod (docs.cilium.io, L2 Announcements, Limitations).
 * Its BGP and its node IPAM do look for pods, as MetalLB and ServiceLB do. Which of them serves a Service only its class says.
 */
function announcedBlindly({ type, externalTrafficPolicy, loadBalancerClass }: ServiceProps, facts: ClusterFacts): boolean {
  if (type !== ServiceType.LOAD_BALANCER || externalTrafficPolicy !== TrafficPolicy.LOCAL) return false;
  return loadBalancerClass === undefined ? loadBalancerOf(facts) === LoadBalancer.CILIUM : loadBalancerClass === L2_CLASS;
}

/** Nodes that are sure to have a ready pod while all goes well. */
function served({ workload, replicas, spread, placement }: Plan): readonly string[] {
  const nodes = placement.value.nodes ?? [];
  if (workload.value === WorkloadKind.DAEMON_SET) return nodes;
  const oneEach = spread.value.some(({ topologyKey, hard }) => hard && topologyKey === HOSTNAME);
  return nodes.length === 1 || (oneEach && replicas.value >= nodes.length) ? nodes : [];
}

const LOCAL_TRAFFIC_LOST = onPlanInCluster({
  code: 'LOCAL-TRAFFIC-LOST',
  severity: Severity.WARNING,
  means: '`TrafficPolicy.LOCAL` with Cilium, whose L2 announcements may lead to a node without a pod',
  fix: 'leave the policy out, run a pod on every node that announces, or accept it if Cilium announces by BGP',
  concerns: ({ network }) => askedServices(network).some(([, { externalTrafficPolicy }]) => externalTrafficPolicy === TrafficPolicy.LOCAL),
  *check(plan, facts) {
    for (const [what, service] of askedServices(plan.ask.network)) {
      if (!announcedBlindly(service, facts)) continue;
      const ingress = nodesWithRole(facts, NodeRole.INGRESS);
      const announcing = ingress.length > 0 ? ingress : facts.nodes;
      const sure = new Set(served(plan));
      const without = announcing.filter(({ name }) => !sure.has(name)).length;
      if (without === 0) continue;
      yield {
        given: `TrafficPolicy.LOCAL for ${what}`,
        allowed: `but the L2 announcements of Cilium may lead to a node without a pod, which drops all traffic (${without} of ${counted(announcing.length, 'node')} may have none)`,
        fix: 'Leave externalTrafficPolicy out, or run a pod on every node that announces (those with the role ingress, if there are any). Accept it if Cilium announces by BGP.',
      };
    }
  },
});

/** What is wrong with traffic that stays on its node. */
export const LOCAL_TRAFFIC_RULES = [LOCAL_TRAFFIC_LOST];
