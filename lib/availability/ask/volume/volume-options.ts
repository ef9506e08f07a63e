import type { Duration, Size } from '../../../cluster/units';
import type { AppReference } from '../reference/app';
import type { DataSource } from './data-source';

/** Options for the data of an app. */
export interface DataOptions {
  readonly size: Size;
  /**
   * A storage class of the cluster. Empty for a volume without a class, beside `volumeName`.
   * @default - for flexible apps the replicated class; for pinned apps the node-local one, if there is one; for highly available apps, per pod, the node-local one
   */
  readonly storageClass?: string;
  /** The suffix of the claim, after the name of the app. @default - derived from the path */
  readonly name?: string;
  /**
   * All pods of the app write to one volume at once. Needs a storage class that allows it; a highly available app becomes a Deployment.
   * @default false
   */
  readonly readWriteMany?: boolean;
  /**
   * Only one pod has the claim (ReadWriteOncePod): a second does not start beside the first. Needs a storage class that supports it.
   * Kubernetes refuses another mode for a claim that exists.
   * @default - what `storage.readWriteOncePod` of the facts says
   */
  readonly readWriteOncePod?: boolean;
  /** The initial content: a snapshot, a backup. It cannot change once the claim exists. @default - empty */
  readonly source?: DataSource;
  /** The exact name of the claim: to adopt one that exists under its own name. Not for data per pod. @default - the name of the app, then that of the volume */
  readonly claimName?: string;
  /** The PersistentVolume that the claim binds to: one that exists. Not for data per pod. @default - a new one */
  readonly volumeName?: string;
  /** Extra labels of the claim. @default - none */
  readonly labels?: { readonly [key: string]: string };
  /** Annotations of the claim: `kustomize.toolkit.fluxcd.io/prune`. @default - none */
  readonly annotations?: { readonly [key: string]: string };
}

/** A volume that each pod gets empty, and that ends with the pod. */
export interface EphemeralOptions {
  readonly size: Size;
  /** A storage class of the cluster: the pod runs only where it can be mounted. @default - the node-local class, if there is one; otherwise the replicated one */
  readonly storageClass?: string;
  /** Labels of the claim. @default - none */
  readonly labels?: { readonly [key: string]: string };
  /** Annotations of the claim. @default - none */
  readonly annotations?: { readonly [key: string]: string };
}

/** A folder of an NFS server. */
export interface NfsOptions {
  readonly server: string;
  readonly path: string;
  /** @default false */
  readonly readOnly?: boolean;
}

/** Config files. A change restarts the app, unless it reloads them by itself. */
export interface ConfigOptions {
  /** Content by file name. */
  readonly files: { readonly [name: string]: string };
  /** Binary content by file name. @default - none */
  readonly binaryFiles?: { readonly [name: string]: Uint8Array };
  /** Permission bits of the files: `0o555` for scripts. @default - 0o644, the default of Kubernetes */
  readonly mode?: number;
  /** The app reloads changes by itself. The kubelet delivers new files within about a minute and a half; no pod restarts. @default false */
  readonly reloads?: boolean;
}

/** Files from an existing ConfigMap in the namespace of the app. */
export interface ConfigMapOptions {
  readonly configMapName: string;
  /** Permission bits of the files. @default - 0o644, the default of Kubernetes */
  readonly mode?: number;
  /** The keys that become files; a pod waits until the ConfigMap has them. @default - all */
  readonly keys?: readonly string[];
  /** The key for a single file at the path itself, next to other files of the image. @default - the path is a folder */
  readonly file?: string;
  /** The pod also starts if it is missing, with an empty folder. @default false */
  readonly optional?: boolean;
}

/** Files from an existing Secret in the namespace of the app. */
export interface SecretOptions {
  readonly secretName: string;
  /** Permission bits of the files. @default 0o440 */
  readonly mode?: number;
  /** The keys that become files; a pod waits until the Secret has them. @default - all */
  readonly keys?: readonly string[];
  /** The key for a single file at the path itself, next to other files of the image. @default - the path is a folder */
  readonly file?: string;
  /** The pod also starts if it is missing, with an empty folder. @default false */
  readonly optional?: boolean;
}

/** A token of the service account of the app, as a file. */
export interface TokenOptions {
  /** Who it is for: `vault`. @default - the API server of Kubernetes */
  readonly audience?: string;
  /** How long it lasts; the kubelet renews it before. At least 10 min. @default - 1 h, the default of Kubernetes */
  readonly expiration?: Duration;
  /** The name of the file. @default token */
  readonly file?: string;
}

export const DEFAULT_TOKEN_FILE = 'token';

/** A volume of a CSI driver that is created for each pod and ends with it. The data behind it may last. */
export interface CsiOptions {
  /** `smb.csi.k8s.io`. It must be in the cluster, and support volumes without a claim. */
  readonly driver: string;
  /** Attributes for the driver: `{ source: '//nas/scans' }`. @default - nothing */
  readonly attributes?: { readonly [name: string]: string };
  /** An existing Secret in the namespace of the app, with the credentials for the driver. @default - none */
  readonly secretName?: string;
  /** @default false */
  readonly readOnly?: boolean;
}

/** An existing claim, from another source. */
export interface ClaimOptions {
  readonly claimName: string;
  /** Several nodes may mount it at once: a claim with ReadWriteMany, or with ReadOnlyMany for pods that only read. @default - what `storage.volumes` of the facts says, or false */
  readonly readWriteMany?: boolean;
  /** @default false */
  readonly readOnly?: boolean;
  /** The size of the claim, to check pools. @default - what `storage.volumes` says, or not known: a note reports it if pools are checked */
  readonly size?: Size;
  /** The storage class of the claim. @default - what `storage.volumes` says, or not known: it counts as a volume that every node can mount and that nothing takes from a dead node */
  readonly storageClass?: string;
}

/** What must exist at a path of the node, or is created there. The runtime checks before each start. */
export enum HostPathType {
  DIRECTORY = 'Directory',
  DIRECTORY_OR_CREATE = 'DirectoryOrCreate',
  FILE = 'File',
  FILE_OR_CREATE = 'FileOrCreate',
  SOCKET = 'Socket',
  CHARACTER_DEVICE = 'CharDevice',
  BLOCK_DEVICE = 'BlockDevice',
}

/** Data of another app in the same namespace. */
export interface SharedOptions {
  /** The app that owns the data. */
  readonly app: AppReference;
  /** The path in that app. @default - the same path */
  readonly path?: string;
  /** @default false */
  readonly readOnly?: boolean;
}

/** A path of the node. */
export interface HostPathOptions {
  /** The path on the node. @default - the same as in the container */
  readonly hostPath?: string;
  /** @default false */
  readonly readOnly?: boolean;
  /** @default - whatever exists; a folder is created if nothing does */
  readonly type?: HostPathType;
  /** Why every node that the app may use has the same content there, so that the app is bound to none; for the report. @default - the content belongs to one node */
  readonly onEveryNode?: string;
}

/** The keys of a ConfigMap or Secret that become files; undefined: all. */
export function keysOf(options: Pick<SecretOptions, 'keys' | 'file'> | undefined): readonly string[] | undefined {
  if (options?.file === undefined) return options?.keys;
  return [...new Set([...(options.keys ?? []), options.file])];
}
