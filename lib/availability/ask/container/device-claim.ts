/** How many devices, and by which name. */
export interface DeviceClaimOptions {
  /** @default 1 */
  readonly count?: number;
  /** Within the app. Containers that name the same claim share its devices. @default - made from the class */
  readonly name?: string;
}

/** Devices of a DeviceClass (Dynamic Resource Allocation): a driver finds and prepares them, on Kubernetes 1.34 and newer. */
export class DeviceClaim {
  static of(deviceClass: string, options: DeviceClaimOptions = {}): DeviceClaim {
    return new DeviceClaim(deviceClass, options?.count ?? 1, options?.name ?? `${deviceClass}`.replaceAll('.', '-'));
  }

  private constructor(
    readonly deviceClass: string,
    readonly count: number,
    /** Within the app. */
    readonly name: string,
  ) {
    Object.freeze(this);
  }
}
