import type { ClusterFacts } from '../../cluster/cluster';
import { listed } from '../../cluster/names';
import { formatSeconds } from '../../cluster/units';
import type { ResolvedApp } from '../ask/resolved';
import type { RecoveryQuestion } from '../failure/recovery';
import { VolumeRelease } from '../model/release';
import { inGroup } from '../placement/group';
import { unsafeVolumes } from '../storage/claims';

/** What frees the volumes of a dead node. */
type Freed = Pick<RecoveryQuestion, 'release' | 'freedBy'>;

/** What rarely comes on top, and whether the objective leaves the time for it: it is judged without. */
export function seldomOf({ rto }: Pick<ResolvedApp, 'rto'>, { release, freedBy }: Freed, most = 0): string {
  if (release !== VolumeRelease.STORAGE || freedBy?.seldom === undefined) return '';
  const covered = rto === undefined || most + (freedBy.seldomSeconds ?? 0) <= rto;
  return `; ${freedBy.seldom}${covered ? '' : `, which the objective of ${formatSeconds(rto)} does not cover`}`;
}

/** What two pods may write at once, because somebody lets the storage move such pods. */
export function twinsOf(app: ResolvedApp, { release, freedBy }: Freed, facts: ClusterFacts): string {
  if (release !== VolumeRelease.STORAGE || freedBy?.unsafeReason === undefined) return '';
  const { claims, volumes } = inGroup(app, facts);
  const unsafe = unsafeVolumes(
    facts,
    claims.filter(({ volume }) => !volume.readOnly),
    volumes.filter(({ readOnly }) => !readOnly),
  );
  return unsafe.length === 0 ? '' : `; two pods at once may write to ${listed(unsafe)}, which is accepted: ${freedBy.unsafeReason}`;
}
