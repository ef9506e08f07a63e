import { Severity } from '../../cluster/finding';
import { HIGHEST_INT32, listed } from '../../cluster/names';
import type { ResolvedApp } from '../ask/resolved';
import { isClaimed, isData } from '../ask/volume/traits';
import { OtherWorkload } from '../ask/workload';
import { NUMBER_ABSURD } from '../model/records';
import { concerning, onAsk, onPlanInCluster, type Rules } from '../model/rule';
import { classOf } from '../storage/claims';
import { byZone } from '../storage/zonal';

function isAgent({ availabilityClass }: ResolvedApp): boolean {
  return availabilityClass === OtherWorkload.NODE_AGENT;
}

const MAX_UNAVAILABLE = onAsk({
  ...NUMBER_ABSURD,
  *check({ maxUnavailable }) {
    if (maxUnavailable === undefined || (Number.isInteger(maxUnavailable) && maxUnavailable >= 1 && maxUnavailable <= HIGHEST_INT32)) return;
    if (maxUnavailable > HIGHEST_INT32)
      yield { given: `maxUnavailable: ${maxUnavailable}`, allowed: `but the field ends at ${HIGHEST_INT32}`, fix: 'Use the number of nodes at most.' };
    else yield { given: `maxUnavailable: ${maxUnavailable}`, allowed: 'but a rollout updates at least one node at a time', fix: 'Leave it out for 1.' };
  },
});

const CRITICAL_WITHOUT_REASON = onAsk({
  code: 'AGENT-CRITICAL-WITHOUT-REASON',
  severity: Severity.ERROR,
  means: '`critical` without a reason',
  fix: 'add a reason',
  *check({ critical }) {
    if (critical === undefined || critical.reason.trim() !== '') return;
    yield { given: 'critical without a reason', allowed: 'but it evicts apps when a node runs short', fix: 'Say why a node is useless without it.' };
  },
});

/** One claim cannot be on every node at once. */
const DATA = onAsk({
  code: 'AGENT-DATA',
  severity: Severity.ERROR,
  means: 'a data volume of an agent, which has many pods but only one claim',
  fix: 'use `Volume.hostPath` or `Volume.nfs`',
  *check({ volumes }) {
    for (const volume of volumes)
      if (isData(volume))
        yield {
          given: `data at ${volume.path}`,
          allowed: 'but an agent has a pod on every node, and only one claim',
          fix: 'Use Volume.hostPath for data of each node, or Volume.nfs for shared data.',
        };
  },
});

/** Its pod waits for ever on a node that cannot mount one of its volumes. */
const STORAGE_ELSEWHERE = onPlanInCluster({
  code: 'AGENT-STORAGE-ELSEWHERE',
  severity: Severity.ERROR,
  means: 'a volume of an agent that some of its nodes cannot mount',
  fix: 'use another storage class, or choose the nodes that have it',
  concerns: (app) => isAgent(app) && app.volumes.some((volume) => isClaimed(volume) || volume.options.ephemeral !== undefined),
  *check({ ask, claims, ephemeral, placement }, facts) {
    if (ask.availabilityClass !== OtherWorkload.NODE_AGENT) return;
    for (const claim of [...claims, ...ephemeral]) {
      const { nodes, zonal } = classOf(facts, claim) ?? {};
      // An ephemeral volume is made where its pod is.
      if (zonal === true && 'accessMode' in claim && byZone(placement.value.nodes ?? [], facts).length > 1)
        yield {
          given: `${claim.volume.path} on ${claim.storageClass}, which stays in its zone`,
          allowed: 'but its nodes are in several zones, and an agent has a pod on each',
          fix: 'Use another storage class, or choose nodes of the zone that has it.',
        };
      const without = nodes === undefined ? [] : (placement.value.nodes ?? []).filter((name) => !nodes.includes(name));
      if (without.length === 0) continue;
      yield {
        given: `${claim.volume.path} on ${claim.storageClass}`,
        allowed: `but ${listed(without)} cannot mount it, and an agent has a pod there, too`,
        fix: 'Use another storage class, or choose the nodes that have it.',
      };
    }
  },
});

/** Rules about agents. */
export const NODE_AGENT_RULES: Rules = { ask: concerning(isAgent, [MAX_UNAVAILABLE, CRITICAL_WITHOUT_REASON, DATA]), plan: [STORAGE_ELSEWHERE] };
