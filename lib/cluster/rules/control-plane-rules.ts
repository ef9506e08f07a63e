import { isAddress } from '../cidr';
import type { ClusterFacts, Node } from '../cluster';
import { ApiEndpointKind, Datastore, Distribution, StateBackupReport } from '../control-plane';
import { type FactsRule, onFacts } from '../facts-rule';
import { Severity } from '../finding';
import { counted, duplicates, isDnsName, listed } from '../names';
import { NodeRole } from '../node';
import type { RuleRecord, Said } from '../rule';
import { fateInWords } from '../site';
import { LINK_MISSING, unlinkedPairs } from './site-rules';

type Check = (facts: ClusterFacts) => Iterable<Said>;

function onServers(rule: RuleRecord & { readonly check: Check }): FactsRule {
  return onFacts({
    ...rule,
    *check(facts) {
      for (const said of rule.check(facts)) yield { ...said, path: 'controlPlane' };
    },
  });
}

/** A managed control plane needs no checks. */
export function onOwnServers(rule: RuleRecord & { readonly check: Check }): FactsRule {
  return onServers({ ...rule, check: (facts) => (facts.controlPlane.distribution === Distribution.MANAGED ? [] : rule.check(facts)) });
}

/** The servers that are nodes, as the facts name them. */
export function serverNodes({ nodes, controlPlane }: ClusterFacts): readonly Node[] {
  return controlPlane.servers.flatMap((name) => nodes.filter((node) => node.name === name));
}

const SERVER_UNKNOWN = onServers({
  code: 'CONTROL-SERVER-UNKNOWN',
  severity: Severity.ERROR,
  means: 'a name in `servers` that is not a node',
  fix: 'use the name of a node',
  *check({ nodes, controlPlane }) {
    for (const name of controlPlane.servers)
      if (!nodes.some((node) => node.name === name))
        yield { given: `the server ${name}`, allowed: `but the nodes are ${listed(nodes.map((node) => node.name))}`, fix: 'Use the name of a node.' };
  },
});

const ROLE_MISSING = onServers({
  code: 'CONTROL-ROLE-MISSING',
  severity: Severity.ERROR,
  means: 'a server without the role `control`',
  fix: 'give it the role',
  *check(facts) {
    for (const { name, roles } of serverNodes(facts))
      if (!roles.includes(NodeRole.CONTROL))
        yield { given: `the server ${name}`, allowed: 'but this node does not have the role control', fix: 'Add the role control to this node.' };
  },
});

const ENTRY_INVALID = onServers({
  code: 'CONTROL-ENTRY-INVALID',
  severity: Severity.ERROR,
  means: 'an address of the API that is no name and no address',
  fix: 'write it without scheme and port',
  *check({ controlPlane: { apiEndpoint } }) {
    const { address } = apiEndpoint;
    if (!isAddress(address) && !isDnsName(address.toLowerCase()))
      yield {
        given: `the address ${JSON.stringify(address)}`,
        allowed: 'but it must be a DNS name or an IP address',
        fix: 'Write controlPlane.apiEndpoint.address without scheme and port.',
      };
  },
});

const SERVER_DUPLICATE = onServers({
  code: 'CONTROL-SERVER-DUPLICATE',
  severity: Severity.ERROR,
  means: 'a server named twice',
  fix: 'name each once',
  *check({ controlPlane }) {
    for (const name of duplicates(controlPlane.servers))
      yield { given: `${name} named twice`, allowed: 'but each server counts once', fix: 'Name each server once.' };
  },
});

const WITHOUT_SERVER = onOwnServers({
  code: 'CONTROL-WITHOUT-SERVER',
  severity: Severity.ERROR,
  means: 'a control plane without servers',
  fix: 'name its nodes, or use `Distribution.MANAGED`',
  *check({ controlPlane }) {
    if (controlPlane.servers.length === 0)
      yield { given: 'no server', allowed: 'but the control plane runs somewhere', fix: 'Name its nodes in servers, or use Distribution.MANAGED.' };
  },
});

const SINGLE_SERVER = onOwnServers({
  code: 'CONTROL-SINGLE-SERVER',
  severity: Severity.WARNING,
  means: 'a single server: while it is down, nothing moves, heals or changes',
  fix: 'run three servers in one place, or accept it',
  *check({ controlPlane: { servers } }) {
    if (servers.length === 1)
      yield {
        given: `one server (${listed(servers)})`,
        allowed: 'and while it is down nothing moves, heals or changes, although running pods continue',
        fix: 'Run three servers in one place, or accept it with a reason.',
      };
  },
});

const SHARED_FATE = onOwnServers({
  code: 'CONTROL-SHARED-FATE',
  severity: Severity.WARNING,
  means: 'one thing, such as a hypervisor or a power strip, whose failure takes the majority of the servers',
  fix: 'put a server elsewhere, or accept it',
  *check({ controlPlane: { servers, datastore }, sharedFates }) {
    if (servers.length < 2 || datastore !== Datastore.EMBEDDED_ETCD) return;
    const needed = Math.floor(servers.length / 2) + 1;
    for (const fate of sharedFates) {
      const lost = servers.filter((name) => fate.nodes.includes(name));
      // The loss of a single one is not the fate's fault.
      if (lost.length < 2 || servers.length - lost.length >= needed) continue;
      yield {
        given: `${fateInWords(fate)} holds ${lost.length} of ${servers.length} servers`,
        allowed: `but etcd needs ${needed}: when it fails, nothing moves, heals or changes, although running pods continue`,
        fix: 'Put a server elsewhere, or accept it with a reason.',
      };
    }
  },
});

