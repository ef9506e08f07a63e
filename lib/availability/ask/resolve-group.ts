import type { ClusterFacts } from '../../cluster/cluster';
import { resolveApp } from './resolve';
import type { ResolvedApp } from './resolved';
import { withKnownClaims } from './volume/known-claims';
import { isForMany } from './volume/traits';
import { VolumeKind } from './volume/volume';
import type { Ask } from './workload';

/** Resolves apps that share data of the first of them, or run beside it; then each knows the others. Data for several nodes ties nobody to the owner. */
export function resolveGroup(asks: readonly Ask[], facts?: Pick<ClusterFacts, 'deviceResources' | 'storage'>): readonly ResolvedApp[] {
  const apps = asks.map((ask) => (facts === undefined ? resolveApp(ask) : resolveApp(withKnownClaims(ask, facts.storage), facts.deviceResources)));
  const [owner, ...others] = apps;
  if (owner === undefined || others.length === 0) return apps;
  const following = new Set(others.filter((app) => follows(app, owner)));
  const sharing: ResolvedApp[] = [];
  const group: ResolvedApp[] = [];
  for (const app of apps) {
    const moves = following.has(app) || (app === owner && following.size > 0);
    const one = { ...app, sharing, group: moves ? group : undefined };
    sharing.push(one);
    if (moves) group.push(one);
  }
  return sharing;
}

/** Whether it must run where the owner runs: it asks to, or it shares data that is on one node at a time. */
function follows({ volumes, placement }: ResolvedApp, owner: ResolvedApp): boolean {
  if (placement.beside !== undefined) return true;
  return volumes.some(({ kind, path, options: { shared } }) => {
    const data = owner.volumes.find((one) => one.path === (shared?.path ?? path));
    return kind === VolumeKind.SHARED && (data === undefined || !isForMany(data));
  });
}
