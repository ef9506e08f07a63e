import type { ClusterFacts } from '../cluster/cluster';
import { duplicates, isDnsLabel, isDnsName, isLabelKey, isLabelValue, listed } from '../cluster/names';
import { NodeRole } from '../cluster/node';
import { checkContainer } from './check-container';
import { checkVolumes } from './check-volumes';
import type { Ask } from './classes';
import type { Findings } from './rule';

/** What one app says that no class could keep, or that Kubernetes would refuse. */
export function checkApp(ask: Ask, facts: ClusterFacts | undefined, findings: Findings): void {
  checkIdentity(ask, findings);
  checkNetwork(ask, findings);
  checkContainer(ask, facts, findings);
  checkVolumes(ask, findings);
  checkRole(ask, facts, findings);
  for (const patch of ask.props.patches ?? []) {
    if (patch.reason.trim() === '')
      findings.error('PATCH-WITHOUT-REASON', `a patch of ${patch.path} without a reason`, 'but the report shows why the props would not do', 'Say it.');
  }
}

function checkIdentity(ask: Ask, findings: Findings): void {
  if (!isDnsLabel(ask.name))
    findings.error(
      'NAME-INVALID',
      `the name "${ask.name}"`,
      'but Kubernetes takes a-z, 0-9 and "-", at most 63',
      'Give the construct another id, or set name.',
    );
  if (ask.namespace !== undefined && ask.namespace !== ask.name && !isDnsLabel(ask.namespace))
    findings.error('NAME-INVALID', `the namespace "${ask.namespace}"`, 'but Kubernetes takes a-z, 0-9 and "-", at most 63', 'Set another namespace.');
  for (const [key, value] of Object.entries(ask.props.podLabels ?? {})) {
    if (!isLabelKey(key) || !isLabelValue(value))
      findings.error(
        'LABEL-INVALID',
        `the label ${key}=${value}`,
        'but Kubernetes takes at most 63 letters, digits, "-", "_" and "."',
        'Mend the key or the value.',
      );
    if (key.startsWith('app.kubernetes.io/'))
      findings.error('LABEL-INVALID', `the label ${key}`, 'but selectors stand on the labels below app.kubernetes.io', 'Use a prefix of your own.');
  }
  for (const key of Object.keys(ask.props.podAnnotations ?? {})) {
    if (!isLabelKey(key))
      findings.error('LABEL-INVALID', `the annotation ${key}`, 'but Kubernetes takes at most 63 letters, digits, "-", "_" and "."', 'Mend the key.');
  }
}

function checkNetwork(ask: Ask, findings: Findings): void {
  const { ports = [], http = [] } = ask.props.network ?? {};
  for (const port of ports) {
    // Port names: IANA_SVC_NAME, at most 15 characters with a letter among them (Kubernetes API, ContainerPort.name).
    if (!/^(?=.*[a-z])[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$/.test(port.name) || port.name.includes('--'))
      findings.error('PORT-INVALID', `the port name "${port.name}"`, 'but Kubernetes takes at most 15 of a-z, 0-9 and "-"', 'Shorten it.');
    for (const number of [port.number, port.servicePort ?? port.number]) {
      if (!Number.isInteger(number) || number < 1 || number > 65535)
        findings.error('PORT-INVALID', `the port ${number}`, 'but ports are 1 to 65535', 'Use another.');
    }
  }
  for (const name of duplicates(ports.map((port) => port.name)))
    findings.error('PORT-CLASH', `two ports named ${name}`, 'but a name is one port', 'Rename one of them.');
  for (const number of duplicates(ports.map((port) => `${port.number}/${port.protocol}`)))
    findings.error('PORT-CLASH', `two ports ${number}`, 'but only one program can listen there', 'Take one of them away.');
  const exposed = ports.filter((port) => port.exposed);
  for (const number of duplicates(exposed.map((port) => `${port.servicePort ?? port.number}/${port.protocol}`))) {
    if (!duplicates(ports.map((port) => `${port.number}/${port.protocol}`)).includes(number))
      findings.error('PORT-CLASH', `two ports ${number} of the Service`, 'but a Service has each number once', 'Use exposedAs with another number.');
  }
  if (exposed.length === 0 && ask.props.network?.service !== undefined)
    findings.error('SERVICE-WITHOUT-PORT', 'a Service', 'but the app has no port for it', 'Add one to network.ports.');
  for (const entry of http) {
    const host = entry.host.startsWith('*.') ? entry.host.slice(2) : entry.host;
    if (!isDnsName(host))
      findings.error(
        'HOST-INVALID',
        `the host "${entry.host}"`,
        'but a host is a DNS name in lower case',
        'Write it as browsers show it, without scheme, port or path.',
      );
    for (const path of entry.paths ?? []) {
      if (!path.startsWith('/')) findings.error('HOST-INVALID', `the path "${path}" of ${entry.host}`, 'but a path starts with "/"', `Use "/${path}".`);
    }
    const speaking = exposed.filter((port) => port.speaksHttp);
    if (entry.port === undefined ? speaking.length === 0 : !exposed.some((port) => port.name === entry.port)) {
      findings.error(
        'HTTP-WITHOUT-PORT',
        entry.port === undefined ? `${entry.host}` : `${entry.host} on the port ${entry.port}`,
        `but ports of the Service are ${listed(exposed.map((port) => port.name))}`,
        'Add a Port.http, or name one of them.',
      );
    }
  }
}

function checkRole(ask: Ask, facts: ClusterFacts | undefined, findings: Findings): void {
  const { role } = ask;
  if (role === undefined) return;
  if (facts === undefined) {
    findings.error(
      'ROLE-WITHOUT-CLUSTER',
      `the role ${role}`,
      'but no cluster says which nodes have it',
      'Put the app into a Cluster, or leave placement.role out.',
    );
    return;
  }
  if (!Object.values(NodeRole).includes(role)) {
    findings.error('ROLE-UNKNOWN', `the role ${role}`, `but roles are ${listed(Object.values(NodeRole))}`, 'Use one of them.');
  } else if (!facts.nodes.some((node) => node.roles.includes(role))) {
    const present = [...new Set(facts.nodes.flatMap((node) => node.roles))];
    findings.error(
      'ROLE-WITHOUT-NODE',
      `the role ${role}`,
      `but no node has it; nodes have ${listed(present)}`,
      'Give a node the role, or place the app elsewhere.',
    );
  }
}
