import type { ClusterFacts } from '../../cluster/cluster';
import type { ResolvedApp } from '../ask/resolved';
import { type Volume, VolumeKind } from '../ask/volume/volume';
import { AccessMode, type Decided } from '../model/plan';

const ONE_POD: Decided<AccessMode> = {
  value: AccessMode.READ_WRITE_ONCE_POD,
  why: `${AccessMode.READ_WRITE_ONCE_POD}, so that a second pod never starts beside the first`,
};

/** Who may mount a claim. The reason is empty where nothing else was to be expected. */
export function decideAccessMode(app: ResolvedApp, volume: Volume, className: string | undefined, facts: ClusterFacts | undefined): Decided<AccessMode> {
  const { readWriteMany, readWriteOncePod } = volume.options.data ?? {};
  if (readWriteMany === true) return { value: AccessMode.READ_WRITE_MANY, why: '' };
  if (readWriteOncePod === true) return ONE_POD;
  if (readWriteOncePod === false || facts?.storage.readWriteOncePod !== true) return once();
  const storageClass = facts.storage.classes.find(({ name }) => name === className);
  if (storageClass?.readWriteOncePod !== true) return once('the facts do not say that its class supports more');
  // Seen: without attachment the replacement of a pod on a dead node starts at once, but waits forever for such a claim.
  if (!storageClass.attachable && !storageClass.nodeLocal) return once('its pod on a dead node would keep it');
  return sharersOf(app, volume).length > 0 ? once('others mount it, too') : ONE_POD;
}

function once(because?: string): Decided<AccessMode> {
  return { value: AccessMode.READ_WRITE_ONCE, why: because === undefined ? '' : `${AccessMode.READ_WRITE_ONCE}, because ${because}` };
}

/** The other apps that mount data of an app. */
export function sharersOf({ name, sharing = [] }: ResolvedApp, { path }: Volume): readonly string[] {
  const mounts = ({ kind, path: own, options: { shared } }: Volume) => kind === VolumeKind.SHARED && shared?.app.name === name && (shared.path ?? own) === path;
  return sharing.filter(({ volumes }) => volumes.some(mounts)).map((app) => app.name);
}
