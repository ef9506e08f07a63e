import { ZONE } from '../../cluster/node';
import type { StorageClass } from '../../cluster/storage';
import type { Manifest } from '../../kubernetes/manifest';
import { ReplicationProtocol } from './props';
import { ASYNC_CLASS } from './storage-classes';

const PROVISIONER = 'linstor.csi.linbit.com';
const PROPERTY = 'property.linstor.csi.linbit.com/DrbdOptions';

/**
 * What a side without quorum does: freeze rather than fail, and yield to newer data. The high-availability
 * controller only acts on `majority`; LINSTOR would silently turn an unset quorum off when a vote is missing.
 * Sources: LINSTOR 1.31 (`auto-quorum` is gone), piraeus-ha-controller 1.3.2, drbdsetup options of DRBD 9.
 */
const QUORUM = {
  [`${PROPERTY}/Resource/quorum`]: 'majority',
  [`${PROPERTY}/Resource/on-no-quorum`]: 'suspend-io',
  [`${PROPERTY}/Resource/on-no-data-accessible`]: 'suspend-io',
  [`${PROPERTY}/Resource/on-suspended-primary-outdated`]: 'force-secondary',
  [`${PROPERTY}/Net/rr-conflict`]: 'retry-connect',
};

/** The StorageClass of a class of LINSTOR. @param isSpread each copy, and the tiebreaker, in a zone of its own */
export function renderStorageClass(storageClass: StorageClass, isSpread: boolean): Manifest {
  const protocol = storageClass.name === ASYNC_CLASS ? ReplicationProtocol.A : ReplicationProtocol.C;
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: storageClass.name, annotations: { 'cdk8s-availability/why': storageClass.why } },
    provisioner: PROVISIONER,
    // The node of the pod gets the first copy.
    volumeBindingMode: 'WaitForFirstConsumer',
    allowVolumeExpansion: true,
    // Deleting a claim by mistake must not delete the data.
    reclaimPolicy: 'Retain',
    parameters: {
      [`${PROVISIONER}/resourceGroup`]: storageClass.name,
      [`${PROVISIONER}/placementCount`]: `${storageClass.copies}`,
      [`${PROVISIONER}/storagePool`]: storageClass.pool,
      // A pod on a node without a copy would only write over the network: DRBD before 9.2.19 and 9.3.3 could corrupt data there.
      [`${PROVISIONER}/allowRemoteVolumeAccess`]: 'false',
      // The default layers are DRBD on the pool; a single copy needs no DRBD.
      ...(storageClass.nodeLocal ? { [`${PROVISIONER}/layerList`]: 'storage' } : { [`${PROPERTY}/Net/protocol`]: protocol, ...QUORUM }),
      // LINSTOR User Guide, Kubernetes, Multi-zonal homogeneous clusters: the operator passes labels of nodes on to LINSTOR.
      ...(isSpread && !storageClass.nodeLocal ? { [`${PROVISIONER}/replicasOnDifferent`]: ZONE } : {}),
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
