import { Severity } from '../../cluster/finding';
import { type ExistingVolume, volumeOfClaim } from '../../cluster/storage';
import { AvailabilityClass } from '../ask/workload';
import { AccessMode, type PlannedClaim } from '../model/plan';
import { onAsk, onPlanInCluster, type Said } from '../model/rule';
import { classInWords } from './claims';

/** A StatefulSet makes the names of its claims itself. */
export const ADOPTED_PER_POD = onAsk({
  code: 'CLAIM-NAMED-PER-POD',
  severity: Severity.ERROR,
  means: 'one exact claim or volume for data of which each pod has its own',
  fix: 'leave `claimName` and `volumeName` out, or set `readWriteMany`',
  *check({ availabilityClass, volumes }) {
    if (availabilityClass !== AvailabilityClass.HIGHLY_AVAILABLE) return;
    for (const { path, options } of volumes) {
      const { claimName, volumeName, readWriteMany } = options.data ?? {};
      const name = claimName ?? volumeName;
      if (name === undefined || readWriteMany === true) continue;
      yield {
        given: `${name} for ${path}`,
        allowed: 'but each pod has its own volume there, and a StatefulSet names the claims',
        fix: 'Leave claimName and volumeName out, set readWriteMany, or make the app a SinglePodFlexible.',
      };
    }
  },
});

/** Kubernetes refuses to change a claim that exists but for a bigger size, and binds a new one only to a volume that matches. */
export const CLAIM_UNLIKE_VOLUME = onPlanInCluster({
  code: 'CLAIM-UNLIKE-VOLUME',
  severity: Severity.ERROR,
  means: 'a claim that differs from the volume that exists for it, in claim, class, mode or size',
  fix: 'say of the claim what `kubectl get pv` shows',
  concerns: ({ volumes }) => volumes.some(({ options: { data, claim } }) => (data?.claimName ?? data?.volumeName ?? claim) !== undefined),
  *check({ ask: { namespace = 'default' }, claims }, facts) {
    for (const claim of claims) {
      if (claim.owner !== undefined || claim.perPod) continue;
      const key = `${namespace}/${claim.name}`;
      const { volumeName } = claim.volume.options.data ?? {};
      const bound = volumeOfClaim(facts.storage.volumes, key);
      const volume = bound ?? facts.storage.volumes.find(({ name }) => name === volumeName);
      if (volume !== undefined) yield* differences(claim, key, volume, bound !== undefined);
    }
  },
});

function keyOf({ claim }: ExistingVolume): string | undefined {
  return claim === undefined ? undefined : `${claim.namespace}/${claim.name}`;
}

function* differences(claim: PlannedClaim, key: string, volume: ExistingVolume, isBound: boolean): Iterable<Said> {
  const { data, claim: mounted } = claim.volume.options;
  const { size, volumeName = volume.name } = data ?? {};
  const refused = isBound ? 'and Kubernetes refuses another for a claim that exists' : 'and a claim binds only to a volume with the same';
  if (isBound && volumeName !== volume.name)
    yield {
      given: `the volume ${volumeName} for the claim ${key}`,
      allowed: `but it has ${volume.name}, ${refused}`,
      fix: 'Leave volumeName out, or use another claimName.',
    };
  if (!isBound && volume.claim !== undefined)
    yield {
      given: `the volume ${volume.name} for the claim ${key}`,
      allowed: `but the claim ${keyOf(volume)} has it, and a volume binds to one claim`,
      fix: 'Adopt that claim with claimName, in its namespace, or free the volume first.',
    };
  const classed = claim.exists !== true || claim.storageClass !== undefined;
  if (classed && claim.storageClass !== volume.storageClass)
    yield {
      given: `the claim ${key} on ${classInWords(claim.storageClass ?? 'the default class')}`,
      allowed: `but ${volume.name} is on ${classInWords(volume.storageClass)}, ${refused}`,
      fix: `Set storageClass: '${volume.storageClass}'.`,
    };
  const mode = modeOf(volume);
  if (mode !== claim.accessMode)
    yield {
      given: `the claim ${key} with ${claim.accessMode}`,
      allowed: `but ${volume.name} has ${mode}, ${refused}`,
      fix: 'Say of it what the volume has: readWriteMany, readWriteOncePod, or neither.',
    };
  if (mounted?.size !== undefined && mounted.size.bytes !== volume.size.bytes)
    yield {
      given: `the claim ${key} of ${mounted.size}`,
      allowed: `but the facts say that it asks for ${volume.size}`,
      fix: 'Leave size out, or correct it in storage.volumes.',
    };
  if (size === undefined || (isBound ? size.bytes >= volume.size.bytes : size.bytes <= volume.size.bytes)) return;
  yield {
    given: `${size} for the claim ${key}`,
    allowed: isBound
      ? `but it asks for ${volume.size} already, and Kubernetes does not let a claim shrink`
      : `but ${volume.name} has ${volume.size}, and a claim binds only to a volume that is big enough`,
    fix: `Set size to ${volume.size}${isBound ? ' or more' : ' or less, and grow it once it is bound'}.`,
  };
}

function modeOf({ readWriteMany, readWriteOncePod }: ExistingVolume): AccessMode {
  if (readWriteMany === true) return AccessMode.READ_WRITE_MANY;
  return readWriteOncePod === true ? AccessMode.READ_WRITE_ONCE_POD : AccessMode.READ_WRITE_ONCE;
}
