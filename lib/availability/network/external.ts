import { isAddress } from '../../cluster/cidr';
import type { ClusterFacts } from '../../cluster/cluster';
import { type Finding, Severity } from '../../cluster/finding';
import { duplicates, isDnsLabel, isDnsName } from '../../cluster/names';
import { found, type RuleRecord } from '../../cluster/rule';
import { checkShape } from '../../cluster/shape';
import type { Port } from '../ask/network/port';
import type { Route } from '../ask/network/route';
import { identity } from '../model/identity';
import type { Plan } from '../model/plan';
import { NAME_INVALID } from '../model/records';
import { judge, type Said } from '../model/rule';
import { PORT_INVALID, PORT_RULES } from './ports/port-rules';
import type { Reached } from './reached';
import { GATEWAY_UNKNOWN, unknownGateways } from './routes/gateway-unknown';
import { planRoutes } from './routes/planned-routes';
import { ALL_ROUTE_RULES } from './routes/rules';
import { addressClashes, addressed, HOST_CLASH } from './routes/web-addresses';
import { SERVICE_WITHOUT_PORT } from './services/service-rules';
import { EXTERNAL_SERVICE_PROPS } from './shapes.generated';

/** Something outside the cluster that apps reach by a name in the cluster, and browsers by a web address if you give it one: a NAS, a router, a printer. */
export interface ExternalServiceProps {
  /** @default - the construct's id */
  readonly name?: string;
  /** @default - its own namespace, with its name; in your own chart, the namespace of that chart */
  readonly namespace?: string;
  /** Its IP addresses. @default - it has a `dnsName` */
  readonly addresses?: readonly string[];
  /** Its DNS name. The name in the cluster then resolves to it. @default - it has `addresses` */
  readonly dnsName?: string;
  readonly ports: readonly Port[];
  /** @default - no web address */
  readonly routes?: readonly Route[];
}

/** One external service, as the user declares it. */
export interface ExternalAsk {
  readonly path: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly props: ExternalServiceProps;
}

/** One external service with every default filled in. */
export interface ResolvedExternal extends Reached {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly addresses: readonly string[];
  readonly dnsName: string | undefined;
}

/** The IP addresses of each, by `namespace/name`. */
export function outsideOf(externals: readonly ExternalAsk[]): ReadonlyMap<string, readonly string[]> {
  return new Map(externals.map((one) => [identity({ ask: one }), one.props.addresses ?? []]));
}

/** It has no pods and no network policy. */
const NOT_OF_PODS = { service: undefined, services: [], allowFrom: undefined, allowTo: undefined, onHostNetwork: false };

function resolveExternal({ name, namespace, props: { addresses = [], dnsName, ports, routes = [] } }: ExternalAsk): ResolvedExternal {
  return { name, namespace, addresses, dnsName, network: { ...NOT_OF_PODS, ports, exposed: ports.filter((port) => port.exposed), routes } };
}

export interface ExternalRule extends RuleRecord {
  readonly check: (one: ResolvedExternal, facts: ClusterFacts | undefined) => Iterable<Said>;
}

const EXTERNAL_NAME_INVALID: ExternalRule = {
  ...NAME_INVALID,
  *check({ name, namespace }) {
    if (!isDnsLabel(name) || /^[0-9]/.test(name))
      yield {
        given: `the name "${name}"`,
        allowed: 'but a Service name has at most 63 of a-z, 0-9 and "-", and starts with a letter',
        fix: 'Give it another id, or set name.',
      };
    if (namespace !== undefined && namespace !== name && !isDnsLabel(namespace))
      yield { given: `the namespace "${namespace}"`, allowed: 'but Kubernetes accepts at most 63 of a-z, 0-9 and "-"', fix: 'Set another namespace.' };
  },
};

/** ValidateEndpointIP in pkg/apis/core/validation. */
const ELSEWHERE = /^(127\.|169\.254\.|0\.0\.0\.0$|224\.0\.0\.|::1?$|fe[89ab][0-9a-f]:|ff02:)/i;

