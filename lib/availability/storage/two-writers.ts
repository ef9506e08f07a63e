import { Severity } from '../../cluster/finding';
import type { RuleRecord } from '../../cluster/rule';
import { VolumeKind } from '../ask/volume/volume';
import { AvailabilityClass, OtherWorkload } from '../ask/workload';
import { type AskRule, onAsk } from '../model/rule';

/** Several pods on a claim that is for one. */
export const TWO_WRITERS: RuleRecord = {
  code: 'CLAIM-TWO-WRITERS',
  severity: Severity.ERROR,
  means: 'several pods on a claim that is for one',
  fix: 'say `readWriteMany` if it is, or give each its own',
};

/** One app with several pods, and one claim that exists. */
export const CLAIM_TWO_WRITERS: AskRule = onAsk({
  ...TWO_WRITERS,
  *check({ availabilityClass, volumes }) {
    for (const volume of volumes) {
      if (volume.kind !== VolumeKind.CLAIM || volume.options.claim?.readWriteMany === true) continue;
      const name = volume.options.claim?.claimName;
      if (availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE && !volume.readOnly)
        yield {
          given: `the claim ${name} under several pods`,
          allowed: 'but ReadWriteOnce is for one',
          fix: 'Say readWriteMany if it is, use Volume.data for a volume of each pod, or make the app a SinglePodFlexible.',
        };
      if (availabilityClass === OtherWorkload.NODE_AGENT)
        yield {
          given: `the claim ${name} under a pod on each node`,
          allowed: 'but ReadWriteOnce is for one',
          fix: 'Say readWriteMany if it is, or use Volume.nfs.',
        };
    }
  },
});
