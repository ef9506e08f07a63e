import { listed } from '../../cluster/names';
import { Protocol } from '../ask/network/port';
import type { Plan } from '../model/plan';
import { onFleet } from '../model/rule';
import { HOST_PORT_CLASH } from '../network/ports/host-ports';
import { portsOfNode } from '../network/ports/ports';
import { isOfServiceLb, nodesOfServiceLb } from '../network/services/services';
import { clashes, nameOfOwner } from './clashes';

const RECORD = { ...HOST_PORT_CLASH, concerns: (app: Plan['ask']) => portsOfNode(app).length > 0 };

interface Wanted {
  readonly plan: Plan;
  readonly number: number;
  readonly protocol: string;
  readonly nodes: readonly string[];
}

/** The ports that apps take on the nodes where they may run. */
function wanted(plans: readonly Plan[]): Wanted[] {
  return plans.flatMap((plan) => portsOfNode(plan.ask).map((port) => ({ ...port, plan, nodes: plan.placement.value.nodes ?? [] })));
}

const OF_APPS = onFleet({
  ...RECORD,
  *check(plans) {
    const claims = wanted(plans).flatMap(({ plan, number, protocol, nodes }) => nodes.map((node) => [`${number}/${protocol} of ${node}`, plan] as const));
    for (const { key, first, second } of clashes(claims))
      yield {
        path: second.ask.path,
        given: `the port ${key}`,
        allowed: `but ${first.ask.path} may use it there`,
        fix: 'Use another port, or the pod network.',
      };
  },
});

/** ServiceLB has a pod for each LoadBalancer on each node, with the ports of the Service as host ports. */
const OF_SERVICE_LB = onFleet({
  ...RECORD,
  *check(plans, facts) {
    const served = plans.flatMap((plan) =>
      plan.services
        .filter(({ props }) => isOfServiceLb(props, facts))
        .flatMap(({ ports }) => ports.map((port) => [`${port.servicePort ?? port.number}/${port.protocol}`, plan] as const)),
    );
    if (served.length === 0) return;
    const owners = new Map<string, Plan>(served);
    const everywhere = new Set(nodesOfServiceLb(facts));
    for (const { plan, number, protocol, nodes } of wanted(plans)) {
      const owner = owners.get(`${number}/${protocol}`);
      const there = nodes.filter((node) => everywhere.has(node));
      if (owner === undefined || there.length === 0) continue;
      yield {
        path: plan.ask.path,
        given: `the port ${number}/${protocol} of ${listed(there)}`,
        allowed: `but ServiceLB opens it on every node for the LoadBalancer of ${nameOfOwner(owner, plan)}`,
        fix: 'Use another port for one of them, or another load balancer, and name it in policy.operators.loadBalancer.',
      };
    }
  },
});

const OF_NODES = onFleet({
  ...RECORD,
  *check(plans, { takenPorts }) {
    for (const { plan, number, protocol, nodes } of wanted(plans)) {
      if (protocol !== Protocol.TCP) continue;
      for (const taken of takenPorts) {
        const there = number < taken.first || number > taken.last ? [] : nodes.filter((node) => taken.nodes.includes(node));
        if (there.length === 0) continue;
        yield {
          path: plan.ask.path,
          given: `the port ${number}/${protocol} of ${listed(there)}`,
          allowed: `but ${taken.by} has ${taken.first === taken.last ? 'it' : `${taken.first} to ${taken.last}`} there`,
          fix: 'Use another port or other nodes, or the pod network.',
        };
      }
    }
  },
});

/** Rules about ports of nodes that only one can have. */
export const HOST_PORT_RULES = [OF_APPS, OF_SERVICE_LB, OF_NODES];
