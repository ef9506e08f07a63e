import { frozenCopy } from '../../../cluster/cluster';
import type { Volume } from '../volume/volume';

/** Who sees what is mounted within a volume after the container has started. */
export enum MountPropagation {
  /** The container sees what the node, or another container, mounts there. */
  HOST_TO_CONTAINER = 'HostToContainer',
  /** They also see what the container mounts there. Privileged containers only. */
  BIDIRECTIONAL = 'Bidirectional',
}

/** How a container sees a volume beside the usual. */
export interface MountOptions {
  /** A file or folder of the volume, in place of all of it: `config/app.yaml`. @default - the whole volume */
  readonly subPath?: string;
  /** @default - as the volume says */
  readonly readOnly?: boolean;
  /** For file systems that are mounted within the volume, such as those of rclone. @default - each sees its own */
  readonly propagation?: MountPropagation;
}

/** A volume of the app at a path of one container. */
export class Mount {
  /** @param path @default - the volume's own */
  static of(volume: Volume, path?: string, options: MountOptions = {}): Mount {
    // What is missing or of another type is told by the checks, not by a crash here.
    return new Mount(volume, path ?? volume?.path, frozenCopy(options));
  }

  private constructor(
    readonly volume: Volume,
    /** Of a device it may be empty: then it is the node's own path. */
    readonly path: string,
    /** @inline */
    readonly options: MountOptions,
  ) {
    Object.freeze(this);
  }

  get subPath(): string | undefined {
    return this.options.subPath ?? this.volume.subPath;
  }

  get readOnly(): boolean {
    return this.volume.readOnly || (this.options.readOnly ?? false);
  }

  get propagation(): MountPropagation | undefined {
    return this.options.propagation;
  }
}
