import { type ClusterFacts, nodesWithRole } from '../../cluster/cluster';
import { judgeFacts } from '../../cluster/facts-rule';
import { type Finding, Severity } from '../../cluster/finding';
import { counted, listed } from '../../cluster/names';
import { NodeRole } from '../../cluster/node';
import type { RuleRecord, Said } from '../../cluster/rule';
import { LINK_MISSING, unlinkedPairs } from '../../cluster/rules/site-rules';
import { fateInWords } from '../../cluster/site';
import { formatSeconds } from '../../cluster/units';
import { type DrbdStorageProps, diskfulNodes, ReplicationProtocol, replicasOf } from './props';
import { slowPairs } from './storage-classes';
import { isOneFate, majorityOn, partsOfStorage } from './zones';

/** The path of findings about LINSTOR, below the name of the cluster. */
const LINSTOR_PATH = 'storage/linstor';

/** A rule about the props of LINSTOR, checked against the facts. */
export interface LinstorRule extends RuleRecord {
  readonly check: (props: DrbdStorageProps, facts: ClusterFacts) => Iterable<Said>;
}

export function onLinstor(rule: LinstorRule): LinstorRule {
  return rule;
}

/** The findings of the rules, in their order. */
export function judgeLinstor(rules: readonly LinstorRule[], props: DrbdStorageProps, facts: ClusterFacts): Finding[] {
  const placed = (said: Said) => ({ ...said, path: said.path ?? LINSTOR_PATH });
  return judgeFacts(
    rules.map(({ check, ...rule }) => ({ ...rule, check: () => [...check(props, facts)].map(placed) })),
    facts,
  );
}

/** The nodes with the role storage, in words. */
export function holdersIn(facts: ClusterFacts): string {
  return listed(diskfulNodes(facts).map((node) => node.name));
}

/** Pool names, as the CRD LinstorSatelliteConfiguration validates them. */
const NAME_OF_POOL = /^[A-Za-z0-9][A-Za-z0-9_-]{1,46}[A-Za-z0-9]$/;

const POOL_NAME = onLinstor({
  code: 'POOL-NAME-INVALID',
  severity: Severity.ERROR,
  means: 'a pool name that LINSTOR refuses',
  fix: 'use 3 to 48 letters, digits, "-" and "_"',
  *check(_props, { nodes }) {
    for (const node of nodes)
      for (const { name } of node.pools)
        if (!NAME_OF_POOL.test(name))
          yield {
            path: `nodes/${node.name}`,
            given: `the pool "${name}"`,
            allowed: 'but LINSTOR accepts 3 to 48 letters, digits, "-" and "_"',
            fix: 'Rename it.',
          };
  },
});

const POOL_MISSING = onLinstor({
  code: 'STORAGE-POOL-MISSING',
  severity: Severity.ERROR,
  means: 'a node with the role `storage` but without the pool',
  fix: 'give it the pool, or remove the role',
  *check({ pool, localPool = pool }, facts) {
    for (const node of diskfulNodes(facts))
      for (const name of new Set([pool, localPool]))
        if (!node.pools.some((one) => one.name === name))
          yield {
            path: `nodes/${node.name}`,
            given: 'the role storage',
            allowed: `but it has no pool ${name}`,
            fix: 'Give it the pool, or remove the role.',
          };
  },
});

const WITHOUT_REASON = onLinstor({
  code: 'STORAGE-WITHOUT-REASON',
  severity: Severity.ERROR,
  means: 'an empty `acceptSlowWrites` or `failOverUnsafePods`',
  fix: 'add a reason',
  *check({ acceptSlowWrites, failOverUnsafePods }) {
    for (const [what, reason] of Object.entries({ acceptSlowWrites, failOverUnsafePods }))
      if (reason?.trim() === '') yield { given: `${what} without a reason`, allowed: 'but the report must say why', fix: 'Add a reason, or leave it out.' };
  },
});

const hasCopies = (replicas: number) => replicas >= 2 && Number.isInteger(replicas);

const ONE_COPY = onLinstor({
  code: 'STORAGE-ONE-COPY',
  severity: Severity.ERROR,
  means: '`replicas` below 2',
  fix: 'leave `replicas` out; `drbd-local` has one copy',
  *check(props, facts) {
    const replicas = replicasOf(props, facts);
    if (!hasCopies(replicas))
      yield {
        given: `replicas: ${replicas}`,
        allowed: 'but a replicated volume has two full copies or more',
        fix: 'Leave replicas out. The class drbd-local has one copy.',
      };
  },
});

const TOO_FEW_NODES = onLinstor({
  code: 'STORAGE-TOO-FEW-NODES',
  severity: Severity.ERROR,
  means: 'more copies than nodes with the role `storage`',
  fix: 'add another node, or use fewer copies',
  *check(props, facts) {
    const replicas = replicasOf(props, facts);
    const nodes = diskfulNodes(facts).length;
    if (hasCopies(replicas) && nodes < replicas)
      yield {
        given: `${counted(replicas, 'full copy', 'full copies')} of each volume`,
        allowed:
          nodes === 0 ? 'but no node has the role storage' : `but only ${counted(nodes, 'node has', 'nodes have')} the role storage (${holdersIn(facts)})`,
        fix: 'Give another node the role and a pool, or use fewer copies.',
      };
  },
});

