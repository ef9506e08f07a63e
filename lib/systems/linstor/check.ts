import { unlinkedPairs } from '../../cluster/check-topology';
import { type ClusterFacts, nodesWithRole } from '../../cluster/cluster';
import { type Finding, Severity } from '../../cluster/finding';
import { counted, listed } from '../../cluster/names';
import { NodeRole } from '../../cluster/node';
import { formatSeconds } from '../../cluster/units';
import { type DrbdStorageProps, diskfulNodes, ReplicationProtocol, replicasOf } from './props';
import { slowPairs } from './storage-classes';

/** Where findings about LINSTOR stand, below the cluster's name. */
export const LINSTOR_PATH = 'storage/linstor';

/** What is wrong with replicated storage. */
export function checkLinstor(props: DrbdStorageProps, facts: ClusterFacts): Finding[] {
  const findings: Finding[] = [];
  const error = (code: string, path: string, given: string, allowed: string, fix: string) =>
    findings.push({ code, severity: Severity.ERROR, path: `${facts.name}/${path}`, given, allowed, fix });
  const diskful = diskfulNodes(facts);
  const witnesses = nodesWithRole(facts, NodeRole.WITNESS);
  const replicas = replicasOf(props, facts);
  const holders = listed(diskful.map((node) => node.name));

  for (const node of diskful) {
    for (const name of new Set([props.pool, props.localPool ?? props.pool])) {
      if (!node.pools.some((pool) => pool.name === name)) {
        error('STORAGE-POOL-MISSING', `nodes/${node.name}`, 'the role storage', `but it has no pool ${name}`, `Give it the pool, or take the role away.`);
      }
    }
  }
  for (const [what, reason] of Object.entries({ acceptSlowWrites: props.acceptSlowWrites, failOverUnsafePods: props.failOverUnsafePods })) {
    if (reason?.trim() === '')
      error('STORAGE-WITHOUT-REASON', LINSTOR_PATH, `${what} without a reason`, 'but the report shows why', 'Say it, or leave it out.');
  }
  if (replicas < 2 || !Number.isInteger(replicas)) {
    error(
      'STORAGE-ONE-COPY',
      LINSTOR_PATH,
      `replicas: ${replicas}`,
      'but a replicated volume has two full copies or more',
      'Leave replicas out; the class drbd-local holds one copy.',
    );
  } else if (diskful.length < replicas) {
    error(
      'STORAGE-TOO-FEW-NODES',
      LINSTOR_PATH,
      `${counted(replicas, 'full copy').replace('copys', 'copies')} of each volume`,
      `but ${counted(diskful.length, 'node')} with the role storage (${holders})`,
      'Give another node the role and a pool, or ask for fewer copies.',
    );
  }
  if (replicas % 2 === 0 && witnesses.length === 0 && diskful.length === replicas) {
    error(
      'QUORUM-TWO-VOTES',
      LINSTOR_PATH,
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
  if ((props.protocol ?? ReplicationProtocol.C) === ReplicationProtocol.C && props.acceptSlowWrites === undefined) {
    for (const [one, other, seconds] of slowPairs(facts, diskful)) {
      error(
        'STORAGE-SLOW-LINK',
        LINSTOR_PATH,
        `protocol C between ${one.name} and ${other.name}, ${formatSeconds(seconds)} apart`,
        'but then every write waits for that round trip, and 10 ms is the bound for synchronous copies',
        'Say in acceptSlowWrites why it may wait, or use protocol A and lose the last writes on a fail-over.',
      );
    }
  }
  return findings;
}
