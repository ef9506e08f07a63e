import { PodSecurityLevel } from '../../../cluster/policy';
import { type Volume, VolumeKind } from './volume';
import { keysOf, type SecretOptions } from './volume-options';

/** How the volumes of a pod tie it to a dead node. */
export enum VolumeTie {
  /** No volumes, or only ones that end with the pod. */
  NONE = 'none',
  /** The network, without attachment: the next pod mounts at once, even while the first still writes. */
  UNATTACHED = 'unattached',
  /** Attached to one node at a time. */
  ATTACHED = 'attached',
  /** On the disk of the dead node. */
  LOCAL = 'local',
}

/** An object of the cluster that a volume refers to but the app does not create. */
export interface Reference {
  readonly kind: string;
  readonly name: string;
  /** The keys that the pod waits for; undefined: none are named. */
  readonly keys: readonly string[] | undefined;
  /** The pod starts even if it is missing. */
  readonly optional: boolean;
}

/** What follows from the kind of a volume alone. */
export interface VolumeTraits {
  /** Undefined: the storage class of its claim decides. */
  readonly tie: (volume: Volume) => VolumeTie | undefined;
  /** The type of volume in the pod (Kubernetes, PodSpec.volumes). */
  readonly type: string;
  /** The strictest level of the Pod Security Standards that allows it (Pod Security Standards, Volume Types). */
  readonly level: PodSecurityLevel;
  /** Its content survives the pod. */
  readonly outlivesPod: boolean;
  readonly references: (volume: Volume) => readonly Reference[];
}

const PLAIN: VolumeTraits = {
  tie: () => VolumeTie.NONE,
  type: 'emptyDir',
  level: PodSecurityLevel.RESTRICTED,
  outlivesPod: false,
  references: () => [],
};

const CLAIMED: VolumeTraits = { ...PLAIN, tie: () => undefined, type: 'persistentVolumeClaim', outlivesPod: true };

/** A host path ties the app to its node, unless it is the same on every node. */
const ON_NODE: VolumeTraits = {
  ...PLAIN,
  tie: (volume) => (isOfNode(volume) ? VolumeTie.LOCAL : VolumeTie.NONE),
  type: 'hostPath',
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
    references: ({ options: { claim } }) => (claim === undefined ? [] : [named('PersistentVolumeClaim', claim.claimName)]),
  },
  [VolumeKind.NFS]: { ...PLAIN, tie: () => VolumeTie.UNATTACHED, type: 'nfs', level: PodSecurityLevel.BASELINE, outlivesPod: true },
  [VolumeKind.CSI]: {
    ...PLAIN,
    tie: () => VolumeTie.UNATTACHED,
    type: 'csi',
    outlivesPod: true,
    references: ({ options: { csi } }) => (csi?.secretName === undefined ? [] : [named('Secret', csi.secretName)]),
  },
  [VolumeKind.SCRATCH]: PLAIN,
  [VolumeKind.EPHEMERAL]: { ...PLAIN, type: 'ephemeral' },
  [VolumeKind.MEMORY]: PLAIN,
  [VolumeKind.IMAGE]: { ...PLAIN, type: 'image' },
  [VolumeKind.CONFIG]: { ...PLAIN, type: 'configMap' },
  [VolumeKind.CONFIG_MAP]: {
    ...PLAIN,
    type: 'configMap',
    references: ({ options: { configMap } }) => (configMap === undefined ? [] : [filed('ConfigMap', configMap.configMapName, configMap)]),
  },
  [VolumeKind.SECRET]: {
    ...PLAIN,
    type: 'secret',
    references: ({ options: { secret } }) => (secret === undefined ? [] : [filed('Secret', secret.secretName, secret)]),
  },
  [VolumeKind.TOKEN]: { ...PLAIN, type: 'projected' },
  [VolumeKind.DEVICE]: ON_NODE,
  [VolumeKind.HOST_PATH]: { ...ON_NODE, outlivesPod: true },
};

export function traitsOf(volume: Volume): VolumeTraits {
  return TRAITS[volume.kind];
}

/** Data of the app's own, in a claim that is created for it. */
export function isData(volume: Volume): boolean {
  return volume.kind === VolumeKind.DATA;
}

/** Data behind a claim: one that is created for the app, or one that exists. */
export function isClaimed(volume: Volume): boolean {
  return isData(volume) || volume.kind === VolumeKind.CLAIM;
}

/** Data that several nodes may write at once. */
export function isForMany({ options: { data, claim } }: Volume): boolean {
  return data?.readWriteMany === true || claim?.readWriteMany === true;
}

export function isDevice(volume: Volume): boolean {
  return volume.kind === VolumeKind.DEVICE;
}

/** Its data is on exactly one node. */
export function isOfNode(volume: Volume): boolean {
  return isDevice(volume) || (volume.kind === VolumeKind.HOST_PATH && volume.options.hostPath?.onEveryNode === undefined);
}

function named(kind: string, name: string): Reference {
  return { kind, name, keys: undefined, optional: false };
}

function filed(kind: string, name: string, options: Pick<SecretOptions, 'keys' | 'file' | 'optional'>): Reference {
  return { kind, name, keys: keysOf(options), optional: options.optional === true };
}
