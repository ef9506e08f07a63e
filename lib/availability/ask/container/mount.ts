import { frozenCopy } from '../../../cluster/cluster';
import type { Volume } from '../volume/volume';

/** Who sees mounts inside a volume that appear after the container has started. */
export enum MountPropagation {
  /** The container sees what the node, or another container, mounts inside the volume. */
  HOST_TO_CONTAINER = 'HostToContainer',
  /** The node and other containers also see what the container mounts there. Only for privileged containers. */
  BIDIRECTIONAL = 'Bidirectional',
}

/** Options of a mount. */
export interface MountOptions {
  /** A file or folder of the volume, instead of all of it: `config/app.yaml`. @default - the whole volume */
  readonly subPath?: string;
  /**
   * Likewise, with variables of the container: `$(POD_NAME)`. Each has to be in its `env` or `envFrom`.
   * @default - `subPath`
   */
  readonly subPathExpr?: string;
  /** @default - as set on the volume */
  readonly readOnly?: boolean;
  /** For file systems that are mounted inside the volume, such as those of rclone. @default - each container only sees its own mounts */
  readonly propagation?: MountPropagation;
}

/** A volume of the app at a path of one container. */
export class Mount {
  /** @param path @default - the path of the volume */
  static of(volume: Volume, path?: string, options: MountOptions = {}): Mount {
    // The checks report missing values and wrong types, instead of a crash here.
    return new Mount(volume, path ?? volume?.path, frozenCopy(options));
  }

  private constructor(
    readonly volume: Volume,
    /** For a device it may be empty: then it is the path on the node. */
    readonly path: string,
    /** @inline */
    readonly options: MountOptions,
  ) {
    Object.freeze(this);
  }

  get subPath(): string | undefined {
    return this.options.subPath ?? this.volume.subPath;
  }

  get subPathExpr(): string | undefined {
    return this.options.subPathExpr;
  }

  get readOnly(): boolean {
    return this.volume.readOnly || (this.options.readOnly ?? false);
  }

  get propagation(): MountPropagation | undefined {
    return this.options.propagation;
  }
}
