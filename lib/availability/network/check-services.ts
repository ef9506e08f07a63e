import { familyOf } from '../../cluster/cidr';
import type { ClusterFacts } from '../../cluster/cluster';
import { duplicates, isDnsLabel, listed } from '../../cluster/names';
import { IpFamilyPolicy, type Port, type ServiceProps, ServiceType } from '../ask/network/network';
import type { Ask } from '../ask/workload';
import type { Findings } from '../model/findings';
import { askedServices, exposedPorts, isOfServiceLb, plannedServices, podPorts, serviceName, takesTwoAddresses } from './services';

/** The suffix of the Service by which the pods of a StatefulSet find each other. */
export const PODS = 'pods';

/** The API server's `--service-node-port-range`, as it is if nobody changed it. */
const NODE_PORTS = { first: 30000, last: 32767 };

/** Kubernetes API, ClientIPConfig.timeoutSeconds. */
const LONGEST_AFFINITY_SECONDS = 86400;

/** What is wrong with the Services of an app, each for itself. */
export function checkServices(ask: Ask, facts: ClusterFacts | undefined, findings: Findings): void {
  const { network = {} } = ask.props;
  const { services = [] } = network;
  const ports = podPorts(ask.props);
  for (const name of duplicates(services.map((one) => one.name)))
    findings.error('SERVICE-DUPLICATE', `two Services named ${name}`, 'but a name is one Service', 'Rename one of them.');
  for (const { name } of services) {
    if (name === PODS)
      findings.error('SERVICE-DUPLICATE', `a Service named ${name}`, 'but the pods of a StatefulSet find each other by that one', 'Rename it.');
    else if (!isDnsLabel(name) || serviceName(ask.name, name).length > 63)
      findings.error('NAME-INVALID', `the Service "${name}"`, `but Kubernetes takes a-z, 0-9 and "-", at most 63 with ${ask.name}- before it`, 'Rename it.');
  }
  const known = ports.map((port) => port.name);
  const exposed = exposedPorts(ask.props).map((port) => port.name);
  for (const [what, service] of askedServices(network)) {
    checkPorts(what, service, known, exposed, findings);
    checkType(what, service, findings);
    checkAddresses(what, service, facts, findings);
  }
  for (const service of plannedServices(ask, undefined)) {
    const what = service.name === ask.name ? 'the Service' : `the Service ${service.name.slice(ask.name.length + 1)}`;
    checkNumbers(what, service.ports, ports, findings);
  }
}

/** @param exposed what it has if it names none */
function checkPorts(
  what: string,
  { ports, nodePorts = {}, headless }: ServiceProps,
  known: readonly string[],
  exposed: readonly string[],
  findings: Findings,
): void {
  for (const name of new Set(ports?.filter((port) => !known.includes(port)) ?? []))
    findings.error('SERVICE-PORT-UNKNOWN', `the port ${name} of ${what}`, `but ports of the app are ${listed(known)}`, 'Name one of them, or add it.');
  if (ports?.length === 0) findings.error('SERVICE-WITHOUT-PORT', `${what} with no ports`, 'but a Service is ports', 'Name the ports that it has.');
  const own = ports ?? exposed;
  for (const [name, number] of Object.entries(nodePorts)) {
    if (!own.includes(name))
      findings.error('SERVICE-PORT-UNKNOWN', `a node port for ${name} of ${what}`, `but ports of ${what} are ${listed(own)}`, 'Name one of them.');
    if (!Number.isInteger(number) || number < NODE_PORTS.first || number > NODE_PORTS.last)
      findings.error('NODE-PORT-INVALID', `the node port ${number} of ${what}`, `but node ports are ${NODE_PORTS.first} to ${NODE_PORTS.last}`, 'Use another.');
  }
  if (headless && Object.keys(nodePorts).length > 0)
    findings.error('SERVICE-HEADLESS', `node ports of ${what}`, 'but a headless Service has no address that they would lead to', 'Leave one of the two out.');
}

