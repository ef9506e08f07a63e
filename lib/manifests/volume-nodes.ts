import type { ClusterFacts } from '../cluster/cluster';
import { listed } from '../cluster/names';
import { partAt } from '../cluster/parts';
import { storageClassOf, surelyAmong } from './bound';
import { type Inventory, mapsAt, type PodTemplate, textAt } from './objects';

/** Nodes to which a volume keeps its pods: one of these terms holds. */
export interface VolumeNodes {
  /** The volume, or those that it may be, in words. */
  readonly name: string;
  readonly terms: readonly { readonly [field: string]: unknown }[];
}

/** What the claims of a pod ask of its nodes, by the nodeAffinity of their PersistentVolumes: one of the type local always has it. Source: Kubernetes, Persistent Volumes, "Node Affinity". */
export function volumeNodes({ namespace, spec }: PodTemplate, inventory: Inventory, facts: ClusterFacts): readonly VolumeNodes[] {
  return mapsAt(spec, 'volumes').flatMap((volume) => {
    const name = textAt(volume, 'persistentVolumeClaim', 'claimName');
    const claim = name === undefined ? undefined : inventory.named('/PersistentVolumeClaim', name, namespace);
    if (claim === undefined) return [];
    const storageClass = storageClassOf(partAt(claim, 'spec'), facts);
    const isProvisioned = facts.storage.classes.some((one) => one.name === storageClass);
    const volumes = surelyAmong(claim, storageClass, inventory, isProvisioned);
    const terms = volumes.map((one) => mapsAt(one, 'spec', 'nodeAffinity', 'required', 'nodeSelectorTerms'));
    if (volumes.length === 0 || terms.some(({ length }) => length === 0)) return [];
    return [{ name: `the volume${volumes.length === 1 ? '' : 's'} ${listed(volumes.map(({ metadata }) => metadata.name))}`, terms: terms.flat() }];
  });
}
