import { Volume } from '../availability/ask/volume/volume';
import type { ClusterFacts } from '../cluster/cluster';
import { partAt } from '../cluster/parts';
import { type ExistingVolume, volumeOfClaim } from '../cluster/storage';
import { Size } from '../cluster/units';
import type { Manifest } from '../kubernetes/manifest';
import { quantityOf } from '../kubernetes/quantity';
import { boundTo, claimOfPod, storageClassOf } from './bound';
import { made } from './host-paths';
import { type Inventory, listAt, mapsAt, type PodTemplate, textAt } from './objects';
import { unclaimed } from './unclaimed';

/** The volumes of a pod as our model knows them, and what it cannot know of them. */
export interface ReadVolumes {
  readonly volumes: readonly Volume[];
  /** Claims that only one node, or one pod, has at a time, each one for all pods of the workload. */
  readonly single: readonly SingleClaim[];
  /** Claims that are not among the objects. */
  readonly absent: readonly string[];
  /** Claims whose storage class nobody says. */
  readonly classless: readonly string[];
}

export interface SingleClaim {
  readonly name: string;
  /** For one pod alone, wherever that is. */
  readonly onePod: boolean;
  /** Another node waits until it is detached from the first one. Local data never is, and its pods start where it is. */
  readonly isAttached: boolean;
  readonly readOnly: boolean;
}

/** What of its pods decides what their volumes are. */
export interface VolumeUse {
  /** Whether several have a claim each. */
  readonly perPod: boolean;
  /** Whether they may start on another node than before. */
  readonly moves: boolean;
}

export function readVolumes(object: Manifest, { spec }: PodTemplate, inventory: Inventory, facts: ClusterFacts, { perPod, moves }: VolumeUse): ReadVolumes {
  const mounts = new Map<string, { readonly path: string; readonly readOnly: boolean }>();
  for (const container of [...mapsAt(spec, 'containers'), ...mapsAt(spec, 'initContainers')])
    for (const mount of [...mapsAt(container, 'volumeMounts')]) {
      const name = textAt(mount, 'name') ?? '';
      const known = mounts.get(name);
      mounts.set(name, { path: known?.path ?? textAt(mount, 'mountPath') ?? '', readOnly: (known?.readOnly ?? true) && partAt(mount, 'readOnly') === true });
    }
  const [single, absent, classless]: [SingleClaim[], string[], string[]] = [[], [], []];
  const reader = new ClaimReader(object.metadata.namespace, inventory, facts, moves);
  const read = mapsAt(spec, 'volumes').flatMap((volume): Volume[] => {
    const name = textAt(volume, 'name') ?? '';
    const { path, readOnly } = mounts.get(name) ?? { path: `/${name}`, readOnly: true };
    const claimName = textAt(volume, 'persistentVolumeClaim', 'claimName');
    if (claimName === undefined) return unclaimed(volume, path, readOnly, moves);
    const onlyReads = readOnly || partAt(volume, 'persistentVolumeClaim', 'readOnly') === true;
    const claim = reader.read(claimName, path, onlyReads, name);
    if (claim.isAbsent) absent.push(claimName);
    else if (claim.single !== undefined) single.push({ name: claimName, readOnly: onlyReads, ...claim.single });
    if (claim.isClassless) classless.push(claimName);
    return [claim.volume];
  });
  const templates = mapsAt(object, 'spec', 'volumeClaimTemplates').map((template) => {
    const name = textAt(template, 'metadata', 'name') ?? '';
    const { path } = mounts.get(name) ?? { path: `/${name}` };
    const claim = perPod
      ? reader.ofSpec(partAt(template, 'spec'), undefined, path, name)
      : reader.ofOnly(claimOfPod(object, template, 0, inventory), path, name);
    if (claim.isClassless) classless.push(name);
    return claim.volume;
  });
  return { volumes: [...read, ...templates], single, absent, classless };
}

/** Whether all pods of a workload share a claim that is on the disk of one node: they start there, or not at all. */
export function hasLocalClaim({ volumes }: ReadVolumes, { storage }: ClusterFacts): boolean {
  return volumes.some(({ options: { data, claim } }) => {
    const { claimName, storageClass } = data ?? claim ?? {};
    return claimName !== undefined && storage.classes.some(({ name, nodeLocal }) => nodeLocal && name === storageClass);
  });
}

interface ReadClaim {
  readonly volume: Volume;
  /** Only one node, or one pod, has it at a time. Undefined: many have. */
  readonly single: Pick<SingleClaim, 'onePod' | 'isAttached'> | undefined;
  readonly isAbsent?: boolean;
  readonly isClassless: boolean;
}

interface ExistingClaim {
  readonly claimName: string;
  readonly readOnly: boolean;
}

/** Claims, as far as objects and facts tell. */
class ClaimReader {
  constructor(
    private readonly namespace: string | undefined,
    private readonly inventory: Inventory,
    private readonly facts: ClusterFacts,
    private readonly moves: boolean,
  ) {}

