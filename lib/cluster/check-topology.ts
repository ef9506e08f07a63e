import type { ClusterFacts, Node } from './cluster';
import { roundTripSeconds } from './cluster';
import { ApiEndpointKind, Datastore, Distribution, minorOf, StateBackupReport } from './control-plane';
import type { Finding } from './finding';
import { Severity } from './finding';
import { counted, duplicates, listed } from './names';
import { NodeRole } from './node';
import { SYNCHRONOUS_ROUND_TRIP_SECONDS } from './site';
import { formatSeconds } from './units';

/** What is wrong with sites, links, shared fates and the control plane. */
export function checkTopology(facts: ClusterFacts): Finding[] {
  return [...checkSites(facts), ...checkServers(facts), ...checkTiming(facts)];
}

function checkSites(facts: ClusterFacts): Finding[] {
  const findings: Finding[] = [];
  const error = (code: string, path: string, given: string, allowed: string, fix: string) =>
    findings.push({ code, severity: Severity.ERROR, path: `${facts.name}/${path}`, given, allowed, fix: fix });
  const sites = facts.sites.map((site) => site.name);
  const nodes = new Set(facts.nodes.map((node) => node.name));

  for (const name of duplicates(sites)) error('SITE-DUPLICATE', `sites/${name}`, `two sites named ${name}`, 'but a name is one place', 'Rename one of them.');
  for (const link of facts.links) {
    const path = `links/${link.from}-${link.to}`;
    for (const end of [link.from, link.to]) {
      if (!sites.includes(end))
        error('LINK-SITE-UNKNOWN', path, `the site ${end}`, `but sites are ${listed(sites)}`, 'Declare it in sites, or use one of them.');
    }
    if (link.from === link.to) error('LINK-WITHIN-SITE', path, 'both ends in one site', 'but a link joins two', 'Leave it out.');
    if (!(link.roundTrip.seconds > 0 && link.roundTrip.seconds < 10))
      error('LINK-ROUND-TRIP', path, `a round trip of ${link.roundTrip}`, 'but it is more than 0 and less than 10 s', 'Say what ping prints.');
  }
  for (const fate of facts.sharedFates) {
    for (const name of fate.nodes.filter((node) => !nodes.has(node))) {
      error('FATE-NODE-UNKNOWN', `sharedFates/${fate.name}`, `the node ${name}`, `but nodes are ${listed([...nodes])}`, 'Use one of them.');
    }
  }
  return findings;
}

function checkServers(facts: ClusterFacts): Finding[] {
  const { servers, distribution, datastore, apiEndpoint: apiEntry, stateBackup } = facts.controlPlane;
  const findings: Finding[] = [];
  const add = (code: string, severity: Severity, given: string, allowed: string, fix: string) =>
    findings.push({ code, severity, path: `${facts.name}/controlPlane`, given, allowed, fix: fix });
  const known = servers.flatMap((name) => facts.nodes.filter((node) => node.name === name));

  for (const name of servers.filter((server) => !known.some((node) => node.name === server))) {
    add('CONTROL-SERVER-UNKNOWN', Severity.ERROR, `the server ${name}`, `but nodes are ${listed(facts.nodes.map((node) => node.name))}`, 'Name a node.');
  }
  const unmarked = known.filter((node) => !node.roles.includes(NodeRole.CONTROL));
  for (const node of unmarked) {
    add('CONTROL-ROLE-MISSING', Severity.ERROR, `the server ${node.name}`, 'but the node has not the role control', 'Give it the role.');
  }
  for (const name of duplicates(servers)) add('CONTROL-SERVER-DUPLICATE', Severity.ERROR, `${name} named twice`, 'but a server is one', 'Name each once.');
  if (distribution === Distribution.MANAGED) return findings;

  if (servers.length === 0)
    add('CONTROL-WITHOUT-SERVER', Severity.ERROR, 'no server', 'but somebody runs the control plane', 'Name its nodes, or say that it is managed.');
  if (servers.length === 1) {
    add(
      'CONTROL-SINGLE-SERVER',
      Severity.WARNING,
      `one server (${listed(servers)})`,
      'and while it is down nothing is moved, healed or changed; what runs goes on',
      'Run three servers in one place, or accept it with a reason.',
    );
  }
  if (stateBackup !== undefined && !(Number.isInteger(stateBackup.every.seconds) && stateBackup.every.seconds >= 3600))
    add(
      'CONTROL-STATE-BACKUP',
      Severity.ERROR,
      `a backup of the state each ${stateBackup.every}`,
      'but an alert can only count whole seconds, from an hour on',
      'Say how often it is made, or leave stateBackup out.',
    );
  if (stateBackup?.reportedBy === StateBackupReport.K3S_SNAPSHOTS && !(distribution === Distribution.K3S && datastore === Datastore.EMBEDDED_ETCD))
    add(
      'CONTROL-STATE-BACKUP',
      Severity.ERROR,
      `snapshots of K3s, with ${distribution} and ${datastore}`,
      'but only K3s with embedded etcd takes them',
      'Use StateBackupReport.NODE_FILE, or leave stateBackup out.',
    );
  if (servers.length > 1 && datastore === Datastore.SQLITE)
    add(
      'CONTROL-SQLITE',
      Severity.ERROR,
      `SQLite with ${servers.length} servers`,
      'but SQLite lies on one server',
      'Use embedded etcd or an external datastore.',
    );
  if (servers.length > 1 && datastore === Datastore.EMBEDDED_ETCD && servers.length % 2 === 0) {
    add(
      'CONTROL-EVEN-SERVERS',
      Severity.ERROR,
      `${servers.length} members of etcd`,
      `but ${servers.length} survive no more losses than ${servers.length - 1}, and two sides may tie`,
      'Use an odd number.',
    );
  }
  if (servers.length > 1 && apiEntry.kind === ApiEndpointKind.ONE_SERVER) {
    add(
      'CONTROL-ENTRY-SINGLE',
      Severity.WARNING,
      `${counted(servers.length, 'server')} behind the address of one (${apiEntry.address})`,
      'and with that server goes the way to the others',
      'Put a virtual IP or a load balancer before them, or accept it with a reason.',
    );
  }
  if (datastore === Datastore.EMBEDDED_ETCD) {
    for (const [one, other] of unlinkedPairs(facts, known)) {
      add(
        'LINK-MISSING',
        Severity.ERROR,
        `etcd on ${one.name} in ${one.site} and ${other.name} in ${other.site}`,
        'but no link says how far these are apart',
        `Add { from: '${one.site}', to: '${other.site}', roundTrip: Duration.millis(…) } to links: what ping prints.`,
      );
    }
    for (const [index, one] of known.entries()) {
      for (const other of known.slice(index + 1)) {
        const roundTrip = roundTripSeconds(facts, one.site, other.site);
        if (roundTrip !== undefined && roundTrip >= SYNCHRONOUS_ROUND_TRIP_SECONDS) {
          add(
            'CONTROL-ETCD-LATENCY',
            Severity.ERROR,
            `etcd on ${one.name} and ${other.name}, ${formatSeconds(roundTrip)} apart`,
            'but etcd members keep a steady leader below 10 ms',
            'Keep all servers in one place.',
          );
        }
      }
    }
  }
  return findings;
}

