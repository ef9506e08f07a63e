import { Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { isData } from '../ask/volume/traits';
import { AccessMode } from '../model/plan';
import { onAsk, onPlanInCluster } from '../model/rule';
import { sharersOf } from './access-mode';
import { classInWords, classOf } from './claims';

/** Data for one pod alone that others are to mount. */
export const CLAIM_ONE_POD = onAsk({
  code: 'CLAIM-ONE-POD',
  severity: Severity.ERROR,
  means: 'data with `readWriteOncePod` that another app mounts, or that has `readWriteMany`, too',
  fix: 'leave one of them out, or give each app its own data',
  *check(app) {
    for (const volume of app.volumes.filter(isData)) {
      const { readWriteMany, readWriteOncePod } = volume.options.data ?? {};
      if (readWriteOncePod !== true) continue;
      const given = `${volume.path} with readWriteOncePod`;
      if (readWriteMany === true) yield { given, allowed: 'but with readWriteMany, too', fix: 'Leave one of them out.' };
      const others = sharersOf(app, volume);
      if (others.length === 0) continue;
      yield {
        given,
        allowed: `but ${listed(others)} ${others.length === 1 ? 'mounts' : 'mount'} it, too, and such a claim is for one pod alone`,
        fix: 'Leave readWriteOncePod out, or give each app its own data. If the claim exists, Kubernetes refuses another mode: copy the data to a new claim.',
      };
    }
  },
});

/** Data for one pod alone on a class of which nobody says that it can. */
export const STORAGE_NOT_ONE_POD = onPlanInCluster({
  code: 'STORAGE-NOT-ONE-POD',
  severity: Severity.ERROR,
  means: '`readWriteOncePod` data on a storage class that does not support it, as far as the facts say',
  fix: 'set `readWriteOncePod` of the class if its driver supports it, or use another class',
  concerns: ({ volumes }) => volumes.some(({ options }) => options.data?.readWriteOncePod === true),
  *check(plan, facts) {
    for (const claim of plan.claims) {
      if (claim.owner !== undefined || claim.accessMode !== AccessMode.READ_WRITE_ONCE_POD || classOf(facts, claim)?.readWriteOncePod === true) continue;
      yield {
        given: `readWriteOncePod data at ${claim.volume.path}${claim.storageClass === undefined ? '' : ` on ${classInWords(claim.storageClass)}`}`,
        allowed: `but the classes that support it are ${listed(facts.storage.classes.filter((one) => one.readWriteOncePod === true).map((one) => one.name))}`,
        fix: 'Use one of them, or set readWriteOncePod of the class in storage.classes if its driver supports it.',
      };
    }
  },
});