  read(claimName: string, path: string, readOnly: boolean, name: string): ReadClaim {
    const claim = this.inventory.named('/PersistentVolumeClaim', claimName, this.namespace);
    if (claim === undefined) {
      const known = volumeOfClaim(this.facts.storage.volumes, `${this.namespace ?? 'default'}/${claimName}`);
      if (known !== undefined) return this.ofExisting(known, { claimName, readOnly }, path, name);
      return { volume: Volume.claim(path, { claimName, readOnly }).named(name), single: undefined, isAbsent: true, isClassless: true };
    }
    const { readWriteMany, readOnlyMany, size, storageClass, onePod } = this.specOf(partAt(claim, 'spec'));
    const volume = boundTo(claim, storageClass, this.inventory);
    if (volume !== undefined) return this.ofVolume(volume, claim, path, readOnly, name);
    const many = readWriteMany || (readOnlyMany && readOnly);
    return {
      volume:
        storageClass !== undefined && !readOnly
          ? Volume.data(path, { size, storageClass, readWriteMany: many, claimName, readWriteOncePod: onePod }).named(name)
          : Volume.claim(path, { claimName, readWriteMany: many, readOnly, size, ...(storageClass === undefined ? {} : { storageClass }) }).named(name),
      single: many ? undefined : { onePod, isAttached: this.isAttached(storageClass) },
      isClassless: storageClass === undefined,
    };
  }

  /** That of the only pod of a StatefulSet. */
  ofOnly(claim: Manifest, path: string, name: string): ReadClaim {
    const spec = partAt(claim, 'spec');
    const volume = boundTo(claim, storageClassOf(spec, this.facts), this.inventory);
    return volume === undefined ? this.ofSpec(spec, claim.metadata.name, path, name) : this.ofVolume(volume, claim, path, false, name);
  }

  /** A claim by its spec alone: that of a template. @param claimName undefined: each pod has its own */
  ofSpec(spec: unknown, claimName: string | undefined, path: string, name: string): ReadClaim {
    const { readWriteMany, size, storageClass, onePod } = this.specOf(spec);
    const isClassless = storageClass === undefined;
    // Without a class nobody knows where it can be mounted: as a claim that exists, it counts as the worst.
    if (isClassless && claimName !== undefined)
      return { volume: Volume.claim(path, { claimName, readWriteMany, size }).named(name), single: undefined, isClassless };
    // An empty name is no class of the facts.
    const options = { size, storageClass: storageClass ?? '', readWriteMany: readWriteMany && claimName !== undefined };
    return {
      volume: Volume.data(path, { ...options, ...(claimName === undefined ? {} : { claimName }), readWriteOncePod: onePod }).named(name),
      single: undefined,
      isClassless,
    };
  }

  /** A claim that only the facts describe. */
  private ofExisting(
    { size, readWriteMany = false, readWriteOncePod = false, storageClass }: ExistingVolume,
    claim: ExistingClaim,
    path: string,
    name: string,
  ): ReadClaim {
    const known = this.facts.storage.classes.some((one) => one.name === storageClass);
    return {
      volume: Volume.claim(path, { ...claim, size, readWriteMany, ...(known ? { storageClass } : {}) }).named(name),
      single: readWriteMany ? undefined : { onePod: readWriteOncePod, isAttached: this.isAttached(storageClass) },
      isClassless: !known && !readWriteMany,
    };
  }

  private specOf(spec: unknown) {
    const modes = listAt(spec, 'accessModes');
    return {
      readWriteMany: modes.includes('ReadWriteMany'),
      readOnlyMany: modes.includes('ReadOnlyMany'),
      onePod: modes.includes('ReadWriteOncePod'),
      size: Size.bytes(quantityOf(partAt(spec, 'resources', 'requests', 'storage')) ?? 2 ** 30),
      storageClass: storageClassOf(spec, this.facts),
    };
  }

  /** A class that nobody knows counts as the worst. */
  private isAttached(storageClass: string | undefined): boolean {
    const known = this.facts.storage.classes.find(({ name }) => name === storageClass);
    return known === undefined || (known.attachable && !known.nodeLocal);
  }

  private ofVolume(volume: Manifest, claim: Manifest, path: string, readOnly: boolean, name: string): ReadClaim {
    const spec = partAt(volume, 'spec');
    const local = textAt(spec, 'local', 'path') ?? textAt(spec, 'hostPath', 'path');
    const server = textAt(spec, 'nfs', 'server');
    const modes = listAt(claim, 'spec', 'accessModes');
    const readWriteMany = modes.includes('ReadWriteMany');
    const onePod = modes.includes('ReadWriteOncePod');
    // One of the type local always names its node.
    const isTied = textAt(spec, 'local', 'path') !== undefined || partAt(spec, 'nodeAffinity', 'required') !== undefined;
    if (local !== undefined)
      return {
        volume: Volume.hostPath(path, { hostPath: local, readOnly, ...(isTied ? {} : made(spec, this.moves)) }).named(name),
        single: { onePod, isAttached: false },
        isClassless: false,
      };
    if (server !== undefined)
      return { volume: Volume.nfs(path, { server, path: textAt(spec, 'nfs', 'path') ?? '/', readOnly }).named(name), single: undefined, isClassless: false };
    const storageClass = textAt(spec, 'storageClassName') ?? '';
    const known = storageClass !== '' && this.facts.storage.classes.some((one) => one.name === storageClass);
    return {
      volume: Volume.claim(path, { claimName: claim.metadata.name, readWriteMany, readOnly, ...(known ? { storageClass } : {}) }).named(name),
      single: readWriteMany ? undefined : { onePod, isAttached: this.isAttached(storageClass) },
      isClassless: !known && !readWriteMany,
    };
  }
}