const EXTERNAL_TARGET: ExternalRule = {
  code: 'EXTERNAL-TARGET',
  severity: Severity.ERROR,
  means: 'a machine outside the cluster without a valid address or DNS name',
  fix: 'set `addresses` that all nodes can reach, or a `dnsName`',
  *check({ addresses, dnsName, network: { ports } }) {
    if ((addresses.length === 0) === (dnsName === undefined))
      yield {
        given: dnsName === undefined ? 'neither addresses nor a DNS name' : 'addresses and a DNS name',
        allowed: 'but a Service needs exactly one of the two',
        fix: 'Set either addresses or dnsName.',
      };
    for (const address of duplicates(addresses))
      yield { given: `the address ${address} twice`, allowed: 'but the API server refuses that', fix: 'Name it once.' };
    for (const address of addresses) {
      if (!isAddress(address))
        yield {
          given: `the address "${address}"`,
          allowed: 'but an address looks like 192.168.1.7 or fd00::7',
          fix: 'Write it without a prefix or port, or use dnsName.',
        };
      else if (ELSEWHERE.test(address))
        yield {
          given: `the address ${address}`,
          allowed: 'but it means a different machine on each node, and Kubernetes refuses it',
          fix: 'Use an address that all nodes can reach.',
        };
    }
    if (dnsName === undefined) return;
    if (!isDnsName(dnsName) || isAddress(dnsName))
      yield { given: `the DNS name "${dnsName}"`, allowed: 'but a DNS name is in lower case and is not an IP address', fix: 'Correct it, or use addresses.' };
    for (const { name, number, servicePort = number } of ports) {
      if (servicePort !== number)
        yield {
          given: `the port ${name} exposed as ${servicePort}`,
          allowed: 'but a DNS name cannot change port numbers',
          fix: 'Leave exposedAs out, or use addresses.',
        };
    }
  },
};

const EXTERNAL_WITHOUT_PORT: ExternalRule = {
  ...SERVICE_WITHOUT_PORT,
  *check({ network: { ports } }) {
    if (ports.length === 0) yield { given: 'no port', allowed: 'but a Service needs at least one', fix: 'Name the ports that it listens on.' };
  },
};

const EXTERNAL_HOST_PORT: ExternalRule = {
  ...PORT_INVALID,
  *check({ network: { ports } }) {
    for (const { name, hostPort } of ports)
      if (hostPort !== undefined)
        yield { given: `the port ${hostPort.number} of the node for ${name}`, allowed: 'but it has no pod', fix: 'Leave withHostPort out.' };
  },
};

const EXTERNAL_ROUTE: ExternalRule = {
  code: 'EXTERNAL-ROUTE',
  severity: Severity.WARNING,
  means: 'a web address for a DNS name, which ingress controllers do not forward to by default',
  fix: 'use `addresses`, or accept it in the facts',
  *check({ dnsName, network: { routes } }) {
    if (dnsName === undefined || routes.length === 0) return;
    yield {
      given: `${routes.map((route) => route.host).join(', ')} for a DNS name`,
      allowed: 'and ingress controllers do not forward to DNS names unless configured to: Traefik needs allowExternalNameServices',
      fix: 'Use addresses, or accept it in the facts if your controller does, with the reason.',
    };
  },
};

export const EXTERNAL_RULES: readonly ExternalRule[] = [
  EXTERNAL_NAME_INVALID,
  EXTERNAL_TARGET,
  EXTERNAL_WITHOUT_PORT,
  EXTERNAL_HOST_PORT,
  EXTERNAL_ROUTE,
  // The same rules as for the ports and routes of an app.
  ...PORT_RULES,
  ...ALL_ROUTE_RULES,
];

/** What is wrong with one external service. */
export function checkExternal(ask: ExternalAsk, facts: ClusterFacts | undefined): readonly Finding[] {
  const misshapen = checkShape(EXTERNAL_SERVICE_PROPS, ask.props, ask.path);
  return misshapen.length > 0 ? misshapen : judge(EXTERNAL_RULES, resolveExternal(ask), ask.path, facts);
}

/** What is wrong with its web addresses, next to those of apps and of others. */
export function checkExternalRoutes(asks: readonly ExternalAsk[], plans: readonly Plan[], facts: ClusterFacts): Finding[] {
  const own = asks.map(({ path, props }) => ({ path, routes: planRoutes(props.routes ?? [], facts) }));
  const clashes = [...addressClashes([...plans.map(addressed), ...own])].filter(({ second }) => own.some((one) => one.path === second));
  return [
    ...clashes.map(({ address, first, second }) =>
      found(HOST_CLASH, second, { given: `the web address ${address}`, allowed: `but ${first} has it`, fix: 'Use another host or path.' }),
    ),
    ...[...unknownGateways(own, facts)].map((said) => found(GATEWAY_UNKNOWN, said.path, said)),
  ];
}
