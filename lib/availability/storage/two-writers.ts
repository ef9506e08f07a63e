import { Severity } from '../../cluster/finding';
import type { RuleRecord } from '../../cluster/rule';
import { VolumeKind } from '../ask/volume/volume';
import { AvailabilityClass, OtherWorkload } from '../ask/workload';
import { type AskRule, onAsk } from '../model/rule';

/** Several pods on a claim for a single node. */
export const TWO_WRITERS: RuleRecord = {
  code: 'CLAIM-TWO-WRITERS',
  severity: Severity.ERROR,
  means: 'several pods on a claim for a single node, even if they only read',
  fix: 'set `readWriteMany` if several nodes may mount it, or give each pod its own',
};

/** One app with several pods and one existing claim. */
export const CLAIM_TWO_WRITERS: AskRule = onAsk({
  ...TWO_WRITERS,
  *check({ availabilityClass, volumes }) {
    for (const volume of volumes) {
      if (volume.kind !== VolumeKind.CLAIM || volume.options.claim?.readWriteMany === true) continue;
      const name = volume.options.claim?.claimName;
      if (availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE)
        yield {
          given: `the claim ${name} for several pods`,
          allowed: 'but ReadWriteOnce allows only one node',
          fix: 'Set readWriteMany if several nodes may mount the claim, use Volume.data for a volume per pod, or make the app a SinglePodFlexible.',
        };
      if (availabilityClass === OtherWorkload.NODE_AGENT)
        yield {
          given: `the claim ${name} for a pod on each node`,
          allowed: 'but ReadWriteOnce allows only one node',
          fix: 'Set readWriteMany if several nodes may mount the claim, or use Volume.nfs.',
        };
    }
  },
});
