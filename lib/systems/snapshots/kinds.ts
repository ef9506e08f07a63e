import type { Kind } from '../../kubernetes/kinds';

/** Kinds of the snapshot controller. */
export const SNAPSHOT_KINDS: readonly Kind[] = [
  { group: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshotClass', clusterScoped: true },
  { group: 'groupsnapshot.storage.k8s.io', kind: 'VolumeGroupSnapshotClass', clusterScoped: true },
];
