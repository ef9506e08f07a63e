import type { Size } from '../../../cluster/units';
import type { AppReference } from '../reference';
import type { DataSource } from './data-source';

/** Data of the app itself. */
export interface DataOptions {
  readonly size: Size;
  /**
   * A storage class of the cluster.
   * @default - of flexible apps the replicated class; of pinned apps the node-local one, if there is one; of highly available apps, per pod, the node-local one
   */
  readonly storageClass?: string;
  /** The name of the claim behind the app's. @default - made from the path */
  readonly name?: string;
  /**
   * All pods of the app write one volume at once. Needs a storage class that can; of highly available apps it makes a Deployment.
   * @default false
   */
  readonly readWriteMany?: boolean;
  /** What is in it when it is made: a snapshot, a backup. A claim that is there cannot be given another one. @default - it is empty */
  readonly source?: DataSource;
  /** On the claim, beside our own. @default - none */
  readonly labels?: { readonly [key: string]: string };
  /** On the claim: `kustomize.toolkit.fluxcd.io/prune`. @default - none */
  readonly annotations?: { readonly [key: string]: string };
}

/** A folder of an NFS server. */
export interface NfsOptions {
  readonly server: string;
  readonly path: string;
  /** @default false */
  readonly readOnly?: boolean;
}

/** Files whose change restarts the app, unless it reads them again by itself. */
export interface ConfigOptions {
  /** Content by file name. */
  readonly files: { readonly [name: string]: string };
  /** Content that is no text, by file name. @default - none */
  readonly binaryFiles?: { readonly [name: string]: Uint8Array };
  /** Permission bits of the files: `0o555` for scripts. @default - 0o644, Kubernetes' own */
  readonly mode?: number;
  /** The app looks for changes by itself. The kubelet shows it new files within about a minute and a half; no pod restarts. @default false */
  readonly reloads?: boolean;
}

/** Files from a ConfigMap that exists in the app's namespace. */
export interface ConfigMapOptions {
  readonly configMapName: string;
  /** Permission bits of the files. @default - 0o644, Kubernetes' own */
  readonly mode?: number;
  /** Those that become files; a pod waits until the ConfigMap has them. @default - all */
  readonly keys?: readonly string[];
  /** The one that is at the path itself, among the files that the image has beside it. @default - the path is a folder */
  readonly file?: string;
  /** The pod starts without it too, and then finds an empty folder. @default false */
  readonly optional?: boolean;
}

/** Files from a Secret that exists in the app's namespace. */
export interface SecretOptions {
  readonly secretName: string;
  /** Permission bits of the files. @default 0o440 */
  readonly mode?: number;
  /** Those that become files; a pod waits until the Secret has them. @default - all */
  readonly keys?: readonly string[];
  /** The one that is at the path itself, among the files that the image has beside it. @default - the path is a folder */
  readonly file?: string;
  /** The pod starts without it too, and then finds an empty folder. @default false */
  readonly optional?: boolean;
}

/** A volume of a CSI driver that is made for each pod and ends with it. What is behind it may last. */
export interface CsiOptions {
  /** `smb.csi.k8s.io`. It must be in the cluster, and take volumes without a claim. */
  readonly driver: string;
  /** What the driver asks for: `{ source: '//nas/scans' }`. @default - nothing */
  readonly attributes?: { readonly [name: string]: string };
  /** A Secret that exists in the app's namespace, with what the driver asks for. @default - none */
  readonly secretName?: string;
  /** @default false */
  readonly readOnly?: boolean;
}

/** A claim that exists, made by hand or by somebody else. */
export interface ClaimOptions {
  readonly claimName: string;
  /** Several pods may write it at once. @default false */
  readonly readWriteMany?: boolean;
  /** @default false */
  readonly readOnly?: boolean;
  /** Of the claim: pools are judged with it. @default - not known: a note says so where pools are judged */
  readonly size?: Size;
  /** Of the claim. @default - not known */
  readonly storageClass?: string;
}

/** What must be at a path of the node, or is made there. The runtime looks before each start. */
export enum HostPathType {
  DIRECTORY = 'Directory',
  DIRECTORY_OR_CREATE = 'DirectoryOrCreate',
  FILE = 'File',
  FILE_OR_CREATE = 'FileOrCreate',
  SOCKET = 'Socket',
  CHARACTER_DEVICE = 'CharDevice',
  BLOCK_DEVICE = 'BlockDevice',
}

/** Data of another app of the same namespace. */
export interface SharedOptions {
  /** The app whose data it is. */
  readonly app: AppReference;
  /** Where that app sees it. @default - the same path */
  readonly path?: string;
  /** @default false */
  readonly readOnly?: boolean;
}

/** A path of the node. */
export interface HostPathOptions {
  /** On the node. @default - the same as in the container */
  readonly hostPath?: string;
  /** @default false */
  readonly readOnly?: boolean;
  /** @default - whatever is there; a folder is made where nothing is */
  readonly type?: HostPathType;
  /** Why the same is there on every node that the app may use, so that it is bound to none; for the report. @default - it is the node's own */
  readonly onEveryNode?: string;
}

/** The keys of a ConfigMap or Secret that become files; undefined: all. */
export function keysOf(options: Pick<SecretOptions, 'keys' | 'file'> | undefined): readonly string[] | undefined {
  if (options?.file === undefined) return options?.keys;
  return [...new Set([...(options.keys ?? []), options.file])];
}
