import { type ClusterFacts, type Node, roundTripSeconds } from '../cluster';
import { ApiEndpointKind, Datastore, Distribution, StateBackupReport } from '../control-plane';
import { Severity } from '../finding';
import { counted, duplicates, listed } from '../names';
import { NodeRole } from '../node';
import { type FactsRule, onFacts, type RuleRecord, type Said } from '../rule';
import { SYNCHRONOUS_ROUND_TRIP_SECONDS } from '../site';
import { formatSeconds } from '../units';
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

/** Where somebody else runs it, there is nothing to say. */
function onOwnServers(rule: RuleRecord & { readonly check: Check }): FactsRule {
  return onServers({ ...rule, check: (facts) => (facts.controlPlane.distribution === Distribution.MANAGED ? [] : rule.check(facts)) });
}

/** The servers that are nodes, as the facts name them. */
function serverNodes({ nodes, controlPlane }: ClusterFacts): readonly Node[] {
  return controlPlane.servers.flatMap((name) => nodes.filter((node) => node.name === name));
}

const SERVER_UNKNOWN = onServers({
  code: 'CONTROL-SERVER-UNKNOWN',
  severity: Severity.ERROR,
  means: '`servers` names a node that does not exist',
  fix: 'name one that does',
  *check({ nodes, controlPlane }) {
    for (const name of controlPlane.servers)
      if (!nodes.some((node) => node.name === name))
        yield { given: `the server ${name}`, allowed: `but nodes are ${listed(nodes.map((node) => node.name))}`, fix: 'Name a node.' };
  },
});

const ROLE_MISSING = onServers({
  code: 'CONTROL-ROLE-MISSING',
  severity: Severity.ERROR,
  means: 'a server has not the role `control`',
  fix: 'give it the role',
  *check(facts) {
    for (const { name, roles } of serverNodes(facts))
      if (!roles.includes(NodeRole.CONTROL)) yield { given: `the server ${name}`, allowed: 'but the node has not the role control', fix: 'Give it the role.' };
  },
});

const SERVER_DUPLICATE = onServers({
  code: 'CONTROL-SERVER-DUPLICATE',
  severity: Severity.ERROR,
  means: 'a server is named twice',
  fix: 'name each once',
  *check({ controlPlane }) {
    for (const name of duplicates(controlPlane.servers)) yield { given: `${name} named twice`, allowed: 'but a server is one', fix: 'Name each once.' };
  },
});

const WITHOUT_SERVER = onOwnServers({
  code: 'CONTROL-WITHOUT-SERVER',
  severity: Severity.ERROR,
  means: 'nobody runs the control plane',
  fix: 'name its nodes, or use `Distribution.MANAGED`',
  *check({ controlPlane }) {
    if (controlPlane.servers.length === 0)
      yield { given: 'no server', allowed: 'but somebody runs the control plane', fix: 'Name its nodes, or say that it is managed.' };
  },
});

const SINGLE_SERVER = onOwnServers({
  code: 'CONTROL-SINGLE-SERVER',
  severity: Severity.WARNING,
  means: 'one server; while it is down nothing is moved, healed or changed',
  fix: 'three servers in one place, or accept it',
  *check({ controlPlane: { servers } }) {
    if (servers.length === 1)
      yield {
        given: `one server (${listed(servers)})`,
        allowed: 'and while it is down nothing is moved, healed or changed; what runs goes on',
        fix: 'Run three servers in one place, or accept it with a reason.',
      };
  },
});

const STATE_BACKUP = onOwnServers({
  code: 'CONTROL-STATE-BACKUP',
  severity: Severity.ERROR,
  means: 'a backup of the cluster state that an alert cannot count, or that nobody makes',
  fix: 'see the message',
  *check({ controlPlane: { stateBackup, distribution, datastore } }) {
    if (stateBackup === undefined) return;
    if (!(Number.isInteger(stateBackup.every.seconds) && stateBackup.every.seconds >= 3600))
      yield {
        given: `a backup of the state each ${stateBackup.every}`,
        allowed: 'but an alert can only count whole seconds, from an hour on',
        fix: 'Say how often it is made, or leave stateBackup out.',
      };
    if (stateBackup.reportedBy === StateBackupReport.K3S_SNAPSHOTS && !(distribution === Distribution.K3S && datastore === Datastore.EMBEDDED_ETCD))
      yield {
        given: `snapshots of K3s, with ${distribution} and ${datastore}`,
        allowed: 'but only K3s with embedded etcd takes them',
        fix: 'Use StateBackupReport.NODE_FILE, or leave stateBackup out.',
      };
  },
});

const SQLITE = onOwnServers({
  code: 'CONTROL-SQLITE',
  severity: Severity.ERROR,
  means: 'SQLite with several servers; it lies on one',
  fix: 'embedded etcd, or an external datastore',
  *check({ controlPlane: { servers, datastore } }) {
    if (servers.length > 1 && datastore === Datastore.SQLITE)
      yield {
        given: `SQLite with ${servers.length} servers`,
        allowed: 'but SQLite lies on one server',
        fix: 'Use embedded etcd or an external datastore.',
      };
  },
});

const EVEN_SERVERS = onOwnServers({
  code: 'CONTROL-EVEN-SERVERS',
  severity: Severity.ERROR,
  means: 'an even number of etcd members survives no more than one fewer',
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

const ENTRY_SINGLE = onOwnServers({
  code: 'CONTROL-ENTRY-SINGLE',
  severity: Severity.WARNING,
  means: 'several servers behind the address of one',
  fix: 'a virtual IP or a load balancer, or accept it',
  *check({ controlPlane: { servers, apiEndpoint } }) {
    if (servers.length > 1 && apiEndpoint.kind === ApiEndpointKind.ONE_SERVER)
      yield {
        given: `${counted(servers.length, 'server')} behind the address of one (${apiEndpoint.address})`,
        allowed: 'and with that server goes the way to the others',
        fix: 'Put a virtual IP or a load balancer before them, or accept it with a reason.',
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
        allowed: 'but no link says how far these are apart',
        fix: `Add { from: '${one.site}', to: '${other.site}', roundTrip: Duration.millis(…) } to links: what ping prints.`,
      };
  },
});

const ETCD_LATENCY = onOwnServers({
  code: 'CONTROL-ETCD-LATENCY',
  severity: Severity.ERROR,
  means: 'etcd members 10 ms or more apart',
  fix: 'keep all servers in one place',
  *check(facts) {
    if (facts.controlPlane.datastore !== Datastore.EMBEDDED_ETCD) return;
    const servers = serverNodes(facts);
    for (const [index, one] of servers.entries()) {
      for (const other of servers.slice(index + 1)) {
        const roundTrip = roundTripSeconds(facts, one.site, other.site);
        if (roundTrip !== undefined && roundTrip >= SYNCHRONOUS_ROUND_TRIP_SECONDS)
          yield {
            given: `etcd on ${one.name} and ${other.name}, ${formatSeconds(roundTrip)} apart`,
            allowed: 'but etcd members keep a steady leader below 10 ms',
            fix: 'Keep all servers in one place.',
          };
      }
    }
  },
});

/** What is wrong with the servers of the control plane. */
export const CONTROL_PLANE_RULES: readonly FactsRule[] = [
  SERVER_UNKNOWN,
  ROLE_MISSING,
  SERVER_DUPLICATE,
  WITHOUT_SERVER,
  SINGLE_SERVER,
  STATE_BACKUP,
  SQLITE,
  EVEN_SERVERS,
  ENTRY_SINGLE,
  UNLINKED,
  ETCD_LATENCY,
];
