import { Volume } from '../availability/ask/volume/volume';

/** What a coordinator speaks: zigbee2mqtt.io, Supported Adapters. */
export enum ZigbeeAdapter {
  /** Chips of Texas Instruments. */
  ZSTACK = 'zstack',
  /** Chips of Silicon Labs. */
  EMBER = 'ember',
  /** ConBee and RaspBee. */
  DECONZ = 'deconz',
  ZIGATE = 'zigate',
  ZBOSS = 'zboss',
}

/** The radio of a Zigbee network. */
export class ZigbeeCoordinator {
  /** In a node. @param device its name among the devices of the cluster: `zigbee-stick` */
  static stick(device: string, adapter: ZigbeeAdapter): ZigbeeCoordinator {
    return new ZigbeeCoordinator('/dev/zigbee', adapter, device);
  }
  /** In the network. @param address `tcp://192.168.1.8:6638` */
  static network(address: string, adapter: ZigbeeAdapter): ZigbeeCoordinator {
    return new ZigbeeCoordinator(address, adapter, undefined);
  }

  private constructor(
    /** Where the app finds it. */
    readonly port: string,
    readonly adapter: ZigbeeAdapter,
    readonly device: string | undefined,
  ) {
    Object.freeze(this);
  }

  get devices(): readonly string[] {
    return this.device === undefined ? [] : [this.device];
  }

  get volumes(): readonly Volume[] {
    return this.devices.map((device) => Volume.device(device, this.port));
  }
}
