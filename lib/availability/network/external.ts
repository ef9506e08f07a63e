import { isAddress } from '../../cluster/cidr';
import { type Finding, Severity } from '../../cluster/finding';
import { isDnsLabel, isDnsName } from '../../cluster/names';
import { checkShape } from '../../cluster/shape';
import type { WorkloadProps } from '../ask/app';
import { hostsOf, type Port, pathsOf, type Route } from '../ask/network/network';
import { checkNetwork } from '../classes/check-app';
import { addressOf, claimedHosts } from '../fleet/check-apps';
import { Findings } from '../model/findings';
import type { Plan } from '../model/plan';
import { EXTERNAL_SERVICE_PROPS } from './shapes.generated';

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

/** What is wrong with one of them. */
export function checkExternal({ path, name, namespace, props }: ExternalAsk): readonly Finding[] {
  const misshapen = checkShape(EXTERNAL_SERVICE_PROPS, props, path);
  if (misshapen.length > 0) return misshapen;
  const findings = new Findings(path);
  const { addresses = [], dnsName, ports, routes: http = [] } = props;
  if (!isDnsLabel(name) || /^[0-9]/.test(name))
    findings.error(
      'NAME-INVALID',
      `the name "${name}"`,
      'but a Service takes a-z, 0-9 and "-", at most 63, a letter first',
      'Give it another id, or set name.',
    );
  if (namespace !== undefined && namespace !== name && !isDnsLabel(namespace))
    findings.error('NAME-INVALID', `the namespace "${namespace}"`, 'but Kubernetes takes a-z, 0-9 and "-", at most 63', 'Set another namespace.');
  if ((addresses.length === 0) === (dnsName === undefined))
    findings.error(
      'EXTERNAL-TARGET',
      dnsName === undefined ? 'neither addresses nor a DNS name' : 'addresses and a DNS name',
      'but a Service leads to one or the other',
      'Say where it is, once.',
    );
  for (const address of addresses.filter((one) => !isAddress(one)))
    findings.error(
      'EXTERNAL-TARGET',
      `the address "${address}"`,
      'but an address is like 192.168.1.7 or fd00::7',
      'Write it without prefix and port, or use dnsName.',
    );
  // ValidateEndpointIP in pkg/apis/core/validation.
  for (const address of addresses.filter((one) => isAddress(one) && /^(127\.|169\.254\.|0\.0\.0\.0$|224\.0\.0\.|::1?$|fe[89ab][0-9a-f]:|ff02:)/i.test(one)))
    findings.error(
      'EXTERNAL-TARGET',
      `the address ${address}`,
      'but it is another one on each node, and Kubernetes refuses it',
      'Use the address that all nodes reach it by.',
    );
  if (dnsName !== undefined && (!isDnsName(dnsName) || isAddress(dnsName)))
    findings.error('EXTERNAL-TARGET', `the DNS name "${dnsName}"`, 'but a DNS name is one in lower case, and no address', 'Mend it, or use addresses.');
  if (ports.length === 0) findings.error('SERVICE-WITHOUT-PORT', 'no port', 'but a Service is ports', 'Name those that it listens on.');
  for (const port of ports) {
    if (port.hostPort !== undefined)
      findings.error('PORT-INVALID', `the port ${port.hostPort.number} of the node for ${port.name}`, 'but no pod is behind it', 'Leave withHostPort out.');
    if (dnsName !== undefined && port.servicePort !== undefined && port.servicePort !== port.number)
      findings.error(
        'EXTERNAL-TARGET',
        `the port ${port.name} behind ${port.servicePort}`,
        'but a DNS name changes no numbers',
        'Leave exposedAs out, or use addresses.',
      );
  }
  if (dnsName !== undefined && http.length > 0)
    findings.warning(
      'EXTERNAL-ROUTE',
      `${http.map((entry) => entry.host).join(', ')} for a DNS name`,
      'and ingress controllers do not lead to those unless they are told to: Traefik needs allowExternalNameServices',
      'Use addresses, or accept it in the facts with the reason why yours does.',
    );
  // The same rules as for the ports and entries of an app.
  checkNetwork({ props: { network: { ports, routes: http } } as WorkloadProps }, findings);
  return findings.list();
}

/** Web addresses that an app or another one has already. */
export function checkExternalHosts(asks: readonly ExternalAsk[], plans: readonly Plan[]): Finding[] {
  const owners = new Map(claimedHosts(plans).map(([address, plan]) => [address, plan.ask.path]));
  return asks.flatMap(({ path, props }) =>
    (props.routes ?? []).flatMap((entry) =>
      hostsOf(entry).flatMap((host) =>
        pathsOf(entry).flatMap((one) => {
          const address = addressOf(host, one.path, one.pathType);
          const owner = owners.get(address);
          owners.set(address, owner ?? path);
          if (owner === undefined) return [];
          const given = `the web address ${address}`;
          return [{ code: 'HOST-CLASH', severity: Severity.ERROR, path, given, allowed: `but ${owner} has it`, fix: 'Use another host or path.' }];
        }),
      ),
    ),
  );
}
