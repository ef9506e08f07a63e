import type { ClusterFacts, Node } from './cluster';
import { nodesWithRole, roundTripSeconds } from './cluster';
import type { Finding } from './finding';
import { Severity } from './finding';
import { counted, duplicates, listed } from './names';
import { NodeRole } from './node';
import { SYNCHRONOUS_ROUND_TRIP_SECONDS } from './site';
import type { LinstorProps } from './storage';
import { ReplicationProtocol } from './storage';
import { formatSeconds } from './units';

/** What is wrong with replicated storage and with the storage classes that are named. */
export function checkStorage(facts: ClusterFacts): Finding[] {
  const findings: Finding[] = [];
  const error = (code: string, path: string, given: string, allowed: string, fix: string) =>
    findings.push({ code, severity: Severity.ERROR, path: `${facts.name}/${path}`, given, allowed, fix: fix });
  const foreign = (facts.storage.classes ?? []).map((one) => one.name);
  for (const name of duplicates(foreign))
    error('STORAGE-CLASS-DUPLICATE', `storage/classes/${name}`, `two classes named ${name}`, 'but a name is one class', 'Rename one of them.');
  const linstor = facts.storage.linstor;
  for (const name of linstor === undefined ? [] : foreign.filter((one) => OUR_CLASSES.includes(one))) {
    error('STORAGE-CLASS-DUPLICATE', `storage/classes/${name}`, `a class named ${name}`, 'but LINSTOR gets one of that name', 'Leave it out, or rename yours.');
  }
  return linstor === undefined ? findings : [...findings, ...checkLinstor(facts, linstor)];
}

/** The names that the classes of LINSTOR get. */
export const REPLICATED_CLASS = 'drbd-replicated';
export const ASYNC_CLASS = 'drbd-async';
export const LOCAL_CLASS = 'drbd-local';
const OUR_CLASSES = [REPLICATED_CLASS, ASYNC_CLASS, LOCAL_CLASS];

function checkLinstor(facts: ClusterFacts, linstor: LinstorProps): Finding[] {
  const findings: Finding[] = [];
  const error = (code: string, path: string, given: string, allowed: string, fix: string) =>
    findings.push({ code, severity: Severity.ERROR, path: `${facts.name}/${path}`, given, allowed, fix: fix });
  const diskful = nodesWithRole(facts, NodeRole.STORAGE);
  const witnesses = nodesWithRole(facts, NodeRole.WITNESS);
  const replicas = replicasOf(linstor, diskful);
  const holders = listed(diskful.map((node) => node.name));

  for (const node of diskful) {
    for (const name of new Set([linstor.pool, linstor.localPool ?? linstor.pool])) {
      if (!node.pools.some((pool) => pool.name === name)) {
        error('STORAGE-POOL-MISSING', `nodes/${node.name}`, 'the role storage', `but it has no pool ${name}`, `Give it the pool, or take the role away.`);
      }
    }
  }
  for (const [what, reason] of Object.entries({ acceptSlowWrites: linstor.acceptSlowWrites, failOverUnsafePods: linstor.failOverUnsafePods })) {
    if (reason?.trim() === '')
      error('STORAGE-WITHOUT-REASON', 'storage/linstor', `${what} without a reason`, 'but the report shows why', 'Say it, or leave it out.');
  }
  if (replicas < 2 || !Number.isInteger(replicas)) {
    error(
      'STORAGE-ONE-COPY',
      'storage/linstor',
      `replicas: ${replicas}`,
      'but a replicated volume has two full copies or more',
      'Leave replicas out; the class drbd-local holds one copy.',
    );
  } else if (diskful.length < replicas) {
    error(
      'STORAGE-TOO-FEW-NODES',
      'storage/linstor',
      `${counted(replicas, 'full copy').replace('copys', 'copies')} of each volume`,
      `but ${counted(diskful.length, 'node')} with the role storage (${holders})`,
      'Give another node the role and a pool, or ask for fewer copies.',
    );
  }
  if (replicas % 2 === 0 && witnesses.length === 0 && diskful.length === replicas) {
    error(
      'QUORUM-TWO-VOTES',
      'storage/linstor',
      `${replicas} votes (${holders}) and no third`,
      'but when they lose sight of each other, either both stop or both write',
      'Give a third node the role witness: it needs no disk.',
    );
  }
  for (const [one, other] of unlinkedPairs(facts, diskful)) {
    error(
      'LINK-MISSING',
      'links',
      `copies on ${one.name} in ${one.site} and ${other.name} in ${other.site}`,
      'but no link says how far these are apart',
      `Add { from: '${one.site}', to: '${other.site}', roundTrip: Duration.millis(…) } to links: what ping prints.`,
    );
  }
  if ((linstor.protocol ?? ReplicationProtocol.C) === ReplicationProtocol.C && linstor.acceptSlowWrites === undefined) {
    for (const [one, other, seconds] of slowPairs(facts, diskful)) {
      error(
        'STORAGE-SLOW-LINK',
        'storage/linstor',
        `protocol C between ${one.name} and ${other.name}, ${formatSeconds(seconds)} apart`,
        'but then every write waits for that round trip, and 10 ms is the bound for synchronous copies',
        'Say in acceptSlowWrites why it may wait, or use protocol A and lose the last writes on a fail-over.',
      );
    }
  }
  return findings;
}

/** Full copies of each replicated volume. */
export function replicasOf(linstor: LinstorProps, diskful: readonly Node[]): number {
  return linstor.replicas ?? (diskful.length >= 3 ? 3 : 2);
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

/** Storage nodes that are further apart than synchronous copies should be, with the round trip in seconds. */
export function slowPairs(facts: ClusterFacts, diskful: readonly Node[]): [Node, Node, number][] {
  return diskful.flatMap((one, index) =>
    diskful.slice(index + 1).flatMap((other): [Node, Node, number][] => {
      const seconds = roundTripSeconds(facts, one.site, other.site) ?? 0;
      return seconds >= SYNCHRONOUS_ROUND_TRIP_SECONDS ? [[one, other, seconds]] : [];
    }),
  );
}
