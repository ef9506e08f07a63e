import type { ClusterFacts } from '../../cluster/cluster';
import { listed } from '../../cluster/names';
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

/** Whether a volume that ends with the pod is attached to the node of the next one. */
export function attachesNew(apps: readonly ResolvedApp[], facts: ClusterFacts): boolean {
  const attachable = ({ storageClass }: PlannedEphemeral) => facts.storage.classes.find((one) => one.name === storageClass)?.attachable !== false;
  return apps.some((app) => decideEphemeral(app, facts).some(attachable));
}

/** What no time includes, as the end of a sentence: who provisions a volume, and how fast, is not among the facts. */
export function unknownOfNew(apps: readonly ResolvedApp[]): string {
  const paths = apps.flatMap(({ volumes }) => volumes.filter(({ kind }) => kind === VolumeKind.EPHEMERAL).map(({ path }) => path));
  return paths.length === 0 ? '' : `; plus the unknown time to make a new volume for ${listed(paths)}`;
}