function checkType(what: string, service: ServiceProps, findings: Findings): void {
  const { type = ServiceType.CLUSTER_IP, headless, sessionAffinity, nodePorts = {} } = service;
  const ofBalancer = {
    addresses: service.addresses,
    loadBalancerClass: service.loadBalancerClass,
    allocateLoadBalancerNodePorts: service.allocateLoadBalancerNodePorts,
  };
  for (const [prop, value] of Object.entries(ofBalancer)) {
    if (value !== undefined && type !== ServiceType.LOAD_BALANCER)
      findings.error(
        'SERVICE-TYPE',
        `${prop} of ${what}, a ${type}`,
        'but only a LoadBalancer has that',
        'Set type to ServiceType.LOAD_BALANCER, or leave it out.',
      );
  }
  if (Object.keys(nodePorts).length > 0 && type === ServiceType.CLUSTER_IP && !headless)
    findings.error('SERVICE-TYPE', `nodePorts of ${what}, a ClusterIP`, 'but only a NodePort or a LoadBalancer has them', 'Set type, or leave them out.');
  if (service.loadBalancerClass !== undefined && !isQualified(service.loadBalancerClass))
    findings.error('SERVICE-TYPE', `the class "${service.loadBalancerClass}" of ${what}`, 'but a class is a name like metallb or io.cilium/node', 'Mend it.');
  if (headless && type !== ServiceType.CLUSTER_IP)
    findings.error(
      'SERVICE-HEADLESS',
      `${what}, headless and a ${type}`,
      'but a headless Service has no address to be reached by',
      'Leave one of the two out.',
    );
  if (headless && sessionAffinity !== undefined)
    findings.error(
      'SERVICE-HEADLESS',
      `session affinity of ${what}`,
      'but clients of a headless Service choose the pod themselves',
      'Leave one of the two out.',
    );
  const timeout = sessionAffinity?.timeout?.seconds;
  if (timeout !== undefined && !(Number.isInteger(timeout) && timeout >= 1 && timeout <= LONGEST_AFFINITY_SECONDS))
    findings.error('NUMBER-ABSURD', `a session affinity of ${timeout} s`, 'but it is whole seconds, 1 s to 1 day', 'Say another time.');
}

/** The API server's rule for `loadBalancerClass`: a label key. */
function isQualified(name: string): boolean {
  return /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(name);
}

function checkAddresses(what: string, service: ServiceProps, facts: ClusterFacts | undefined, findings: Findings): void {
  const { addresses = [], ipFamilies = [], ipFamilyPolicy } = service;
  for (const family of duplicates(ipFamilies))
    findings.error('IP-FAMILIES', `${family} twice for ${what}`, 'but a Service has each family once', 'Take one of them away.');
  const dual = ipFamilyPolicy === IpFamilyPolicy.PREFER_DUAL_STACK || ipFamilyPolicy === IpFamilyPolicy.REQUIRE_DUAL_STACK;
  if (new Set(ipFamilies).size > 1 && !dual)
    findings.error('IP-FAMILIES', `two families for ${what}`, 'but its policy is SingleStack', 'Set ipFamilyPolicy to IpFamilyPolicy.PREFER_DUAL_STACK.');
  const wrong = addresses.filter((address) => familyOf(address) === undefined);
  for (const address of wrong)
    findings.error(
      'SERVICE-ADDRESS-INVALID',
      `the address "${address}" of ${what}`,
      'but an address is like 192.168.1.53 or fd00::53',
      'Write it without prefix and port.',
    );
  if (wrong.length > 0 || addresses.length === 0 || service.type !== ServiceType.LOAD_BALANCER) return;
  const families = addresses.map((address) => `${familyOf(address)}`);
  for (const family of duplicates(families))
    findings.error('SERVICE-ADDRESS-INVALID', `two ${family} addresses of ${what}`, 'but a Service has one of each family', 'Take one of them away.');
  if (new Set(families).size > 1 && !dual)
    findings.error(
      'IP-FAMILIES',
      `addresses of two families for ${what}`,
      'but its policy is SingleStack',
      'Set ipFamilyPolicy to IpFamilyPolicy.PREFER_DUAL_STACK.',
    );
  for (const family of new Set(families)) {
    if (ipFamilies.length > 0 && !ipFamilies.some((one) => one === family))
      findings.error(
        'IP-FAMILIES',
        `an ${family} address for ${what}`,
        `but its families are ${listed(ipFamilies)}`,
        'Add the family, or use an address of one of these.',
      );
  }
  if (isOfServiceLb(service, facts)) {
    findings.error(
      'SERVICE-ADDRESS-IGNORED',
      `${listed(addresses)} for ${what}`,
      'but ServiceLB of K3s only ever uses the addresses of the nodes',
      'Leave addresses out, or name another load balancer in policy.operators.loadBalancer.',
    );
  } else if (addresses.length > 1 && !takesTwoAddresses(facts)) {
    findings.error(
      'SERVICE-ADDRESS-IGNORED',
      `${listed(addresses)} for ${what}`,
      'but the field that load balancers have in common holds one address',
      'Name the load balancer in policy.operators.loadBalancer.',
    );
  }
}

/** Two ports behind one number, unless they are one in the container already, of which another rule speaks. */
function checkNumbers(what: string, served: readonly Port[], all: readonly Port[], findings: Findings): void {
  const clashing = duplicates(all.map((port) => `${port.number}/${port.protocol}`));
  for (const number of duplicates(served.map((port) => `${port.servicePort ?? port.number}/${port.protocol}`))) {
    if (!clashing.includes(number))
      findings.error('PORT-CLASH', `two ports ${number} of ${what}`, 'but a Service has each number once', 'Use exposedAs with another number.');
  }
}