const STATE_BACKUP = onOwnServers({
  code: 'CONTROL-STATE-BACKUP',
  severity: Severity.ERROR,
  means: 'a backup of the cluster state with an interval that no alert can check, or that nothing makes',
  fix: 'see the message',
  *check({ controlPlane: { stateBackup, distribution, datastore } }) {
    if (stateBackup === undefined) return;
    if (!(Number.isInteger(stateBackup.every.seconds) && stateBackup.every.seconds >= 3600))
      yield {
        given: `a backup of the state every ${stateBackup.every}`,
        allowed: 'but an alert can only check whole seconds, from one hour on',
        fix: 'Set every to the interval of the backup, or leave stateBackup out.',
      };
    if (stateBackup.reportedBy === StateBackupReport.K3S_SNAPSHOTS && !(distribution === Distribution.K3S && datastore === Datastore.EMBEDDED_ETCD))
      yield {
        given: `snapshots of K3s, with ${distribution} and ${datastore}`,
        allowed: 'but only K3s with embedded etcd makes them',
        fix: 'Use StateBackupReport.NODE_FILE, or leave stateBackup out.',
      };
  },
});

const SQLITE = onOwnServers({
  code: 'CONTROL-SQLITE',
  severity: Severity.ERROR,
  means: 'SQLite with several servers',
  fix: 'use embedded etcd, or an external datastore',
  *check({ controlPlane: { servers, datastore } }) {
    if (servers.length > 1 && datastore === Datastore.SQLITE)
      yield {
        given: `SQLite with ${servers.length} servers`,
        allowed: 'but SQLite only works with one server',
        fix: 'Use embedded etcd or an external datastore.',
      };
  },
});

const EVEN_SERVERS = onOwnServers({
  code: 'CONTROL-EVEN-SERVERS',
  severity: Severity.ERROR,
  means: 'an even number of etcd members, which survives no more losses than one member fewer',
  fix: 'use an odd number',
  *check({ controlPlane: { servers, datastore } }) {
    if (servers.length > 1 && datastore === Datastore.EMBEDDED_ETCD && servers.length % 2 === 0)
      yield {
        given: `${servers.length} members of etcd`,
        allowed: `but ${servers.length} survive no more losses than ${servers.length - 1}, and two sides may tie`,
        fix: 'Use an odd number.',
      };
  },
});

/** docs.k3s.io, Architecture: an agent that has joined has a load balancer of its own, over all servers. */
const K3S_WITHOUT_ADDRESS = 'people, pipelines and new nodes do not reach the others: only nodes that have joined know each server';
const WITHOUT_ADDRESS = 'nothing reaches the others: nodes that know only this address count as NotReady, and their pods are evicted';

const ENTRY_SINGLE = onOwnServers({
  code: 'CONTROL-ENTRY-SINGLE',
  severity: Severity.WARNING,
  means: 'several servers behind the address of one',
  fix: 'use a virtual IP or a load balancer, or accept it',
  *check({ controlPlane: { servers, apiEndpoint, distribution } }) {
    if (servers.length > 1 && apiEndpoint.kind === ApiEndpointKind.ONE_SERVER)
      yield {
        given: `${counted(servers.length, 'server')} behind the address of one (${apiEndpoint.address})`,
        allowed: `and when that server is down, ${distribution === Distribution.K3S ? K3S_WITHOUT_ADDRESS : WITHOUT_ADDRESS}`,
        fix: 'Put a virtual IP or a load balancer in front of them, or accept it with a reason.',
      };
  },
});

const UNLINKED = onOwnServers({
  ...LINK_MISSING,
  *check(facts) {
    if (facts.controlPlane.datastore !== Datastore.EMBEDDED_ETCD) return;
    for (const [one, other] of unlinkedPairs(facts, serverNodes(facts)))
      yield {
        given: `etcd on ${one.name} in ${one.site} and ${other.name} in ${other.site}`,
        allowed: 'but no link says how far these sites are apart',
        fix: `Add { from: '${one.site}', to: '${other.site}', roundTrip: Duration.millis(…) } to links, with the time that ping prints.`,
      };
  },
});

/** What is wrong with the servers of the control plane. */
export const CONTROL_PLANE_RULES: readonly FactsRule[] = [
  SERVER_UNKNOWN,
  ROLE_MISSING,
  SERVER_DUPLICATE,
  WITHOUT_SERVER,
  SINGLE_SERVER,
  SHARED_FATE,
  STATE_BACKUP,
  SQLITE,
  EVEN_SERVERS,
  ENTRY_INVALID,
  ENTRY_SINGLE,
  UNLINKED,
];
