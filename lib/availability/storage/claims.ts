import { type ClusterFacts, nodesNamed } from '../../cluster/cluster';
import { type StorageClass, type StorageRelease, volumeOfClaim } from '../../cluster/storage';
import type { ResolvedApp } from '../ask/resolved';
import { isClaimed, traitsOf, VolumeTie } from '../ask/volume/traits';
import { type Volume, VolumeKind } from '../ask/volume/volume';
import { AvailabilityClass } from '../ask/workload';
import { AccessMode, type Plan, type PlannedClaim } from '../model/plan';
import { VolumeRelease } from '../model/release';
import { decideAccessMode } from './access-mode';

const NO_VOLUMES: readonly never[] = [];

/** The claims for the data of an app. */
export function decideClaims(app: ResolvedApp, facts: ClusterFacts | undefined, availabilityClass: AvailabilityClass): PlannedClaim[] {
  const { name, volumes } = app;
  return volumes.filter(isClaimed).map((volume) => {
    if (volume.kind === VolumeKind.CLAIM) return existingClaim(app, volume, facts);
    const shared = volume.options.data?.readWriteMany === true;
    const perPod = availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE && !shared;
    const given = volume.options.data?.storageClass;
    const storageClass = given ?? (shared ? sharedClass(facts) : defaultClass(facts, availabilityClass));
    const why = given !== undefined ? 'asked for by name' : shared ? whyShared(storageClass) : whyDefault(availabilityClass, storageClass);
    const mode = decideAccessMode(app, volume, storageClass, facts);
    return {
      volume,
      name: perPod ? volume.name : (volume.options.data?.claimName ?? `${name}-${volume.name}`),
      perPod,
      accessMode: mode.value,
      storageClass,
      why: mode.why === '' ? why : `${why}; ${mode.why}`,
    };
  });
}

/** Kubernetes takes an empty name as no class at all. */
export function classInWords(storageClass: string): string {
  return storageClass === '' ? 'no class' : storageClass;
}

/** A StatefulSet names the claim of each pod. */
export function namesOf({ name, perPod }: PlannedClaim, { ask, replicas }: Plan): readonly string[] {
  return perPod ? Array.from({ length: replicas.value }, (_, pod) => `${name}-${ask.name}-${pod}`) : [name];
}

/** A claim that exists is what its user says of it, and the facts. */
function existingClaim({ namespace = 'default' }: ResolvedApp, volume: Volume, facts: ClusterFacts | undefined): PlannedClaim {
  const { claimName = '', readWriteMany, storageClass } = volume.options.claim ?? {};
  const known = volumeOfClaim(facts?.storage.volumes ?? NO_VOLUMES, `${namespace}/${claimName}`);
  const one = known?.readWriteOncePod === true ? AccessMode.READ_WRITE_ONCE_POD : AccessMode.READ_WRITE_ONCE;
  const exists = known === undefined ? 'it exists' : 'it exists, and the facts describe it';
  return {
    volume,
    name: claimName,
    perPod: false,
    exists: true,
    accessMode: readWriteMany === true ? AccessMode.READ_WRITE_MANY : one,
    storageClass,
    why: storageClass === undefined && readWriteMany !== true ? `${exists}; without its class, it counts as one that nothing takes from a dead node` : exists,
  };
}

function defaultClass(facts: ClusterFacts | undefined, availabilityClass: AvailabilityClass): string | undefined {
  if (facts === undefined) return undefined;
  const { defaultLocal, defaultReplicated } = facts.storage;
  return availabilityClass === AvailabilityClass.SINGLE_POD_FLEXIBLE ? defaultReplicated : (defaultLocal ?? defaultReplicated);
}

/** The first class that several nodes may write at once. */
function sharedClass(facts: ClusterFacts | undefined): string | undefined {
  return facts?.storage.classes.find((one) => one.readWriteMany && !one.nodeLocal)?.name;
}

function whyShared(storageClass: string | undefined): string {
  return storageClass === undefined
    ? 'the default class of the cluster: the facts declare none that can be shared'
    : 'the first class that several nodes may write at once';
}

function whyDefault(availabilityClass: AvailabilityClass, storageClass: string | undefined): string {
  if (storageClass === undefined) return 'the default class of the cluster: the facts declare no other';
  switch (availabilityClass) {
    case AvailabilityClass.SINGLE_POD_FLEXIBLE:
      return 'the data must be available where the pod moves when its node dies';
    case AvailabilityClass.SINGLE_POD_PINNED:
      return 'the pod never leaves its node, and a remote copy would stop it when the link drops';
    case AvailabilityClass.HIGHLY_AVAILABLE:
      return 'the app replicates its own data, one volume per pod';
  }
}

