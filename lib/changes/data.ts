import { grouped } from '../cluster/grouped';
import { takesClaim, templatesOf } from '../kubernetes/claim-templates';
import { imageName } from '../kubernetes/image-name';
import type { Manifest } from '../kubernetes/manifest';
import { podTemplateOf } from '../kubernetes/pod-template';
import { listAt, textAt } from './fields';
import { changed, gone, keyOf, type Objects, type Pair, type Placed } from './model';

export const CLAIM: ReadonlySet<string> = new Set(['PersistentVolumeClaim']);
export const WORKLOADS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job', 'ReplicaSet']);

/** The keys of the claims that the pods of a workload mount. */
export function claimsOf(workload: Manifest): readonly string[] {
  return listAt(podTemplateOf(workload) ?? workload, 'spec.volumes').flatMap((volume) => {
    const name = textAt(volume, 'persistentVolumeClaim.claimName');
    return name === undefined ? [] : [claimKey(workload.metadata.namespace, name)];
  });
}

function claimKey(namespace: string | undefined, name: string): string {
  return `PersistentVolumeClaim/${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

export function hasData(workload: Manifest): boolean {
  return claimsOf(workload).length > 0 || templatesOf(workload).length > 0;
}

/** Who mounts a claim after the change, also those that stay the same. */
export function usersOf(pair: Pair, claim: Manifest): readonly Manifest[] {
  const { name, namespace } = claim.metadata;
  const key = keyOf(claim);
  const mounts = (workload: Manifest) => claimsOf(workload).includes(key) || (workload.metadata.namespace === namespace && takesClaim(workload, name));
  return [...WORKLOADS, 'Pod'].flatMap((kind) => pair.all(kind)).filter(mounts);
}

/** What has another name now. */
export interface Renamed {
  readonly was: Placed;
  readonly now: Placed;
}

/** Claims that take the place of others, for an app that stays and mounts the others no longer, by the key of what is gone. */
export function renamedClaims(pair: Pair): ReadonlyMap<string, Renamed> {
  const renamed = new Map<string, Renamed>();
  for (const [before, after] of changed(pair, WORKLOADS)) {
    const still = new Set(claimsOf(after.object));
    const fresh = [...still].flatMap((claim) => (pair.before.has(claim) ? [] : (pair.after.get(claim) ?? [])));
    const lost = claimsOf(before.object).filter((claim) => pair.before.has(claim) && !pair.after.has(claim) && !still.has(claim));
    for (const [index, claim] of lost.entries()) {
      const [was, now] = [pair.before.get(claim), fresh[index]];
      if (was !== undefined && now !== undefined) renamed.set(claim, { was, now });
    }
  }
  return renamed;
}

/** Apps that have another name or namespace now, by the key of the workload that is gone. */
export function renamedApps(pair: Pair): ReadonlyMap<string, Renamed> {
  const fresh = [...pair.after].filter(([key, { object }]) => WORKLOADS.has(object.kind) && !pair.before.has(key)).map(([, placed]) => placed);
  if (fresh.length === 0) return new Map();
  const byTrait = grouped(fresh.flatMap((placed) => traits(placed).map((trait) => [trait, placed] as const)));
  const renamed = new Map<string, Renamed>();
  const taken = new Set<Placed>();
  for (const was of gone(pair, WORKLOADS)) {
    if (successor(pair.after, was.object) !== undefined) continue;
    // Only what nothing else could be: copies of one app with one image are no proof.
    const now = traits(was)
      .map((trait) => (byTrait.get(trait) ?? []).filter((one) => !taken.has(one)))
      .find((candidates) => candidates.length === 1)?.[0];
    if (now === undefined) continue;
    taken.add(now);
    renamed.set(keyOf(was.object), { was, now });
  }
  return renamed;
}

/** A workload of another kind that has its name now. */
export function successor(after: Objects, { metadata }: Manifest): Placed | undefined {
  const name = `${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
  return [...WORKLOADS].flatMap((kind) => after.get(`${kind}/${name}`) ?? [])[0];
}

/** What tells that two workloads are one app: the file of its construct with the image, its name with the image, or its image. */
function traits({ object, file }: Placed): readonly string[] {
  const image = imageName(textAt(listAt(podTemplateOf(object), 'spec.containers')[0], 'image') ?? '').repository;
  return image === '' ? [] : [`${file} ${image}`, `${object.metadata.name} ${image}`, image];
}
