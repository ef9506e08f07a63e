import { frozenCopy } from '../../../cluster/cluster';
import type { Size } from '../../../cluster/units';
import { plainReference } from '../reference/app';
import type { Image } from '../reference/image';
import type {
  ClaimOptions,
  ConfigMapOptions,
  ConfigOptions,
  CsiOptions,
  DataOptions,
  EphemeralOptions,
  HostPathOptions,
  NfsOptions,
  SecretOptions,
  SharedOptions,
  TokenOptions,
} from './volume-options';

export enum VolumeKind {
  DATA = 'data',
  CLAIM = 'claim',
  SHARED = 'shared',
  NFS = 'nfs',
  SCRATCH = 'scratch',
  EPHEMERAL = 'ephemeral',
  MEMORY = 'memory',
  CSI = 'csi',
  IMAGE = 'image',
  CONFIG = 'config',
  CONFIG_MAP = 'configMap',
  SECRET = 'secret',
  TOKEN = 'token',
  DEVICE = 'device',
  HOST_PATH = 'hostPath',
}

/** A volume: something at a path in the containers of an app. */
export class Volume {
  // The checks report missing options and wrong types, instead of a crash here.

  /** Data that belongs to the app and survives its pods. */
  static data(path: string, options: DataOptions): Volume {
    return new Volume(VolumeKind.DATA, path, false, { data: options });
  }
  /** An existing claim: judged like data of the storage class that it is on. */
  static claim(path: string, options: ClaimOptions): Volume {
    return new Volume(VolumeKind.CLAIM, path, options?.readOnly ?? false, { claim: options });
  }
  /** Data of another app in the same namespace. Unless several nodes may write it at once, both run on one node, and move together. */
  static shared(path: string, options: SharedOptions): Volume {
    return new Volume(VolumeKind.SHARED, path, options?.readOnly ?? false, { shared: withPlainOwner(options) });
  }
  /** A folder of an NFS server. */
  static nfs(path: string, options: NfsOptions): Volume {
    return new Volume(VolumeKind.NFS, path, options?.readOnly ?? false, { nfs: options });
  }
  /** Scratch space that is empty at each start, up to a size. */
  static scratch(path: string, size: Size): Volume {
    return new Volume(VolumeKind.SCRATCH, path, false, { size });
  }
  /** Large scratch space on a volume of its own, of a storage class: each pod gets an empty one, and it ends with the pod. It does not fill the disk of the node. */
  static ephemeral(path: string, options: EphemeralOptions): Volume {
    return new Volume(VolumeKind.EPHEMERAL, path, false, { ephemeral: options });
  }
  /** Scratch space in memory that is empty at each start, up to a size. It counts against the memory limit of the container that writes to it. */
  static memory(path: string, size: Size): Volume {
    return new Volume(VolumeKind.MEMORY, path, false, { size });
  }
  /** A volume that a CSI driver mounts for each pod without a claim: an SMB share, certificates. */
  static csi(path: string, options: CsiOptions): Volume {
    return new Volume(VolumeKind.CSI, path, options?.readOnly ?? false, { csi: options });
  }
  /** The files of an image, read-only: a plugin, a theme, a model. Kubernetes 1.35 and newer. */
  static image(path: string, image: Image): Volume {
    return new Volume(VolumeKind.IMAGE, path, true, { image });
  }
  /**
   * One file with this content, next to other files of the image.
   *
   * @param path of the file itself: `/etc/app/app.conf`
   * @param mode its permission bits: `0o555` for a script @default - 0o644, the default of Kubernetes
   */
  static configFile(path: string, content: string, mode?: number): Volume {
    // The checks report what is no path, instead of a crash here.
    const name = typeof path === 'string' ? path.slice(path.lastIndexOf('/') + 1) : '';
    return new Volume(VolumeKind.CONFIG, path, true, { config: { files: { [name]: content }, ...(mode === undefined ? {} : { mode }) } }, name);
  }
  /** Files with this content. */
  static config(path: string, options: ConfigOptions): Volume {
    return new Volume(VolumeKind.CONFIG, path, true, { config: options });
  }
  /** Files from an existing ConfigMap, which another controller or program writes. */
  static configMap(path: string, options: ConfigMapOptions): Volume {
    return new Volume(VolumeKind.CONFIG_MAP, path, true, { configMap: options }, options?.file);
  }
  /** Files from a Secret. */
  static secret(path: string, options: SecretOptions): Volume {
    return new Volume(VolumeKind.SECRET, path, true, { secret: options }, options?.file);
  }
  /** A token of the app's own service account, which the kubelet renews: for Vault, or another cloud. The app has an account then. */
  static token(path: string, options: TokenOptions = {}): Volume {
    return new Volume(VolumeKind.TOKEN, path, true, { token: options });
  }
  /** A device of the cluster, by its name. Pins the app to the node that has it. With `GenericDevicePlugin` a request, otherwise a host path. */
  static device(name: string, path?: string): Volume {
    return new Volume(VolumeKind.DEVICE, path ?? '', false, { device: name });
  }
  /** A path of the node. For apps that are bound to one node, unless `onEveryNode` says why it is the same everywhere. */
  static hostPath(path: string, options: HostPathOptions = {}): Volume {
    return new Volume(VolumeKind.HOST_PATH, path, options?.readOnly ?? false, { hostPath: options });
  }

