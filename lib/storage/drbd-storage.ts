import { Construct } from 'constructs';
import { LinstorCluster, LinstorSatelliteConfiguration } from '../../imports/piraeus.io';
import { storageClasses } from '../availability/storage/storage-classes';
import { Severity } from '../cluster/finding';
import { findCluster } from '../kubernetes/context';
import { KubeObject } from '../kubernetes/kube-object';
import { linstorClusterSpec } from './linstor-cluster';
import { canSnapshot, satelliteConfigurations } from './satellites';
import { renderSnapshotClass, renderStorageClass } from './storage-classes';

/**
 * DRBD volumes from LINSTOR under the Piraeus operator v2: the pools, the storage classes and the snapshot class that follow
 * from the facts of the cluster. Belongs into `cluster.storage`.
 *
 * Source: seed 002, "Replizierte Datenhaltung über DRBD" with a "DRBD Quorum-Daemon", which is a diskless tiebreaker.
 */
export class DrbdStorage extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const cluster = findCluster(this);
    if (cluster === undefined)
      throw new Error(
        `STORAGE-WITHOUT-CLUSTER  ${this.node.path}: DRBD without a cluster, but its classes follow from the cluster's facts.\n  Put it into cluster.storage.`,
      );
    const { facts } = cluster;
    if (facts.storage.linstor === undefined) {
      cluster.contribute({
        findings: [
          {
            code: 'STORAGE-WITHOUT-LINSTOR',
            severity: Severity.ERROR,
            path: this.node.path,
            given: 'DRBD storage',
            allowed: 'but the facts say nothing of it',
            fix: 'Describe it in storage.linstor, and give nodes the roles storage and witness.',
          },
        ],
      });
      return;
    }
    cluster.contribute({ writesStorage: true });
    new LinstorCluster(this, 'linstor-cluster', { metadata: { name: 'linstorcluster' }, spec: linstorClusterSpec(facts) });
    for (const { name, spec } of satelliteConfigurations(facts)) {
      new LinstorSatelliteConfiguration(this, `satellites-${name}`, { metadata: { name }, spec });
    }
    for (const storageClass of storageClasses(facts)) {
      if (storageClass.linstor !== undefined) new KubeObject(this, `class-${storageClass.name}`, renderStorageClass(storageClass, storageClass.linstor));
    }
    if (canSnapshot(facts)) new KubeObject(this, 'snapshot-class', renderSnapshotClass());
  }
}
