import { frozenCopy } from '../../cluster/cluster';
import type { Size } from '../../cluster/units';

export enum VolumeKind {
  DATA = 'data',
  CLAIM = 'claim',
  SHARED = 'shared',
  NFS = 'nfs',
  SCRATCH = 'scratch',
  MEMORY = 'memory',
  CONFIG = 'config',
  SECRET = 'secret',
  DEVICE = 'device',
  HOST_PATH = 'hostPath',
}

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
  /** The app looks for changes by itself. The kubelet shows it new files within about a minute and a half; no pod restarts. @default false */
  readonly reloads?: boolean;
}

/** Files from a Secret that exists in the app's namespace. */
export interface SecretOptions {
  readonly secretName: string;
  /** Permission bits of the files. @default 0o440 */
  readonly mode?: number;
  /** Those that become files; a pod waits until the Secret has them. @default - all */
  readonly keys?: readonly string[];
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
  readonly app: string;
  /** Where that app sees it. @default - the same path */
  readonly path?: string;
  /** @default false */
  readonly readOnly?: boolean;
}

/** A path of the node. For pinned apps only. */
export interface HostPathOptions {
  /** On the node. @default - the same as in the container */
  readonly hostPath?: string;
  /** @default false */
  readonly readOnly?: boolean;
  /** @default - whatever is there; a folder is made where nothing is */
  readonly type?: HostPathType;
  /** What the node mounts below it later is seen too (mountPropagation HostToContainer). @default false */
  readonly followsMounts?: boolean;
}

/** Something that an app's containers see at a path. */
export class Volume {
  // Options that are missing or of another type are told by the checks, not by a crash here.

  /** Data that belongs to the app and outlives its pods. */
  static data(path: string, options: DataOptions): Volume {
    return new Volume(VolumeKind.DATA, path, false, { data: options });
  }
  /** A claim that exists already. */
  static claim(path: string, options: ClaimOptions): Volume {
    return new Volume(VolumeKind.CLAIM, path, options?.readOnly ?? false, { claim: options });
  }
  /** Data of another app of the same namespace: both then stay on one node, and move together. */
  static shared(path: string, options: SharedOptions): Volume {
    return new Volume(VolumeKind.SHARED, path, options?.readOnly ?? false, { shared: options });
  }
  /** A folder of an NFS server. */
  static nfs(path: string, options: NfsOptions): Volume {
    return new Volume(VolumeKind.NFS, path, options?.readOnly ?? false, { nfs: options });
  }
  /** Room that is empty at each start, up to a size. */
  static scratch(path: string, size: Size): Volume {
    return new Volume(VolumeKind.SCRATCH, path, false, { size });
  }
  /** Room in memory that is empty at each start, up to a size. What lies there counts against the memory limit of who wrote it. */
  static memory(path: string, size: Size): Volume {
    return new Volume(VolumeKind.MEMORY, path, false, { size });
  }
  /** One file with the content that is given here, among those that the image has beside it. @param path of the file itself: `/etc/app/app.conf` */
  static configFile(path: string, content: string): Volume {
    const name = `${path}`.slice(`${path}`.lastIndexOf('/') + 1);
    return new Volume(VolumeKind.CONFIG, path, true, { config: { files: { [name]: content } } }, name);
  }
  /** Files with the content that is given here. */
  static config(path: string, options: ConfigOptions): Volume {
    return new Volume(VolumeKind.CONFIG, path, true, { config: options });
  }
  /** Files from a Secret. */
  static secret(path: string, options: SecretOptions): Volume {
    return new Volume(VolumeKind.SECRET, path, true, { secret: options });
  }
  /** A device of the cluster, by its name. Pins the app to the node that has it. */
  static device(name: string, path?: string): Volume {
    return new Volume(VolumeKind.DEVICE, path ?? '', false, { device: name });
  }
  /** A path of the node. For pinned apps only. */
  static hostPath(path: string, options: HostPathOptions = {}): Volume {
    return new Volume(VolumeKind.HOST_PATH, path, options?.readOnly ?? false, { hostPath: options });
  }

  private constructor(
    readonly kind: VolumeKind,
    /** In the containers. Of a device it may be empty: then it is the node's own path. */
    readonly path: string,
    readonly readOnly: boolean,
    readonly options: {
      readonly data?: DataOptions;
      readonly claim?: ClaimOptions;
      readonly shared?: SharedOptions;
      readonly nfs?: NfsOptions;
      readonly size?: Size;
      readonly config?: ConfigOptions;
      readonly secret?: SecretOptions;
      readonly device?: string;
      readonly hostPath?: HostPathOptions;
    },
    /** The part of it that is at its path; undefined: all. */
    readonly subPath: string | undefined = undefined,
    /** Whether the main container has it at its path. */
    readonly mounted: boolean = true,
  ) {
    this.options = frozenCopy(options);
    Object.freeze(this);
  }

  /** The same volume, which the main container does not see unless a `Mount` says so. */
  unmounted(): Volume {
    return new Volume(this.kind, this.path, this.readOnly, this.options, this.subPath, false);
  }

  /** The name of the volume within its app, as Kubernetes takes it. */
  get name(): string {
    const wanted = this.options.data?.name ?? this.options.device ?? this.path;
    const name = wanted
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 50)
      .replace(/-+$/, '');
    return name === '' ? 'root' : name;
  }
}