  private constructor(
    /** @internal */
    readonly kind: VolumeKind,
    /** The path in the containers. For a device it may be empty: then it is the path on the node. */
    readonly path: string,
    /** @derived */
    readonly readOnly: boolean,
    /**
     * @chosen
     * @inline
     */
    readonly options: {
      readonly data?: DataOptions;
      readonly claim?: ClaimOptions;
      readonly shared?: SharedOptions;
      readonly nfs?: NfsOptions;
      readonly size?: Size;
      readonly ephemeral?: EphemeralOptions;
      readonly csi?: CsiOptions;
      readonly image?: Image;
      readonly config?: ConfigOptions;
      readonly configMap?: ConfigMapOptions;
      readonly secret?: SecretOptions;
      readonly token?: TokenOptions;
      readonly device?: string;
      readonly hostPath?: HostPathOptions;
    },
    /** The part of the volume at its path; undefined: all. @derived */
    readonly subPath: string | undefined = undefined,
    /** Whether the main container mounts it at its path. */
    readonly mounted: boolean = true,
    /** Its name within the app, instead of one derived from the path. */
    readonly ownName: string | undefined = undefined,
  ) {
    this.options = frozenCopy(options);
    Object.freeze(this);
  }

  /** The same volume, which the main container only mounts through a `Mount`. */
  unmounted(): Volume {
    return new Volume(this.kind, this.path, this.readOnly, this.options, this.subPath, false, this.ownName);
  }

  /** The same volume with this name within the app, for two paths with the same derived name. For `Volume.data` it names the claim. */
  named(name: string): Volume {
    return new Volume(this.kind, this.path, this.readOnly, this.options, this.subPath, this.mounted, name);
  }

  /**
   * The same claim, of which more is known.
   *
   * @internal
   */
  ofClaim(claim: ClaimOptions): Volume {
    return new Volume(this.kind, this.path, this.readOnly, { claim }, this.subPath, this.mounted, this.ownName);
  }

  /** The name of the volume within its app, as Kubernetes accepts it. */
  get name(): string {
    const wanted = this.ownName ?? this.options.data?.name ?? this.options.device ?? this.path;
    const name = wanted
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 50)
      .replace(/-+$/, '');
    return name === '' ? 'root' : name;
  }
}

function withPlainOwner(options: SharedOptions): SharedOptions {
  return typeof options === 'object' && options !== null ? { ...options, app: plainReference(options.app) } : options;
}
