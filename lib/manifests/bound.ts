import { partAt } from '../cluster/parts';
import type { Manifest } from '../kubernetes/manifest';
import { quantityOf } from '../kubernetes/quantity';
import { type Inventory, listAt, selectsPods, textAt, textsAt } from './objects';

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
