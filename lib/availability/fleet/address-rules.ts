import { Severity } from '../../cluster/finding';
import { ServiceType } from '../ask/network/service';
import { onFleet } from '../model/rule';
import { addressClashes, addressed, HOST_CLASH } from '../network/routes/web-addresses';
import { askedServices, isOfServiceLb } from '../network/services/services';
import { clashes, nameOfOwner } from './clashes';
import { HOST_PORT_RULES } from './host-port-rules';

const HOSTS = onFleet({
  ...HOST_CLASH,
  concerns: ({ network }) => network.routes.length > 0,
  *check(plans) {
    for (const { address, first, second } of addressClashes(plans.map(addressed)))
      yield {
        path: second,
        given: `the web address ${address}`,
        allowed: `but ${first === second ? 'the app itself' : first} has it already`,
        fix: 'Use another host or path.',
      };
  },
});

/**
 * The API server assigns a node port once, whatever the protocol, except for ports of one Service with one number
 * (kubernetes pkg/registry/core/service/storage/alloc.go, initNodePorts).
 */
const NODE_PORTS = onFleet({
  code: 'NODE-PORT-CLASH',
  severity: Severity.ERROR,
  means: 'two Services with one node port',
  fix: 'use another node port',
  concerns: ({ network }) => askedServices(network).some(([, { nodePorts }]) => nodePorts !== undefined),
  *check(plans) {
    const claims = plans.flatMap((plan) =>
      plan.services.flatMap(({ ports, props }) => {
        const taken = ports.flatMap((port) => {
          const nodePort = props.nodePorts?.[port.name];
          return nodePort === undefined ? [] : [`${nodePort} for ${port.servicePort ?? port.number}`];
        });
        return [...new Set(taken)].map((one) => [one.split(' ')[0] ?? '', plan] as const);
      }),
    );
    for (const { key, first, second } of clashes(claims))
      yield {
        path: second.ask.path,
        given: `the node port ${key}`,
        allowed: `but ${nameOfOwner(first, second)} has it already`,
        fix: 'Use another node port.',
      };
  },
});

/** Fixed addresses. With ServiceLB, the addresses of the nodes, which all its Services share. */
const ADDRESSES = onFleet({
  code: 'SERVICE-ADDRESS-CLASH',
  severity: Severity.ERROR,
  means: 'two Services with one port of one address, or of the nodes with ServiceLB',
  fix: 'use another address or port',
  concerns: ({ network }) => askedServices(network).some(([, { type, addresses }]) => addresses !== undefined || type === ServiceType.LOAD_BALANCER),
  *check(plans, facts) {
    const claims = plans.flatMap((plan) =>
      plan.services.flatMap(({ ports, props }) => {
        const addresses = isOfServiceLb(props, facts) ? ['the nodes'] : (props.addresses ?? []);
        return addresses.flatMap((address) =>
          ports.map((port) => [`${port.servicePort ?? port.number}/${port.protocol} of ${address.toLowerCase()}`, plan] as const),
        );
      }),
    );
    for (const { key, first, second } of clashes(claims))
      yield {
        path: second.ask.path,
        given: `the port ${key} for a LoadBalancer`,
        allowed: `but ${nameOfOwner(first, second)} has it already`,
        fix: key.endsWith(' of the nodes')
          ? 'ServiceLB has each port once: use another port, or name another load balancer in policy.operators.loadBalancer.'
          : 'Use another address or port.',
      };
  },
});

/** Rules about addresses and ports that only one app can have. */
export const ADDRESS_RULES = [HOSTS, ...HOST_PORT_RULES, NODE_PORTS, ADDRESSES];
