import { Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { AccessMode } from '../model/plan';
import { onPlanInCluster } from '../model/rule';
import { classOf } from './claims';

/** Data for several writers on a class for a single node. */
export const STORAGE_NOT_SHARED = onPlanInCluster({
  code: 'STORAGE-NOT-SHARED',
  severity: Severity.ERROR,
  means: '`readWriteMany` data on a storage class for a single node',
  fix: 'declare a class with `readWriteMany` in `storage.classes`, or use `Volume.nfs`',
  concerns: ({ volumes }) => volumes.some(({ options }) => options.data?.readWriteMany === true),
  *check({ claims }, facts) {
    const able = facts.storage.classes.filter((one) => one.readWriteMany);
    for (const claim of claims) {
      const storageClass = classOf(facts, claim);
      if (claim.accessMode !== AccessMode.READ_WRITE_MANY) continue;
      if (claim.storageClass !== undefined && (storageClass === undefined || storageClass.readWriteMany)) continue;
      yield {
        given: `ReadWriteMany data at ${claim.volume.path}${claim.storageClass === undefined ? '' : ` on ${claim.storageClass}`}`,
        allowed: `but the classes that several nodes may write at once are ${listed(able.map((one) => one.name))}`,
        fix: 'Use one of them, declare one in storage.classes with readWriteMany, or mount NFS with Volume.nfs.',
      };
    }
  },
});
