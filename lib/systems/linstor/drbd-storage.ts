import { Construct } from 'constructs';
import { LinstorCluster, LinstorSatelliteConfiguration } from '../../../imports/piraeus.io';
import type { Finding } from '../../cluster/finding';
import { needCluster } from '../../kubernetes/tree/context';
import { KubeObject } from '../../kubernetes/tree/kube-object';
import { rememberLine, withLines } from '../../kubernetes/tree/line';
import { needFolder, placeIn } from '../../kubernetes/tree/place';
import { haveSystemShape } from '../../kubernetes/tree/props';
import { linstorClusterSpec } from './linstor-cluster';
import type { DrbdStorageProps } from './props';
import { renderSnapshotClass, renderStorageClass } from './render-classes';
import { WITHOUT_CLUSTER } from './rules';
import { canSnapshot, satelliteConfigurations } from './satellites';
import { DRBD_STORAGE_PROPS } from './shapes.generated';
import { drbdClasses } from './storage-classes';
import { linstor } from './system';
import { isSpreadOverZones } from './zones';

/**
 * DRBD volumes from LINSTOR under the Piraeus operator v2: the pools, the storage classes and the snapshot class that follow
 * from the nodes of the cluster. Put it into `cluster.storage`.
 *
 * Source: Homelab Cluster Architektur (v1.2), "Replizierte Datenhaltung über DRBD" with a "DRBD Quorum-Daemon", which is a diskless tiebreaker.
 */
export class DrbdStorage extends Construct {
  constructor(scope: Construct, id: string, props: DrbdStorageProps) {
    super(placeIn(scope, id), id);
    rememberLine(this);
    const cluster = needCluster(this, WITHOUT_CLUSTER, {
      given: 'DrbdStorage outside a cluster',
      allowed: 'but its classes follow from the facts of the cluster',
      fix: 'Put it into cluster.storage.',
    });
    needFolder(this);
    if (!haveSystemShape(this, cluster, DRBD_STORAGE_PROPS, props)) return;
    const system = linstor(props);
    // Whatever their paths, these are about this construct.
    const ours = (given: readonly Finding[] = []) => withLines(this, given);
    cluster.use({ ...system, check: (given) => ours(system.check?.(given)), notes: (given) => ours(system.notes?.(given)) });
    const { facts } = cluster;
    new LinstorCluster(this, 'linstor-cluster', { metadata: { name: 'linstorcluster' }, spec: linstorClusterSpec(props, facts) });
    for (const { name, spec } of satelliteConfigurations(props, facts)) {
      new LinstorSatelliteConfiguration(this, `satellites-${name}`, { metadata: { name }, spec });
    }
    const isSpread = isSpreadOverZones(props, facts);
    for (const storageClass of drbdClasses(props, facts)) new KubeObject(this, `class-${storageClass.name}`, renderStorageClass(storageClass, isSpread));
    if (canSnapshot(facts)) new KubeObject(this, 'snapshot-class', renderSnapshotClass());
  }
}
