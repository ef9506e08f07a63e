import { grouped } from '../cluster/grouped';
import { imageName } from '../kubernetes/image-name';
import type { Manifest } from '../kubernetes/manifest';
import { podTemplateOf } from '../kubernetes/pod-template';
import { listAt, textAt } from './fields';
import { gone, keyOf, type Objects, type Pair, type Placed } from './model';

export const CLAIM: ReadonlySet<string> = new Set(['PersistentVolumeClaim']);
export const WORKLOADS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job', 'ReplicaSet']);

/** The keys of the claims that the pods of a workload mount. */
export function claimsOf(workload: Manifest): readonly string[] {
  return listAt(podTemplateOf(workload) ?? workload, 'spec.volumes').flatMap((volume) => {
    const name = textAt(volume, 'persistentVolumeClaim.claimName');
    return name === undefined ? [] : [claimKey(workload.metadata.namespace, name)];
  });
}

/** The names of the claims that a StatefulSet makes for each of its pods. */
export function templatesOf(workload: Manifest): readonly string[] {
  return listAt(workload, 'spec.volumeClaimTemplates').map((template) => textAt(template, 'metadata.name') ?? '');
}

export function claimKey(namespace: string | undefined, name: string): string {
  return `PersistentVolumeClaim/${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

export function hasData(workload: Manifest): boolean {
  return claimsOf(workload).length > 0 || templatesOf(workload).length > 0;
}

/** Who mounts a claim after the change, also those that stay the same. */
export function usersOf(pair: Pair, claim: string): readonly Manifest[] {
  return [...WORKLOADS, 'Pod'].flatMap((kind) => pair.all(kind)).filter((workload) => claimsOf(workload).includes(claim));
}

/** Claims that take the place of others, for an app that stays and mounts the others no longer: what is gone by what is new. */
export function renamedClaims(pair: Pair): ReadonlyMap<string, Placed> {
  const renamed = new Map<string, Placed>();
  for (const [key, { object }] of pair.before) {
    const now = WORKLOADS.has(object.kind) ? pair.after.get(key) : undefined;
    if (now === undefined) continue;
    const fresh = claimsOf(now.object).flatMap((claim) => (pair.before.has(claim) ? [] : (pair.after.get(claim) ?? [])));
    const still = new Set(claimsOf(now.object));
    const lost = claimsOf(object).filter((claim) => pair.before.has(claim) && !pair.after.has(claim) && !still.has(claim));
    for (const [index, claim] of lost.entries()) {
      const other = fresh[index];
      if (other !== undefined) renamed.set(claim, other);
    }
  }
  return renamed;
}

/** Apps that have another name or namespace now: the workload that is gone by the new one. */
export function renamedApps(pair: Pair): ReadonlyMap<string, Placed> {
  const fresh = [...pair.after].filter(([key, { object }]) => WORKLOADS.has(object.kind) && !pair.before.has(key)).map(([, placed]) => placed);
  if (fresh.length === 0) return new Map();
  const byTrait = grouped(fresh.flatMap((placed) => traits(placed).map((trait) => [trait, placed] as const)));
  const renamed = new Map<string, Placed>();
  const taken = new Set<Placed>();
  for (const old of gone(pair, WORKLOADS)) {
    if (successor(pair.after, old.object) !== undefined) continue;
    // Only what nothing else could be: copies of one app with one image are no proof.
    const match = traits(old)
      .map((trait) => (byTrait.get(trait) ?? []).filter((one) => !taken.has(one)))
      .find((candidates) => candidates.length === 1)?.[0];
    if (match === undefined) continue;
    taken.add(match);
    renamed.set(keyOf(old.object), match);
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
