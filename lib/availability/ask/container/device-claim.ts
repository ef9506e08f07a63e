import { frozenCopy } from '../../../cluster/cluster';

/** The number of devices, and the name of the claim. */
export interface DeviceClaimOptions {
  /** @default 1 */
  readonly count?: number;
  /** The name within the app. Containers with the same claim share its devices. @default - derived from the class */
  readonly name?: string;
}

/** Devices of a DeviceClass (Dynamic Resource Allocation): a driver finds and prepares them, on Kubernetes 1.34 and newer. */
export class DeviceClaim {
  static of(deviceClass: string, options: DeviceClaimOptions = {}): DeviceClaim {
    return new DeviceClaim(deviceClass, frozenCopy(options));
  }

  private constructor(
    readonly deviceClass: string,
    /** @inline */
    readonly options: DeviceClaimOptions,
  ) {
    Object.freeze(this);
  }

  get count(): number {
    return this.options.count ?? 1;
  }

  get name(): string {
    return this.options.name ?? this.deviceClass.replaceAll('.', '-');
  }
}
