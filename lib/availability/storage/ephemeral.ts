import type { ClusterFacts } from '../../cluster/cluster';
import type { ResolvedApp } from '../ask/resolved';
import { VolumeKind } from '../ask/volume/volume';
import type { PlannedEphemeral } from '../model/plan';

/** Volumes that end with the pod need no copies, and tie it to no node; but it starts only where their class can be mounted. */
export function decideEphemeral({ volumes }: ResolvedApp, facts: ClusterFacts | undefined): PlannedEphemeral[] {
  const { defaultLocal, defaultReplicated } = facts?.storage ?? {};
  return volumes
    .filter(({ kind }) => kind === VolumeKind.EPHEMERAL)
    .map((volume) => ({ volume, storageClass: volume.options.ephemeral?.storageClass ?? defaultLocal ?? defaultReplicated }));
}
