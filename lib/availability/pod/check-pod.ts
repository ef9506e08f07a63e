import { isAddress } from '../../cluster/cidr';
import { isDnsLabel, isDnsName, listed } from '../../cluster/names';
import type { WorkloadProps } from '../ask/app';
import { type Env, type EnvFrom, EnvKind } from '../ask/container/env';
import { type Probe, ProbeKind } from '../ask/container/health';
import { type Port, Protocol } from '../ask/network/network';
import { DnsPolicy } from '../ask/pod';
import type { Findings } from '../model/findings';

/** Kubernetes' own (API, PodSpec.terminationGracePeriodSeconds). */
const DEFAULT_GRACE_SECONDS = 30;
/** What a variable may take from its pod (validEnvDownwardAPIFieldPathExpressions in pkg/apis/core/validation). */
const FIELDS = new Set([
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]);
/** And from its container (validContainerResourceFieldPathExpressions there). */
const RESOURCES = /^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-\w+)$/;
/** MaxDNSNameservers and MaxDNSSearchPaths there. */
const MOST_NAMESERVERS = 3;
const MOST_SEARCHES = 32;

/** What a pod says of names, of its end, and of its containers' health and variables. */
export function checkPod(props: WorkloadProps, perPodClaims: boolean, findings: Findings): void {
  checkDns(props, findings);
  checkLifecycle(props, findings);
  checkHostname(props, perPodClaims, findings);
  for (const { env, envFrom } of [props, ...(props.initContainers ?? []), ...(props.sidecars ?? [])]) {
    checkSources(env ?? {}, findings);
    checkPrefixes(envFrom ?? [], findings);
  }
  checkProbes('health.', props.health ?? {}, props.network?.ports ?? [], findings);
  for (const { name, health, ports } of props.sidecars ?? []) checkProbes(`health of ${name}, `, health ?? {}, ports ?? [], findings);
}