/** matchLabelKeys of spread constraints, on by default since then (KEP-3243), and unhealthyPodEvictionPolicy (KEP-3017). */
const OLDEST_MINOR = 27;

function checkTiming(facts: ClusterFacts): Finding[] {
  const findings: Finding[] = [];
  const add = (code: string, path: string, given: string, allowed: string, fix: string) =>
    findings.push({ code, severity: Severity.ERROR, path: `${facts.name}/controlPlane/${path}`, given, allowed, fix: fix });
  const { gracePeriod, monitorPeriod, leaseInterval } = facts.timing;
  const minor = minorOf(facts.controlPlane.version);
  if (minor !== undefined && minor < OLDEST_MINOR) {
    add(
      'CONTROL-VERSION-OLD',
      'version',
      `Kubernetes ${facts.controlPlane.version}`,
      `but the YAML has fields that are on since 1.${OLDEST_MINOR}`,
      'Upgrade the cluster.',
    );
  }
  if (minor === undefined)
    add(
      'CONTROL-VERSION-INVALID',
      'version',
      `the version "${facts.controlPlane.version}"`,
      'but a version is 1.36 or 1.36.3',
      'Say what kubectl version prints for the server.',
    );
  for (const [name, seconds] of Object.entries({
    nodeMonitorGracePeriod: gracePeriod,
    nodeMonitorPeriod: monitorPeriod,
    nodeLeaseDuration: leaseInterval * 4,
    attachDetachReconcileSyncPeriod: facts.timing.attachDetachSync,
  })) {
    if (!(seconds > 0 && Number.isFinite(seconds)))
      add('CONTROL-TIMING', 'flags', `${name} of ${seconds} s`, 'but a period is more than 0 and has an end', 'Leave the flag out to get the default.');
  }
  const { evictionRate, secondaryEvictionRate, unhealthyZoneThreshold, largeClusterSize, defaultToleration, leaderChange } = facts.timing;
  for (const [name, value] of Object.entries({
    nodeEvictionRate: evictionRate,
    secondaryNodeEvictionRate: secondaryEvictionRate,
    unhealthyZoneThreshold,
    largeClusterSizeThreshold: largeClusterSize,
    defaultToleration,
    leaderChange,
  })) {
    if (!(value >= 0 && Number.isFinite(value)))
      add('CONTROL-TIMING', 'flags', `${name} of ${value}`, 'but it is a number that is not below 0', 'Leave the flag out to get the default.');
  }
  if (gracePeriod < 4 * leaseInterval) {
    add(
      'CONTROL-TIMING',
      'flags',
      `a grace period of ${formatSeconds(gracePeriod)} with a lease renewed every ${formatSeconds(leaseInterval)}`,
      'but the kubelet needs four tries before it counts as dead',
      'Raise nodeMonitorGracePeriod, or lower nodeLeaseDuration.',
    );
  }
  if (monitorPeriod >= gracePeriod) {
    add(
      'CONTROL-TIMING',
      'flags',
      `a monitor period of ${formatSeconds(monitorPeriod)}`,
      `but it must be below the grace period of ${formatSeconds(gracePeriod)}`,
      'Lower nodeMonitorPeriod.',
    );
  }
  return findings;
}

/** Nodes in sites between which no link is declared, one pair for each two sites. */
export function unlinkedPairs(facts: ClusterFacts, nodes: readonly Node[]): [Node, Node][] {
  const pairs = new Map<string, [Node, Node]>();
  for (const [index, one] of nodes.entries()) {
    for (const other of nodes.slice(index + 1)) {
      if (roundTripSeconds(facts, one.site, other.site) === undefined) pairs.set([one.site, other.site].sort().join('-'), [one, other]);
    }
  }
  return [...pairs.values()];
}
