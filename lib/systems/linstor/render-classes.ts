import type { StorageClass } from '../../cluster/storage';
import type { Manifest } from '../../kubernetes/manifest';
import { ReplicationProtocol } from './props';
import { ASYNC_CLASS } from './storage-classes';

const PROVISIONER = 'linstor.csi.linbit.com';
const PROPERTY = 'property.linstor.csi.linbit.com/DrbdOptions';

/**
 * What a side without quorum does: freeze rather than fail, and give way once it meets newer data. The high-availability
 * controller acts on nothing but `majority`; LINSTOR would turn an unset quorum off without a word when a vote is missing.
 * Sources: LINSTOR 1.31 (`auto-quorum` is gone), piraeus-ha-controller 1.3.2, drbdsetup options of DRBD 9.
 */
const QUORUM = {
  [`${PROPERTY}/Resource/quorum`]: 'majority',
  [`${PROPERTY}/Resource/on-no-quorum`]: 'suspend-io',
  [`${PROPERTY}/Resource/on-no-data-accessible`]: 'suspend-io',
  [`${PROPERTY}/Resource/on-suspended-primary-outdated`]: 'force-secondary',
  [`${PROPERTY}/Net/rr-conflict`]: 'retry-connect',
};

/** The StorageClass of a class of LINSTOR. */
export function renderStorageClass(storageClass: StorageClass): Manifest {
  const protocol = storageClass.name === ASYNC_CLASS ? ReplicationProtocol.A : ReplicationProtocol.C;
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: storageClass.name, annotations: { 'cdk8s-availability/why': storageClass.why } },
    provisioner: PROVISIONER,
    // Where the pod goes decides where the first copy lies.
    volumeBindingMode: 'WaitForFirstConsumer',
    allowVolumeExpansion: true,
    // A claim that was deleted by mistake must not take the data with it.
    reclaimPolicy: 'Retain',
    parameters: {
      [`${PROVISIONER}/resourceGroup`]: storageClass.name,
      [`${PROVISIONER}/placementCount`]: `${storageClass.copies}`,
      [`${PROVISIONER}/storagePool`]: storageClass.pool,
      // A pod on a node without a copy would write over the network only: DRBD before 9.2.19 and 9.3.3 could corrupt data there.
      [`${PROVISIONER}/allowRemoteVolumeAccess`]: 'false',
      // The default layers are DRBD on the pool; one copy needs no DRBD.
      ...(storageClass.nodeLocal ? { [`${PROVISIONER}/layerList`]: 'storage' } : { [`${PROPERTY}/Net/protocol`]: protocol, ...QUORUM }),
      'csi.storage.k8s.io/fstype': 'ext4',
    },
  };
}

/** Snapshots within the pools; only thin pools and ZFS can hold them. */
export function renderSnapshotClass(): Manifest {
  return {
    apiVersion: 'snapshot.storage.k8s.io/v1',
    kind: 'VolumeSnapshotClass',
    metadata: { name: 'drbd' },
    driver: PROVISIONER,
    deletionPolicy: 'Delete',
  };
}