function checkSources(env: Env, findings: Findings): void {
  for (const [name, { kind, value }] of Object.entries(env)) {
    if (kind === EnvKind.FIELD && !FIELDS.has(value) && !/^metadata\.(labels|annotations)\['[^']+'\]$/.test(value))
      findings.error(
        'ENV-FIELD-INVALID',
        `${name} from the field ${value}`,
        `but fields are ${listed([...FIELDS])}, and metadata.labels['…']`,
        'Use one of them.',
      );
    if (kind === EnvKind.RESOURCE && !RESOURCES.test(value))
      findings.error(
        'ENV-FIELD-INVALID',
        `${name} from the resource ${value}`,
        'but these are limits or requests of cpu, memory and ephemeral-storage',
        'Use one of them.',
      );
  }
}

function checkPrefixes(sets: readonly EnvFrom[], findings: Findings): void {
  for (const { source, prefix } of sets) {
    if (prefix !== undefined && !/^[A-Za-z_.-][A-Za-z0-9_.-]*$/.test(prefix))
      findings.error(
        'ENV-NAME-INVALID',
        `the prefix "${prefix}" for the variables of ${source}`,
        'but Kubernetes takes letters, digits, "_", "." and "-", no digit first',
        'Mend it.',
      );
  }
}

function checkDns({ dns, hostAliases }: WorkloadProps, findings: Findings): void {
  const { policy, nameservers = [], searches = [] } = dns ?? {};
  for (const address of nameservers.filter((one) => !isAddress(one)))
    findings.error('DNS-INVALID', `the name server "${address}"`, 'but a name server is an address', 'Write its address.');
  if (nameservers.length > MOST_NAMESERVERS)
    findings.error('DNS-INVALID', `${nameservers.length} name servers`, `but a pod takes ${MOST_NAMESERVERS}`, 'Keep the best.');
  if (policy === DnsPolicy.NONE && nameservers.length === 0)
    findings.error('DNS-INVALID', 'DnsPolicy.NONE and no name server', 'but then the pod finds no name', 'Add nameservers, or leave the policy out.');
  for (const domain of searches.filter((one) => one !== '.' && !isDnsName(one.replace(/\.$/, ''))))
    findings.error('DNS-INVALID', `the search domain "${domain}"`, 'but a domain is a DNS name in lower case', 'Mend it.');
  if (searches.length > MOST_SEARCHES) findings.error('DNS-INVALID', `${searches.length} search domains`, `but a pod takes ${MOST_SEARCHES}`, 'Keep the best.');
  for (const { ip, hostnames } of hostAliases ?? []) {
    if (!isAddress(ip)) findings.error('DNS-INVALID', `the host alias "${ip}"`, 'but names stand for an address', 'Write the address.');
    for (const name of hostnames.filter((one) => !isDnsName(one)))
      findings.error('DNS-INVALID', `the host alias "${name}" of ${ip}`, 'but a host is a DNS name in lower case', 'Mend it.');
  }
}

function checkLifecycle(props: WorkloadProps, findings: Findings): void {
  const grace = Math.ceil(props.terminationGrace?.seconds ?? DEFAULT_GRACE_SECONDS);
  checkHooks('', props, grace, findings);
  for (const sidecar of props.sidecars ?? []) checkHooks(` of ${sidecar.name}`, sidecar, grace, findings);
}

function checkHooks(of: string, { postStart, preStop }: Pick<WorkloadProps, 'postStart' | 'preStop'>, grace: number, findings: Findings): void {
  if (postStart?.length === 0)
    findings.error('POST-START-INVALID', `postStart${of} without a command`, 'but a command is what runs then', 'Say it, word by word, or leave it out.');
  const seconds = preStop?.time?.seconds;
  if (preStop !== undefined && seconds === undefined && preStop.command.length === 0)
    findings.error('PRE-STOP-INVALID', `preStop${of} that does nothing`, 'but it sleeps, or runs a command', 'Say which, or leave it out.');
  if (seconds === undefined) return;
  if (!Number.isInteger(seconds) || seconds < 1)
    findings.error(
      'PRE-STOP-INVALID',
      `preStop${of} of ${seconds} s`,
      'but a container sleeps for whole seconds, and at least one',
      'Say it in seconds, or leave it out.',
    );
  else if (seconds >= grace)
    findings.error(
      'PRE-STOP-INVALID',
      `preStop${of} of ${seconds} s`,
      `but the app has ${grace} s from there until it is killed`,
      'Raise terminationGrace by as much, or sleep less.',
    );
}

function checkHostname({ hostname }: WorkloadProps, perPodClaims: boolean, findings: Findings): void {
  if (hostname === undefined) return;
  if (!isDnsLabel(hostname)) findings.error('NAME-INVALID', `the host name "${hostname}"`, 'but Kubernetes takes a-z, 0-9 and "-", at most 63', 'Mend it.');
  if (perPodClaims) findings.error('NAME-INVALID', `the host name "${hostname}" for several pods`, 'but a StatefulSet gives each its own', 'Leave it out.');
}

interface Probes {
  readonly readiness?: Probe;
  readonly liveness?: Probe;
  readonly startup?: Probe;
}

function checkProbes(of: string, { readiness, liveness, startup }: Probes, ports: readonly Port[], findings: Findings): void {
  for (const [what, probe] of Object.entries({ readiness, liveness, startup })) {
    if (probe === undefined) continue;
    const { period, timeout, failures } = probe.timing;
    if (what === 'startup' && (period !== undefined || failures !== undefined))
      findings.error(
        'PROBE-INVALID',
        `${of}startup that says how often or how many`,
        'but a start is asked for every 5 s, for as long as startsWithin says',
        'Say health.startsWithin.',
      );
    if (probe.kind === ProbeKind.EXEC && probe.command.length === 0)
      findings.error('PROBE-INVALID', `${of}${what} without a command`, 'but a command is what is asked', 'Say it, word by word.');
    for (const time of [period?.seconds, timeout?.seconds]) {
      if (time !== undefined && (!Number.isInteger(time) || time < 1))
        findings.error('PROBE-INVALID', `${of}${what} with ${time} s`, 'but Kubernetes takes whole seconds, and at least one', 'Say it in seconds.');
    }
    if (failures !== undefined && (!Number.isInteger(failures) || failures < 1))
      findings.error('PROBE-INVALID', `${of}${what} that tolerates ${failures} failures`, 'but the first that counts is one', 'Use at least 1.');
    for (const name of Object.keys(probe.http.headers ?? {}).filter((one) => !/^[-A-Za-z0-9]+$/.test(one)))
      findings.error('PROBE-INVALID', `${of}${what} with the header "${name}"`, 'but headers have letters, digits and "-"', 'Mend it.');
    const known = ports.filter((port) => port.protocol === Protocol.TCP).map((port) => port.name);
    if (probe.kind !== ProbeKind.EXEC && (probe.port === undefined ? known.length === 0 : !known.includes(probe.port)))
      findings.error(
        'PROBE-WITHOUT-PORT',
        probe.port === undefined ? `${of}${what} without a port to ask` : `${of}${what} on the port ${probe.port}`,
        `but TCP ports are ${listed(known)}`,
        of === 'health.' ? 'Add the port to network.ports, or name one of them.' : 'Add the port to ports of the sidecar, or name one of them.',
      );
  }
}
