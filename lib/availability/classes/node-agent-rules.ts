import { Severity } from '../../cluster/finding';
import { VolumeKind } from '../ask/volume/volume';
import { OtherWorkload } from '../ask/workload';
import { NUMBER_ABSURD } from '../model/records';
import { onAsk, type Rules } from '../model/rule';

const MAX_UNAVAILABLE = onAsk({
  ...NUMBER_ABSURD,
  *check({ maxUnavailable }) {
    if (maxUnavailable === undefined || (Number.isInteger(maxUnavailable) && maxUnavailable >= 1)) return;
    yield { given: `maxUnavailable: ${maxUnavailable}`, allowed: 'but a rollout takes at least one node at a time', fix: 'Leave it out for 1.' };
  },
});

const CRITICAL_WITHOUT_REASON = onAsk({
  code: 'AGENT-CRITICAL-WITHOUT-REASON',
  severity: Severity.ERROR,
  means: '`critical` without a reason',
  fix: 'say it',
  *check({ critical }) {
    if (critical === undefined || critical.reason.trim() !== '') return;
    yield { given: 'critical without a reason', allowed: 'but it drives apps away where memory is short', fix: 'Say why a node is of no use without it.' };
  },
});

/** What one claim cannot be: on every node at once. */
const DATA = onAsk({
  code: 'AGENT-DATA',
  severity: Severity.ERROR,
  means: 'data of an agent, which has many pods and one claim',
  fix: '`Volume.hostPath` or `Volume.nfs`',
  *check({ availabilityClass, volumes }) {
    if (availabilityClass !== OtherWorkload.NODE_AGENT) return;
    for (const volume of volumes)
      if (volume.kind === VolumeKind.DATA)
        yield {
          given: `data at ${volume.path}`,
          allowed: 'but there is a pod on every node, and one claim',
          fix: "Use Volume.hostPath for the node's own, or Volume.nfs for what they share.",
        };
  },
});

/** What an agent cannot be. */
export const NODE_AGENT_RULES: Rules = { ask: [MAX_UNAVAILABLE, CRITICAL_WITHOUT_REASON, DATA] };
