import { Severity } from '../../../cluster/finding';
import { duplicates, isDnsLabel, isLabelKey, listed } from '../../../cluster/names';
import type { RuleRecord } from '../../../cluster/rule';
import { type ServiceProps, ServiceType } from '../../ask/network/service';
import { NAME_INVALID, NUMBER_ABSURD } from '../../model/records';
import { concerning, onAsk } from '../../model/rule';
import { PORT_CLASH } from '../ports/port-rules';
import { askedServices, asksServices, plannedServices, serviceName } from './services';

/** The suffix of the Service by which the pods of a StatefulSet find each other. */
export const PODS = 'pods';

/** The API server's `--service-node-port-range`, at its default. */
const NODE_PORTS = { first: 30000, last: 32767 };

/** Kubernetes API, ClientIPConfig.timeoutSeconds. */
const LONGEST_AFFINITY_SECONDS = 86400;

const NO_NODE_PORTS: NonNullable<ServiceProps['nodePorts']> = Object.freeze({});

const SERVICE_DUPLICATE = onAsk({
  code: 'SERVICE-DUPLICATE',
  severity: Severity.ERROR,
  means: 'two Services with one name, or one called `pods`, which StatefulSets use',
  fix: 'rename one',
  *check({ network: { services } }) {
    if (services.length === 0) return;
    for (const name of duplicates(services.map((one) => one.name)))
      yield { given: `two Services named ${name}`, allowed: 'but each Service needs its own name', fix: 'Rename one of them.' };
    if (services.some(({ name }) => name === PODS))
      yield { given: `a Service named ${PODS}`, allowed: 'but the pods of a StatefulSet find each other by that Service', fix: 'Rename it.' };
  },
});

const SERVICE_NAME_INVALID = onAsk({
  ...NAME_INVALID,
  *check(app) {
    const { service, services } = app.network;
    // Service names are RFC 1035 labels: only a feature gate that is not on everywhere yet relaxes this.
    if (/^[0-9]/.test(app.name) && (service !== undefined || app.main.ports.length + services.length > 0))
      yield { given: `the name "${app.name}"`, allowed: 'but the name of a Service starts with a letter', fix: 'Give the construct another id, or set name.' };
    for (const { name } of services) {
      if (name !== PODS && (!isDnsLabel(name) || serviceName(app.name, name).length > 63))
        yield {
          given: `the Service "${name}"`,
          allowed: `but Kubernetes accepts at most 63 of a-z, 0-9 and "-", including ${app.name}- before it`,
          fix: 'Rename it.',
        };
    }
  },
});

const SERVICE_PORT_UNKNOWN = onAsk({
  code: 'SERVICE-PORT-UNKNOWN',
  severity: Severity.ERROR,
  means: 'a Service that names a port that the app does not have',
  fix: 'name one of its ports',
  *check({ network }) {
    for (const [what, { ports, nodePorts = NO_NODE_PORTS }] of askedServices(network)) {
      const known = network.ports.map((port) => port.name);
      for (const name of new Set(ports)) {
        if (!known.includes(name))
          yield { given: `the port ${name} of ${what}`, allowed: `but the ports of the app are ${listed(known)}`, fix: 'Name one of them, or add the port.' };
      }
      const own = ports ?? network.exposed.map((port) => port.name);
      for (const name of Object.keys(nodePorts)) {
        if (!own.includes(name))
          yield { given: `a node port for ${name} of ${what}`, allowed: `but the ports of ${what} are ${listed(own)}`, fix: 'Name one of them.' };
      }
    }
  },
});

/** A Service without ports. */
export const SERVICE_WITHOUT_PORT: RuleRecord = {
  code: 'SERVICE-WITHOUT-PORT',
  severity: Severity.ERROR,
  means: 'a Service without ports',
  fix: 'add one to `network.ports`, or name the ports of the Service',
};

const ASKED_WITHOUT_PORT = onAsk({
  ...SERVICE_WITHOUT_PORT,
  *check({ network }) {
    if (network.service !== undefined && network.service.ports === undefined && network.exposed.length === 0)
      yield { given: 'a Service', allowed: 'but the app has no port for it', fix: 'Add one to network.ports.' };
    for (const [what, { ports }] of askedServices(network)) {
      if (ports?.length === 0) yield { given: `${what} with no ports`, allowed: 'but a Service needs at least one', fix: 'Name its ports.' };
    }
  },
});

const NODE_PORT_INVALID = onAsk({
  code: 'NODE-PORT-INVALID',
  severity: Severity.ERROR,
  means: 'a node port outside 30000 to 32767',
  fix: 'use another number',
  *check({ network }) {
    for (const [what, { nodePorts = NO_NODE_PORTS }] of askedServices(network)) {
      for (const number of Object.values(nodePorts)) {
        if (!Number.isInteger(number) || number < NODE_PORTS.first || number > NODE_PORTS.last)
          yield {
            given: `the node port ${number} of ${what}`,
            allowed: `but node ports are ${NODE_PORTS.first} to ${NODE_PORTS.last}`,
            fix: 'Use another number.',
          };
      }
    }
  },
});

