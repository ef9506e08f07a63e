import { MOST_PODS } from '../availability/classes/highly-available';
import type { ClusterFacts } from '../cluster/cluster';
import { listed } from '../cluster/names';
import { partAt } from '../cluster/parts';
import type { Manifest } from '../kubernetes/manifest';
import { claimOfPod, storageClassOf, surelyAmong } from './bound';
import { type Inventory, mapsAt, numberAt, type PodTemplate, textAt } from './objects';

/** Source: Kubernetes, Storage Classes, "Local". */
const BY_HAND = 'kubernetes.io/no-provisioner';

/** Nodes to which a volume keeps its pods: one of these terms holds. */
export interface VolumeNodes {
  /** The volume, or those that it may be, in words. */
  readonly name: string;
  readonly terms: readonly { readonly [field: string]: unknown }[];
}

/**
 * What the claims of a workload ask of the nodes of its pods, by the nodeAffinity of their PersistentVolumes: one of the type local always has it.
 * Pods with a claim each have one of those nodes. Source: Kubernetes, Persistent Volumes, "Node Affinity".
 */
export function volumeNodes(object: Manifest, { namespace, spec }: PodTemplate, inventory: Inventory, facts: ClusterFacts): readonly VolumeNodes[] {
  const shared = mapsAt(spec, 'volumes').flatMap((volume) => {
    const name = textAt(volume, 'persistentVolumeClaim', 'claimName');
    const claim = name === undefined ? undefined : inventory.named('/PersistentVolumeClaim', name, namespace);
    return claim === undefined ? [] : [[claim]];
  });
  const pods = Array.from({ length: Math.min(numberAt(object, 'spec', 'replicas') ?? 1, MOST_PODS) }, (_, pod) => pod);
  const own = mapsAt(object, 'spec', 'volumeClaimTemplates').map((template) => pods.map((pod) => claimOfPod(object, template, pod, inventory)));
  return [...shared, ...own].flatMap((claims) => {
    const volumes = claims.map((claim) => volumesOf(claim, inventory, facts));
    const all = [...new Set(volumes.flat())];
    const terms = all.map((one) => mapsAt(one, 'spec', 'nodeAffinity', 'required', 'nodeSelectorTerms'));
    if (volumes.length === 0 || volumes.some(({ length }) => length === 0) || terms.some(({ length }) => length === 0)) return [];
    return [{ name: `the volume${all.length === 1 ? '' : 's'} ${listed(all.map(({ metadata }) => metadata.name))}`, terms: terms.flat() }];
  });
}

function volumesOf(claim: Manifest, inventory: Inventory, facts: ClusterFacts): readonly Manifest[] {
  const storageClass = storageClassOf(partAt(claim, 'spec'), facts);
  const isByHand = inventory.of('storage.k8s.io/StorageClass').some((one) => one.metadata.name === storageClass && textAt(one, 'provisioner') === BY_HAND);
  const isProvisioned = !isByHand && facts.storage.classes.some((one) => one.name === storageClass);
  return surelyAmong(claim, storageClass, inventory, isProvisioned);
}
