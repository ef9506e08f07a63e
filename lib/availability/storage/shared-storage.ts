import { Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import type { StorageClass } from '../../cluster/storage';
import { AccessMode, type Plan } from '../model/plan';
import { onPlanInCluster } from '../model/rule';
import { classInWords } from './claims';

/** Data that several nodes are to mount, with the class that it is on. */
function sharedData({ claims }: Plan): { readonly what: string; readonly storageClass: string | undefined }[] {
  return claims
    .filter(({ accessMode, owner, exists, storageClass }) => {
      return accessMode === AccessMode.READ_WRITE_MANY && owner === undefined && (exists !== true || storageClass !== undefined);
    })
    .map(({ volume, name, exists, storageClass }) => ({
      what: exists === true ? `the claim ${name} with readWriteMany` : `ReadWriteMany data at ${volume.path}`,
      storageClass,
    }));
}

/** What a node has on its own disk no other node mounts, whatever the class offers. */
function isAble({ readWriteMany, nodeLocal }: StorageClass): boolean {
  return readWriteMany && !nodeLocal;
}

/** Data for several writers on a class for a single node. */
export const STORAGE_NOT_SHARED = onPlanInCluster({
  code: 'STORAGE-NOT-SHARED',
  severity: Severity.ERROR,
  means: '`readWriteMany` data on a storage class for a single node',
  fix: 'declare a class with `readWriteMany` in `storage.classes`, or use `Volume.nfs`',
  concerns: ({ volumes }) => volumes.some(({ options }) => options.data?.readWriteMany === true || options.claim?.readWriteMany === true),
  *check(plan, { storage: { classes } }) {
    const able = classes.filter(isAble);
    for (const { what, storageClass } of sharedData(plan)) {
      const known = classes.find(({ name }) => name === storageClass);
      if (storageClass !== undefined && (known === undefined || isAble(known))) continue;
      yield {
        given: `${what}${storageClass === undefined ? '' : ` on ${classInWords(storageClass)}`}`,
        allowed: `but the classes that several nodes may write at once are ${listed(able.map((one) => one.name))}`,
        fix: 'Use one of them, declare one in storage.classes with readWriteMany, or mount NFS with Volume.nfs.',
      };
    }
  },
});