const SERVICE_HEADLESS = onAsk({
  code: 'SERVICE-HEADLESS',
  severity: Severity.ERROR,
  means: 'a headless Service with a type, session affinity or node ports',
  fix: 'remove one of the two',
  *check({ network }) {
    for (const [what, { headless, type = ServiceType.CLUSTER_IP, sessionAffinity, nodePorts = NO_NODE_PORTS }] of askedServices(network)) {
      if (headless !== true) continue;
      const fix = 'Remove one of the two.';
      if (Object.keys(nodePorts).length > 0)
        yield { given: `node ports of ${what}`, allowed: 'but a headless Service has no address for them to lead to', fix };
      if (type !== ServiceType.CLUSTER_IP) yield { given: `${what}, headless and a ${type}`, allowed: 'but a headless Service has no address', fix };
      if (sessionAffinity !== undefined)
        yield { given: `session affinity of ${what}`, allowed: 'but clients of a headless Service choose the pod themselves', fix };
    }
  },
});

/** Props that only a LoadBalancer has. */
const OF_BALANCER = ['addresses', 'loadBalancerClass', 'loadBalancerSourceRanges', 'allocateLoadBalancerNodePorts'] as const;

const SERVICE_TYPE = onAsk({
  code: 'SERVICE-TYPE',
  severity: Severity.ERROR,
  means: 'a Service with a prop of another type, or with an invalid load balancer class',
  fix: 'set `type`, or remove the prop',
  *check({ network }) {
    for (const [what, service] of askedServices(network)) {
      const { type = ServiceType.CLUSTER_IP, headless, nodePorts = NO_NODE_PORTS, loadBalancerClass } = service;
      for (const prop of OF_BALANCER) {
        if (service[prop] !== undefined && type !== ServiceType.LOAD_BALANCER)
          yield {
            given: `${prop} of ${what}, a ${type}`,
            allowed: 'but only a LoadBalancer has that',
            fix: 'Set type to ServiceType.LOAD_BALANCER, or remove the prop.',
          };
      }
      if (Object.keys(nodePorts).length > 0 && type === ServiceType.CLUSTER_IP && headless !== true)
        yield {
          given: `nodePorts of ${what}, a ClusterIP`,
          allowed: 'but only a NodePort or a LoadBalancer has them',
          fix: 'Set type, or remove them.',
        };
      if (loadBalancerClass !== undefined && !isLabelKey(loadBalancerClass))
        yield { given: `the class "${loadBalancerClass}" of ${what}`, allowed: 'but a class looks like metallb or io.cilium/node', fix: 'Correct it.' };
    }
  },
});

const AFFINITY_ABSURD = onAsk({
  ...NUMBER_ABSURD,
  *check({ network }) {
    for (const [, { sessionAffinity }] of askedServices(network)) {
      const timeout = sessionAffinity?.timeout?.seconds;
      if (timeout !== undefined && !(Number.isInteger(timeout) && timeout >= 1 && timeout <= LONGEST_AFFINITY_SECONDS))
        yield { given: `a session affinity of ${timeout} s`, allowed: 'but Kubernetes accepts whole seconds from 1 s to 1 day', fix: 'Use such a duration.' };
    }
  },
});

/** Two ports exposed as one number. If the container has them as one number too, another rule reports it. */
const SERVED_CLASH = onAsk({
  ...PORT_CLASH,
  *check(app) {
    const { ports } = app.network;
    if (ports.length < 2) return;
    const clashing = duplicates(ports.map((port) => `${port.number}/${port.protocol}`));
    for (const service of plannedServices(app, undefined)) {
      const what = service.name === app.name ? 'the Service' : `the Service ${service.name.slice(app.name.length + 1)}`;
      for (const number of duplicates(service.ports.map((port) => `${port.servicePort ?? port.number}/${port.protocol}`))) {
        if (!clashing.includes(number))
          yield { given: `two ports ${number} of ${what}`, allowed: 'but a Service has each number once', fix: 'Use exposedAs with another number.' };
      }
    }
  },
});

/** What is wrong with single Services of an app. */
export const SERVICE_RULES = [
  SERVICE_DUPLICATE,
  SERVICE_NAME_INVALID,
  ...concerning(asksServices, [SERVICE_PORT_UNKNOWN, ASKED_WITHOUT_PORT, NODE_PORT_INVALID, SERVICE_TYPE, SERVICE_HEADLESS, AFFINITY_ABSURD]),
  SERVED_CLASH,
];
