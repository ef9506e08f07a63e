import { isAddress } from '../../cluster/cidr';
import { type Finding, Severity } from '../../cluster/finding';
import { isDnsLabel, isDnsName } from '../../cluster/names';
import { found, type RuleRecord } from '../../cluster/rule';
import { checkShape } from '../../cluster/shape';
import type { Port, Route } from '../ask/network/network';
import type { Plan } from '../model/plan';
import { NAME_INVALID } from '../model/records';
import { judge, type Said } from '../model/rule';
import { PORT_INVALID, PORT_RULES } from './ports/port-rules';
import type { Reached } from './reached';
import { ROUTE_RULES } from './route-rules';
import { SERVICE_WITHOUT_PORT } from './services/service-rules';
import { EXTERNAL_SERVICE_PROPS } from './shapes.generated';
import { addressesOf, claimedHosts, HOST_CLASH } from './web-addresses';

/** Something outside the cluster that has a name in it, and web addresses if need be: a NAS, a router, a printer. */
export interface ExternalServiceProps {
  /** @default - the construct's id */
  readonly name?: string;
  /** @default - one of its own, named like it; in a chart of your own, that chart's */
  readonly namespace?: string;
  /** Where it is, one or more of them. @default - it has a `dnsName` */
  readonly addresses?: readonly string[];
  /** Its name in the DNS, to which the name in the cluster then leads. @default - it has `addresses` */
  readonly dnsName?: string;
  readonly ports: readonly Port[];
  /** @default - not reachable through the ingress controller */
  readonly routes?: readonly Route[];
}

/** One of them: the question to the model. */
export interface ExternalAsk {
  readonly path: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly props: ExternalServiceProps;
}

/** One of them with every default filled in. */
export interface ResolvedExternal extends Reached {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly addresses: readonly string[];
  readonly dnsName: string | undefined;
}

/** No pod is behind it, and no policy before it. */
const NOT_OF_PODS = { service: undefined, services: [], allowFrom: undefined, allowTo: undefined, onHostNetwork: false };

function resolveExternal({ name, namespace, props: { addresses = [], dnsName, ports, routes = [] } }: ExternalAsk): ResolvedExternal {
  return { name, namespace, addresses, dnsName, network: { ...NOT_OF_PODS, ports, exposed: ports.filter((port) => port.exposed), routes } };
}

export interface ExternalRule extends RuleRecord {
  readonly check: (one: ResolvedExternal) => Iterable<Said>;
}

const EXTERNAL_NAME_INVALID: ExternalRule = {
  ...NAME_INVALID,
  *check({ name, namespace }) {
    if (!isDnsLabel(name) || /^[0-9]/.test(name))
      yield {
        given: `the name "${name}"`,
        allowed: 'but a Service takes a-z, 0-9 and "-", at most 63, a letter first',
        fix: 'Give it another id, or set name.',
      };
    if (namespace !== undefined && namespace !== name && !isDnsLabel(namespace))
      yield { given: `the namespace "${namespace}"`, allowed: 'but Kubernetes takes a-z, 0-9 and "-", at most 63', fix: 'Set another namespace.' };
  },
};

/** ValidateEndpointIP in pkg/apis/core/validation. */
const ELSEWHERE = /^(127\.|169\.254\.|0\.0\.0\.0$|224\.0\.0\.|::1?$|fe[89ab][0-9a-f]:|ff02:)/i;

const EXTERNAL_TARGET: ExternalRule = {
  code: 'EXTERNAL-TARGET',
  severity: Severity.ERROR,
  means: 'a machine outside the cluster that is nowhere, or where Kubernetes cannot lead',
  fix: '`addresses` that all nodes reach it by, or a `dnsName`',
  *check({ addresses, dnsName, network: { ports } }) {
    if ((addresses.length === 0) === (dnsName === undefined))
      yield {
        given: dnsName === undefined ? 'neither addresses nor a DNS name' : 'addresses and a DNS name',
        allowed: 'but a Service leads to one or the other',
        fix: 'Say where it is, once.',
      };
    for (const address of addresses) {
      if (!isAddress(address))
        yield {
          given: `the address "${address}"`,
          allowed: 'but an address is like 192.168.1.7 or fd00::7',
          fix: 'Write it without prefix and port, or use dnsName.',
        };
      else if (ELSEWHERE.test(address))
        yield {
          given: `the address ${address}`,
          allowed: 'but it is another one on each node, and Kubernetes refuses it',
          fix: 'Use the address that all nodes reach it by.',
        };
    }
    if (dnsName === undefined) return;
    if (!isDnsName(dnsName) || isAddress(dnsName))
      yield { given: `the DNS name "${dnsName}"`, allowed: 'but a DNS name is one in lower case, and no address', fix: 'Mend it, or use addresses.' };
    for (const { name, number, servicePort = number } of ports) {
      if (servicePort !== number)
        yield { given: `the port ${name} behind ${servicePort}`, allowed: 'but a DNS name changes no numbers', fix: 'Leave exposedAs out, or use addresses.' };
    }
  },
};

const EXTERNAL_WITHOUT_PORT: ExternalRule = {
  ...SERVICE_WITHOUT_PORT,
  *check({ network: { ports } }) {
    if (ports.length === 0) yield { given: 'no port', allowed: 'but a Service is ports', fix: 'Name those that it listens on.' };
  },
};

const EXTERNAL_HOST_PORT: ExternalRule = {
  ...PORT_INVALID,
  *check({ network: { ports } }) {
    for (const { name, hostPort } of ports)
      if (hostPort !== undefined)
        yield { given: `the port ${hostPort.number} of the node for ${name}`, allowed: 'but no pod is behind it', fix: 'Leave withHostPort out.' };
  },
};

const EXTERNAL_ROUTE: ExternalRule = {
  code: 'EXTERNAL-ROUTE',
  severity: Severity.WARNING,
  means: 'a web address for a DNS name, to which ingress controllers do not lead by themselves',
  fix: '`addresses`, or accept it in the facts',
  *check({ dnsName, network: { routes } }) {
    if (dnsName === undefined || routes.length === 0) return;
    yield {
      given: `${routes.map((route) => route.host).join(', ')} for a DNS name`,
      allowed: 'and ingress controllers do not lead to those unless they are told to: Traefik needs allowExternalNameServices',
      fix: 'Use addresses, or accept it in the facts with the reason why yours does.',
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
  ...ROUTE_RULES,
];

/** What is wrong with one of them. */
export function checkExternal(ask: ExternalAsk): readonly Finding[] {
  const misshapen = checkShape(EXTERNAL_SERVICE_PROPS, ask.props, ask.path);
  return misshapen.length > 0 ? misshapen : judge(EXTERNAL_RULES, resolveExternal(ask), ask.path, undefined);
}

/** Web addresses that an app or another one has already. */
export function checkExternalHosts(asks: readonly ExternalAsk[], plans: readonly Plan[]): Finding[] {
  const owners = new Map(claimedHosts(plans).map(([address, plan]) => [address, plan.ask.path]));
  const findings: Finding[] = [];
  for (const { path, props } of asks) {
    for (const address of (props.routes ?? []).flatMap(addressesOf)) {
      const owner = owners.get(address);
      if (owner === undefined) owners.set(address, path);
      else findings.push(found(HOST_CLASH, path, { given: `the web address ${address}`, allowed: `but ${owner} has it`, fix: 'Use another host or path.' }));
    }
  }
  return findings;
}