/** The class that a claim uses, as far as the facts know it. */
export function classOf(facts: ClusterFacts, claim: Pick<PlannedClaim, 'storageClass'>): StorageClass | undefined {
  return facts.storage.classes.find((one) => one.name === claim.storageClass);
}

/** How the volumes of an app together tie its pod to a dead node. */
export function claimedTie(facts: ClusterFacts | undefined, claims: readonly PlannedClaim[], volumes: readonly Volume[]): VolumeTie {
  const ties = claims.map((claim): VolumeTie => {
    const storageClass = facts === undefined ? undefined : classOf(facts, claim);
    if (storageClass?.nodeLocal === true) return VolumeTie.LOCAL;
    // Attached or not: the pod on the dead node keeps it.
    if (claim.accessMode === AccessMode.READ_WRITE_ONCE_POD) return VolumeTie.ATTACHED;
    return storageClass?.attachable === false || claim.accessMode === AccessMode.READ_WRITE_MANY ? VolumeTie.UNATTACHED : VolumeTie.ATTACHED;
  });
  for (const volume of volumes) ties.push(traitsOf(volume).tie(volume) ?? VolumeTie.NONE);
  return [VolumeTie.LOCAL, VolumeTie.ATTACHED, VolumeTie.UNATTACHED].find((tie) => ties.includes(tie)) ?? VolumeTie.NONE;
}

/** Volumes that a storage with fail-over cannot fence: it does not move pods with such volumes. */
export function unsafeVolumes(facts: ClusterFacts, claims: readonly PlannedClaim[], volumes: readonly Volume[]): string[] {
  const [release] = claims.flatMap((claim) => classOf(facts, claim)?.release ?? []);
  const isSafe = (volume: Volume) => {
    // Those are among the claims.
    if (traitsOf(volume).type === 'persistentVolumeClaim') return true;
    return release?.safeVolumes?.includes(traitsOf(volume).type) !== false;
  };
  return [
    // IsSafeVolume of the controller of Piraeus asks for the driver, unless the pod mounts the claim itself read-only.
    ...claims.filter((claim) => classOf(facts, claim)?.release === undefined && !(claim.exists === true && claim.volume.readOnly)).map((claim) => claim.name),
    ...volumes.filter((volume) => !isSafe(volume)).map((volume) => volume.path),
  ];
}

/** Several classes of one storage: the pod waits for the slowest, and moves only if each lets it. */
function slowest(releases: readonly StorageRelease[]): StorageRelease | undefined {
  const [first, ...others] = releases;
  return others.reduce<StorageRelease | undefined>(
    (one, other) =>
      one && {
        ...((other.withinSeconds ?? 0) > (one.withinSeconds ?? 0) ? other : one),
        earliestSeconds: Math.max(one.earliestSeconds, other.earliestSeconds),
        unsafePods: one.unsafePods && other.unsafePods,
      },
    first,
  );
}

/** What detaches the volumes of pods on a dead node, for the worst of its nodes. */
export function releaseOf(
  facts: ClusterFacts,
  claims: readonly PlannedClaim[],
  volumes: readonly Volume[],
  nodes: readonly string[],
): { readonly release: VolumeRelease; readonly freedBy?: StorageRelease; readonly fencedWithin: number | undefined } {
  // A volume that several nodes may write does not hold a pod back.
  const classes = claims.filter((claim) => claim.accessMode !== AccessMode.READ_WRITE_MANY).map((claim) => classOf(facts, claim));
  // A storage frees its own attachments only: one volume of another holds the pod back.
  const attached = classes.filter((one) => one?.attachable !== false);
  const freedBy = slowest(attached.flatMap((one) => one?.release ?? []));
  const moved = attached.every((one) => one?.release !== undefined && one.release.by === freedBy?.by);
  const allowed = unsafeVolumes(facts, claims, volumes).length === 0 || freedBy?.unsafePods === true;
  if (freedBy !== undefined && moved && allowed) return { release: VolumeRelease.STORAGE, freedBy, fencedWithin: undefined };
  const fenced = nodesNamed(facts, nodes).map((node) => node.fencing.automatedWithin?.seconds);
  if (fenced.length > 0 && fenced.every((seconds) => seconds !== undefined)) {
    return { release: VolumeRelease.OUT_OF_SERVICE, fencedWithin: Math.max(...fenced.map((seconds) => seconds ?? 0)) };
  }
  return { release: VolumeRelease.NOBODY, fencedWithin: undefined };
}
