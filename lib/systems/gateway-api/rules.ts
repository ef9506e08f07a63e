import { annotationsInvalid } from '../../availability/model/metadata';
import type { Plan } from '../../availability/model/plan';
import { RouteApi } from '../../availability/model/plan';
import { mayServe } from '../../availability/network/routes/ingress-reach';
import { isAddress } from '../../cluster/cidr';
import { Severity } from '../../cluster/finding';
import { duplicates, isDnsLabel, isDnsName, isHost, listed } from '../../cluster/names';
import type { PlacedSaid, RuleRecord, Said } from '../../cluster/rule';
import type { TimedRoute, UsedListener } from './listeners';
import type { DeclaredGateway } from './render';

/** The CRD Gateway of Gateway API 1.7. */
const MOST_LISTENERS = 64;
const MOST_ADDRESSES = 16;
/** A value of a label. */
const LONGEST_NAME = 63;

export const GATEWAY_WITHOUT_CLUSTER: RuleRecord = {
  code: 'GATEWAY-WITHOUT-CLUSTER',
  severity: Severity.ERROR,
  means: '`Gateway` outside a cluster; thrown at once',
  fix: 'put it into `cluster.control`',
};

export const GATEWAY_INVALID: RuleRecord = {
  code: 'GATEWAY-INVALID',
  severity: Severity.ERROR,
  means: 'a Gateway with a name, port, address or wildcard that the API server refuses, or a wildcard without a certificate',
  fix: 'see the message',
};

