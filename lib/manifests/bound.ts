import type { ClusterFacts } from '../cluster/cluster';
import { partAt } from '../cluster/parts';
import type { Manifest } from '../kubernetes/manifest';
import { quantityOf } from '../kubernetes/quantity';
import { type Inventory, listAt, numberAt, selectsPods, textAt, textsAt } from './objects';

/**
 * The PersistentVolume that somebody wrote for a claim: named by either of them, or the smallest that has all that the claim asks for, as
 * Kubernetes binds it. A class needs no StorageClass for that, only the same name. Source: kubernetes,
 * staging/src/k8s.io/component-helpers/storage/volume, FindMatchingVolume.
 * @param storageClass the one that the claim gets; undefined: none
 */
export function boundTo(claim: Manifest, storageClass: string | undefined, inventory: Inventory): Manifest | undefined {
  const volumes = inventory.of('/PersistentVolume');
  const named = textAt(claim, 'spec', 'volumeName');
  if (named !== undefined) return volumes.find((one) => one.metadata.name === named);
  return volumes.find((one) => isMeantFor(one, claim)) ?? smallest(volumes.filter((one) => fits(one, claim, storageClass ?? '')));
}

/**
 * The PersistentVolumes of which a claim has one for certain: the one that either of them names, or all that fit where nobody else makes one.
 * @param isProvisioned whether its class may make one for it
 */
export function surelyAmong(claim: Manifest, storageClass: string | undefined, inventory: Inventory, isProvisioned: boolean): readonly Manifest[] {
  const volumes = inventory.of('/PersistentVolume');
  const isNamed = (one: Manifest) => one.metadata.name === textAt(claim, 'spec', 'volumeName') || isMeantFor(one, claim);
  const named = volumes.filter(isNamed);
  return named.length > 0 || isProvisioned ? named : volumes.filter((one) => fits(one, claim, storageClass ?? ''));
}

/**
 * The claim that a pod of a StatefulSet has of a template: the one that is there, or as the template makes it.
 * @param pod counted from zero. Source: Kubernetes, StatefulSets, "Start ordinal"
 */
export function claimOfPod(object: Manifest, template: unknown, pod: number, inventory: Inventory): Manifest {
  const { name: set, namespace } = object.metadata;
  const name = `${textAt(template, 'metadata', 'name') ?? ''}-${set}-${(numberAt(object, 'spec', 'ordinals', 'start') ?? 0) + pod}`;
  const there = inventory.named('/PersistentVolumeClaim', name, namespace);
  return there ?? ({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name, namespace }, spec: partAt(template, 'spec') } as Manifest);
}

/** The class of a claim: an empty name asks for a volume that exists, which is of no class. Undefined: none. */
export function storageClassOf(spec: unknown, { storage }: ClusterFacts): string | undefined {
  const named = textAt(spec, 'storageClassName');
  return named === '' ? undefined : (named ?? storage.clusterDefault);
}

function isMeantFor(volume: Manifest, { metadata }: Manifest): boolean {
  const ref = partAt(volume, 'spec', 'claimRef');
  return textAt(ref, 'name') === metadata.name && textAt(ref, 'namespace') === metadata.namespace;
}

function fits(volume: Manifest, claim: Manifest, storageClass: string): boolean {
  const selector = partAt(claim, 'spec', 'selector');
  const offered = listAt(volume, 'spec', 'accessModes');
  return (
    partAt(volume, 'spec', 'claimRef') === undefined &&
    (textAt(volume, 'spec', 'storageClassName') ?? '') === storageClass &&
    (textAt(volume, 'spec', 'volumeMode') ?? 'Filesystem') === (textAt(claim, 'spec', 'volumeMode') ?? 'Filesystem') &&
    listAt(claim, 'spec', 'accessModes').every((mode) => offered.includes(mode)) &&
    (selector === undefined || selectsPods(selector, textsAt(volume, 'metadata', 'labels'))) &&
    capacityOf(volume) >= (quantityOf(partAt(claim, 'spec', 'resources', 'requests', 'storage')) ?? 0)
  );
}

function smallest(volumes: readonly Manifest[]): Manifest | undefined {
  return [...volumes].sort((one, other) => capacityOf(one) - capacityOf(other))[0];
}

function capacityOf(volume: Manifest): number {
  return quantityOf(partAt(volume, 'spec', 'capacity', 'storage')) ?? 0;
}
