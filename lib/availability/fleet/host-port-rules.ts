import type { ClusterFacts } from '../../cluster/cluster';
import { listed } from '../../cluster/names';
import { Protocol } from '../../cluster/protocol';
import type { TakenPorts } from '../../cluster/taken-ports';
import type { Plan } from '../model/plan';
import { onFleet } from '../model/rule';
import { HOST_PORT_CLASH, HOST_PORT_DOUBTFUL } from '../network/ports/host-ports';
import { isSamePort, type PortOfNode, portsOfNode } from '../network/ports/ports';
import { isOfServiceLb, nodesOfServiceLb } from '../network/services/services';
import { nameOfOwner } from './clashes';

const RECORD = { ...HOST_PORT_CLASH, concerns: (app: Plan['ask']) => portsOfNode(app).length > 0 };

interface Wanted extends PortOfNode {
  readonly plan: Plan;
  readonly nodes: readonly string[];
}

/** The ports that apps take on the nodes where they may run. */
function wanted(plans: readonly Plan[]): Wanted[] {
  return plans.flatMap((plan) => portsOfNode(plan.ask).map((port) => ({ ...port, plan, nodes: plan.placement.value.nodes ?? [] })));
}

const OF_APPS = onFleet({
  ...RECORD,
  *check(plans) {
    const owners = new Map<string, Wanted[]>();
    for (const one of wanted(plans))
      for (const node of one.nodes) {
        const key = `${one.number}/${one.protocol} of ${node}`;
        const before = owners.get(key) ?? [];
        const first = before.find((other) => other.plan !== one.plan && isSamePort(one, other));
        before.push(one);
        owners.set(key, before);
        if (first === undefined) continue;
        yield {
          path: one.plan.ask.path,
          given: `the port ${key}`,
          allowed: `but ${first.plan.ask.path} may use it there`,
          fix: 'Use another port, or the pod network.',
        };
      }
  },
});

/** ServiceLB has a pod for each LoadBalancer on each of its nodes, with the ports of the Service as host ports. */
function served(plans: readonly Plan[], facts: ClusterFacts): Wanted[] {
  const asked = plans.flatMap((plan) =>
    plan.services.filter(({ props }) => isOfServiceLb(props, facts)).flatMap(({ ports }) => ports.map((port) => ({ port, plan }))),
  );
  const nodes = asked.length === 0 ? [] : nodesOfServiceLb(facts);
  return asked.map(({ port, plan }) => ({ plan, number: port.servicePort ?? port.number, protocol: port.protocol, address: undefined, nodes }));
}

const OF_SERVICE_LB = onFleet({
  ...RECORD,
  *check(plans, facts) {
    const owners = new Map(served(plans, facts).map((one) => [`${one.number}/${one.protocol}`, one]));
    if (owners.size === 0) return;
    for (const { plan, number, protocol, nodes } of wanted(plans)) {
      const owner = owners.get(`${number}/${protocol}`);
      const there = nodes.filter((node) => owner?.nodes.includes(node));
      if (owner === undefined || there.length === 0) continue;
      yield {
        path: plan.ask.path,
        given: `the port ${number}/${protocol} of ${listed(there)}`,
        allowed: `but ServiceLB opens it there for the LoadBalancer of ${nameOfOwner(owner.plan, plan)}`,
        fix: 'Use another port for one of them, or another load balancer, and name it in policy.operators.loadBalancer.',
      };
    }
  },
});

interface Taken {
  readonly path: string;
  readonly given: string;
  readonly ports: TakenPorts;
  readonly isOfServiceLb: boolean;
}

/** What apps want of the ports that something else takes, or may take. */
function* takenFrom(plans: readonly Plan[], facts: ClusterFacts, maybe: boolean): Iterable<Taken> {
  const ofServiceLb = new Set(served(plans, facts));
  for (const one of [...wanted(plans), ...ofServiceLb])
    for (const ports of facts.takenPorts) {
      const { first, last, protocol = Protocol.TCP } = ports;
      if (one.number < first || one.number > last || one.protocol !== protocol || (ports.maybe ?? false) !== maybe) continue;
      const there = one.nodes.filter((node) => ports.nodes.includes(node));
      const isOfServiceLb = ofServiceLb.has(one);
      const what = isOfServiceLb
        ? `the port ${one.number}/${one.protocol} of a LoadBalancer, which ServiceLB opens on`
        : `the port ${one.number}/${one.protocol} of`;
      if (there.length > 0) yield { path: one.plan.ask.path, given: `${what} ${listed(there)}`, ports, isOfServiceLb };
    }
}

const OTHER_PORT = 'Use another port or other nodes, or the pod network.';
const OTHER_BALANCER = 'Use another port with exposedAs, or another load balancer, and name it in policy.operators.loadBalancer.';

const OF_NODES = onFleet({
  ...RECORD,
  *check(plans, facts) {
    for (const { path, given, ports, isOfServiceLb } of takenFrom(plans, facts, false))
      yield { path, given, allowed: `but ${ports.by} has ${namedIn(ports)} there`, fix: isOfServiceLb ? OTHER_BALANCER : OTHER_PORT };
  },
});

const OF_NODES_MAYBE = onFleet({
  ...RECORD,
  ...HOST_PORT_DOUBTFUL,
  *check(plans, facts) {
    for (const { path, given, ports } of takenFrom(plans, facts, true))
      yield {
        path,
        given,
        allowed:
          ports.first === ports.last ? `and ${ports.by} may have it there` : `and ${ports.by} may take it there, as one of ${ports.first} to ${ports.last}`,
        fix: `Use another port, or accept it if ${ports.by} does not use it there.`,
      };
  },
});

function namedIn({ first, last }: TakenPorts): string {
  return first === last ? 'it' : `${first} to ${last}`;
}

/** Rules about ports of nodes that only one can have. */
export const HOST_PORT_RULES = [OF_APPS, OF_SERVICE_LB, OF_NODES, OF_NODES_MAYBE];