const TWO_VOTES = onLinstor({
  code: 'QUORUM-TWO-VOTES',
  severity: Severity.ERROR,
  means: 'two votes and no third: when they lose contact, both stop or both write',
  fix: 'give a third node the role `witness`',
  *check(props, facts) {
    const replicas = replicasOf(props, facts);
    if (replicas % 2 === 0 && nodesWithRole(facts, NodeRole.WITNESS).length === 0 && diskfulNodes(facts).length === replicas)
      yield {
        given: `${replicas} votes (${holdersIn(facts)}) and no third`,
        allowed: 'but when they lose contact, either both stop or both write',
        fix: 'Give a third node the role witness: it needs no disk.',
      };
  },
});

/** A volume has votes where its copies are, and one more of a tiebreaker where they are even: on any other node of LINSTOR. */
const SHARED_FATE = onLinstor({
  code: 'STORAGE-SHARED-FATE',
  severity: Severity.WARNING,
  means: 'one thing, such as a hypervisor or a power strip, whose failure takes the majority of the votes of a volume',
  fix: 'put a copy or the tiebreaker elsewhere, or accept it',
  *check(props, facts) {
    for (const fate of facts.sharedFates) {
      const held = majorityOn(fate.nodes, props, facts);
      if (held === undefined) continue;
      yield {
        given: `${fateInWords(fate)} may hold ${held.lost} of the ${held.votes} votes of a volume`,
        allowed: 'but without a majority it stops: when that fails, apps with such data are down until it is repaired',
        fix: 'Put a copy or the tiebreaker elsewhere, or accept it with a reason.',
      };
    }
  },
});

const ZONE_LOSS = onLinstor({
  code: 'STORAGE-ZONE-LOSS',
  severity: Severity.WARNING,
  means: 'a zone or site whose failure may take the majority of the votes of a volume, although there are storage nodes elsewhere',
  fix: 'have storage nodes in as many zones as copies, and a witness in one more if copies are even; or accept it',
  *check(props, facts) {
    const copies = replicasOf(props, facts);
    // Other rules report these.
    if (!hasCopies(copies) || diskfulNodes(facts).length < copies) return;
    for (const { kind, name, nodes } of partsOfStorage(facts)) {
      const held = majorityOn(nodes, props, facts);
      // STORAGE-SHARED-FATE reports what is declared as one fate.
      if (held === undefined || isOneFate(nodes, facts)) continue;
      yield {
        given: `the ${kind} ${name} may hold ${held.lost} of the ${held.votes} votes of a volume`,
        allowed: 'but without a majority it stops: when all of that fails, apps with such data are down elsewhere too',
        fix: `Have storage nodes in ${counted(copies, kind)}${copies % 2 === 0 ? ', and one or a witness in yet another' : ''}, or accept it with a reason.`,
      };
    }
  },
});

const UNLINKED = onLinstor({
  ...LINK_MISSING,
  *check(_props, facts) {
    for (const [one, other] of unlinkedPairs(facts, diskfulNodes(facts)))
      yield {
        path: 'links',
        given: `copies on ${one.name} in ${one.site} and ${other.name} in ${other.site}`,
        allowed: 'but no link says how far these sites are apart',
        fix: `Add { from: '${one.site}', to: '${other.site}', roundTrip: Duration.millis(…) } to links, with the time that ping prints.`,
      };
  },
});

const SLOW_LINK = onLinstor({
  code: 'STORAGE-SLOW-LINK',
  severity: Severity.ERROR,
  means: 'writes that wait for a link of 10 ms or more',
  fix: 'set `acceptSlowWrites` with a reason, or use protocol A',
  *check({ protocol = ReplicationProtocol.C, acceptSlowWrites }, facts) {
    if (protocol !== ReplicationProtocol.C || acceptSlowWrites !== undefined) return;
    for (const [one, other, seconds] of slowPairs(facts, diskfulNodes(facts)))
      yield {
        given: `protocol C between ${one.name} and ${other.name}, ${formatSeconds(seconds)} apart`,
        allowed: 'but then every write waits for that round trip, and synchronous copies should be less than 10 ms apart',
        fix: 'Set acceptSlowWrites with the reason why writes may wait, or use protocol A and lose the last writes on a fail-over.',
      };
  },
});

/** Thrown in the constructor. */
export const WITHOUT_CLUSTER: RuleRecord = {
  code: 'STORAGE-WITHOUT-CLUSTER',
  severity: Severity.ERROR,
  means: '`DrbdStorage` outside a cluster; thrown at once',
  fix: 'put it into `cluster.storage`',
};

/** Rules about replicated storage. */
export const LINSTOR_RULES: readonly LinstorRule[] = [
  POOL_NAME,
  POOL_MISSING,
  WITHOUT_REASON,
  ONE_COPY,
  TOO_FEW_NODES,
  TWO_VOTES,
  SHARED_FATE,
  ZONE_LOSS,
  UNLINKED,
  SLOW_LINK,
];