export function* gatewayInvalid({ name, namespace, props }: DeclaredGateway, clusterIssuer: string | undefined): Iterable<Said> {
  const { className, controller, httpPort = 80, httpsPort = 443, wildcards = [], addresses = [], annotations = {} } = props;
  const inCluster = 'Use its name in the cluster.';
  for (const [what, one] of Object.entries({ name, className }))
    if (!isDnsName(one)) yield { given: `the ${what} "${one}"`, allowed: 'but Kubernetes accepts a-z, 0-9, "-" and "."', fix: inCluster };
  // Its objects have it as a label, and controllers do the same.
  if (name.length > LONGEST_NAME)
    yield { given: `the name "${name}"`, allowed: `but it becomes a label, which has at most ${LONGEST_NAME} characters`, fix: 'Use a shorter one.' };
  if (!isDnsLabel(namespace)) yield { given: `the namespace "${namespace}"`, allowed: 'but Kubernetes accepts at most 63 of a-z, 0-9 and "-"', fix: inCluster };
  // The pattern of the CRD GatewayClass.
  if (controller !== undefined && (controller.length > 253 || !/^[a-z0-9.-]+\/[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(controller)))
    yield {
      given: `the controller "${controller}"`,
      allowed: 'but a controller has a domain, "/" and a path, in at most 253 characters',
      fix: 'Write it as it names itself, like traefik.io/gateway-controller.',
    };
  for (const port of new Set([httpPort, httpsPort]))
    if (!Number.isInteger(port) || port < 1 || port > 65535)
      yield { given: `the port ${port}`, allowed: 'but ports are 1 to 65535', fix: 'Use another number.' };
  if (httpPort === httpsPort) yield { given: `the port ${httpPort} for HTTP and HTTPS`, allowed: 'but a port speaks one of them', fix: 'Use another number.' };
  for (const address of addresses)
    if (!isAddress(address)) yield { given: `the address "${address}"`, allowed: 'but an address looks like 192.168.1.7 or fd00::7', fix: 'Correct it.' };
  for (const address of duplicates(addresses))
    yield { given: `the address ${address} twice`, allowed: 'but the API server refuses that', fix: 'Name it once.' };
  if (addresses.length > MOST_ADDRESSES)
    yield { given: `${addresses.length} addresses`, allowed: `but a Gateway has at most ${MOST_ADDRESSES}`, fix: 'Leave some out, or use another Gateway.' };
  for (const host of duplicates(wildcards.map((one) => one.host)))
    yield { given: `two wildcards ${host}`, allowed: 'but a host has one certificate', fix: 'Remove one of them.' };
  for (const { host, tls } of wildcards) {
    if (!host.startsWith('*.') || !isHost(host))
      yield { given: `the wildcard "${host}"`, allowed: 'but a wildcard is "*." and a DNS name in lower case', fix: 'Write it like *.home.example.' };
    if (tls?.isPassthrough === true || (tls === undefined ? clusterIssuer === undefined : !tls.isEncrypted))
      yield {
        given: `the wildcard ${host} without a certificate`,
        allowed: 'but its listener is for HTTPS',
        fix: 'Set its tls to Tls.secret(…) or Tls.clusterIssuer(…), or policy.operators.clusterIssuer.',
      };
  }
  yield* annotationsInvalid(annotations);
}

export const GATEWAY_FULL: RuleRecord = {
  code: 'GATEWAY-FULL',
  severity: Severity.ERROR,
  means: `a Gateway with more than ${MOST_LISTENERS} listeners`,
  fix: 'use `wildcards`, or another Gateway',
};

export function* gatewayFull(listeners: readonly UsedListener[]): Iterable<Said> {
  if (listeners.length > MOST_LISTENERS)
    yield {
      given: `${listeners.length} listeners, one for each host`,
      allowed: `but a Gateway has at most ${MOST_LISTENERS}`,
      fix: 'Give wildcards for domains with many hosts, or name another Gateway in gateways of some routes.',
    };
}

export const GATEWAY_CERTIFICATES: RuleRecord = {
  code: 'GATEWAY-CERTIFICATES',
  severity: Severity.ERROR,
  means: 'two certificates for one host of a Gateway',
  fix: 'set the same `tls` in all routes of the host; leave it out for a wildcard',
};

/** @param own the path of the Gateway, whose wildcards have certificates */
export function* twoCertificates(own: string, listeners: readonly UsedListener[]): Iterable<PlacedSaid> {
  for (const { listener, certificates } of listeners) {
    const [first, ...others] = certificates.values();
    for (const { path, ...other } of others)
      yield {
        path,
        given: `the host ${listener.host} with ${named(other)}`,
        allowed: `but ${first?.path} has it with ${first === undefined ? '' : named(first)}, and a host of a Gateway has one certificate`,
        fix: first?.path === own ? 'Leave tls out: the route gets the certificate of the wildcard.' : 'Set the same tls in both routes.',
      };
  }
}

function named({ secret, issuer }: { readonly secret: string | undefined; readonly issuer: string | undefined }): string {
  return secret === undefined ? `the ClusterIssuer ${issuer}` : `the Secret ${secret}`;
}

export const GATEWAY_PORT: RuleRecord = {
  code: 'GATEWAY-PORT',
  severity: Severity.ERROR,
  means: 'a Gateway that Traefik serves, with a port on which Traefik does not listen',
  fix: 'use the port of an entry point',
};

/** Traefik has no ports but those of its entry points (pkg/provider/kubernetes/gateway, entryPointName). */
export function* portsClosed({ props }: DeclaredGateway, listeners: readonly UsedListener[], plans: readonly Plan[]): Iterable<Said> {
  const { httpPort = 80, httpsPort = 443 } = props;
  const ports = Object.entries({ httpPort, ...(listeners.length > 1 ? { httpsPort } : {}) });
  for (const plan of plans) {
    const open = (plan.ask.main.args ?? []).flatMap((arg) => /^--entry-?points\.[^.=]+\.address=.*:(\d+)(?:\/tcp)?$/i.exec(arg)?.[1] ?? []);
    if (!mayServe(plan, RouteApi.GATEWAY) || open.length === 0) continue;
    for (const [key, port] of ports)
      if (!open.includes(`${port}`))
        yield {
          given: `${key}: ${port}`,
          allowed: `but the entry points of ${plan.ask.path}, which serves it, have the ports ${listed(open)}`,
          fix: `Set ${key} to the one that its Service exposes.`,
        };
  }
}

export const GATEWAY_TIMEOUT_IGNORED: RuleRecord = {
  code: 'GATEWAY-TIMEOUT-IGNORED',
  severity: Severity.WARNING,
  means: 'a `timeout` of a route on a Gateway that Traefik serves, which accepts it and does nothing',
  fix: 'leave it out, let the app itself end slow requests, or accept it',
};

/**
 * Traefik up to 3.8 reads no timeouts of HTTPRoutes: HTTPRouteRequestTimeout is not among what it supports
 * (pkg/provider/kubernetes/gateway, features.go; traefik/traefik#11902).
 */
export function* timeoutsIgnored({ props: { controller, className } }: DeclaredGateway, timed: readonly TimedRoute[]): Iterable<PlacedSaid> {
  // Its chart creates a class with its name.
  if (controller === undefined ? className !== 'traefik' : controller !== 'traefik.io/gateway-controller') return;
  for (const { path, host, timeout } of timed)
    yield {
      path,
      given: `the timeout ${timeout} of ${host}`,
      allowed: 'but Traefik, which serves the Gateway, ignores it: slow requests go on',
      fix: 'Leave it out, and let the app itself end slow requests; set --entrypoints.<name>.transport.respondingTimeouts of Traefik for all routes together; or accept it with a reason.',
    };
}

export const GATEWAY_RULES: readonly RuleRecord[] = [
  GATEWAY_WITHOUT_CLUSTER,
  GATEWAY_INVALID,
  GATEWAY_FULL,
  GATEWAY_CERTIFICATES,
  GATEWAY_PORT,
  GATEWAY_TIMEOUT_IGNORED,
];
