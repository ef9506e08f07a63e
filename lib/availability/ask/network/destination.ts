import type { AppReference } from '../reference/app';

export enum DestinationKind {
  INTERNET = 'internet',
  NAMESPACE = 'namespace',
  APP = 'app',
  CIDR = 'cidr',
}

/** A destination that an app may connect to, on any port. */
export class Destination {
  /**
   * All addresses except private ones (RFC 1918, 6598, 3927, 4193, 4291): not the home network, not the cluster, as long as these use
   * private addresses. Global IPv6 addresses of the home network and public addresses of the cluster's own nodes are included.
   */
  static internet(): Destination {
    return new Destination(DestinationKind.INTERNET, '', undefined);
  }
  /** All pods of a namespace. */
  static namespace(name: string): Destination {
    return new Destination(DestinationKind.NAMESPACE, name, undefined);
  }
  /** The pods of another app. */
  static app(app: AppReference): Destination {
    // The checks report what is not an app, instead of a crash here.
    return new Destination(DestinationKind.APP, app?.name, app?.namespace);
  }
  /** A range of addresses outside the cluster: `192.168.1.0/24`. */
  static cidr(range: string): Destination {
    return new Destination(DestinationKind.CIDR, range, undefined);
  }

  private constructor(
    /** @internal */
    readonly kind: DestinationKind,
    /** The namespace, the app or the range. */
    readonly value: string,
    /** The namespace of an app. */
    readonly namespace: string | undefined,
  ) {
    Object.freeze(this);
  }
}
