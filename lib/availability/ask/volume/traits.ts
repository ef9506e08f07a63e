import { PodSecurityLevel } from '../../../cluster/policy';
import { type Volume, VolumeKind } from './volume';
import { keysOf, type SecretOptions } from './volume-options';

/** How a pod's volumes tie it to the node that died. */
export enum VolumeTie {
  /** None, or only what dies with the pod. */
  NONE = 'none',
  /** The network, without attachment: the next pod mounts at once, even while the first still writes. */
  UNATTACHED = 'unattached',
  /** Attached to one node at a time. */
  ATTACHED = 'attached',
  /** On the dead node's own disk. */
  LOCAL = 'local',
}

/** An object of the cluster that a volume names and the app does not bring along. */
export interface Reference {
  readonly kind: string;
  readonly name: string;
  /** Those that the pod waits for; undefined: it says none. */
  readonly keys: readonly string[] | undefined;
  /** The pod starts without it too. */
  readonly optional: boolean;
}

/** What follows from the kind of a volume, whoever mounts it. */
export interface VolumeTraits {
  /** Undefined: the storage class of its claim says it. */
  readonly tie: (volume: Volume) => VolumeTie | undefined;
  /** Whether the high-availability controller of DRBD moves pods that have it; of claims that the app brings along their class says it. */
  readonly fenceable: (volume: Volume) => boolean;
  /** The strictest level of the Pod Security Standards that lets it in (Pod Security Standards, Volume Types). */
  readonly level: PodSecurityLevel;
  /** What is in it is there after the pod has ended. */
  readonly outlivesPod: boolean;
  readonly references: (volume: Volume) => readonly Reference[];
}

const PLAIN: VolumeTraits = {
  tie: () => VolumeTie.NONE,
  fenceable: () => true,
  level: PodSecurityLevel.RESTRICTED,
  outlivesPod: false,
  references: () => [],
};

const CLAIMED: VolumeTraits = { ...PLAIN, tie: () => undefined, outlivesPod: true };

/** A path of a node ties to that node, unless it is the same on every one. */
const ON_NODE: VolumeTraits = {
  ...PLAIN,
  tie: (volume) => (isOfNode(volume) ? VolumeTie.LOCAL : VolumeTie.NONE),
  fenceable: () => false,
  level: PodSecurityLevel.PRIVILEGED,
};

const TRAITS: { readonly [kind in VolumeKind]: VolumeTraits } = {
  [VolumeKind.DATA]: {
    ...CLAIMED,
    references: ({ options: { data } }) => (data?.source === undefined ? [] : [named(data.source.kind, data.source.name)]),
  },
  [VolumeKind.SHARED]: CLAIMED,
  [VolumeKind.CLAIM]: {
    ...CLAIMED,
    tie: ({ options: { claim } }) => (claim?.readWriteMany === true ? VolumeTie.UNATTACHED : VolumeTie.ATTACHED),
    fenceable: ({ readOnly }) => readOnly,
    references: ({ options: { claim } }) => (claim === undefined ? [] : [named('PersistentVolumeClaim', claim.claimName)]),
  },
  [VolumeKind.NFS]: { ...PLAIN, tie: () => VolumeTie.UNATTACHED, fenceable: () => false, level: PodSecurityLevel.BASELINE, outlivesPod: true },
  [VolumeKind.CSI]: {
    ...PLAIN,
    tie: () => VolumeTie.UNATTACHED,
    fenceable: () => false,
    outlivesPod: true,
    references: ({ options: { csi } }) => (csi?.secretName === undefined ? [] : [named('Secret', csi.secretName)]),
  },
  [VolumeKind.SCRATCH]: PLAIN,
  [VolumeKind.MEMORY]: PLAIN,
  [VolumeKind.IMAGE]: PLAIN,
  [VolumeKind.CONFIG]: PLAIN,
  [VolumeKind.CONFIG_MAP]: {
    ...PLAIN,
    references: ({ options: { configMap } }) => (configMap === undefined ? [] : [filed('ConfigMap', configMap.configMapName, configMap)]),
  },
  [VolumeKind.SECRET]: { ...PLAIN, references: ({ options: { secret } }) => (secret === undefined ? [] : [filed('Secret', secret.secretName, secret)]) },
  [VolumeKind.DEVICE]: ON_NODE,
  [VolumeKind.HOST_PATH]: { ...ON_NODE, outlivesPod: true },
};

export function traitsOf(volume: Volume): VolumeTraits {
  return TRAITS[volume.kind];
}

/** It is on one node and on no other. */
export function isOfNode(volume: Volume): boolean {
  return volume.kind === VolumeKind.DEVICE || (volume.kind === VolumeKind.HOST_PATH && volume.options.hostPath?.onEveryNode === undefined);
}

function named(kind: string, name: string): Reference {
  return { kind, name, keys: undefined, optional: false };
}

function filed(kind: string, name: string, options: Pick<SecretOptions, 'keys' | 'file' | 'optional'>): Reference {
  return { kind, name, keys: keysOf(options), optional: options.optional === true };
}
